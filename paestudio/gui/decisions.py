"""What a person decides, as undoable commands: each is sent to the loop or the store and shown at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from paestudio.core import events as ev
from paestudio.core.controls import Add, Curate, Edit, Override, Request, Show
from paestudio.core.own import added, kept
from paestudio.core.records import Cause, Episode, Outcome, Status, Task, Verdict
from paestudio.gui import words
from paestudio.gui.history import TAKEN_BACK, Curated, Decision, Edited, History, Overruled
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr

Send = Callable[[Request], bool]
LIMIT = 500  # decisions that can be taken back


class Decisions(QObject):
    """Approve, reject, edit, add, override, retract. `send` passes one on; False when it cannot (and said why)."""

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
            self.stack.push(_Override(self, Overruled(episode_id, row.task.id, outcome, reason, row.settled)))

    def retract(self, episode_id: str, reason: str = "") -> None:
        """Take an episode out of training: no later update uses it, whatever was decided."""
        row = self._state.data.episode(episode_id)
        if row is not None and not row.retracted:
            made = Overruled(episode_id, row.task.id, Outcome.UNKNOWN, reason, row.settled, Cause.RETRACTED)
            self.stack.push(_Override(self, made))

    def add(self, task: Task, shown: Episode | None = None, held_out: bool = False) -> None:
        """A task of the person's own, perhaps with a demonstration."""
        self.stack.push(_Add(self, Add(task, shown, held_out)))

    def show(self, shown: Episode) -> bool:
        """Keep a demonstration; False when it could not be sent. It is taken back by retracting it."""
        if not self._send(Show(shown)):
            return False
        self._state.apply(list(kept(shown, time.time())))
        return True

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
            case Overruled():
                return _Override(self, decision)

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

    def bring(self, request: Add) -> bool:
        """Send a task of the person's own and show it; False when it could not be sent."""
        if not self._send(request):
            return False
        self._state.apply(list(added(request, time.time())))
        return True

    def judge(self, episode_id: str, task_id: str, outcome: Outcome, reason: str, cause: Cause | None = None) -> bool:
        """Send one override and show it; False when it could not be sent."""
        if not self._send(Override(episode_id, outcome, reason, task_id, cause)):
            return False
        verdict = Verdict(episode_id, task_id, outcome, "human", cause, reason, at=time.time())
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


class _Add(QUndoCommand):
    """A task that was told stays told: taken back, it is rejected, and done again, approved."""

    def __init__(self, owner: Decisions, request: Add) -> None:
        super().__init__(tr("add “{task}”").format(task=words.shorten(request.task.instruction, 40)))
        self._owner, self._request, self._told = owner, request, False

    def redo(self) -> None:
        if self._told:
            self._owner.settle({self._request.task.id: (Status.APPROVED, "")})
            return
        self._told = True
        self.setObsolete(not self._owner.bring(self._request))

    def undo(self) -> None:
        self._owner.settle({self._request.task.id: (Status.REJECTED, TAKEN_BACK)})


class _Override(QUndoCommand):
    """Verdicts are kept for ever: taking one back is a further verdict that says what held before."""

    def __init__(self, owner: Decisions, made: Overruled) -> None:
        if made.cause is Cause.RETRACTED:
            super().__init__(tr("retract an episode"))
        else:
            super().__init__(tr("judge as “{verdict}”").format(verdict=words.OUTCOME[made.outcome].word))
        self._owner, self._made = owner, made

    def redo(self) -> None:
        if self._owner.restoring:
            return
        made = self._made
        self.setObsolete(not self._owner.judge(made.episode, made.task, made.outcome, made.reason, made.cause))

    def undo(self) -> None:
        if self._owner.restoring:
            return
        before = self._made.before
        outcome, cause = (before.outcome, before.cause) if before else (Outcome.UNKNOWN, None)
        self._owner.judge(self._made.episode, self._made.task, outcome, TAKEN_BACK, cause)
