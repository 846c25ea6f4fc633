"""What the queries give: one line of a list each. Full records come as the records of `core`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from paestudio.core.records import Episode, Judged, Outcome, Purpose, Rate, Run, Status, Stop, Task, Update


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"  # a live process is recording it
    FINISHED = "finished"
    STOPPED = "stopped"  # a person stopped it
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # its process is gone without a word: it can be resumed


class EpisodeState(StrEnum):
    """How an episode stands."""

    PLAYING = "playing"
    ENDED = "ended"
    VOID = "void"  # started, never ended: its process is gone. Counts for nothing.


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of the list. Instants are Unix seconds; `last_at` is the last event's."""

    run: Run
    state: RunState
    last_at: float
    sessions: int  # 1, and one more for each resume
    tasks: int
    episodes: int  # that the agent played to their end: no proofs, demonstrations or comparisons
    version: int  # of the adapter
    summary: Mapping[str, Any] = field(default_factory=dict)
    damaged: str = ""  # what is wrong with the row, when somebody edited the store


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site that was trained on."""

    url: str
    runs: int
    first_seen: float
    last_seen: float


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of a run as it stands now. `trials` and `successes` count decided TRAIN episodes only."""

    task: Task
    status: Status
    held_out: bool
    settled_by: str = ""  # human, policy, pass_rate
    reason: str = ""
    proof: str | None = None  # the episode that showed it feasible
    replaced_by: str | None = None  # the task a person rewrote it into
    trials: int = 0
    successes: int = 0
    damaged: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One episode of the list."""

    id: str
    task: str
    instruction: str
    kind: str
    purpose: Purpose
    iteration: int
    slot: int
    state: EpisodeState
    started: float
    seconds: float = 0.0
    policy: str = ""
    version: int = 0
    steps: int = 0
    stop: Stop | None = None
    answer: str | None = None
    error: str = ""
    outcome: Outcome | None = None  # of the verdict that settles it; None: not judged
    evaluator: str = ""  # whose verdict that is
    updates: tuple[int, ...] = ()  # versions of the updates that used it
    screenshot: str | None = None  # of its last page
    damaged: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """What one update made of one episode. The numbers are None when the update gave no credits."""

    version: int
    iteration: int
    reward: float | None
    baseline: float | None
    advantage: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a curve."""

    iteration: int
    value: float
    at: float


@dataclass(frozen=True, slots=True)
class MeasuredPoint:
    """One held-out measurement."""

    name: str
    iteration: int
    rate: Rate
    at: float


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """All that `--resume` needs to go on where the records end.

    `ready` are complete TRAIN episodes with the verdict that settles them (unknown ones too) and `unjudged` those
    without one; none was used by an update, and all ended after the last one or belong to a later iteration: feed
    them to the next update instead of playing them again. `overruled` were used by an update, and a person has
    overruled their verdict since the last one. `void` were cut short and count for nothing.
    """

    run: Run
    tasks: tuple[TaskRow, ...]  # in the order of proposal, replaced ones left out
    update: Update | None  # the last one; its `checkpoint` is what to load
    ready: tuple[Judged, ...]
    unjudged: tuple[Episode, ...]
    overruled: tuple[Judged, ...]
    void: tuple[str, ...]
    measured: tuple[MeasuredPoint, ...]
    iteration: int  # the highest that any TRAIN episode or update belongs to
    seconds: float  # the run took so far, pauses between sessions left out
    shown: tuple[Episode, ...] = ()  # the person's demonstrations that count, worded as their tasks are now
    withdrawn: frozenset[str] = frozenset()  # episodes that the person said are no success, or retracted

    @property
    def version(self) -> int:
        """Of the adapter to go on with; 0: the base model."""
        return self.update.version if self.update else 0

    @property
    def checkpoint(self) -> str:
        """Folder name inside the run; "" when there is none yet."""
        return self.update.checkpoint if self.update else ""
