"""Where an interrupted run goes on: no episode lost, none counted twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from paestudio.core.records import Cause, Episode, Judged, Run, Update, Verdict
from paestudio.store.db import Store
from paestudio.store.queries import reading
from paestudio.store.queries.curves import measured
from paestudio.store.queries.episodes import read_episodes, settled
from paestudio.store.queries.runs import run as run_row
from paestudio.store.queries.tasks import task as task_row
from paestudio.store.queries.tasks import tasks
from paestudio.store.queries.updates import updates
from paestudio.store.rows import ResumePoint, TaskRow

EDITS = 100  # of one task that are followed; a store edited by hand may lead in a circle


def resume_point(store: Store, run: str) -> ResumePoint:
    """What to go on with. Raises UserError for an unknown run, EnvironmentFault for a row that cannot be read."""
    record = _run(store, run)
    made = updates(store, run)
    last = made[-1] if made else None
    row = store.row("SELECT max(seq) AS seq FROM updates WHERE run = ?", (run,))
    after = (row["seq"] if row else None) or 0
    ready, unjudged = _judged(store, run, _unused(store, run, last, after))
    overruled = [j for j in _judged(store, run, _overruled(store, run, after))[0] if not retracted(j.verdict)]
    return ResumePoint(
        run=record,
        tasks=_tasks(store, run),
        update=last,
        ready=ready,
        unjudged=unjudged,
        overruled=tuple(overruled),
        shown=demonstrations(store, run),
        withdrawn=_withdrawn(store, run),
        void=_void(store, run),
        measured=tuple(measured(store, run)),
        iteration=_iteration(store, run, last),
        seconds=_seconds(store, run),
    )


def successes(store: Store, run: str, most: int = 2_000, page: int = 200) -> Iterator[Judged]:
    """Training episodes an update has used and whose verdict is now a success: the newest `most`, newest first.

    Raises EnvironmentFault for an episode that cannot be read.
    """
    for offset in range(0, most, page):
        rows = store.rows(
            "SELECT ended_seq FROM episodes AS e WHERE run = ? AND purpose = 'train' AND ended_seq IS NOT NULL"
            " AND outcome = 'success'"
            " AND EXISTS (SELECT 1 FROM update_episodes WHERE run = e.run AND episode = e.id)"
            " ORDER BY ended_seq DESC LIMIT ? OFFSET ?",
            (run, min(page, most - offset), offset),
        )
        yield from _judged(store, run, rows)[0]
        if len(rows) < page:
            return


def demonstrations(store: Store, run: str) -> tuple[Episode, ...]:
    """The person's demonstrations that count, oldest first, each with its task as it is worded now.

    Raises EnvironmentFault for one that cannot be read.
    """
    rows = store.rows(
        "SELECT e.ended_seq, t.replaced_by FROM episodes AS e LEFT JOIN tasks AS t ON t.run = e.run AND t.id = e.task"
        " WHERE e.run = ? AND e.purpose = 'shown' AND e.ended_seq IS NOT NULL AND e.outcome = 'success'"
        " ORDER BY e.ended_seq",
        (run,),
    )
    found = []
    for row, shown in zip(rows, read_episodes(store, [r["ended_seq"] for r in rows]), strict=True):
        now, after = shown.task, row["replaced_by"]
        for _ in range(EDITS):
            if not after:
                break
            found_row = task_row(store, run, after)
            now, after = found_row.task, found_row.replaced_by
        if (now.check, now.start_url) == (shown.task.check, shown.task.start_url):
            found.append(replace(shown, task=now))
    return tuple(found)


def retracted(verdict: Verdict) -> bool:
    """Whether it takes its episode out of training for good."""
    return verdict.cause is Cause.RETRACTED


def _withdrawn(store: Store, run: str) -> frozenset[str]:
    rows = store.rows(
        "SELECT id FROM episodes WHERE run = ? AND evaluator = 'human' AND outcome IS NOT 'success'", (run,)
    )
    return frozenset(row["id"] for row in rows)


def _run(store: Store, run: str) -> Run:
    found = run_row(store, run)
    if found.damaged:
        raise reading.fault(store, "runs", run, found.damaged)
    return found.run


def _tasks(store: Store, run: str) -> tuple[TaskRow, ...]:
    found = tasks(store, run, limit=-1)
    for row in found:
        if row.damaged:
            raise reading.fault(store, "tasks", row.task.id, row.damaged)
    return tuple(found)


def _judged(store: Store, run: str, rows: list[sqlite3.Row]) -> tuple[tuple[Judged, ...], tuple[Episode, ...]]:
    judged, unjudged = [], []
    for episode in read_episodes(store, [row["ended_seq"] for row in rows]):
        verdict = settled(store, run, episode.id)
        if verdict is None:
            unjudged.append(episode)
        else:
            judged.append(Judged(episode, verdict))
    return tuple(judged), tuple(unjudged)


def _unused(store: Store, run: str, last: Update | None, after: int) -> list[sqlite3.Row]:
    """Complete, after the last update or of a later iteration (it ended while that update was made), not used."""
    return store.rows(
        "SELECT ended_seq FROM episodes AS e WHERE run = ? AND purpose = 'train' AND ended_seq IS NOT NULL"
        " AND (ended_seq > ? OR iteration > ?)"
        " AND NOT EXISTS (SELECT 1 FROM update_episodes WHERE run = e.run AND episode = e.id) ORDER BY ended_seq",
        (run, after, last.iteration if last else -1),
    )


def _overruled(store: Store, run: str, after: int) -> list[sqlite3.Row]:
    return store.rows(
        "SELECT ended_seq FROM episodes AS e WHERE run = ? AND purpose = 'train' AND ended_seq IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM update_episodes WHERE run = e.run AND episode = e.id)"
        " AND EXISTS (SELECT 1 FROM verdicts WHERE run = e.run AND episode = e.id AND evaluator = 'human' AND seq > ?)"
        " ORDER BY ended_seq",
        (run, after),
    )


def _void(store: Store, run: str) -> tuple[str, ...]:
    """Started and not ended. The run that asks is not playing yet, so none of them can be."""
    rows = store.rows("SELECT id FROM episodes WHERE run = ? AND ended_seq IS NULL ORDER BY started_seq", (run,))
    return tuple(row["id"] for row in rows)


def _iteration(store: Store, run: str, last: Update | None) -> int:
    row = store.row("SELECT max(iteration) AS i FROM episodes WHERE run = ? AND purpose = 'train'", (run,))
    return max((row["i"] if row else None) or 0, last.iteration if last else 0)


def _seconds(store: Store, run: str) -> float:
    """From the first to the last event of each session; decisions between two take no time."""
    sessions = store.rows(
        "SELECT (SELECT at FROM events WHERE seq = first) AS began, (SELECT at FROM events WHERE seq = last) AS ended"
        " FROM (SELECT min(seq) AS first, max(seq) AS last FROM events WHERE run = ? AND session > 0 GROUP BY session)",
        (run,),
    )
    return sum((max(0.0, row["ended"] - row["began"]) for row in sessions), 0.0)
