"""What an evaluation found: per task, per kind, overall; the JSON that `paestudio evaluate --json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paestudio.core import codec
from paestudio.core.records import Judged, Outcome, Rate, Task
from paestudio.core.stats import rate


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One task. `trials` were decided, `unknown` were not and are no trials; `steps` is the mean of all attempts."""

    id: str
    kind: str
    successes: int
    trials: int
    unknown: int
    steps: float


@dataclass(frozen=True, slots=True)
class Results:
    """All tasks in their order, the rate of each kind, and of all."""

    tasks: tuple[TaskResult, ...]
    by_kind: Mapping[str, Rate]
    overall: Rate

    def json(self) -> dict[str, Any]:
        """`{"overall", "by_kind", "tasks"}` as plain JSON values; rates are 0 to 1."""
        tasks = [
            {"id": t.id, "successes": t.successes, "trials": t.trials, "unknown": t.unknown, "steps": t.steps}
            for t in self.tasks
        ]
        return {"overall": codec.encode(self.overall), "by_kind": codec.encode(self.by_kind), "tasks": tasks}


def results(tasks: Sequence[Task], judged: Iterable[Judged]) -> Results:
    """Count the attempts at `tasks`. A task that was never attempted has no trials; attempts at others are ignored."""
    attempts: dict[str, list[Judged]] = {t.id: [] for t in tasks}
    for one in judged:
        if one.episode.task.id in attempts:
            attempts[one.episode.task.id].append(one)
    rows = tuple(_result(t, attempts[t.id]) for t in tasks)
    kinds = sorted({row.kind for row in rows})
    return Results(rows, {kind: _rate(r for r in rows if r.kind == kind) for kind in kinds}, _rate(rows))


def _result(task: Task, attempts: Sequence[Judged]) -> TaskResult:
    outcomes = [a.verdict.outcome for a in attempts]
    unknown = outcomes.count(Outcome.UNKNOWN)
    steps = sum(len(a.episode.steps) for a in attempts) / len(attempts) if attempts else 0.0
    successes = outcomes.count(Outcome.SUCCESS)
    return TaskResult(task.id, task.kind, successes, len(outcomes) - unknown, unknown, round(steps, 2))


def _rate(rows: Iterable[TaskResult]) -> Rate:
    seen = list(rows)
    return rate(sum(r.successes for r in seen), sum(r.trials for r in seen), sum(r.unknown for r in seen))
