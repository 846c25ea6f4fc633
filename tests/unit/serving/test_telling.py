"""Pieces of a growing text: whole characters, and nothing that turns out to be a stop text."""

from __future__ import annotations

import pytest

from paestudio.serving.telling import Telling


def told(text: str, stops: list[str], step: int = 1) -> tuple[list[str], bool]:
    telling = Telling(stops)
    pieces = [telling.more(text[:end]) for end in range(step, len(text), step)]
    return [*pieces, telling.rest(text)], telling.stopped


@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_the_pieces_are_the_text(step: int) -> None:
    pieces, stopped = told("one two\nthree", ["four", "\n\n"], step)
    assert "".join(pieces) == "one two\nthree" and not stopped


@pytest.mark.parametrize("step", [1, 2, 5])
@pytest.mark.parametrize("stop", ["stop", "a b", "xx"])
def test_nothing_from_a_stop_text_on_is_told(stop: str, step: int) -> None:
    pieces, stopped = told(f"some st st sa x {stop} after", ["zzz", stop], step)
    assert "".join(pieces) == "some st st sa x " and stopped


def test_half_a_character_waits_for_its_other_half() -> None:
    telling = Telling([])
    assert [telling.more("a\ufffd"), telling.more("aé"), telling.rest("aé\ufffd")] == ["a", "é", "\ufffd"]


def test_the_first_of_several_stop_texts_counts() -> None:
    pieces, _ = told("abcdef", ["ef", "cd"], 6)
    assert "".join(pieces) == "ab"
