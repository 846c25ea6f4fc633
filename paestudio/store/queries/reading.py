"""From rows to records, saying which row is at fault when one cannot be read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from paestudio.core import codec
from paestudio.core.errors import EnvironmentFault
from paestudio.core.records import Episode, Step
from paestudio.store import faults
from paestudio.store.db import Store

T = TypeVar("T")
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
CHUNK = 500  # values in one SQL list: far below SQLite's limit


def record(store: Store, kind: type[T], text: str | None, table: str, key: object) -> T:
    """The record a column holds. Raises EnvironmentFault naming table and row."""
    try:
        return codec.loads(kind, text or "")
    except UNREADABLE as e:
        raise faults.bad_row(store.path, table, key, f"its body is no {kind.__name__} ({e})") from e


def step_bodies(store: Store, ids: Iterable[int]) -> dict[int, str]:
    """The JSON of steps by row id; missing ones are left out."""
    wanted, found = list(ids), {}
    for i in range(0, len(wanted), CHUNK):
        some = wanted[i : i + CHUNK]
        marks = ",".join("?" * len(some))
        for row in store.rows(f"SELECT id, body FROM steps WHERE id IN ({marks})", some):
            found[row["id"]] = row["body"]
    return found


def step(store: Store, bodies: Mapping[int, str], key: int) -> Step:
    """One step out of `step_bodies`. Raises EnvironmentFault naming the row."""
    if key not in bodies:
        raise faults.bad_row(store.path, "steps", key, "it is missing")
    return record(store, Step, bodies[key], "steps", key)


def ended_body(store: Store, row: sqlite3.Row) -> Mapping[str, Any]:
    """The body of an EpisodeEnded row of `events`, its steps still row ids. Raises EnvironmentFault."""
    try:
        body = json.loads(row["body"])
        _ = [int(key) for key in body["episode"]["steps"]]
        return dict(body)
    except UNREADABLE as e:
        raise faults.bad_row(store.path, "events", row["seq"], f"its body is no episode ({e})") from e


def whole_episode(store: Store, head: Mapping[str, Any], bodies: Mapping[int, str], seq: int) -> Episode:
    """The episode of a body from `ended_body`, with its steps. Raises EnvironmentFault."""
    steps = tuple(step(store, bodies, key) for key in head["steps"])
    try:
        bare = codec.decode(Episode, {**head, "steps": []})
    except UNREADABLE as e:
        raise faults.bad_row(store.path, "events", seq, f"its body is no episode ({e})") from e
    return replace(bare, steps=steps)


def fault(store: Store, table: str, key: object, detail: str) -> EnvironmentFault:
    """The fault for a row that cannot be read."""
    return faults.bad_row(store.path, table, key, detail)


def like(search: str) -> str:
    """The LIKE pattern (with ESCAPE '\\') for text that contains `search`."""
    escaped = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
