"""What there is to load: base models in the cache, and the adapters that runs made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paestudio.paths import cache_dir
from paestudio.store import Store, queries


def listing(store_folder: Path) -> dict[str, Any]:
    """{"bases": [{"model", "bytes"}], "adapters": [{"run", "site", "version", "path", "held_out"}]}."""
    found = [
        {"model": name, "bytes": sum(f.stat().st_size for f in place.glob("*") if f.is_file())}
        for name, place in bases(cache_dir()).items()
    ]
    adapters: list[dict[str, Any]] = []
    if Store.exists(store_folder):
        with Store.open(store_folder, write=False) as store:
            for row in queries.runs(store):
                adapters += _adapters(store, row.run.id, row.run.site)
    return {"bases": found, "adapters": adapters}


def bases(cache: Path) -> dict[str, Path]:
    """The base models in a cache, by name."""
    places = sorted((cache / "models").glob("*"))
    return {place.name.replace("--", "/"): place for place in places if (place / "config.json").exists()}


def as_text(found: dict[str, Any]) -> str:
    """The listing for people."""
    lines = ["Base models"]
    lines += [f"  {b['model']}  {b['bytes'] / 1e6:.0f} MB" for b in found["bases"]] or ["  none yet: train once"]
    lines.append("Adapters")
    for a in found["adapters"]:
        rate = f"  held-out {a['held_out']:.0%}" if a["held_out"] is not None else ""
        lines.append(f"  {a['run']}  version {a['version']}  {a['site']}{rate}")
    if not found["adapters"]:
        lines.append("  none yet: train once")
    return "\n".join(lines) + "\n"


def _adapters(store: Store, run: str, site: str) -> list[dict[str, Any]]:
    made = [u for u in queries.updates(store, run) if u.checkpoint]
    if not made:
        return []
    last = made[-1]
    rates = [m.rate.success for m in queries.measured(store, run)]
    place = store.run_folder(run) / "checkpoints" / last.checkpoint
    return [
        {
            "run": run,
            "site": site,
            "version": last.version,
            "path": str(place),
            "held_out": rates[-1] if rates else None,
        }
    ]
