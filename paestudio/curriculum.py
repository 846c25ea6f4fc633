"""Which approved task to try next: those the agent sometimes solves teach most.

Pass rates decide a task's place: in band (neither always nor never solved), mastered, parked. Most of an iteration
goes to the band and to tasks never tried; some mastered ones guard against forgetting; parked ones get another
chance now and then. Bands and re-tries: WebRL (Qi et al., 2024), SAGE; `research` finding that all-or-nothing groups
carry no gradient. A task whose path the warm start showed is soon known by heart: it is tried after the others.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from paestudio.core.records import Status, Task

MASTERED_SHARE = 0.125
PARKED_SHARE = 0.125
PARK_AFTER = 2  # groups in a row without a success


@dataclass(slots=True)
class Record:
    """What is known of one task. `recent` holds the pass rates of its last groups."""

    recent: list[float] = field(default_factory=list)
    trials: int = 0
    successes: int = 0
    shown: bool = False  # the warm start had its path

    @property
    def status(self) -> Status:
        """Its place in the life-cycle."""
        if not self.recent:
            return Status.APPROVED
        if self.recent[-1] >= 1.0:
            return Status.MASTERED
        if len(self.recent) >= PARK_AFTER and not any(self.recent[-PARK_AFTER:]):
            return Status.PARKED
        return Status.IN_BAND


class BandSampler:
    """core.protocols.Sampler by measured pass rate."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._tasks: dict[str, Task] = {}
        self._records: dict[str, Record] = {}

    def add(self, task: Task) -> None:
        """A task approved for training. What is known of it is kept."""
        self._tasks[task.id] = task
        self._records.setdefault(task.id, Record())

    def remove(self, task_id: str) -> None:
        """Never sample it again."""
        self._tasks.pop(task_id, None)

    def demonstrated(self, task_ids: Sequence[str]) -> None:
        """These were shown: untried ones come after the untried that were not."""
        for task_id in task_ids:
            self._records.setdefault(task_id, Record()).shown = True

    def status(self, task_id: str) -> Status:
        """The task's place by its pass rate."""
        return self._records[task_id].status

    def sample(self, count: int) -> list[Task]:
        """Distinct tasks: the band and the untried first, then the shares of mastered and parked ones."""
        by_status: dict[Status, list[str]] = {s: [] for s in Status}
        for task_id in self._tasks:
            by_status[self._records[task_id].status].append(task_id)
        for ids in by_status.values():
            self._rng.shuffle(ids)
        band = sorted(by_status[Status.IN_BAND], key=self._distance)
        fresh = sorted(by_status[Status.APPROVED], key=lambda t: self._records[t].shown)
        mixed = [t for pair in zip(band, fresh, strict=False) for t in pair]
        mixed += band[len(fresh) :] + fresh[len(band) :]
        guard, retry = by_status[Status.MASTERED], by_status[Status.PARKED]
        chosen = guard[: round(count * MASTERED_SHARE)] + retry[: round(count * PARKED_SHARE)]
        chosen = mixed[: count - len(chosen)] + chosen
        for rest in (retry, guard):
            chosen += [t for t in rest if t not in chosen][: count - len(chosen)]
        return [self._tasks[t] for t in chosen]

    def observe(self, task_id: str, successes: int, trials: int) -> None:
        """The result of one group of a task (unknowns left out)."""
        if not trials:
            return
        record = self._records.setdefault(task_id, Record())
        record.recent = [*record.recent, successes / trials][-4:]
        record.trials += trials
        record.successes += successes

    def state(self) -> Mapping[str, Any]:
        """JSON that `load` takes back."""
        version, values, gauss = self._rng.getstate()
        return {
            "records": {t: asdict(r) for t, r in self._records.items()},
            "random": [version, list(values), gauss],
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from a `state`."""
        self._records.update({t: Record(**r) for t, r in state["records"].items()})
        version, values, gauss = state["random"]
        self._rng.setstate((version, tuple(values), gauss))

    def _distance(self, task_id: str) -> float:
        return abs(self._records[task_id].recent[-1] - 0.5)
