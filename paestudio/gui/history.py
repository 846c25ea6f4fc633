"""What a person decided in a stored run, in order, with what was taken back: so that Ctrl+Z works after a restart.

Decisions are never erased: taking one back is a second decision, and both are in the log. Read here, a decision that
restores exactly what the one before it changed counts as taking that back. No Qt, so it is tested as plain data.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from paestudio.core import events as ev
from paestudio.core.records import Cause, Outcome, Status, Task, Verdict

TOGETHER = 0.1  # seconds between two events of one decision on many tasks, at most
Standing = tuple[Status, str]


@dataclass(frozen=True, slots=True)
class Curated:
    """Tasks that were given a status together, with what each had before."""

    before: dict[str, Standing]
    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A task that was rewritten."""

    old: Task
    new: Task


@dataclass(frozen=True, slots=True)
class Overruled:
    """A verdict of a person; `before` is what held until then."""

    episode: str
    task: str
    outcome: Outcome
    reason: str
    before: Verdict | None
    cause: Cause | None = None


Decision = Curated | Edited | Overruled


@dataclass(slots=True)
class History:
    """Fold events with `see`, oldest first, then `finish`; `done` and `undone` are stacks, the last one on top."""

    done: list[Decision] = field(default_factory=list)
    undone: list[Decision] = field(default_factory=list)
    _standing: dict[str, Standing] = field(default_factory=dict)
    _tasks: dict[str, Task] = field(default_factory=dict)
    _settled: dict[str, Verdict] = field(default_factory=dict)
    _group: dict[str, tuple[Standing, Standing]] = field(default_factory=dict)  # task → before, after
    _group_at: float = 0.0

    def see(self, at: float, event: ev.Event) -> None:
        """Take one event in; `at` is when it was recorded, Unix seconds."""
        if not (isinstance(event, ev.TaskSettled) and event.by == "human"):
            self._close_group()
        match event:
            case ev.TaskProposed(task):
                self._tasks[task.id] = task
                self._standing[task.id] = (Status.PROPOSED, "")
            case ev.TaskSettled(task, status, by, reason):
                self._settle(at, task, (status, reason), by == "human")
            case ev.TaskEdited(old, task):
                self._edited(old, task)
            case ev.EpisodeJudged(verdict, settled):
                if verdict.evaluator == "human":
                    self._overruled(verdict)
                self._settled[verdict.episode] = settled

    def finish(self) -> History:
        """Count the last decision too; returns itself."""
        self._close_group()
        return self

    def _settle(self, at: float, task: str, now: Standing, human: bool) -> None:
        before = self._standing.get(task, (Status.PROPOSED, ""))
        self._standing[task] = now
        if not human:
            return
        if self._group and (at - self._group_at > TOGETHER or task in self._group):
            self._close_group()
        self._group[task] = (before, now)
        self._group_at = at

    def _close_group(self) -> None:
        group, self._group = self._group, {}
        if not group:
            return
        after = {task: now for task, (_, now) in group.items()}
        top, redo = self.done[-1:], self.undone[-1:]
        if top and isinstance(top[0], Curated) and top[0].before == after:
            self.undone.append(self.done.pop())
        elif redo and isinstance(redo[0], Curated) and _after(redo[0]) == after:
            self.done.append(self.undone.pop())
        else:
            for wanted in dict.fromkeys(after.values()):
                before = {task: was for task, (was, now) in group.items() if now == wanted}
                self._new(Curated(before, *wanted))

    def _edited(self, old: str, task: Task) -> None:
        was = self._tasks.get(old)
        self._tasks[task.id] = task
        self._standing[task.id] = self._standing.get(old, (Status.PROPOSED, ""))
        if was is None:
            return
        top, redo = self.done[-1:], self.undone[-1:]
        if top and isinstance(top[0], Edited) and (top[0].new.id, top[0].old.id) == (old, task.id):
            self.undone.append(self.done.pop())
        elif redo and isinstance(redo[0], Edited) and (redo[0].old.id, redo[0].new.id) == (old, task.id):
            self.done.append(self.undone.pop())
        else:
            self._new(Edited(was, task))

    def _overruled(self, said: Verdict) -> None:
        before = self._settled.get(said.episode)
        made = Overruled(said.episode, said.task, said.outcome, said.evidence, before, said.cause)
        top, redo = self.done[-1:], self.undone[-1:]
        if top and isinstance(top[0], Overruled) and said.evidence == TAKEN_BACK and top[0].episode == said.episode:
            self.undone.append(self.done.pop())
        elif redo and isinstance(redo[0], Overruled) and _same(redo[0], made):
            self.done.append(self.undone.pop())
        else:
            self._new(made)

    def _new(self, decision: Decision) -> None:
        self.done.append(decision)
        self.undone.clear()


TAKEN_BACK = "taken back"


def _after(decision: Curated) -> dict[str, Standing]:
    return dict.fromkeys(decision.before, (decision.status, decision.reason))


def _same(a: Overruled, b: Overruled) -> bool:
    return (a.episode, a.outcome, a.reason, a.cause) == (b.episode, b.outcome, b.reason, b.cause)
