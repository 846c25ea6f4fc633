"""What the Models page has done for it on the background thread: export, receipt, going back, trash."""

from __future__ import annotations

import shlex
from pathlib import Path

from paestudio.core.errors import UserError
from paestudio.core.site_folder import is_site, split
from paestudio.gui.address import DEMO
from paestudio.gui.model_data import Item, trashes
from paestudio.gui.project_card import site_name
from paestudio.gui.texts import tr
from paestudio.store import Store
from paestudio.store import receipt as receipts
from paestudio.store.export import export_file
from paestudio.store.fork import export_adapter
from paestudio.store.fork import fork as fork_run
from paestudio.store.rows import RunState
from paestudio.store.trash import Deleted


def export(item: Item, to: Path) -> Path:
    """The adapter as a PEFT folder. Raises UserError when `to` is not empty."""
    return export_adapter(item.place, to)


def receipt(store_folder: Path, run: str, file: Path) -> Path:
    """The run's receipt as a file. Raises PaeError."""
    with Store.open(store_folder, write=False) as store:
        return receipts.write(store, run, file)


def fork(store_folder: Path, item: Item) -> str:
    """A new run that goes on from that version. Raises PaeError, also while another run is being recorded."""
    with Store.open(store_folder) as store:
        return fork_run(store, item.run, item.version)


def delete(store_folder: Path, item: Item) -> Deleted:
    """To the trash. Raises UserError for the checkpoint that a run needs to go on."""
    if item.latest and item.state is not RunState.FINISHED:
        text = tr("Version {version} is what run {run} needs to go on.")
        said = text.format(version=item.version, run=item.run)
        raise UserError(said, tr("Delete an earlier version instead."))
    adapters, bases = trashes(store_folder)
    name = item.name if item.base else f"{site_name(item.site)} v{item.version}"
    return (bases if item.base else adapters).put(item.place, name)


def restore(store_folder: Path, entry: Deleted) -> Deleted:
    """Out of the trash. Raises UserError when its place is taken."""
    trashes(store_folder)[0].restore(entry)
    return entry


def evaluation(store_folder: Path, item: Item) -> list[str]:
    """The arguments that measure this adapter apart: on the tasks of a site that is started, else on those of its run.

    Writes the tasks into the run's folder. Raises PaeError.
    """
    common = ["evaluate", "--adapter", str(item.place), "--model", item.name, "--json", f"--store={store_folder}"]
    if item.site == DEMO or is_site(item.site):
        return [*common, "--suite", DEMO if item.site == DEMO else str(split(item.site)[1])]
    with Store.open(store_folder, write=False) as store:
        file = store.run_folder(item.run) / "tasks.jsonl"
        export_file(store, item.run, "tasks", file)
    return [*common, "--tasks", str(file), "--base-url", item.site]


def shown(arguments: list[str]) -> str:
    """A command line for people."""
    return shlex.join(["paestudio", *arguments])
