"""The form of a reply, said once: a server is told that it wants JSON, a model on this machine is held to it.

A form is walked from left to right. What is certain (brackets, keys, quotes) is written by the program; the model only
fills what is open. No value of a `Choice` may begin another one as JSON, which words and true, false, null never do.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A free text of at most about `limit` characters, without quotes, backslashes and line ends."""

    limit: int = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these JSON values."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """A list with exactly these parts."""

    parts: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """A list of `low` (at least 1) to `high` of the same part."""

    of: Form
    low: int = 1
    high: int = 6


@dataclass(frozen=True, slots=True)
class Record:
    """An object with exactly these keys, in this order."""

    fields: tuple[tuple[str, Form], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """`count` objects, one a line: the only form that is not one JSON value."""

    of: Record
    count: int


Form: TypeAlias = Text | Choice | Each | Several | Record | Lines


@dataclass(frozen=True, slots=True)
class Pick:
    """A place where one of these texts comes next."""

    options: tuple[str, ...]


Walk: TypeAlias = Generator[str | Text | Pick, str, None]


def walk(form: Form) -> Walk:
    """The pieces of a reply in order: texts that are certain, and open places; what was picked is sent back in."""
    match form:
        case Text():
            yield '"'
            yield form
            yield '"'
        case Choice(values):
            options = tuple(dict.fromkeys(json.dumps(value, ensure_ascii=False) for value in values))
            yield Pick(options) if len(options) > 1 else options[0]
        case Each(parts):
            yield "["
            for number, part in enumerate(parts):
                yield ", " if number else ""
                yield from walk(part)
            yield "]"
        case Several():
            yield from _several(form)
        case Record(fields):
            for number, (key, part) in enumerate(fields):
                yield f"{', ' if number else '{'}{json.dumps(key)}: "
                yield from walk(part)
            yield "}" if fields else "{}"
        case Lines(of, count):
            for _ in range(count):
                yield from walk(of)
                yield "\n"


def _several(form: Several) -> Walk:
    yield "["
    for number in range(1, form.high + 1):
        yield from walk(form.of)
        if number == form.high:
            yield "]"
        elif number < form.low:
            yield ", "
        elif (yield Pick((", ", "]"))) == "]":
            return
