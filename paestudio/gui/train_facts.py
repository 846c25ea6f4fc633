"""What the train sheet needs to know besides the settings, read off the window's thread: machine, bases, pace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from paestudio import machine, models
from paestudio.estimate import seconds_per_update
from paestudio.machine import Machine
from paestudio.paths import cache_dir
from paestudio.store import Store, queries


@dataclass(frozen=True, slots=True)
class Facts:
    """`bases` maps the models on this machine to the bytes of their weights."""

    machine: Machine
    bases: dict[str, int]
    update_seconds: float | None

    def weights(self, model: str) -> int:
        """Bytes of a model's weights, also of a local folder; 0 when it is not here."""
        if model in self.bases:
            return self.bases[model]
        local = Path(model).expanduser()
        return machine.weights(local) if local.is_dir() else 0


def read(store_folder: Path) -> Facts:
    """Raises PaeError when the store cannot be read."""
    bases = {name: machine.weights(place) for name, place in models.bases(cache_dir()).items()}
    summaries = []
    if Store.exists(store_folder):
        with Store.open(store_folder, write=False) as store:
            summaries = [dict(row.summary) for row in queries.runs(store, 5)]
    return Facts(machine.look(store_folder), bases, seconds_per_update(summaries))
