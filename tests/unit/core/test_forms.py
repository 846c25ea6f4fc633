"""A form walked with any choices gives JSON of exactly that form."""

from __future__ import annotations

import json
import random

import pytest

from paestudio.core.forms import Choice, Each, Form, Lines, Pick, Record, Several, Text, walk

VOTE = Record((("number", Choice((1,))), ("met", Choice((True, False, None))), ("evidence", Text(20))))
FORM = Record((("criteria", Each((VOTE, VOTE))), ("tags", Several(Text(5), 1, 3)), ("verdict", Choice(("a", "b")))))


def say(form: Form, chance: random.Random) -> str:
    """A reply of that form, its open places filled by chance."""
    pieces, said = walk(form), ""
    piece = next(pieces)
    while True:
        try:
            if isinstance(piece, Pick):
                picked = chance.choice(piece.options)
                said += picked
                piece = pieces.send(picked)
                continue
            said += piece if isinstance(piece, str) else "some text"
            piece = next(pieces)
        except StopIteration:
            return said


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_chosen_it_is_json_of_that_form(seed: int) -> None:
    made = json.loads(say(FORM, random.Random(seed)))
    assert list(made) == ["criteria", "tags", "verdict"]
    assert [one["number"] for one in made["criteria"]] == [1, 1] and made["criteria"][0]["met"] in (True, False, None)
    assert 1 <= len(made["tags"]) <= 3 and made["verdict"] in ("a", "b")


def test_lines_are_objects_a_line() -> None:
    said = say(Lines(Record((("a", Choice((1,))), ("b", Text()))), 3), random.Random(0))
    assert [json.loads(line) for line in said.splitlines()] == [{"a": 1, "b": "some text"}] * 3


def test_an_empty_record_is_an_empty_object() -> None:
    assert say(Record(()), random.Random(0)) == "{}"
