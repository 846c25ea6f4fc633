"""What the train sheet needs to know besides the settings, read off the window's thread: machine, bases, pace."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from paestudio import anatomy, machine, models
from paestudio.anatomy import Anatomy
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
    anatomies: dict[str, Anatomy] = field(default_factory=dict)

    def anatomy(self, model: str) -> Anatomy | None:
        """What the model's folder says of it; None when it is not here."""
        if model in self.anatomies:
            return self.anatomies[model]
        local = Path(model).expanduser()
        return anatomy.read(local) if local.is_dir() else None

    def weights(self, model: str) -> int:
        """Bytes of a model's weights, also of a local folder; 0 when it is not here."""
        if model in self.bases:
            return self.bases[model]
        local = Path(model).expanduser()
        return machine.weights(local) if local.is_dir() else 0


def read(store_folder: Path) -> Facts:
    """Raises PaeError when the store cannot be read."""
    places = models.bases(cache_dir())
    bases = {name: machine.weights(place) for name, place in places.items()}
    anatomies = {name: anatomy.read(place) for name, place in places.items()}
    summaries = []
    if Store.exists(store_folder):
        with Store.open(store_folder, write=False) as store:
            summaries = [dict(row.summary) for row in queries.runs(store, 5)]
    return Facts(machine.look(store_folder), bases, seconds_per_update(summaries), anatomies)
