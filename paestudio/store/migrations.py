"""The tables, and how an older store becomes a newer one.

Migrations are numbered by their place in MIGRATIONS and never change once released; `PRAGMA user_version` says how
many a file has had. All that are missing run in one transaction, after a backup of a file that holds anything.

`events` is the log: every event of a run in order. The other tables are what the events add up to, written in the
same transaction, so that lists and curves need not read the log. A step's body lies in `steps` only, an episode's
in its EpisodeEnded event, which points at its steps.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from paestudio.core.errors import UserError

Migration = Callable[[Database], None]
APPLICATION_ID = 0x50414553  # "PAES": tells our file from any other SQLite database


def version(con: sqlite3.Connection) -> int:
    """How many migrations the file has had."""
    return int(con.execute("PRAGMA user_version").fetchone()[0])


def refuse_foreign(con: sqlite3.Connection, path: Path, known: int) -> None:
    """Raise UserError for a file written by a newer program, or by another program."""
    have = version(con)
    if have > known:
        raise UserError(
            f"The store {path} was written by a newer PAE Studio (format {have}; this one knows {known}).",
            "Nothing was changed. Update PAE Studio, or give another folder with --store.",
        )
    tables = con.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and con.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UserError(f"{path} is a database of another program.", "Give another folder with --store.")


def migrate(con: sqlite3.Connection, path: Path, steps: Sequence[Migration] | None = None) -> Path | None:
    """Bring the file up to date; returns the backup made before, if there was anything to back up.

    A migration that fails leaves the file as it was. Raises UserError for a newer store, sqlite3.Error otherwise.
    """
    steps = MIGRATIONS if steps is None else steps
    refuse_foreign(con, path, len(steps))
    have = version(con)
    if have == len(steps):
        return None
    backup = _back_up(con, path, have) if have else None
    con.execute("BEGIN IMMEDIATE")
    try:
        db = Database(con, recursive_triggers=False, execute_plugins=False)
        for step in steps[have:]:
            step(db)
        con.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        con.execute(f"PRAGMA user_version = {len(steps)}")
        con.execute("COMMIT")
    except BaseException:  # whatever it was, the file must be as before
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise
    return backup


def _back_up(con: sqlite3.Connection, path: Path, have: int) -> Path:
    backup = path.with_name(f"{path.stem}-format-{have}.backup.db")
    backup.unlink(missing_ok=True)
    with closing(sqlite3.connect(backup)) as copy:
        con.backup(copy)
    return backup


def _first(db: Database) -> None:
    _runs_and_log(db)
    _tasks_and_episodes(db)
    _learning(db)


def _runs_and_log(db: Database) -> None:
    db.table("runs").create(
        {
            "id": str, "site": str, "body": str, "started": float, "session_seq": int, "sessions": int,
            "reason": str, "ended": float, "summary": str,
        },
        pk="id",
    )  # fmt: skip
    db.table("sites").create({"url": str, "first_seen": float, "last_seen": float}, pk="url")
    db.table("events").create(
        {"seq": int, "run": str, "at": float, "type": str, "body": str, "step": int}, pk="seq",
        not_null={"run", "at", "type", "body"},
    )  # fmt: skip
    db.table("events").create_index(["run", "seq"])
    db.table("pages").create(
        {"run": str, "url": str, "title": str, "depth": int, "screenshot": str, "seq": int}, pk=("run", "url")
    )


def _tasks_and_episodes(db: Database) -> None:
    db.table("tasks").create(
        {
            "run": str, "id": str, "position": int, "instruction": str, "start_url": str, "kind": str, "origin": str,
            "difficulty": float, "status": str, "held_out": int, "settled_by": str, "reason": str, "proof": str,
            "replaced_by": str, "body": str,
        },
        pk=("run", "id"),
    )  # fmt: skip
    db.table("tasks").create_index(["run", "position"])
    db.table("tasks").create_index(["run", "status"])
    db.table("episodes").create(
        {
            "run": str, "id": str, "task": str, "instruction": str, "kind": str, "purpose": str, "iteration": int,
            "slot": int, "started_seq": int, "ended_seq": int, "started": float, "seconds": float, "policy": str,
            "version": int, "stop": str, "answer": str, "error": str, "steps": int, "screenshot": str,
            "outcome": str, "evaluator": str,
        },
        pk=("run", "id"),
    )  # fmt: skip
    for columns in (["run", "started_seq"], ["run", "ended_seq"], ["run", "task"], ["run", "outcome"]):
        db.table("episodes").create_index(columns)
    db.table("steps").create(
        {"id": int, "run": str, "episode": str, "position": int, "screenshot": str, "body": str}, pk="id"
    )
    db.table("steps").create_index(["run", "episode", "position"])
    db.table("verdicts").create(
        {
            "id": int, "run": str, "episode": str, "task": str, "outcome": str, "evaluator": str, "cause": str,
            "evidence": str, "confidence": float, "at": float, "seq": int,
        },
        pk="id",
    )  # fmt: skip
    db.table("verdicts").create_index(["run", "episode"])


def _learning(db: Database) -> None:
    db.table("updates").create(
        {
            "seq": int, "run": str, "version": int, "iteration": int, "algorithm": str, "checkpoint": str,
            "seconds": float, "at": float,
        },
        pk="seq",
    )  # fmt: skip
    db.table("updates").create_index(["run", "seq"])
    db.table("update_episodes").create(
        {"id": int, "seq": int, "run": str, "episode": str, "reward": float, "baseline": float, "advantage": float},
        pk="id",
    )
    db.table("update_episodes").create_index(["run", "episode"])
    db.table("metrics").create(
        {"seq": int, "run": str, "name": str, "iteration": int, "value": float, "at": float}, pk="seq"
    )
    db.table("metrics").create_index(["run", "name", "seq"])
    db.table("measurements").create(
        {
            "seq": int, "run": str, "name": str, "iteration": int, "success": float, "low": float, "high": float,
            "n": int, "unknown": int, "at": float,
        },
        pk="seq",
    )  # fmt: skip
    db.table("measurements").create_index(["run", "seq"])


def _sessions(db: Database) -> None:
    """Which session of its run an event belongs to: 1 the first, more after each resume, 0 a decision in between."""
    db.table("events").add_column("session", int, not_null_default=1)


MIGRATIONS: tuple[Migration, ...] = (_first, _sessions)
