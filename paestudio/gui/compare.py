"""Another run's curves, read from the store to lie beside this one's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from paestudio.core.records import Rate
from paestudio.gui import words
from paestudio.store import Store, queries


@dataclass(frozen=True, slots=True)
class OtherRun:
    """Curves of a stored run; measured: (name, iteration, rate); its settings by name."""

    run: str
    metrics: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    measured: list[tuple[str, int, Rate]] = field(default_factory=list)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def differs(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """What is set otherwise here, of the settings that both runs know."""
        return {name: value for name, value in self.settings.items() if settings.get(name, value) != value}


def run_names(store: Store) -> list[tuple[str, str]]:
    """(run, what to call it) of all runs that measured or learned something, the latest first."""
    made = []
    for row in queries.runs(store, 200):
        if row.damaged or not row.episodes:
            continue
        when = words.moment(row.run.started)
        made.append((row.run.id, f"{when} · {row.run.site}"))
    return made


def read_run(run: str, store: Store) -> OtherRun:
    """Its curves. Raises UserError when there is none of that name."""
    settings = queries.run(store, run).run.config
    metrics = {
        name: [(point.iteration, point.value) for point in queries.metric(store, run, name)]
        for name in queries.metric_names(store, run)
    }
    measured = [(point.name, point.iteration, point.rate) for point in queries.measured(store, run)]
    return OtherRun(run, metrics, measured, settings)
