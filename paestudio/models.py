"""What there is to load: base models in the cache, and the adapters that runs made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from paestudio.paths import cache_dir
from paestudio.store import Store, queries


@dataclass(frozen=True, slots=True)
class Base:
    """A base model on this machine."""

    model: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Adapter:
    """The latest adapter of a run. `held_out`: its last measured success, None when it was not measured."""

    run: str
    site: str
    version: int
    path: str
    held_out: float | None


@dataclass(frozen=True, slots=True)
class Listing:
    """All of them."""

    bases: tuple[Base, ...]
    adapters: tuple[Adapter, ...]


def listing(store_folder: Path) -> Listing:
    """What is in the cache and in that store. Raises PaeError for a store that cannot be read."""
    found = [
        Base(name, sum(f.stat().st_size for f in place.glob("*") if f.is_file()))
        for name, place in bases(cache_dir()).items()
    ]
    adapters: list[Adapter] = []
    if Store.exists(store_folder):
        with Store.open(store_folder, write=False) as store:
            for row in queries.runs(store):
                adapters += _adapters(store, row.run.id, row.run.site)
    return Listing(tuple(found), tuple(adapters))


def bases(cache: Path) -> dict[str, Path]:
    """The base models in a cache, by name."""
    places = sorted((cache / "models").glob("*"))
    return {place.name.replace("--", "/"): place for place in places if (place / "config.json").exists()}


def as_text(found: Listing) -> str:
    """The listing for people."""
    lines = ["Base models"]
    lines += [f"  {base.model}  {base.bytes / 1e6:.0f} MB" for base in found.bases] or ["  none yet: train once"]
    lines.append("Adapters")
    for one in found.adapters:
        rate = f"  held-out {one.held_out:.0%}" if one.held_out is not None else ""
        lines.append(f"  {one.run}  version {one.version}  {one.site}{rate}")
    if not found.adapters:
        lines.append("  none yet: train once")
    return "\n".join(lines) + "\n"


def _adapters(store: Store, run: str, site: str) -> list[Adapter]:
    made = [update for update in queries.updates(store, run) if update.checkpoint]
    if not made:
        return []
    last = made[-1]
    rates = [measured.rate.success for measured in queries.measured(store, run)]
    place = store.run_folder(run) / "checkpoints" / last.checkpoint
    return [Adapter(run, site, last.version, str(place), rates[-1] if rates else None)]
