"""Tasks as they stand: paged, filtered, searched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from paestudio.core import codec
from paestudio.core.errors import UserError
from paestudio.core.records import Status, Task
from paestudio.store.db import Store
from paestudio.store.queries import reading
from paestudio.store.rows import TaskRow

_SELECT = """
SELECT t.*, coalesce(sum(e.outcome IN ('success', 'failure')), 0) AS trials,
  coalesce(sum(e.outcome = 'success'), 0) AS successes
FROM (SELECT * FROM tasks WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?) AS t
LEFT JOIN episodes AS e ON e.run = t.run AND e.task = t.id AND e.purpose = 'train' AND e.ended_seq IS NOT NULL
GROUP BY t.id ORDER BY {order}
"""
ORDERS = {
    "proposed": "position",
    "newest": "position DESC",
    "instruction": "instruction COLLATE NOCASE, position",
    "difficulty": "difficulty, position",
    "status": "status, position",
    "kind": "kind, position",
}


def tasks(
    store: Store,
    run: str,
    *,
    status: Collection[Status] = (),
    held_out: bool | None = None,
    kind: str = "",
    search: str = "",
    order: str = "proposed",
    offset: int = 0,
    limit: int = 200,
    replaced: bool = False,
) -> list[TaskRow]:
    """One page of a run's tasks. Empty filters let everything through; `order` is a key of ORDERS.

    `search` is looked for in the instruction, without case. `replaced` adds the tasks that a person rewrote.
    """
    where, values = _where(run, status, held_out, kind, search, replaced)
    sql = _SELECT.format(where=where, order=ORDERS[order])
    return [_row(row) for row in store.rows(sql, (*values, limit, offset))]


def count_tasks(
    store: Store,
    run: str,
    *,
    status: Collection[Status] = (),
    held_out: bool | None = None,
    kind: str = "",
    search: str = "",
    replaced: bool = False,
) -> int:
    """How many tasks `tasks` would give over all pages."""
    where, values = _where(run, status, held_out, kind, search, replaced)
    return int(store.rows(f"SELECT count(*) FROM tasks WHERE {where}", values)[0][0])


def status_counts(store: Store, run: str) -> dict[str, int]:
    """Tasks by status (a hand-edited store may hold words that are no Status), replaced ones left out."""
    rows = store.rows(
        "SELECT status, count(*) AS n FROM tasks WHERE run = ? AND replaced_by IS NULL GROUP BY status", (run,)
    )
    return {str(row["status"]): row["n"] for row in rows}


def task(store: Store, run: str, task_id: str) -> TaskRow:
    """One task. Raises UserError when there is none, EnvironmentFault when its row cannot be read."""
    sql = _SELECT.format(where="run = ? AND id = ?", order="position")
    row = store.row(sql, (run, task_id, 1, 0))
    if row is None:
        raise UserError(f"Run {run} has no task {task_id!r}.")
    found = _row(row)
    if found.damaged:
        raise reading.fault(store, "tasks", task_id, found.damaged)
    return found


def _where(
    run: str, status: Collection[Status], held_out: bool | None, kind: str, search: str, replaced: bool
) -> tuple[str, list[str | int]]:
    parts, values = ["run = ?"], [run]
    all_values: list[str | int] = [*values]
    if status:
        parts.append(f"status IN ({','.join('?' * len(status))})")
        all_values += [str(s) for s in status]
    if held_out is not None:
        parts.append("held_out = ?")
        all_values.append(int(held_out))
    if kind:
        parts.append("kind = ?")
        all_values.append(kind)
    if search.strip():
        parts.append("instruction LIKE ? ESCAPE '\\'")
        all_values.append(reading.like(search.strip()))
    if not replaced:
        parts.append("replaced_by IS NULL")
    return " AND ".join(parts), all_values


def _row(row: sqlite3.Row) -> TaskRow:
    damaged = ""
    try:
        record = codec.loads(Task, row["body"])
    except reading.UNREADABLE as e:
        damaged = f"its body is no task ({e})"
        record = Task(row["id"], row["instruction"] or "", row["start_url"] or "")
    try:
        status = Status(row["status"])
    except ValueError as e:
        damaged, status = str(e), Status.BLOCKED
    return TaskRow(
        task=record,
        status=status,
        held_out=bool(row["held_out"]),
        settled_by=row["settled_by"] or "",
        reason=row["reason"] or "",
        proof=row["proof"],
        replaced_by=row["replaced_by"],
        trials=row["trials"],
        successes=row["successes"],
        damaged=damaged,
    )
