"""The log: every event of a run as it was told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault
from paestudio.store.db import Store
from paestudio.store.queries import reading

PAGE = 200  # events read at a time


def events(store: Store, run: str, after: int = 0) -> Iterator[tuple[int, float, ev.Event]]:
    """(number, instant, event) in order, equal to what was recorded; only numbers above `after`.

    Reads a little at a time, so a run can be followed while it goes on: call again with the last number.
    Raises EnvironmentFault naming the row when one cannot be read.
    """
    while True:
        rows = store.rows(
            "SELECT seq, at, type, body, step FROM events WHERE run = ? AND seq > ? ORDER BY seq LIMIT ?",
            (run, after, PAGE),
        )
        if not rows:
            return
        yield from _decoded(store, rows)
        after = rows[-1]["seq"]


def instants(store: Store, run: str) -> list[float]:
    """When each of the run's events was told (Unix seconds), in their order."""
    return [row["at"] for row in store.rows("SELECT at FROM events WHERE run = ? ORDER BY seq", (run,))]


def last_seq(store: Store, run: str) -> int:
    """The number of the run's last event; 0 when there is none. Cheap: for asking whether there is news."""
    row = store.row("SELECT max(seq) AS seq FROM events WHERE run = ?", (run,))
    return int(row["seq"] or 0) if row else 0


def _decoded(store: Store, rows: list[sqlite3.Row]) -> Iterator[tuple[int, float, ev.Event]]:
    ended, bad = _ends(store, rows)
    rows = rows if bad is None else [row for row in rows if row["seq"] < bad[0]]
    wanted = [row["step"] for row in rows if row["step"] is not None]
    for body in ended.values():
        wanted += body["episode"]["steps"]
    bodies = reading.step_bodies(store, dict.fromkeys(wanted))
    for row in rows:
        seq = row["seq"]
        if seq in ended:
            episode = reading.whole_episode(store, ended[seq]["episode"], bodies, seq)
            yield seq, row["at"], ev.EpisodeEnded(episode, ended[seq]["slot"])
        elif row["type"] == "StepTaken":
            yield seq, row["at"], _step_taken(store, row, bodies)
        else:
            yield seq, row["at"], _plain(store, row)
    if bad is not None:
        raise bad[1]


def _ends(
    store: Store, rows: list[sqlite3.Row]
) -> tuple[dict[int, Mapping[str, Any]], tuple[int, EnvironmentFault] | None]:
    """The bodies of ended episodes, up to the first that cannot be read: its number, and the fault for its turn."""
    ended: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        if row["type"] == "EpisodeEnded":
            try:
                ended[row["seq"]] = reading.ended_body(store, row)
            except EnvironmentFault as e:
                return ended, (row["seq"], e)
    return ended, None


def _step_taken(store: Store, row: sqlite3.Row, bodies: dict[int, str]) -> ev.StepTaken:
    try:
        said = json.loads(row["body"])
        episode, slot = said["episode"], said["slot"]
    except reading.UNREADABLE as e:
        raise reading.fault(store, "events", row["seq"], f"its body is no StepTaken ({e})") from e
    return ev.StepTaken(episode, slot, reading.step(store, bodies, row["step"]))


def _plain(store: Store, row: sqlite3.Row) -> ev.Event:
    kind = ev.KINDS.get(row["type"])
    if kind is None:
        raise reading.fault(store, "events", row["seq"], f"{row['type']!r} is no kind of event")
    event: ev.Event = reading.record(store, kind, row["body"], "events", row["seq"])
    return event
