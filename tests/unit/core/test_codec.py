"""Every record and event survives JSON unchanged. Instances follow the annotations, so new fields are covered."""

from __future__ import annotations

import dataclasses
import inspect
import random
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest

from paestudio.core import codec, events, records
from paestudio.core.actions import Action, Verb

RECORDS = [
    kind
    for _, kind in inspect.getmembers(records, inspect.isclass)
    if dataclasses.is_dataclass(kind) and kind.__module__ == records.__name__
]
KINDS = [*RECORDS, Action, *events.KINDS.values()]
WORDS = ["", "Café – “quoted”", "two\nlines\ttab", "\u2028\x00", 'a "b" \\ c', "日本語 🛒", "\ud83d half"]


def make(kind: Any, rng: random.Random, depth: int = 0) -> Any:
    """Any value of an annotation."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return kind(**{f.name: make(hints[f.name], rng, depth + 1) for f in dataclasses.fields(kind)})
    if origin in (typing.Union, types.UnionType):
        return make(rng.choice(args), rng, depth)
    if origin is tuple:
        if args[1:] == (Ellipsis,):
            return tuple(make(args[0], rng, depth + 1) for _ in range(rng.randrange(3)))
        return tuple(make(a, rng, depth + 1) for a in args)
    if origin is Mapping:
        return {rng.choice(WORDS): make(args[1], rng, depth + 1) for _ in range(rng.randrange(3))}
    if kind is Any:
        return rng.choice([None, True, 3, -1.5, "x", [1, ["y"]], {"k": {"l": [None]}}])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return rng.choice(list(kind))
    simple: dict[Any, Any] = {
        str: rng.choice(WORDS),
        int: rng.randrange(-(10**12), 10**12),
        float: rng.choice([0.0, 1e-300, rng.uniform(-1e9, 1e9), 0.1 + 0.2]),
        bool: rng.random() < 0.5,
        type(None): None,
    }
    return simple[kind]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_round_trip_is_exact(kind: type) -> None:
    """Thirty random instances of each kind come back equal, with the same types inside."""
    for seed in range(30):
        value = make(kind, random.Random(seed))
        line = codec.dumps(value)
        assert "\n" not in line
        line.encode()  # goes into a UTF-8 file as it is
        back = codec.loads(kind, line)
        assert back == value
        assert repr(back) == repr(value)


def test_every_event_kind_is_listed() -> None:
    """`KINDS` names every dataclass of the events module: one that is left out could not be replayed."""
    there = {
        name
        for name, kind in inspect.getmembers(events, inspect.isclass)
        if dataclasses.is_dataclass(kind) and kind.__module__ == events.__name__
    }
    assert set(events.KINDS) == there


def test_rates_inside_a_mapping_come_back_as_rates() -> None:
    """A mapping of records is decoded by its annotation."""
    event = events.Measured("after", 3, records.Rate(0.5, 0.3, 0.7, 20), {"search": records.Rate(1.0, 0.4, 1.0, 4)})
    assert codec.loads(events.Measured, codec.dumps(event)).by_kind["search"].n == 4


def test_older_and_newer_writers() -> None:
    """Missing fields take their defaults, unknown ones are ignored."""
    page = codec.decode(records.SitePage, {"url": "http://x/", "title": "X", "invented_later": 1})
    assert page == records.SitePage("http://x/", "X")


def test_a_field_that_must_be_there() -> None:
    """A record without a required field is refused, not made up."""
    with pytest.raises(TypeError):
        codec.loads(records.Task, '{"id": "a"}')


def test_an_unknown_word_is_refused() -> None:
    """An enum takes its own words only."""
    with pytest.raises(ValueError, match="maybe"):
        codec.loads(records.Verdict, '{"episode":"e","task":"t","outcome":"maybe","evaluator":"check"}')


def test_enums_are_words_in_json() -> None:
    """Stored keys are stable words, not member names."""
    assert codec.encode(Action(Verb.BACK)) == {"verb": "GoBack", "ref": None, "text": "", "submit": False}
