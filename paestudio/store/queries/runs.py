"""Runs, the sites they were on, and the pages they saw."""

from __future__ import annotations

import json
import sqlite3

from paestudio.core import codec
from paestudio.core.errors import UserError
from paestudio.core.events import PageExplored
from paestudio.core.records import Run, SitePage
from paestudio.store.db import Store
from paestudio.store.queries import reading
from paestudio.store.rows import RunRow, RunState, SiteRow

_SELECT = """
SELECT r.*,
  (SELECT at FROM events WHERE run = r.id ORDER BY seq DESC LIMIT 1) AS last_at,
  (SELECT count(*) FROM tasks WHERE run = r.id AND replaced_by IS NULL) AS tasks,
  (SELECT count(*) FROM episodes WHERE run = r.id AND ended_seq IS NOT NULL
     AND coalesce(purpose, '') NOT IN ('compare', 'proof', 'shown')) AS episodes,
  (SELECT version FROM updates WHERE run = r.id ORDER BY seq DESC LIMIT 1) AS version
FROM runs AS r
"""


def runs(store: Store, limit: int = 1000) -> list[RunRow]:
    """All runs, the latest started first."""
    live = store.writing_run()
    rows = store.rows(f"{_SELECT} ORDER BY r.started DESC, r.rowid DESC LIMIT ?", (limit,))
    return [_row(row, live) for row in rows]


def run(store: Store, run_id: str) -> RunRow:
    """One run. Raises UserError when there is none of that name."""
    row = store.row(f"{_SELECT} WHERE r.id = ?", (run_id,))
    if row is None:
        names = ", ".join(r.run.id for r in runs(store, 3)) or "none yet"
        raise UserError(f"There is no run {run_id!r} in {store.folder}.", f"The latest ones: {names}.")
    return _row(row, store.writing_run())


def sites(store: Store) -> list[SiteRow]:
    """All sites that were trained on, the latest used first."""
    rows = store.rows(
        "SELECT s.*, (SELECT count(*) FROM runs WHERE site = s.url) AS runs FROM sites AS s ORDER BY last_seen DESC"
    )
    return [SiteRow(row["url"], row["runs"], row["first_seen"], row["last_seen"]) for row in rows]


def pages(store: Store, run_id: str) -> list[SitePage]:
    """The pages the explorer saw, in that order. Raises EnvironmentFault for a row that cannot be read."""
    rows = store.rows(
        "SELECT e.seq, e.body FROM pages AS p JOIN events AS e ON e.seq = p.seq WHERE p.run = ? ORDER BY p.seq",
        (run_id,),
    )
    return [reading.record(store, PageExplored, row["body"], "events", row["seq"]).page for row in rows]


def _row(row: sqlite3.Row, live: str | None) -> RunRow:
    damaged, summary = "", {}
    record = Run(id=row["id"], site=row["site"] or "", started=row["started"] or 0.0)
    try:
        record = codec.loads(Run, row["body"])
        summary = json.loads(row["summary"] or "{}")
    except reading.UNREADABLE as e:
        damaged = f"row {row['id']} of table runs cannot be read: {e}"
    return RunRow(
        run=record,
        state=_state(row, live),
        last_at=row["last_at"] or row["started"] or 0.0,
        sessions=row["sessions"] or 1,
        tasks=row["tasks"],
        episodes=row["episodes"],
        version=row["version"] or 0,
        summary=summary,
        damaged=damaged,
    )


def _state(row: sqlite3.Row, live: str | None) -> RunState:
    if row["reason"] is not None:
        known = {"finished": RunState.FINISHED, "stopped": RunState.STOPPED}
        return known.get(row["reason"], RunState.FAILED)
    return RunState.RUNNING if live == row["id"] else RunState.INTERRUPTED
