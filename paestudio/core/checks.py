"""Checks that a program can decide: what each key means, and whether an end state satisfies it.

A check is an object; every key that is present must hold (the keys of a task file, `sites/README.md`):

    answer   string or list, any of which will do: the reply, compared without case, space, full stop, currency
             sign, thousands comma; numbers as numbers
    url      regular expression, searched in path?query#fragment of the page the agent ended on
    text     string or list, all in that page's visible text (frames included, without case)
    element  {"selector", "property", "value"}: a DOM property of the first match; value null: no such element
    reward   number: the page's own reward (data-task-reward of its root) is at least that; {"above": number}: more
    sql      {"db", "query", "rows"}      file  {"path" (glob), "regex"}      http  {"path", "regex", "auth"?}
    all any  lists of checks      not  a check
"""

from __future__ import annotations

import base64
import math
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from paestudio.core.address_words import address_words
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.local_http import fetch
from paestudio.core.origin import origin_of
from paestudio.core.records import Check, Final

KEYS = ("answer", "url", "text", "element", "reward", "sql", "file", "http", "all", "any", "not")
_REWARD = ("html", "data-task-reward")
_PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "element": (("selector", "property", "value"), ()),
    "sql": (("db", "query", "rows"), ()),
    "file": (("path", "regex"), ()),
    "http": (("path", "regex"), ("auth",)),
}


@dataclass(frozen=True, slots=True)
class Site:
    """Where a check looks beyond the page: the site's address and, if it is ours, its data folder."""

    base: str
    data: Path | None = None


def validate(check: Any, where: str = "check") -> Check:
    """The check itself, or UserError naming the key that is wrong."""
    if not isinstance(check, Mapping) or not check:
        raise UserError(f"{where} must be an object with at least one of: {', '.join(KEYS)}.")
    for key, want in check.items():
        place = f"{where}.{key}"
        if key not in KEYS:
            raise UserError(f"{where} has an unknown key {key!r}.", f"Known keys: {', '.join(KEYS)}.")
        if key in ("answer", "text"):
            _want_strings(want, place)
        elif key == "url":
            _want_regex(want, place)
        elif key == "reward":
            _want_reward(want, place)
        elif key in ("all", "any"):
            if not isinstance(want, list) or not want:
                raise UserError(f"{place} must be a list of checks.")
            for i, part in enumerate(want):
                validate(part, f"{place}[{i}]")
        elif key == "not":
            validate(want, place)
        else:
            _want_parts(want, place, *_PARTS[key])
    return check


def holds(check: Check, final: Final, answer: str | None, site: Site) -> tuple[bool, str]:
    """(whether the end state satisfies the check, the first thing that failed in words). Blocking for sql and http.

    Raises EnvironmentFault when the check itself cannot be carried out (no database, site down).
    """
    for key, want in check.items():
        ok, why = _key_holds(key, want, final, answer, site)
        if not ok:
            return False, why
    return True, ""


def probes(check: Check | None) -> Iterator[tuple[str, str]]:
    """Every (selector, property) that the check's `element` and `reward` keys ask for."""
    for key, want in (check or {}).items():
        if key == "element":
            yield want["selector"], want["property"]
        elif key == "reward":
            yield _REWARD
        elif key in ("all", "any"):
            for part in want:
                yield from probes(part)
        elif key == "not":
            yield from probes(want)


def page_decides(check: Check | None) -> bool:
    """Whether the page's own reward is part of the check: such a page gives the task and ends it."""
    return _REWARD in probes(check)


def probe_key(selector: str, prop: str) -> str:
    """The key of a probe in `Final.probes`."""
    return f"{selector}\u241f{prop}"


def describe(check: Check | None) -> str:
    """The check in words, for people."""
    if not check:
        return "a person or the judge decides"
    return " and ".join(_describe_key(k, v) for k, v in check.items())


def same_answer(want: str, got: str | None) -> bool:
    """Whether two answers say the same."""
    if got is None:
        return False
    if _plain(want) == _plain(got):
        return True
    a, b = _number(want), _number(got)
    return a is not None and b is not None and abs(a - b) < 1e-9


def _plain(text: Any) -> str:
    flat = re.sub(r"\s+", " ", str(text if text is not None else "")).strip().strip(".").strip("\"'“”").strip()
    return flat.replace("’", "'").casefold()


def _number(text: Any) -> float | None:
    bare = re.sub(r"^[£$€]\s*|\s*(?:[£$€%]|gbp|eur|usd)$", "", _plain(text))
    try:
        return float(re.sub(r"(?<=\d),(?=\d{3}\b)", "", bare))
    except ValueError:
        return None


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _key_holds(key: str, want: Any, final: Final, answer: str | None, site: Site) -> tuple[bool, str]:
    match key:
        case "answer":
            wants = want if isinstance(want, list) else [want]
            return any(same_answer(w, answer) for w in wants), f"answer {answer!r}, wanted {want!r}"
        case "url":
            inside = origin_of(final.url) == origin_of(site.base)
            return inside and bool(re.search(want, _path(final.url))), f"page {final.url!r}, wanted {want!r}"
        case "text":
            page = _plain(final.text)
            missing = [w for w in (want if isinstance(want, list) else [want]) if _plain(w) not in page]
            return not missing, f"text {missing[0]!r} is not on the page" if missing else ""
        case "element":
            got = final.probes.get(probe_key(want["selector"], want["property"]))
            same = got is None if want["value"] is None else got is not None and _plain(got) == _plain(want["value"])
            return same, f"{want['selector']} has {want['property']} {got!r}, wanted {want['value']!r}"
        case "reward":
            return _reward(want, final)
        case "sql":
            return _sql(want, site)
        case "file":
            return _file(want, site)
        case "http":
            return _http(want, site)
        case "all":
            return holds_all(want, final, answer, site)
        case "any":
            results = [holds(part, final, answer, site) for part in want]
            return any(ok for ok, _ in results), "; or ".join(why for _, why in results)
        case "not":
            ok, _ = holds(want, final, answer, site)
            return not ok, f"it does hold that {describe(want)}"
    raise UserError(f"A check has an unknown key {key!r}.", f"Known keys: {', '.join(KEYS)}.")


