"""What an evaluation found: per task, per kind, per seed, overall; the JSON that `paestudio evaluate --json` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from paestudio.core import codec
from paestudio.core.records import Cause, Outcome, Rate, Task
from paestudio.core.stats import rate
from paestudio.suites.kept import Trial

EVIDENCE = 160  # characters of a cause that are kept


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One task. `trials` were decided, `unknown` were not and are no trials.

    `steps` and `seconds` are means of all attempts; `causes` counts why attempts stayed unknown, as "cause: evidence".
    """

    id: str
    kind: str
    successes: int
    trials: int
    unknown: int
    steps: float
    seconds: float = 0.0
    instruction: str = ""
    causes: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> Rate:
        """Its success rate with interval."""
        return rate(self.successes, self.trials, self.unknown)


@dataclass(frozen=True, slots=True)
class Results:
    """One agent: all tasks in their order; the rates of each kind, seed and group of tasks, and of all."""

    tasks: tuple[TaskResult, ...]
    by_kind: Mapping[str, Rate]
    overall: Rate
    by_seed: Mapping[int, Rate] = field(default_factory=dict)
    groups: Mapping[str, Rate] = field(default_factory=dict)  # trained, untrained: where that is known
    seconds: float = 0.0  # of all attempts together

    @property
    def causes(self) -> dict[str, int]:
        """Why attempts stayed unknown: "cause: evidence" → how many, the most frequent first."""
        total: Counter[str] = Counter()
        for task in self.tasks:
            total.update(task.causes)
        return dict(total.most_common())

    @property
    def steps(self) -> float:
        """Mean steps of an attempt."""
        attempts = sum(t.trials + t.unknown for t in self.tasks)
        return round(sum(t.steps * (t.trials + t.unknown) for t in self.tasks) / attempts, 2) if attempts else 0.0

    def json(self) -> dict[str, Any]:
        """Plain JSON values; rates are 0 to 1."""
        tasks = [
            {key: value for key, value in codec.encode(t).items() if key != "kind"}
            | {"kind": t.kind, "low": t.rate.low, "high": t.rate.high}
            for t in self.tasks
        ]
        attempts = self.overall.n + self.overall.unknown
        return {
            "overall": codec.encode(self.overall),
            "by_kind": codec.encode(self.by_kind),
            "tasks": tasks,
            "by_seed": codec.encode(self.by_seed),
            "groups": codec.encode(self.groups),
            "unknown_rate": self.overall.unknown / attempts if attempts else 0.0,
            "causes": self.causes,
            "steps": self.steps,
            "seconds": round(self.seconds, 1),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several agents on the same tasks, in the order they were asked for: the last is the one that is measured."""

    suite: str
    model: str
    seeds: tuple[int, ...]
    adapters: Mapping[str, Results]
    seconds: float = 0.0  # from start to end, of all sittings together
    started: float = 0.0  # Unix seconds
    max_steps: int = 0

    def json(self) -> dict[str, Any]:
        """The last agent's results at the top, and each under `adapters`."""
        every = {name: found.json() for name, found in self.adapters.items()}
        last = next(reversed(every.values()), {})
        about = {
            "suite": self.suite,
            "model": self.model,
            "seeds": list(self.seeds),
            "max_steps": self.max_steps,
            "started": self.started,
            "total_seconds": round(self.seconds, 1),
        }
        return {**last, **about, "adapters": every}


def compare(
    tasks: Sequence[Task], trials: Sequence[Trial], adapters: Sequence[str], trained: Collection[str] = ()
) -> dict[str, Results]:
    """The results of each agent. `trained` are the ids of tasks that one of them was trained on."""
    return {name: results(tasks, [t for t in trials if t.adapter == name], trained) for name in adapters}


def results(tasks: Sequence[Task], trials: Iterable[Trial], trained: Collection[str] = ()) -> Results:
    """Count the attempts at `tasks`. A task that was never attempted has no trials; attempts at others are ignored."""
    attempts: dict[str, list[Trial]] = {t.id: [] for t in tasks}
    seeds: dict[int, list[Outcome]] = {}
    for trial in trials:
        if trial.task in attempts:
            attempts[trial.task].append(trial)
            seeds.setdefault(trial.seed, []).append(trial.outcome)
    rows = tuple(_result(t, attempts[t.id]) for t in {t.id: t for t in tasks}.values())
    kinds = sorted({row.kind for row in rows})
    groups = {"trained": [r for r in rows if r.id in trained], "untrained": [r for r in rows if r.id not in trained]}
    return Results(
        rows,
        {kind: _rate(r for r in rows if r.kind == kind) for kind in kinds},
        _rate(rows),
        {seed: _of(outcomes) for seed, outcomes in sorted(seeds.items())},
        {name: _rate(some) for name, some in groups.items() if some} if trained else {},
        sum(one.seconds for some in attempts.values() for one in some),
    )


def _result(task: Task, attempts: Sequence[Trial]) -> TaskResult:
    outcomes = [a.outcome for a in attempts]
    unknown = outcomes.count(Outcome.UNKNOWN)
    causes = Counter(_cause(a) for a in attempts if a.outcome is Outcome.UNKNOWN)
    return TaskResult(
        task.id,
        task.kind,
        outcomes.count(Outcome.SUCCESS),
        len(outcomes) - unknown,
        unknown,
        round(_mean([a.steps for a in attempts]), 2),
        round(_mean([a.seconds for a in attempts]), 2),
        attempts[0].instruction if attempts else task.instruction,
        dict(causes.most_common()),
    )


def _cause(attempt: Trial) -> str:
    evidence = " ".join(attempt.evidence.split())
    return f"{attempt.cause or Cause.TASK}: {evidence[:EVIDENCE]}"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _of(outcomes: Sequence[Outcome]) -> Rate:
    unknown = outcomes.count(Outcome.UNKNOWN)
    return rate(outcomes.count(Outcome.SUCCESS), len(outcomes) - unknown, unknown)


def _rate(rows: Iterable[TaskResult]) -> Rate:
    seen = list(rows)
    return rate(sum(r.successes for r in seen), sum(r.trials for r in seen), sum(r.unknown for r in seen))
