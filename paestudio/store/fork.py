"""Going back to an earlier checkpoint: a new run that has everything up to that update, and goes on from there.

The run it comes from stays as it is. What a person said later about tasks and episodes that the new run has is
kept, and so are the tasks of their own that they added since, and what they showed.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import OWN, Purpose, Run
from paestudio.store import projection, queries
from paestudio.store.db import Store


def fork(store: Store, run: str, version: int) -> str:
    """The new run's name; `store` is open to write. Raises UserError when that version has no checkpoint any more."""
    made = next((u for u in queries.updates(store, run) if u.version == version and u.checkpoint), None)
    folder = store.run_folder(run) / "checkpoints"
    if made is None or not (folder / made.checkpoint).is_dir():
        raise UserError(f"Version {version} of run {run} is not on this machine.", "Choose a version that is listed.")
    new = Run.new_id()
    target = store.run_folder(new) / "checkpoints" / made.checkpoint
    try:
        shutil.copytree(folder / made.checkpoint, target)
        _copy_events(store, run, new, version)
    except BaseException:  # whatever went wrong, no folder may stay that belongs to no run
        shutil.rmtree(store.run_folder(new), ignore_errors=True)
        raise
    return new


def _copy_events(store: Store, run: str, new: str, version: int) -> None:
    episodes: set[str] = set()
    tasks: set[str] = set()
    past, at = False, 0.0
    with store.transaction() as con:
        for _, at, event in queries.events(store, run):
            if isinstance(event, ev.RunEnded) or (past and not _persons_word(event, tasks, episodes)):
                continue
            match event:
                case ev.RunStarted(record, resumed):
                    event = ev.RunStarted(replace(record, id=new), resumed)
                case ev.TaskProposed(task):
                    tasks.add(task.id)
                case ev.TaskEdited(_, task):
                    tasks.add(task.id)
                case ev.EpisodeEnded(episode):
                    episodes.add(episode.id)
            projection.write(con, projection.Told(new, 1, at), event)
            past = past or (isinstance(event, ev.UpdateMade) and event.update.version == version)
        projection.write(con, projection.Told(new, 1, at), ev.RunEnded("stopped"))


def _persons_word(event: ev.Event, tasks: set[str], episodes: set[str]) -> bool:
    match event:
        case ev.TaskProposed(task):
            return task.origin == OWN
        case ev.EpisodeEnded(episode):
            return episode.purpose is Purpose.SHOWN and episode.task.id in tasks
        case ev.TaskSettled(task, _, by):
            return by == "human" and task in tasks
        case ev.TaskEdited(old):
            return old in tasks
        case ev.EpisodeJudged(verdict):
            return verdict.evaluator == "human" and verdict.episode in episodes
    return False


def export_adapter(checkpoint: Path, to: Path) -> Path:
    """An adapter as the folder that PEFT loads, in `to`; returns that folder.

    Raises UserError when it is in use, EnvironmentFault when it cannot be written.
    """
    files = [checkpoint / "adapter_config.json", checkpoint / "adapter_model.safetensors"]
    if not all(file.is_file() for file in files):
        raise UserError(f"There is no adapter in {checkpoint}.", "It may have been deleted; choose another version.")
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UserError(f"The folder {to} is not empty.", "Choose a new or an empty one.")
    try:
        to.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy2(file, to / file.name)
    except OSError as e:
        raise EnvironmentFault(f"The adapter cannot be written to {to} ({e.strerror}).", "Give another folder.") from e
    return to
