"""A person's decisions when no run is live: written by a thread of their own, so that the window never waits.

While a run is live, decisions go through its controls instead, and the loop tells them as events.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from paestudio.core import events as ev
from paestudio.core.controls import Curate, Edit, Override, Request
from paestudio.core.errors import UserError
from paestudio.core.precedence import settle
from paestudio.core.records import Episode, Verdict
from paestudio.store import projection
from paestudio.store.db import Store


class DecisionWriter:
    """Takes decisions on finished runs and writes them one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="decisions")

    def submit(self, run: str, request: Request) -> Future[ev.Event]:
        """Write the decision; returns at once. The future gives the event that was recorded.

        Its exception is EnvironmentFault (another process is writing, disk full) or UserError (no such task or
        episode). The store is locked for the moment of writing only.
        """
        return self._thread.submit(self._write, run, request)

    def close(self) -> None:
        """Write what was submitted and end. Idempotent."""
        self._thread.shutdown(wait=True)

    def _write(self, run: str, request: Request) -> ev.Event:
        with Store.open(self.folder) as store:
            return decide(store, run, request)


def decide(store: Store, run: str, request: Request) -> ev.Event:
    """Write one decision into a store that is open to write; returns the event recorded. Raises as `submit` says."""
    with store.transaction() as con:
        at = time.time()
        event = _event(con, run, request, at)
        projection.write(con, projection.Told(run, 0, at), event)
    return event


def keep(store: Store, run: str, episode: Episode, verdicts: Sequence[Verdict]) -> None:
    """Add an episode that was played apart from the run's own loop to a finished run, with its verdicts.

    `store` is open to write. Raises EnvironmentFault when the disk refuses.
    """
    at = time.time()
    told = projection.Told(run, 0, at)
    with store.transaction() as con:
        projection.write(con, told, ev.EpisodeEnded(episode))
        for i in range(len(verdicts)):
            settled = settle(verdicts[: i + 1])
            projection.write(con, told, ev.EpisodeJudged(verdicts[i], settled or verdicts[i]))


def _event(con: sqlite3.Connection, run: str, request: Request, at: float) -> ev.Event:
    match request:
        case Curate():
            row = _known(con, "tasks", run, request.task)
            return ev.TaskSettled(request.task, request.status, "human", request.reason, bool(row["held_out"]))
        case Edit():
            _known(con, "tasks", run, request.old)
            return ev.TaskEdited(request.old, request.task)
        case Override():
            row = _known(con, "episodes", run, request.episode)
            new = Verdict(request.episode, row["task"], request.outcome, "human", evidence=request.reason, at=at)
            return ev.EpisodeJudged(new, settle([*projection.verdicts_of(con, run, request.episode), new]) or new)


def _known(con: sqlite3.Connection, table: str, run: str, key: str) -> sqlite3.Row:
    row: sqlite3.Row | None = con.execute(f"SELECT * FROM {table} WHERE run = ? AND id = ?", (run, key)).fetchone()
    if row is None:
        raise UserError(f"Run {run} has no {key} among its {table}.", "Open the run again: it may have changed.")
    return row
