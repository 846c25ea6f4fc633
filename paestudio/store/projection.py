"""What one event changes in the tables. Called by the recorder inside its transaction; nothing else writes rows.

Text that people search is kept in columns with half characters replaced; the record itself is kept exactly, as JSON.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from paestudio.core import events as ev
from paestudio.core.codec import dumps, encode
from paestudio.core.precedence import settle
from paestudio.core.records import Cause, Episode, Outcome, Purpose, Status, Step, Task, Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """When an event was told, and in which session of its run; session 0 is a person's decision between two."""

    run: str
    session: int
    at: float


def write(con: sqlite3.Connection, told: Told, event: ev.Event) -> int | None:
    """Add the event to the log and to the tables; returns its number.

    None when an EpisodeEnded was recorded before: the second one changes nothing. Raises ValueError when it differs.
    """
    run, at = told.run, told.at
    match event:
        case ev.StepTaken():
            step = _add_step(con, run, event.episode, event.step)
            return _log(con, told, event, dumps({"episode": event.episode, "slot": event.slot}), step)
        case ev.EpisodeEnded():
            return _episode_ended(con, told, event)
    seq = _log(con, told, event, dumps(event))
    match event:
        case ev.RunStarted():
            _run_started(con, event, seq, at)
        case ev.PageExplored():
            page = event.page
            con.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?)",
                (run, _text(page.url), _text(page.title), page.depth, page.screenshot, seq),
            )
        case ev.TaskProposed():
            _add_task(con, run, event.task, seq, event.proof)
        case ev.TaskSettled():
            con.execute(
                "UPDATE tasks SET status = ?, held_out = max(held_out, ?), settled_by = ?, reason = ?"
                " WHERE run = ? AND id = ?",
                (event.status, event.held_out, event.by, _text(event.reason), run, event.task),
            )
        case ev.TaskEdited():
            _task_edited(con, run, event, seq)
        case ev.EpisodeStarted():
            _episode_started(con, run, at, event, seq)
        case ev.EpisodeJudged():
            _add_verdict(con, run, event.verdict, seq)
        case ev.UpdateMade():
            _add_update(con, run, event, seq, at)
        case ev.Measured():
            r = event.rate
            con.execute(
                "INSERT INTO measurements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (seq, run, event.name, event.iteration, r.success, r.low, r.high, r.n, r.unknown, at),
            )
        case ev.Metric():
            con.execute(
                "INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?)",
                (seq, run, event.name, event.iteration, event.value, at),
            )
        case ev.RunEnded():
            con.execute(
                "UPDATE runs SET reason = ?, ended = ?, summary = ? WHERE id = ?",
                (event.reason, at, dumps(event.summary), run),
            )
    return seq


def verdicts_of(con: sqlite3.Connection, run: str, episode: str) -> list[Verdict]:
    """All verdicts on an episode, oldest first. Raises ValueError for a word that is none of ours."""
    rows = con.execute("SELECT * FROM verdicts WHERE run = ? AND episode = ? ORDER BY id", (run, episode))
    return [verdict(row) for row in rows]


def verdict(row: sqlite3.Row) -> Verdict:
    """The verdict of a row. Raises ValueError for a word that is none of ours."""
    return Verdict(
        episode=row["episode"],
        task=row["task"],
        outcome=Outcome(row["outcome"]),
        evaluator=row["evaluator"],
        cause=Cause(row["cause"]) if row["cause"] else None,
        evidence=row["evidence"],
        confidence=row["confidence"],
        at=row["at"],
    )


def _log(con: sqlite3.Connection, told: Told, event: ev.Event, body: str, step: int | None = None) -> int:
    cursor = con.execute(
        "INSERT INTO events (run, session, at, type, body, step) VALUES (?, ?, ?, ?, ?, ?)",
        (told.run, told.session, told.at, type(event).__name__, body, step),
    )
    return _id(cursor)


