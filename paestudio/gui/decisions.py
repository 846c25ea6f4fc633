"""What a person decides, as undoable commands: each is sent to the loop or the store and shown at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from paestudio.core import events as ev
from paestudio.core.controls import Curate, Edit, Override, Request
from paestudio.core.records import Outcome, Status, Task, Verdict
from paestudio.gui import words
from paestudio.gui.history import TAKEN_BACK, Curated, Decision, Edited, History, Overruled
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr

Send = Callable[[Request], bool]
LIMIT = 500  # decisions that can be taken back


class Decisions(QObject):
    """Approve, reject, edit, override. `send` passes a request on; False when it cannot (and has said why)."""

    def __init__(self, state: RunState, send: Send, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(LIMIT)
        self.restoring = False
        self._state, self._send = state, send
        state.reset.connect(self.stack.clear)

    def curate(self, task_ids: Sequence[str], status: Status, reason: str = "") -> int:
        """Give tasks a status; returns how many it changes."""
        rows = [self._state.data.task(task_id) for task_id in task_ids]
        before = {row.task.id: (row.status, row.reason) for row in rows if row is not None}
        changed = {k: old for k, old in before.items() if old != (status, reason)}
        if changed:
            self.stack.push(_Curate(self, _curating(status, len(changed)), changed, status, reason))
        return len(changed)

    def edit(self, old: Task, new: Task) -> None:
        """Replace a task by its rewritten form."""
        if old.id != new.id:
            self.stack.push(_Edit(self, old, new))

    def override(self, episode_id: str, outcome: Outcome, reason: str = "") -> None:
        """A person's verdict on an episode."""
        row = self._state.data.episode(episode_id)
        if row is not None:
            self.stack.push(_Override(self, episode_id, row.task.id, outcome, reason, row.settled))

    def restore(self, past: History) -> None:
        """Fill the stack with what was decided before this start; nothing is sent."""
        self.restoring = True
        try:
            self.stack.clear()
            for decision in [*past.done, *reversed(past.undone)][-LIMIT:]:
                self.stack.push(self._command(decision))
            self.stack.setIndex(max(0, self.stack.count() - len(past.undone)))
        finally:
            self.restoring = False

    def _command(self, decision: Decision) -> QUndoCommand:
        match decision:
            case Curated(before, status, reason):
                return _Curate(self, _curating(status, len(before)), before, status, reason)
            case Edited(old, new):
                return _Edit(self, old, new)
            case Overruled(episode, task, outcome, reason, before_it):
                return _Override(self, episode, task, outcome, reason, before_it)

    def settle(self, wanted: Mapping[str, tuple[Status, str]]) -> bool:
        """Send decisions on tasks (id → status, reason) and show them; False when they could not be sent."""
        if not all(self._send(Curate(task_id, *what)) for task_id, what in wanted.items()):
            return False
        self._state.apply([ev.TaskSettled(k, status, "human", reason) for k, (status, reason) in wanted.items()])
        return True

    def replace(self, old: str, task: Task) -> bool:
        """Send one rewrite and show it; False when it could not be sent."""
        if not self._send(Edit(old, task)):
            return False
        self._state.apply([ev.TaskEdited(old, task)])
        return True

    def judge(self, episode_id: str, task_id: str, outcome: Outcome, reason: str) -> bool:
        """Send one override and show it; False when it could not be sent."""
        if not self._send(Override(episode_id, outcome, reason)):
            return False
        verdict = Verdict(episode_id, task_id, outcome, "human", None, reason, at=time.time())
        self._state.apply([ev.EpisodeJudged(verdict, verdict)])
        return True


def _curating(status: Status, number: int) -> str:
    if status is Status.APPROVED:
        return tr("approve %n task(s)", None, number)
    if status is Status.REJECTED:
        return tr("reject %n task(s)", None, number)
    return tr("change %n task(s)", None, number)


class _Curate(QUndoCommand):
    def __init__(
        self, owner: Decisions, text: str, before: dict[str, tuple[Status, str]], status: Status, reason: str
    ) -> None:
        super().__init__(text)
        self._owner, self._before, self._status, self._reason = owner, before, status, reason

    def redo(self) -> None:
        if self._owner.restoring:
            return
        wanted = dict.fromkeys(self._before, (self._status, self._reason))
        self.setObsolete(not self._owner.settle(wanted))

    def undo(self) -> None:
        if self._owner.restoring:
            return
        self._owner.settle(self._before)


class _Edit(QUndoCommand):
    def __init__(self, owner: Decisions, old: Task, new: Task) -> None:
        super().__init__(tr("edit “{task}”").format(task=words.shorten(old.instruction, 40)))
        self._owner, self._old, self._new = owner, old, new

    def redo(self) -> None:
        if self._owner.restoring:
            return
        self.setObsolete(not self._owner.replace(self._old.id, self._new))

    def undo(self) -> None:
        if self._owner.restoring:
            return
        self._owner.replace(self._new.id, self._old)


class _Override(QUndoCommand):
    """Verdicts are kept for ever: taking one back is a further verdict that says what held before."""

    def __init__(
        self, owner: Decisions, episode: str, task: str, outcome: Outcome, reason: str, before: Verdict | None
    ) -> None:
        super().__init__(tr("judge as “{verdict}”").format(verdict=words.OUTCOME[outcome].word))
        self._owner, self._episode, self._task = owner, episode, task
        self._outcome, self._reason, self._before = outcome, reason, before

    def redo(self) -> None:
        if self._owner.restoring:
            return
        self.setObsolete(not self._owner.judge(self._episode, self._task, self._outcome, self._reason))

    def undo(self) -> None:
        if self._owner.restoring:
            return
        before = self._before.outcome if self._before else Outcome.UNKNOWN
        self._owner.judge(self._episode, self._task, before, TAKEN_BACK)
