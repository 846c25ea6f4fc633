"""What the loop says, in order. Windows, command line and store consume these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from paestudio.core.records import (
    Episode,
    Purpose,
    Rate,
    Run,
    SitePage,
    Status,
    Step,
    Task,
    Update,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run began; `resumed`: it goes on with the tasks that it had been given before."""

    run: Run
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The loop is now doing `phase`: exploring, proposing, waiting, measuring, warm_start, acting, learning.

    Repeated while a phase goes on, with `done` of `total` and `seconds_left` of the run (None: not known).
    """

    phase: str
    detail: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class PageExplored:
    """The explorer saw a page."""

    page: SitePage


@dataclass(frozen=True, slots=True)
class TaskProposed:
    """A new task. `proof` is the id of the episode that showed it feasible."""

    task: Task
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class TaskSettled:
    """A task changed its place in the life-cycle. `by`: human, policy (auto-approve), pass_rate."""

    task: str
    status: Status
    by: str
    reason: str = ""
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class TaskEdited:
    """A person rewrote a task: `old` is replaced by `task` (a new id, `parent` = old)."""

    old: str
    task: Task


@dataclass(frozen=True, slots=True)
class EpisodeStarted:
    """A page in `slot` starts on a task."""

    episode: str
    task: Task
    slot: int
    purpose: Purpose
    iteration: int = 0


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One more step of a running episode."""

    episode: str
    slot: int
    step: Step


@dataclass(frozen=True, slots=True)
class EpisodeEnded:
    """An episode is complete (its steps were all told before)."""

    episode: Episode
    slot: int = -1


@dataclass(frozen=True, slots=True)
class EpisodeJudged:
    """One evaluator judged an episode; `settled` is what the panel makes of all verdicts so far."""

    verdict: Verdict
    settled: Verdict


@dataclass(frozen=True, slots=True)
class UpdateMade:
    """The adapter has a new version, and its checkpoint is on disk."""

    update: Update


@dataclass(frozen=True, slots=True)
class Measured:
    """Held-out success. `name`: before, warm_start, after, or iteration."""

    name: str
    iteration: int
    rate: Rate
    by_kind: Mapping[str, Rate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metric:
    """One number for a curve: reward, loss, entropy, steps_per_second, unknown_rate, …

    `seconds` since the run began are told of what is a curve over time (the machine's load); None: over iterations.
    """

    name: str
    value: float
    iteration: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something a person should know. `level`: info, warning, error; `fix` says what to do."""

    level: str
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The last event. `reason`: finished, stopped, failed."""

    reason: str
    summary: Mapping[str, Any] = field(default_factory=dict)


Event = (
    RunStarted
    | PhaseChanged
    | PageExplored
    | TaskProposed
    | TaskSettled
    | TaskEdited
    | EpisodeStarted
    | StepTaken
    | EpisodeEnded
    | EpisodeJudged
    | UpdateMade
    | Measured
    | Metric
    | Noticed
    | RunEnded
)

KINDS: Mapping[str, type] = {kind.__name__: kind for kind in Event.__args__}
