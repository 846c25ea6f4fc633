"""Imported trajectories in a store: a run of their own, from which later runs on that site begin."""

from __future__ import annotations

import time
from collections.abc import Sequence

from paestudio.core.events import EpisodeEnded, RunEnded, RunStarted, TaskProposed, TaskSettled
from paestudio.core.records import Episode, Proposal, Run, Status
from paestudio.store import queries
from paestudio.store.db import Store
from paestudio.store.recorder import Recorder
from paestudio.store.trajectories import moved

KEY = "imported"  # in the summary of such a run: how many


def take_in(store: Store, site: str, episodes: Sequence[Episode]) -> str:
    """Keep them as demonstrations of that site; returns the id of the run that has them. Raises EnvironmentFault."""
    name = Run.new_id()
    with Recorder(store, name) as recorder:
        recorder.record(RunStarted(Run(name, site, started=time.time())))
        for episode in episodes:
            recorder.record(EpisodeEnded(episode))
            recorder.record(TaskProposed(episode.task, episode.id))
            recorder.record(TaskSettled(episode.task.id, Status.APPROVED, "human", "imported"))
        recorder.record(RunEnded("finished", {KEY: len(episodes)}))
    return name


def taken_in(store: Store, site: str, home: str) -> list[Proposal]:
    """Every imported demonstration of `site` with its task, none that a person rejected since; `home` is where it is.

    Raises EnvironmentFault for a row that cannot be read.
    """
    found: dict[str, Proposal] = {}
    for row in queries.runs(store):
        if row.run.site != site or not row.summary.get(KEY):
            continue
        for task in queries.tasks(store, row.run.id, limit=-1):
            if task.status is not Status.REJECTED and task.proof:
                episode = moved(queries.episode(store, row.run.id, task.proof), home)
                found.setdefault(episode.task.id, Proposal(episode.task, episode))
    return list(found.values())
