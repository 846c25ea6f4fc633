"""Numbers over the iterations."""

from __future__ import annotations

from paestudio.core.records import Rate
from paestudio.store.db import Store
from paestudio.store.rows import MeasuredPoint, Point


def metric_names(store: Store, run: str) -> list[str]:
    """The metrics a run has, by name."""
    return [row["name"] for row in store.rows("SELECT DISTINCT name FROM metrics WHERE run = ? ORDER BY name", (run,))]


def metric(store: Store, run: str, name: str, after: int = 0) -> list[Point]:
    """One metric in the order it was told; only what came after event number `after`."""
    rows = store.rows(
        "SELECT iteration, value, at FROM metrics WHERE run = ? AND name = ? AND seq > ? ORDER BY seq",
        (run, name, after),
    )
    return [Point(row["iteration"], row["value"], row["at"]) for row in rows]


def measured(store: Store, run: str) -> list[MeasuredPoint]:
    """All held-out measurements, in order."""
    rows = store.rows("SELECT * FROM measurements WHERE run = ? ORDER BY seq", (run,))
    return [
        MeasuredPoint(
            row["name"],
            row["iteration"],
            Rate(row["success"], row["low"], row["high"], row["n"], row["unknown"]),
            row["at"],
        )
        for row in rows
    ]
