"""A version of a run's adapter for other programs: as the folder PEFT loads, or merged into its base."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from paestudio.core.errors import UserError
from paestudio.lm import fetch
from paestudio.paths import cache_dir
from paestudio.store import Store, queries
from paestudio.store.fork import export_adapter

FORMATS = ("adapter", "merged")


def write(store_folder: Path, run: str, version: int | None, form: str, to: Path, tell: Callable[[str], None]) -> Path:
    """Version `version` (None: the latest) of `run` in `to`, as one of FORMATS. Raises PaeError."""
    checkpoint, number, base = find(store_folder, run, version)
    if form == "adapter":
        return export_adapter(checkpoint, to)
    if not fetch.present(base, cache_dir()):
        raise UserError(f"The base model {base} is not on this machine.", f"Get it: paestudio models --fetch {base}")
    from paestudio.lm.merge import merge  # loads torch: a wrong name is said without

    about = {"base": base, "run": run, "version": number}
    return merge(fetch.folder(base, cache_dir()), checkpoint, to, tell, about)


def find(store_folder: Path, run: str, version: int | None) -> tuple[Path, int, str]:
    """(checkpoint folder, version, name of the base). Raises UserError when there is no such version."""
    with Store.open(store_folder, write=False) as store:
        row = queries.run(store, run)
        made = [update for update in queries.updates(store, run) if update.checkpoint]
        if not made:
            raise UserError(f"The run {run} has no adapter yet.", "Give a run that made at least one update.")
        wanted = made[-1].version if version is None else version
        found = next((update for update in made if update.version == wanted), None)
        if found is None:
            known = ", ".join(str(update.version) for update in made)
            raise UserError(f"The run {run} has no version {wanted}.", f"It has: {known}.")
        place = store.run_folder(run) / "checkpoints" / found.checkpoint
    return place, wanted, str(row.run.config.get("model", ""))
