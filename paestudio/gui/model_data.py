"""What the Models page lists: bases in the cache and every checkpoint of every run, read off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from paestudio import machine, models
from paestudio.core.records import Rate
from paestudio.machine import Machine
from paestudio.paths import cache_dir
from paestudio.store import Store, queries
from paestudio.store.rows import RunRow, RunState
from paestudio.store.trash import Deleted, Trash

RUNS = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `run` is "" for a base; `version` and `rate` are an adapter's. Bytes; `at` is Unix seconds."""

    name: str  # hub name of the base
    place: Path
    bytes: int
    need: int  # memory to train with it; 0: not known
    fits: bool | None
    run: str = ""
    site: str = ""
    version: int = 0
    iteration: int = 0
    rate: Rate | None = None
    at: float = 0.0
    latest: bool = False
    state: RunState | None = None

    @property
    def base(self) -> bool:
        """A base model, no adapter."""
        return not self.run


@dataclass(frozen=True, slots=True)
class Listing:
    """All of it, with the machine it was judged for and what lies in the trash."""

    items: tuple[Item, ...]
    machine: Machine
    deleted: tuple[Deleted, ...]


def trashes(store_folder: Path) -> tuple[Trash, Trash]:
    """Of adapters, and of base models."""
    return Trash(store_folder / "trash"), Trash(cache_dir() / "trash")


def read(store_folder: Path) -> Listing:
    """Raises PaeError when the store cannot be read. Old trash goes for good here."""
    here = machine.look(store_folder)
    bases = models.bases(cache_dir())
    weights = {name: machine.weights(place) for name, place in bases.items()}
    items = [_base(name, place, weights[name], here) for name, place in bases.items()]
    if Store.exists(store_folder):
        with Store.open(store_folder, write=False) as store:
            for row in queries.runs(store, RUNS):
                if not row.damaged and row.version:
                    items += _adapters(store, row, weights, here)
    deleted: list[Deleted] = []
    for trash in trashes(store_folder):
        trash.purge()
        deleted += trash.listing()
    return Listing(tuple(items), here, tuple(sorted(deleted, key=lambda entry: entry.at, reverse=True)))


def _base(name: str, place: Path, weights: int, here: Machine) -> Item:
    need = machine.memory_for(weights, gpu=bool(here.gpus))
    return Item(name, place, _size(place), need, need <= here.room, at=place.stat().st_mtime)


def _adapters(store: Store, row: RunRow, weights: dict[str, int], here: Machine) -> list[Item]:
    base = str(row.run.config.get("model", ""))
    need = machine.memory_for(weights[base], gpu=bool(here.gpus)) if base in weights else 0
    rates = {m.iteration: m.rate for m in queries.measured(store, row.run.id) if m.name != "before"}
    found = []
    for update in reversed(queries.updates(store, row.run.id)):
        place = store.run_folder(row.run.id) / "checkpoints" / update.checkpoint
        if not update.checkpoint or not (place / "adapter_model.safetensors").is_file():
            continue
        found.append(
            Item(
                base, place, _size(place), need, need <= here.room if need else None,
                run=row.run.id, site=row.run.site, version=update.version, iteration=update.iteration,
                rate=rates.get(update.iteration), at=place.stat().st_mtime,
                latest=update.version == row.version, state=row.state,
            )
        )  # fmt: skip
    return found


def _size(place: Path) -> int:
    return sum(file.stat().st_size for file in place.glob("*") if file.is_file())
