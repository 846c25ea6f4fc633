"""A task's check in the language of the window: the same sentences as `core.checks.describe`, which is in English."""

from __future__ import annotations

import ast
import re
from typing import Any

from paestudio.core import checks
from paestudio.core.address_words import read_address
from paestudio.core.records import Check, Verdict
from paestudio.gui import words
from paestudio.gui.engine_words import say
from paestudio.gui.texts import later, quoted, tr

_PAGE = re.compile(r"page (.+), wanted (.+)", re.DOTALL)  # what `core.checks` says of a check that failed
_ANSWER = re.compile(r"answer (.+), wanted (.+)", re.DOTALL)
ADDRESS = (  # the forms of `core.address_words`
    later("the page is {page}"),
    later("the address starts with {page}"),
    later("the address has {page}"),
    later("the page's address matches {page}"),
)


def describe(check: Check | None) -> str:
    """What must hold, as the end of “Passes when …”."""
    if not check:
        return tr("a person or the judge decides")
    return _and([_part(key, want) for key, want in check.items()])


def evidence(kept: str, check: Check | None) -> str:
    """Why a verdict is what it is: what a check found, or the words of a person or a judge."""
    if check and kept == checks.describe(check):
        return describe(check)
    if (page := _PAGE.fullmatch(kept)) is not None:
        text = tr("The page is {page}; wanted: {check}.")
        return text.format(page=_literal(page[1]), check=_address(str(_literal(page[2]))))
    if (answer := _ANSWER.fullmatch(kept)) is not None:
        given, wanted = _literal(answer[1]), _or(list(map(quoted, _listed(_literal(answer[2])))))
        if given is None:
            return tr("There is no answer; wanted: {text}.").format(text=wanted)
        return tr("The answer is “{answer}”; wanted: {text}.").format(answer=given, text=wanted)
    return tr(said) if (said := say(kept)) else ""


def reasons(verdict: Verdict, check: Check | None) -> str:
    """All that a verdict gives as its reason; "" for one without."""
    cause = words.cause(verdict.cause) if verdict.cause else ""
    return ": ".join(filter(None, (cause, evidence(verdict.evidence, check))))


def _literal(written: str) -> Any:
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError):
        return written


def _part(key: str, want: Any) -> str:
    match key:
        case "answer":
            return tr("the answer is {text}").format(text=_or(list(map(quoted, _listed(want)))))
        case "url":
            return _address(want)
        case "text":
            return tr("the page shows {text}").format(text=_and(list(map(quoted, _listed(want)))))
        case "element":
            said = tr("{element} has {property} “{value}”")
            return said.format(element=want["selector"], property=want["property"], value=want["value"])
        case "not":
            return tr("not ({check})").format(check=describe(want))
        case "all" | "any":
            parts = [f"({describe(part)})" for part in want]
            return _and(parts) if key == "all" else _or(parts)
    return checks.describe({key: want})  # what only a suite's own files can decide


def _address(pattern: str) -> str:
    form, page, parameters = read_address(pattern)
    if parameters:
        page = tr("{page} with {parameters}").format(page=page, parameters=_and(list(parameters)))
    return tr(form).format(page=page)


def _listed(want: Any) -> list[Any]:
    return want if isinstance(want, list) else [want]


def _and(parts: list[str]) -> str:
    return tr(" and ").join(parts)


def _or(parts: list[str]) -> str:
    return tr(" or ").join(parts)