def _run_started(con: sqlite3.Connection, event: ev.RunStarted, seq: int, at: float) -> None:
    run = event.run
    con.execute(
        "INSERT INTO runs (id, site, body, started, session_seq, sessions) VALUES (?, ?, ?, ?, ?, 1)"
        " ON CONFLICT (id) DO UPDATE SET session_seq = excluded.session_seq, sessions = sessions + 1,"
        " reason = NULL, ended = NULL",
        (run.id, _text(run.site), dumps(run), run.started or at, seq),
    )
    con.execute(
        "INSERT INTO sites VALUES (?, ?, ?) ON CONFLICT (url) DO UPDATE SET last_seen = excluded.last_seen",
        (_text(run.site), at, at),
    )


def _add_task(con: sqlite3.Connection, run: str, task: Task, seq: int, proof: str | None) -> None:
    con.execute(
        "INSERT INTO tasks (run, id, position, instruction, start_url, kind, origin, difficulty, status, held_out,"
        " settled_by, reason, proof, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', ?, ?)"
        " ON CONFLICT (run, id) DO UPDATE SET proof = coalesce(proof, excluded.proof)",
        (
            run, task.id, seq, _text(task.instruction), _text(task.start_url), task.kind, task.origin,
            task.difficulty, Status.PROPOSED, proof, dumps(task),
        ),
    )  # fmt: skip


def _task_edited(con: sqlite3.Connection, run: str, event: ev.TaskEdited, seq: int) -> None:
    """The new task takes over the place and the held-out flag of the old one, which is not tried any more."""
    _add_task(con, run, event.task, seq, None)
    if event.task.id == event.old:
        return
    old = con.execute("SELECT status, held_out FROM tasks WHERE run = ? AND id = ?", (run, event.old)).fetchone()
    if old is None:
        return
    con.execute(
        "UPDATE tasks SET status = ?, held_out = max(held_out, ?), replaced_by = NULL WHERE run = ? AND id = ?",
        (old["status"], old["held_out"], run, event.task.id),
    )
    con.execute(
        "UPDATE tasks SET status = ?, replaced_by = ?, settled_by = 'human', reason = 'edited'"
        " WHERE run = ? AND id = ?",
        (Status.REJECTED, event.task.id, run, event.old),
    )


def _episode_started(con: sqlite3.Connection, run: str, at: float, event: ev.EpisodeStarted, seq: int) -> None:
    again = con.execute(
        "UPDATE episodes SET started_seq = ?, started = ?, slot = ? WHERE run = ? AND id = ? AND ended_seq IS NULL",
        (seq, at, event.slot, run, event.episode),
    )
    if again.rowcount:  # a kill cut the first attempt short: its steps stay in the log, not in the episode
        con.execute(
            "UPDATE steps SET position = -1 - position WHERE run = ? AND episode = ? AND position >= 0",
            (run, event.episode),
        )
        return
    _add_episode(con, run, event.episode, event.task, event.purpose, event.iteration, event.slot, seq, at)


def _add_episode(
    con: sqlite3.Connection,
    run: str,
    episode: str,
    task: Task,
    purpose: Purpose,
    iteration: int,
    slot: int,
    seq: int,
    at: float,
) -> None:
    con.execute(
        "INSERT INTO episodes (run, id, task, instruction, kind, purpose, iteration, slot, started_seq, started)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, id) DO NOTHING",
        (run, episode, task.id, _text(task.instruction), task.kind, purpose, iteration, slot, seq, at),
    )


def _add_step(con: sqlite3.Connection, run: str, episode: str, step: Step, body: str | None = None) -> int:
    cursor = con.execute(
        "INSERT INTO steps (run, episode, position, screenshot, body) VALUES (?, ?, ?, ?, ?)",
        (run, episode, step.index, step.observation.screenshot, body or dumps(step)),
    )
    return _id(cursor)


