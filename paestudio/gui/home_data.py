"""What the Home page shows, read from the store: runs grouped by site, each with its held-out measurements."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from paestudio.core.records import Rate
from paestudio.store import Store, queries
from paestudio.store.rows import RunRow, RunState

RUNS = 300  # read at most, the latest first
RESUMABLE = (RunState.INTERRUPTED, RunState.STOPPED, RunState.FAILED)


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run; `rates` are its held-out measurements in order."""

    row: RunRow
    rates: tuple[Rate, ...]

    @property
    def resumable(self) -> bool:
        """Whether it can go on where it ended."""
        return self.row.state in RESUMABLE and not self.row.damaged


@dataclass(frozen=True, slots=True)
class Project:
    """One site with its runs, the latest first."""

    site: str
    runs: tuple[RunLine, ...]

    @property
    def curve(self) -> list[float]:
        """Held-out success over all its runs, oldest first, 0–1."""
        return [rate.success for line in reversed(self.runs) for rate in line.rates]

    @property
    def last(self) -> Rate | None:
        """The latest measurement."""
        return next((line.rates[-1] for line in self.runs if line.rates), None)


def read(store_folder: Path) -> list[Project]:
    """All projects, the one used last first. Raises PaeError when the store cannot be read."""
    if not Store.exists(store_folder):
        return []
    by_site: dict[str, list[RunLine]] = {}
    with Store.open(store_folder, write=False) as store:
        for row in queries.runs(store, RUNS):
            rates = tuple(point.rate for point in queries.measured(store, row.run.id))
            by_site.setdefault(row.run.site, []).append(RunLine(row, rates))
    return [Project(site, tuple(lines)) for site, lines in by_site.items()]
