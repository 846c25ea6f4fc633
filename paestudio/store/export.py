"""A run as JSON lines, for other programs. Streamed: one record in memory at a time.

episodes   every complete episode with its steps, all its verdicts and the one that counts
sft        chat examples from successes: task and page in, action out; nothing of held-out tasks
tasks      the task-file format of `paestudio evaluate`
verdicts   every verdict, and whether it is the one that counts
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

from paestudio.core.codec import dumps, encode
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Episode, Observation, Outcome, Purpose, Status, Step
from paestudio.store import queries
from paestudio.store.db import Store
from paestudio.store.queries.episodes import read_episodes

Line = Mapping[str, Any]


def export(store: Store, run: str, what: str, out: TextIO) -> int:
    """Write the run as `what` (a key of FORMATS), one JSON object a line; returns how many.

    Raises UserError for an unknown format or run, EnvironmentFault for a row that cannot be read.
    """
    count = 0
    for line in lines(store, run, what):
        out.write(dumps(line) + "\n")
        count += 1
    return count


def export_file(store: Store, run: str, what: str, path: Path) -> int:
    """The same into a file, which appears when it is complete. Raises EnvironmentFault when it cannot be written."""
    with _whole_file(path) as out:
        return export(store, run, what, out)


def lines(store: Store, run: str, what: str) -> Iterator[Line]:
    """The objects themselves. Raises as `export`."""
    if what not in FORMATS:
        raise UserError(f"There is no export format {what!r}.", f"Known formats: {', '.join(FORMATS)}.")
    queries.run(store, run)
    return FORMATS[what](store, run)


def _episodes(store: Store, run: str) -> Iterator[Line]:
    for episode in _complete(store, run):
        said = queries.verdicts(store, run, episode.id)
        counts = queries.settled(store, run, episode.id)
        yield {**encode(episode), "run": run, "verdicts": encode(said), "settled": encode(counts)}


def _sft(store: Store, run: str) -> Iterator[Line]:
    kept_apart = {row.task.id for row in queries.tasks(store, run, held_out=True, replaced=True, limit=-1)}
    for episode in _complete(store, run):
        if episode.purpose not in (Purpose.TRAIN, Purpose.PROOF, Purpose.SHOWN) or episode.task.id in kept_apart:
            continue
        verdict = queries.settled(store, run, episode.id)
        if verdict is None or verdict.outcome is not Outcome.SUCCESS:
            continue
        for i, step in enumerate(episode.steps):
            if step.decision.action is None or step.error:
                continue
            said = f"Thought: {step.decision.thought}\n" if step.decision.thought else ""
            yield {
                "messages": [
                    {"role": "user", "content": _prompt(episode, step, episode.steps[:i])},
                    {"role": "assistant", "content": f"{said}Action: {step.decision.action}"},
                ],
                "task": episode.task.id,
                "episode": episode.id,
                "step": step.index,
            }


def _tasks(store: Store, run: str) -> Iterator[Line]:
    site = queries.run(store, run).run.site
    for row in queries.tasks(store, run, limit=-1):
        if row.status is Status.REJECTED:
            continue
        task = row.task
        yield {
            "id": task.id,
            "instruction": task.instruction,
            "start": _start(task.start_url, site),
            "kind": task.kind,
            "login": task.login,
            "check": encode(task.check),
            **({"rubric": task.rubric} if task.rubric else {}),
            "difficulty": task.difficulty,
            "status": row.status.value,
            "held_out": row.held_out,
        }


def _verdicts(store: Store, run: str) -> Iterator[Line]:
    for row in store.rows("SELECT DISTINCT episode FROM verdicts WHERE run = ? ORDER BY id", (run,)):
        said = queries.verdicts(store, run, row["episode"])
        counts = queries.settled(store, run, row["episode"])
        for verdict in said:
            yield {**encode(verdict), "run": run, "settled": verdict is counts or verdict == counts}


FORMATS: Mapping[str, Callable[[Store, str], Iterator[Line]]] = {
    "episodes": _episodes,
    "sft": _sft,
    "tasks": _tasks,
    "verdicts": _verdicts,
}


def _complete(store: Store, run: str) -> Iterator[Episode]:
    rows = store.rows(
        "SELECT ended_seq FROM episodes WHERE run = ? AND ended_seq IS NOT NULL ORDER BY ended_seq", (run,)
    )
    return read_episodes(store, [row["ended_seq"] for row in rows])


def _prompt(episode: Episode, step: Step, before: tuple[Step, ...]) -> str:
    done = "\n".join(f"- {s.decision.action}{f' (failed: {s.error})' if s.error else ''}" for s in before)
    return "\n".join(
        part
        for part in (
            page_text(step.observation),
            f"Done so far:\n{done}" if done else "",
            f"Last action failed: {step.observation.last_error}" if step.observation.last_error else "",
            f"Task: {episode.task.instruction}",
        )
        if part
    )


def page_text(page: Observation) -> str:
    """A page as plain lines in document order: texts as they are, elements as `[ref] role "name"`."""
    placed = [(t.order, t.text) for t in page.texts]
    for e in page.elements:
        value = f" = {json.dumps(e.value, ensure_ascii=False)}" if e.value else ""
        state = f" ({', '.join(e.state)})" if e.state else ""
        options = f" options: {' | '.join(e.options)}" if e.options else ""
        placed.append((e.order, f'[{e.ref}] {e.role} "{e.name}"{value}{state}{options}'))
    body = [text for _, text in sorted(placed, key=lambda item: item[0])]
    return "\n".join([f"Page: {page.title} ({page.url})", *body])


def _start(url: str, site: str) -> str:
    """A path when the address is on the run's own site, so that the tasks work wherever that site runs next."""
    here, home = urlsplit(url), urlsplit(site)
    if not home.netloc or (here.scheme, here.netloc) != (home.scheme, home.netloc):
        return url
    return url.split(here.netloc, 1)[1] or "/"


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            with draft.open("w", encoding="utf-8") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as e:
        raise EnvironmentFault(f"The export {path} cannot be written ({e.strerror}).", "Give another file.") from e