def _episode_ended(con: sqlite3.Connection, told: Told, event: ev.EpisodeEnded) -> int | None:
    run, episode = told.run, event.episode
    known: dict[str, list[int]] = {}
    for row in con.execute("SELECT id, body FROM steps WHERE run = ? AND episode = ?", (run, episode.id)):
        known.setdefault(row["body"], []).append(row["id"])
    ids = []
    for step in episode.steps:
        body = dumps(step)
        same = known.get(body)
        ids.append(same.pop(0) if same else _add_step(con, run, episode.id, step, body))
    head = encode(replace(episode, steps=())) | {"steps": ids}
    body = dumps({"episode": head, "slot": event.slot})
    before = con.execute(
        "SELECT body FROM events WHERE seq ="
        " (SELECT ended_seq FROM episodes WHERE run = ? AND id = ? AND ended_seq IS NOT NULL)",
        (run, episode.id),
    ).fetchone()
    if before is not None:
        if before["body"] != body:
            raise ValueError(f"episode {episode.id} ended twice, in different ways")
        return None
    seq = _log(con, told, event, body)
    _finish_episode(con, run, told.at, episode, event.slot, seq)
    return seq


def _finish_episode(con: sqlite3.Connection, run: str, at: float, episode: Episode, slot: int, seq: int) -> None:
    started = episode.started or at
    _add_episode(con, run, episode.id, episode.task, episode.purpose, episode.iteration, slot, seq, started)
    settled = settle(verdicts_of(con, run, episode.id))
    con.execute(
        "UPDATE episodes SET ended_seq = ?, purpose = ?, iteration = ?, seconds = ?, policy = ?, version = ?,"
        " stop = ?, answer = ?, error = ?, steps = ?, screenshot = ?, outcome = ?, evaluator = ?"
        " WHERE run = ? AND id = ?",
        (
            seq, episode.purpose, episode.iteration, episode.seconds, episode.policy, episode.version, episode.stop,
            _text(episode.answer), _text(episode.error), len(episode.steps), episode.final.screenshot,
            settled.outcome if settled else None, settled.evaluator if settled else None, run, episode.id,
        ),
    )  # fmt: skip


def _add_verdict(con: sqlite3.Connection, run: str, new: Verdict, seq: int) -> None:
    con.execute(
        "INSERT INTO verdicts (run, episode, task, outcome, evaluator, cause, evidence, confidence, at, seq)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            run, new.episode, new.task, new.outcome, new.evaluator, new.cause, _text(new.evidence), new.confidence,
            new.at, seq,
        ),
    )  # fmt: skip
    settled = settle(verdicts_of(con, run, new.episode))
    if settled is not None:
        con.execute(
            "UPDATE episodes SET outcome = ?, evaluator = ? WHERE run = ? AND id = ?",
            (settled.outcome, settled.evaluator, run, new.episode),
        )


def _add_update(con: sqlite3.Connection, run: str, event: ev.UpdateMade, seq: int, at: float) -> None:
    update = event.update
    con.execute(
        "INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq, run, update.version, update.iteration, update.algorithm, update.checkpoint, update.seconds, at,
        ),
    )  # fmt: skip
    credits = {c.episode: c for c in update.credits}
    rows: list[tuple[Any, ...]] = []
    for episode in dict.fromkeys((*update.episodes, *credits)):
        c = credits.get(episode)
        given = (c.reward, c.baseline, c.advantage) if c else (None, None, None)
        rows.append((seq, run, episode, *given))
    con.executemany(
        "INSERT INTO update_episodes (seq, run, episode, reward, baseline, advantage) VALUES (?, ?, ?, ?, ?, ?)", rows
    )


def _text(text: str | None) -> str | None:
    return text.encode("utf-8", "replace").decode() if text is not None else None


def _id(cursor: sqlite3.Cursor) -> int:
    assert cursor.lastrowid is not None
    return cursor.lastrowid
