"""Updates, and which episodes each one used."""

from __future__ import annotations

from paestudio.core.events import UpdateMade
from paestudio.core.records import Update
from paestudio.store.db import Store
from paestudio.store.queries import reading
from paestudio.store.rows import Use


def updates(store: Store, run: str) -> list[Update]:
    """All updates of a run in order, with the episodes they used. Raises EnvironmentFault."""
    rows = store.rows(
        "SELECT u.seq, e.body FROM updates AS u LEFT JOIN events AS e ON e.seq = u.seq WHERE u.run = ? ORDER BY u.seq",
        (run,),
    )
    return [reading.record(store, UpdateMade, row["body"], "events", row["seq"]).update for row in rows]


def uses(store: Store, run: str, episode_id: str) -> list[Use]:
    """What updates made of one episode; empty: no update used it."""
    rows = store.rows(
        "SELECT u.version, u.iteration, x.reward, x.baseline, x.advantage FROM update_episodes AS x"
        " JOIN updates AS u ON u.seq = x.seq WHERE x.run = ? AND x.episode = ? ORDER BY x.seq",
        (run, episode_id),
    )
    return [Use(r["version"], r["iteration"], r["reward"], r["baseline"], r["advantage"]) for r in rows]


def used_blobs(store: Store) -> set[str]:
    """Every screenshot that a page, step or episode refers to: what `Blobs.collect` must keep."""
    rows = store.rows(
        "SELECT screenshot FROM steps WHERE screenshot IS NOT NULL"
        " UNION SELECT screenshot FROM pages WHERE screenshot IS NOT NULL"
        " UNION SELECT screenshot FROM episodes WHERE screenshot IS NOT NULL"
    )
    return {row["screenshot"] for row in rows}
