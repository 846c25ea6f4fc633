"""Another run's curves, read from the store to lie beside this one's."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from paestudio.core.records import Rate
from paestudio.store import Store, queries


@dataclass(frozen=True, slots=True)
class OtherRun:
    """Curves of a stored run; measured: (name, iteration, rate)."""

    run: str
    metrics: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    measured: list[tuple[str, int, Rate]] = field(default_factory=list)


def run_names(store: Store) -> list[tuple[str, str]]:
    """(run, what to call it) of all runs that measured or learned something, the latest first."""
    made = []
    for row in queries.runs(store, 200):
        if row.damaged or not row.episodes:
            continue
        when = time.strftime("%d %b %H:%M", time.localtime(row.run.started))
        made.append((row.run.id, f"{when} · {row.run.site}"))
    return made


def read_run(run: str, store: Store) -> OtherRun:
    """Its curves. Raises UserError when there is none of that name."""
    queries.run(store, run)
    metrics = {
        name: [(point.iteration, point.value) for point in queries.metric(store, run, name)]
        for name in queries.metric_names(store, run)
    }
    measured = [(point.name, point.iteration, point.rate) for point in queries.measured(store, run)]
    return OtherRun(run, metrics, measured)
