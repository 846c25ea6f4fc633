"""Trajectories that others recorded, read from JSON lines: what `export --format episodes` writes, and a plain form.

The plain form is what WebArena's and WebVoyager's recordings come down to, an object a line:

    {"instruction": …, "start": …, "steps": [{"url": …, "title": …, "observation": …, "action": …}], "answer": …}

`observation` holds elements a line, as `[12] link 'Boots'` or `[12]: <a> "Boots";`; other lines are texts of the page.
`action` is an action of either grammar: `click [12]`, `Type [3]; [boots]`, `stop [2 kg]`, `ANSWER; [2 kg]` … A `check`
may be given; else the answer, or the address of the last page, is what a program can check. A mistake is reported with
the file, the line and the step.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from paestudio.core import codec, json_lines
from paestudio.core.actions import Action, Verb
from paestudio.core.checks import validate
from paestudio.core.errors import UserError
from paestudio.core.origin import written_origin
from paestudio.core.records import (
    Check,
    Decision,
    Element,
    Episode,
    Final,
    Observation,
    Purpose,
    Step,
    Stop,
    Task,
    Text,
)

POLICY = "imported"
MOST_STEPS = 100  # of a trajectory
KNOWN = ("instruction", "start", "steps", "answer", "check", "kind", "success", "id", "site")
NEEDED = ("instruction", "start", "steps")
# What an export has of an episode; anything else is the plain form.
EXPORTED = frozenset(("task", "steps", "stop", "final"))
ROLES = {"a": "link", "input": "textbox", "textarea": "textbox", "select": "combobox", "img": "image"}
TEXTS = frozenset(("statictext", "text", "heading", "paragraph", "label", "rootwebarea"))
_ELEMENT = re.compile(r"""^\s*\[(\d+)\]:?\s*<?(\w+)>?\s*["'“]?(.*?)["'”]?\s*;?\s*$""")
_NAMED = re.compile(r"""^\s*\[(\d+)\]:\s*["'“](.*?)["'”]\s*;?\s*$""")  # WebVoyager: what has no tag of its own
_POINTED = re.compile(r"(?i)^(click|type|select|hover)\s*\[?(\d+)\]?\s*;?\s*(.*)$")
_SPOKEN = re.compile(r"(?i)^(answer|stop|press|scroll|goback|go_back|wait|noop|none)\b\s*;?\s*(.*)$", re.S)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file has: trajectories that succeeded, and how many of it say that they did not."""

    episodes: tuple[Episode, ...]
    failed: int = 0


def read(path: Path, home: str) -> Found:
    """The trajectories of a file, at home on the site `home`. Raises UserError naming the file and the line."""
    episodes: dict[str, Episode] = {}
    failed = 0
    for where, row in json_lines.rows(path, "trajectories", "trajectory"):
        if not _succeeded(row):
            failed += 1
            continue
        made = _exported(row, home, where) if set(row) >= EXPORTED else _plain(row, home, where)
        episodes.setdefault(made.task.id, made)
    if not episodes:
        raise UserError(
            f"{path} has no successful trajectory{f' ({failed} failed ones)' if failed else ''}.",
            "It needs one JSON object a line: what `paestudio export --format episodes` writes, or the plain form.",
        )
    return Found(tuple(episodes.values()), failed)


def moved(episode: Episode, home: str) -> Episode:
    """The episode on the site `home`, where its own site is another address of the same one."""
    old, new = written_origin(episode.task.start_url), written_origin(home)
    if old == new:
        return episode
    made = codec.loads(Episode, codec.dumps(episode).replace(old, new))
    task = made.task
    fresh = Task.make(task.instruction, task.start_url, task.check, login=task.login).id
    return replace(made, task=replace(task, id=fresh))


def _succeeded(row: Mapping[str, Any]) -> bool:
    """Whether nothing in it says that it did not."""
    settled = row.get("settled")
    if isinstance(settled, Mapping):
        return settled.get("outcome") == "success"
    return row.get("success", True) not in (False, 0, "false", "failure")


def _exported(row: Mapping[str, Any], home: str, where: str) -> Episode:
    try:
        made = codec.decode(Episode, row)
        codec.dumps(made)
        if made.task.check is not None:
            validate(made.task.check, f"{where}: check")
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise UserError(f"{where}: this is no episode of an export ({type(e).__name__}: {e}).") from e
    if not made.steps or len(made.steps) > MOST_STEPS:
        raise UserError(f"{where}: an episode has 1 to {MOST_STEPS} steps, not {len(made.steps)}.")
    task = replace(made.task, origin="file")
    return moved(replace(made, task=task, policy=POLICY, purpose=Purpose.PROOF, iteration=0), home)


def _plain(row: Mapping[str, Any], home: str, where: str) -> Episode:
    unknown = [key for key in row if key not in KNOWN]
    if unknown:
        raise UserError(f"{where}: unknown field {unknown[0]!r}.", f"Known fields: {', '.join(KNOWN)}.")
    for key in NEEDED:
        if key not in row:
            raise UserError(f"{where}: the field {key!r} is missing.", f"Every trajectory has {', '.join(NEEDED)}.")
    for key in ("instruction", "start"):
        if not isinstance(row[key], str) or not row[key].strip():
            raise UserError(f"{where}: {key!r} must be a text that is not empty.")
    said = row["steps"]
    if not isinstance(said, list) or not 1 <= len(said) <= MOST_STEPS:
        raise UserError(f"{where}: 'steps' must be a list of 1 to {MOST_STEPS} steps.")
    start = _address(row["start"], home, where)
    steps = tuple(_step(one, number, start, home, f"{where}, step {number + 1}") for number, one in enumerate(said))
    answer = row.get("answer")
    if answer is not None and not isinstance(answer, str):
        raise UserError(f"{where}: 'answer' must be a text.")
    last = steps[-1].decision.action
    if last is not None and last.verb is Verb.ANSWER:
        answer = answer or last.text
    else:
        end = Action(Verb.ANSWER, text=answer or "done")
        steps = (*steps, Step(len(steps), steps[-1].observation, Decision(str(end), end)))
    page = steps[-1].observation
    task = _task(row, start, answer or "", page.url, where)
    name = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
    body = "\n".join(t.text for t in page.texts)
    final = Final(page.url, body, page.title)
    return Episode(name, task, steps, Stop.ANSWERED, answer or "done", final, POLICY, purpose=Purpose.PROOF)


def _task(row: Mapping[str, Any], start: str, answer: str, end: str, where: str) -> Task:
    check: Check | None = row.get("check")
    kind = row.get("kind") or ("retrieval" if answer and answer != "done" else "navigation")
    if check is not None:
        check = validate(check, f"{where}: check")
    elif answer and answer != "done":
        check = {"answer": answer}
    elif end != start:
        parts = urlsplit(end)
        here = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        check = {"url": f"^{re.escape(here)}$"}
    else:
        raise UserError(
            f"{where}: it ends where it began and says nothing: nobody can tell whether it was done.",
            "Give the trajectory an 'answer' or a 'check'.",
        )
    return Task.make(row["instruction"].strip(), start, check, kind=str(kind), origin="file")


def _step(said: Any, number: int, start: str, home: str, where: str) -> Step:
    if not isinstance(said, Mapping):
        raise UserError(f"{where}: a step must be an object, not {type(said).__name__}.")
    for key in ("observation", "action"):
        if not isinstance(said.get(key), str):
            raise UserError(f"{where}: {key!r} must be a text.", "A step has url, title, observation and action.")
    url = _address(said["url"], home, where) if isinstance(said.get("url"), str) else start
    elements, texts = page_of(said["observation"])
    seen = Observation(url, str(said.get("title") or ""), elements, texts)
    action = action_of(said["action"])
    if action is None:
        raise UserError(f"{where}: {said['action'][:80]!r} is no action.", "Write it as `click [12]` or `Click [12]`.")
    if action.ref is not None and seen.element(action.ref) is None:
        raise UserError(f"{where}: there is no element [{action.ref}] on its page.", "Its observation must list it.")
    return Step(number, seen, Decision(said["action"], action))


def page_of(text: str) -> tuple[tuple[Element, ...], tuple[Text, ...]]:
    """Elements and texts of a page that was written down a line each (elements also several in a line)."""
    elements: list[Element] = []
    texts: list[Text] = []
    for order, line in enumerate(re.split(r"\n|;\s*(?=\[\d+\]:)", text)):
        if named := _NAMED.match(line):
            elements.append(Element(int(named[1]), "link", named[2], order=order))
            continue
        found = _ELEMENT.match(line)
        role = found[2].lower() if found else "text"
        said = re.sub(r"""["'”]\s+\w+:.*$""", "", found[3]) if found else line  # without properties after the name
        if found is not None and role not in TEXTS:
            elements.append(Element(int(found[1]), ROLES.get(role, role), said.strip(), order=order))
        elif words := re.sub(r"^\s*StaticText\s+", "", said).strip().strip("'\""):
            texts.append(Text(words, order))
    return tuple(elements), tuple(texts)


def action_of(text: str) -> Action | None:
    """An action of WebArena's or of WebVoyager's grammar, also after "Action:" or in backticks; None for none."""
    bare = text.rpartition("Action:")[2].strip().strip("`").strip()
    if found := _POINTED.match(bare):
        verb, ref, rest = found[1].lower(), int(found[2]), found[3].strip()
        if verb in ("click", "hover"):
            return Action(Verb.CLICK, ref)
        parts = re.findall(r"\[(.*?)\](?=\s|;|$)", rest) or [rest]
        if verb == "select":
            return Action(Verb.SELECT, ref, parts[0])
        return Action(Verb.TYPE, ref, parts[0], submit=len(parts) < 2 or parts[1] != "0")
    found = _SPOKEN.match(bare)
    if found is None:
        return None
    rest = found[2].strip().removeprefix("[").removesuffix("]")
    match found[1].lower():
        case "answer" | "stop":
            return Action(Verb.ANSWER, text=rest or "done")
        case "press":
            return Action(Verb.PRESS, text=rest)
        case "scroll":
            return Action(Verb.SCROLL, text="up" if "up" in rest.lower() else "down")
        case "wait" | "noop" | "none":
            return Action(Verb.WAIT)
        case _:
            return Action(Verb.BACK)


def _address(said: str, home: str, where: str) -> str:
    try:
        address = urljoin(home, said.strip())
        parts = urlsplit(address)
    except ValueError as e:
        raise UserError(f"{where}: {said!r} is not an address: {e}.") from e
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(f"{where}: {said!r} is not an address of a website.", "Give a path such as /shop.")
    return address.replace(written_origin(address), written_origin(home), 1)
