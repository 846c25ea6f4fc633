"""Episodes, their steps, and what was said of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from paestudio.core.errors import UserError
from paestudio.core.precedence import settle
from paestudio.core.records import Episode, Outcome, Purpose, Step, Stop, Verdict
from paestudio.store import projection
from paestudio.store.db import Store
from paestudio.store.queries import reading
from paestudio.store.rows import EpisodeRow, EpisodeState

_SELECT = """
SELECT e.*, r.session_seq,
  (SELECT group_concat(u.version) FROM update_episodes AS x JOIN updates AS u ON u.seq = x.seq
   WHERE x.run = e.run AND x.episode = e.id) AS updates
FROM (SELECT * FROM episodes WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?) AS e
LEFT JOIN runs AS r ON r.id = e.run ORDER BY {order}
"""
ORDERS = {"started": "started_seq", "newest": "started_seq DESC"}


def episodes(
    store: Store,
    run: str,
    *,
    task: str = "",
    purpose: Collection[Purpose] = (),
    outcome: Collection[Outcome] = (),
    iteration: int | None = None,
    ended: bool | None = None,
    search: str = "",
    order: str = "newest",
    offset: int = 0,
    limit: int = 200,
) -> list[EpisodeRow]:
    """One page of a run's episodes. Empty filters let everything through; `order` is a key of ORDERS.

    `search` is looked for in the task's instruction, without case.
    """
    where, values = _where(run, task, purpose, outcome, iteration, ended, search)
    sql = _SELECT.format(where=where, order=ORDERS[order])
    live = store.writing_run() == run
    return [_row(row, live) for row in store.rows(sql, (*values, limit, offset))]


def count_episodes(
    store: Store,
    run: str,
    *,
    task: str = "",
    purpose: Collection[Purpose] = (),
    outcome: Collection[Outcome] = (),
    iteration: int | None = None,
    ended: bool | None = None,
    search: str = "",
) -> int:
    """How many episodes `episodes` would give over all pages."""
    where, values = _where(run, task, purpose, outcome, iteration, ended, search)
    return int(store.rows(f"SELECT count(*) FROM episodes WHERE {where}", values)[0][0])


def episode(store: Store, run: str, episode_id: str) -> Episode:
    """A complete episode with its steps.

    Raises UserError when there is none that ended, EnvironmentFault when it cannot be read.
    """
    row = store.row("SELECT ended_seq FROM episodes WHERE run = ? AND id = ?", (run, episode_id))
    if row is None or row["ended_seq"] is None:
        raise UserError(f"Run {run} has no complete episode {episode_id!r}.")
    return next(read_episodes(store, [row["ended_seq"]]))


def read_episodes(store: Store, seqs: Collection[int]) -> Iterator[Episode]:
    """The episodes of EpisodeEnded events, in the order given. Raises EnvironmentFault."""
    for seq in seqs:
        row = store.row("SELECT seq, body FROM events WHERE seq = ?", (seq,))
        if row is None:
            raise reading.fault(store, "events", seq, "it is missing")
        head = reading.ended_body(store, row)["episode"]
        yield reading.whole_episode(store, head, reading.step_bodies(store, head["steps"]), seq)


def steps(store: Store, run: str, episode_id: str) -> list[Step]:
    """The steps of an episode, also of one that is still playing or was cut short. Raises EnvironmentFault."""
    row = store.row("SELECT ended_seq FROM episodes WHERE run = ? AND id = ?", (run, episode_id))
    if row is not None and row["ended_seq"] is not None:
        return list(next(read_episodes(store, [row["ended_seq"]])).steps)
    told = store.rows(
        "SELECT id, body FROM steps WHERE run = ? AND episode = ? AND position >= 0 ORDER BY position, id",
        (run, episode_id),
    )
    return [reading.record(store, Step, r["body"], "steps", r["id"]) for r in told]


def verdicts(store: Store, run: str, episode_id: str) -> list[Verdict]:
    """All verdicts on an episode, oldest first. Raises EnvironmentFault for one that cannot be read."""
    rows = store.rows("SELECT * FROM verdicts WHERE run = ? AND episode = ? ORDER BY id", (run, episode_id))
    return [_verdict(store, row) for row in rows]


def settled(store: Store, run: str, episode_id: str) -> Verdict | None:
    """The verdict that counts for an episode, out of all there are: person over check over judge."""
    return settle(verdicts(store, run, episode_id))


def settled_verdicts(store: Store, run: str) -> dict[str, Verdict]:
    """The verdict that counts for every judged episode of a run. Raises EnvironmentFault."""
    said = verdicts_of_run(store, run)
    return {key: best for key, all_of_it in said.items() if (best := settle(all_of_it)) is not None}


def verdicts_of_run(store: Store, run: str) -> dict[str, list[Verdict]]:
    """All verdicts of a run by episode, oldest first. Raises EnvironmentFault for one that cannot be read."""
    said: dict[str, list[Verdict]] = {}
    for row in store.rows("SELECT * FROM verdicts WHERE run = ? ORDER BY id", (run,)):
        said.setdefault(row["episode"], []).append(_verdict(store, row))
    return said


def _verdict(store: Store, row: sqlite3.Row) -> Verdict:
    try:
        return projection.verdict(row)
    except reading.UNREADABLE as e:
        raise reading.fault(store, "verdicts", row["id"], str(e)) from e


def _where(
    run: str,
    task: str,
    purpose: Collection[Purpose],
    outcome: Collection[Outcome],
    iteration: int | None,
    ended: bool | None,
    search: str,
) -> tuple[str, list[str | int]]:
    parts: list[str] = ["run = ?"]
    values: list[str | int] = [run]
    for column, wanted in (("purpose", purpose), ("outcome", outcome)):
        if wanted:
            parts.append(f"{column} IN ({','.join('?' * len(wanted))})")
            values += [str(w) for w in wanted]
    if task:
        parts.append("task = ?")
        values.append(task)
    if iteration is not None:
        parts.append("iteration = ?")
        values.append(iteration)
    if ended is not None:
        parts.append(f"ended_seq IS {'NOT ' if ended else ''}NULL")
    if search.strip():
        parts.append("instruction LIKE ? ESCAPE '\\'")
        values.append(reading.like(search.strip()))
    return " AND ".join(parts), values


def _row(row: sqlite3.Row, live: bool) -> EpisodeRow:
    damaged: list[str] = []
    try:
        purpose = Purpose(row["purpose"])
    except ValueError as e:
        purpose = Purpose.EVALUATE
        damaged.append(str(e))
    try:
        stop = Stop(row["stop"]) if row["stop"] else None
        outcome = Outcome(row["outcome"]) if row["outcome"] else None
    except ValueError as e:
        stop, outcome = None, None
        damaged.append(str(e))
    return EpisodeRow(
        id=row["id"],
        task=row["task"] or "",
        instruction=row["instruction"] or "",
        kind=row["kind"] or "",
        purpose=purpose,
        iteration=row["iteration"] or 0,
        slot=row["slot"] if row["slot"] is not None else -1,
        state=_state(row, live),
        started=row["started"] or 0.0,
        seconds=row["seconds"] or 0.0,
        policy=row["policy"] or "",
        version=row["version"] or 0,
        steps=row["steps"] or 0,
        stop=stop,
        answer=row["answer"],
        error=row["error"] or "",
        outcome=outcome,
        evaluator=row["evaluator"] or "",
        updates=tuple(int(v) for v in (row["updates"] or "").split(",") if v),
        screenshot=row["screenshot"],
        damaged="; ".join(damaged),
    )


def _state(row: sqlite3.Row, live: bool) -> EpisodeState:
    if row["ended_seq"] is not None:
        return EpisodeState.ENDED
    now = live and row["started_seq"] > (row["session_seq"] or 0)
    return EpisodeState.PLAYING if now else EpisodeState.VOID