def holds_all(parts: list[Check], final: Final, answer: str | None, site: Site) -> tuple[bool, str]:
    """Whether every check of a list holds."""
    for part in parts:
        ok, why = holds(part, final, answer, site)
        if not ok:
            return False, why
    return True, ""


def _reward(want: Any, final: Final) -> tuple[bool, str]:
    said = final.probes.get(probe_key(*_REWARD))
    try:
        got = float(said or "")
    except ValueError:
        return False, "the page that the agent ended on gives no reward"
    enough = got > want["above"] if isinstance(want, Mapping) else got >= want
    return enough, f"the page's reward is {got:g}, wanted {_amount(want)}"


def _amount(want: Any) -> str:
    return f"more than {want['above']:g}" if isinstance(want, Mapping) else f"at least {want:g}"


def _data(site: Site) -> Path:
    if site.data is None:
        raise EnvironmentFault("This check reads the site's files, and its data folder is not known.", "Give --data.")
    return site.data


def _sql(want: Mapping[str, Any], site: Site) -> tuple[bool, str]:
    path = _data(site) / want["db"]
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as con:
            rows = [list(row) for row in con.execute(want["query"])]
    except sqlite3.Error as e:
        raise EnvironmentFault(f"The check could not read {path}: {e}.", "Is the site's data folder right?") from e
    return rows == want["rows"], f"rows {rows!r}, wanted {want['rows']!r}"


def _file(want: Mapping[str, Any], site: Site) -> tuple[bool, str]:
    try:
        for path in sorted(_data(site).glob(want["path"])):
            if path.is_file() and re.search(want["regex"], path.read_text("utf-8", "replace"), re.S):
                return True, ""
    except (OSError, ValueError, IndexError) as e:  # patterns that are none, such as "a**b" and "."
        raise EnvironmentFault(f"The check could not read {want['path']}: {e}.", "Is --data right?") from e
    return False, f"no file {want['path']!r} has {want['regex']!r}"


def _http(want: Mapping[str, Any], site: Site) -> tuple[bool, str]:
    request = urllib.request.Request(site.base.rstrip("/") + want["path"])
    if "auth" in want:
        request.add_header("Authorization", "Basic " + base64.b64encode(want["auth"].encode()).decode())
    try:
        with fetch(request, 20) as reply:
            body = reply.read(5_000_000).decode("utf-8", "replace")
    except urllib.error.HTTPError as e:
        return False, f"{want['path']} answered {e.code}"
    except OSError as e:
        raise EnvironmentFault(f"The check could not fetch {want['path']}: {e}.", "Is the site still running?") from e
    return bool(re.search(want["regex"], body, re.S)), f"{want['path']} has no {want['regex']!r}"


def _describe_key(key: str, want: Any) -> str:
    match key:
        case "answer":
            return "the answer is " + " or ".join(f"“{w}”" for w in (want if isinstance(want, list) else [want]))
        case "url":
            return address_words(want)
        case "text":
            return "the page shows " + " and ".join(f"“{w}”" for w in (want if isinstance(want, list) else [want]))
        case "element":
            return f"{want['selector']} has {want['property']} “{want['value']}”"
        case "reward":
            return f"the page's own reward is {_amount(want)}"
        case "sql":
            return f"the site's database answers {want['rows']} to {want['query']}"
        case "file":
            return f"the file {want['path']} has {want['regex']}"
        case "http":
            return f"{want['path']} has {want['regex']}"
        case "not":
            return f"not ({describe(want)})"
        case _:
            return (" and " if key == "all" else " or ").join(f"({describe(part)})" for part in want)


def _want_strings(want: Any, place: str) -> None:
    items = want if isinstance(want, list) else [want]
    if not items or not all(isinstance(w, str) and w.strip() for w in items):
        raise UserError(f"{place} must be a text or a list of texts.")


def _want_regex(want: Any, place: str) -> None:
    if not isinstance(want, str):
        raise UserError(f"{place} must be a regular expression in quotes.")
    try:
        re.compile(want)
    except re.error as e:
        raise UserError(f"{place} is not a regular expression: {e}.") from e


def _want_reward(want: Any, place: str) -> None:
    number = want["above"] if isinstance(want, Mapping) and set(want) == {"above"} else want
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not math.isfinite(number):
        raise UserError(f"{place} must be a number, or an object with above.")


def _want_parts(want: Any, place: str, must: tuple[str, ...], may: tuple[str, ...]) -> None:
    if not isinstance(want, Mapping) or not set(must) <= set(want) <= set(must + may):
        raise UserError(f"{place} must be an object with {', '.join(must)}{' and perhaps ' + may[0] if may else ''}.")
    for part, value in want.items():
        _want_part(part, value, f"{place}.{part}")


def _want_part(part: str, value: Any, place: str) -> None:
    if part == "regex":
        _want_regex(value, place)
    elif part == "rows":
        if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
            raise UserError(f"{place} must be a list of rows, each a list.")
    elif part == "value":
        if isinstance(value, (list, Mapping)):
            raise UserError(f"{place} must be a text, a number, true, false or null.")
    elif not isinstance(value, str) or not value.strip():
        raise UserError(f"{place} must be a text that is not empty.")
    elif place.endswith("file.path") and PurePath(value).is_absolute():
        raise UserError(f"{place} must lie in the site's data folder, not {value!r}.")
