"""One JSON object out of what a model said, or a clear no.

Models wrap JSON in markdown fences and add a sentence before or after; that is forgiven. Two objects, a key twice,
NaN, or nesting deeper than any answer needs are not: whoever reads them would have to guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

LONGEST = 200_000  # characters
DEEPEST = 12
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.S | re.I)


class NotJson(ValueError):
    """What was said holds no JSON that can be used; the message says why."""


def parse_object(text: str) -> dict[str, Any]:
    """The one object in `text`. Raises NotJson."""
    if len(text) > LONGEST:
        raise NotJson(f"the reply is {len(text):,} characters long")
    fenced = _FENCED.findall(text)
    if len(fenced) > 1:
        raise NotJson("the reply has several blocks of JSON")
    found = list(_objects(fenced[0] if fenced else text))
    if len(found) != 1:
        raise NotJson("the reply has no JSON object" if not found else "the reply has several JSON objects")
    return found[0]


def parse_lines(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """(objects, why others were left out): one object a line, or one list of objects, fenced or not."""
    if len(text) > LONGEST:
        return [], [f"the reply is {len(text):,} characters long"]
    inner = "\n".join(_FENCED.findall(text)) or text
    whole = _load(inner.strip())
    if isinstance(whole, list):
        return [one for one in whole if isinstance(one, dict)], ["not an object"] * sum(
            not isinstance(one, dict) for one in whole
        )
    made, bad = [], []
    for line in inner.splitlines():
        bare = line.strip().rstrip(",")
        if not bare.startswith("{"):
            continue
        value = _load(bare)
        if isinstance(value, dict):
            made.append(value)
        else:
            bad.append(f"no JSON: {bare[:60]}")
    return made, bad


def _load(text: str) -> Any:
    """The value, or None."""
    if _depth(text) > DEEPEST:
        return None
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every outermost object, from left to right. Raises NotJson for a broken one."""
    at = text.find("{")
    while at >= 0:
        if _depth(text[at:]) > DEEPEST:
            raise NotJson("the JSON is nested too deeply")
        decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse)
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as e:
            raise NotJson(f"the JSON is broken: {e}") from e
        yield value
        at = text.find("{", end)


def _depth(text: str) -> int:
    """How deep brackets are nested, not counting those in strings; stops counting past DEEPEST."""
    deep = worst = 0
    for sign in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        if sign in "[{":
            deep += 1
            worst = max(worst, deep)
            if worst > DEEPEST:
                break
        elif sign in "]}":
            deep -= 1
    return worst


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotJson("the JSON has a key twice")
    return made


def _refuse(name: str) -> Any:
    raise NotJson(f"the JSON has {name}")
