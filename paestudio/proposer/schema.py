"""What a model proposes, read strictly: a task of this site with criteria and perhaps a check, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from paestudio.chat.slots import clean
from paestudio.core.checks import validate
from paestudio.core.errors import UserError
from paestudio.core.records import Check, Task
from paestudio.proposer.addresses import is_page
from paestudio.proposer.safety import forbidden
from paestudio.proposer.words import lines

KINDS = ("navigation", "retrieval", "search", "form", "multi", "sort", "filter")
CHECK_KEYS = frozenset({"answer", "url", "text", "all", "any", "not"})  # what needs no access to the site's own files
LONGEST, SHORTEST, MOST_CRITERIA = 300, 8, 6
INFEASIBLE = "infeasible"
_SLOW = re.compile(r"[*+}]\)?[*+{]|\([^)]*[*+][^)]*\)[*+{]")  # a repetition of a repetition


class Refused(ValueError):
    """No task; the message says why."""


def read_task(said: Mapping[str, Any], home: str, login: str | None, not_possible: Collection[str]) -> Task:
    """A task from one object of a reply. Raises Refused."""
    instruction = said.get("instruction")
    if not isinstance(instruction, str) or not SHORTEST <= len(clean(instruction)) <= LONGEST or "\n" in instruction:
        raise Refused("the instruction is no sentence")
    words = clean(instruction)
    if forbidden(words) or _does_harm(words):
        raise Refused("it would change something on the site")
    start = said.get("start", "/")
    if not isinstance(start, str) or not is_page(urljoin(home, start.strip() or "/"), home):
        raise Refused("it starts on another site")
    address = urljoin(home, start.strip() or "/")
    rubric = "\n".join(_criteria(said.get("criteria")))
    feasible = said.get("feasible", True)
    if not isinstance(feasible, bool):
        raise Refused("“feasible” must be true or false")
    if not feasible:
        check: Check | None = {"answer": list(not_possible)}
        kind = INFEASIBLE
    else:
        check = read_check(said.get("check"), address)
        kind = said["kind"] if said.get("kind") in KINDS else _kind(check)
    return Task.make(words, address, check, rubric=rubric, kind=kind, origin="model", login=login)


def read_check(said: Any, start: str) -> Check | None:
    """The check, None without one. Raises Refused for one that is wrong, slow, too powerful, or holds at the start."""
    if said is None or said == {}:
        return None
    try:
        check = validate(said)
    except (UserError, TypeError, AttributeError, RecursionError) as e:
        raise Refused(f"its check is wrong: {e}") from e
    _look(check)
    parts = urlsplit(start)
    here = parts.path + (f"?{parts.query}" if parts.query else "")
    if set(check) == {"url"} and re.search(check["url"], here):
        raise Refused("its check holds before anything is done")
    return check


def _look(check: Mapping[str, Any]) -> None:
    for key, want in check.items():
        if key not in CHECK_KEYS:
            raise Refused(f"its check has {key!r}, which a proposal may not use")
        if key == "url" and (len(want) > 200 or _SLOW.search(want)):
            raise Refused("its check's regular expression is too long or too slow")
        if key in ("all", "any"):
            for part in want:
                _look(part)
        elif key == "not":
            _look(want)


def _criteria(said: Any) -> list[str]:
    if not isinstance(said, list) or not 1 <= len(said) <= MOST_CRITERIA:
        raise Refused(f"it has no list of 1 to {MOST_CRITERIA} criteria")
    if not all(isinstance(one, str) and 3 <= len(clean(one)) <= LONGEST for one in said):
        raise Refused("its criteria are no sentences")
    return [clean(one).replace("\n", " ") for one in said]


def _kind(check: Check | None) -> str:
    return "retrieval" if check and "answer" in check else "navigation"


def _does_harm(instruction: str) -> bool:
    return any(re.search(line, instruction, re.I) for line in lines("forbidden_tasks.txt"))
