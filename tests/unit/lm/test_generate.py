"""Streams that come and go say what each would say alone; a herd grows when it is full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from paestudio.lm.generate import Generator, Stream, Wanted
from paestudio.lm.herd import ROOM
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import Segment


@pytest.fixture(scope="module")
def lm(tiny_model: Path) -> Iterator[LanguageModel]:
    made = LanguageModel.load(tiny_model, rank=4, seed=0, precise=True)
    made.ends = frozenset()  # nothing ends before its length
    with torch.no_grad():
        for parameter in made.adapter_parameters:
            parameter.normal_(0, 0.3)
    return made


def naively(lm: LanguageModel, wanted: Wanted) -> list[int]:
    """The same without a cache of what was said: everything after the head anew for each token."""
    said: list[int] = []
    with torch.no_grad():
        (head,) = lm.pages([wanted.head])
        while len(said) < wanted.max_tokens:
            hidden, _ = lm.forward([Segment((*wanted.tail, *said), head)])
            said.append(int((lm.head @ hidden[-1]).argmax()))
    return said


def test_streams_that_come_and_go_say_what_each_says_alone(lm: LanguageModel) -> None:
    page = lm.tokens("Page: Shop Copper Can £34.00 button Add to basket")
    wishes = [
        Wanted((), lm.tokens("click link"), 14, 0.0),
        Wanted(page, lm.tokens(" Task: What does the Iron Can cost?"), 9, 0.0),
        Wanted(page, lm.tokens(" Task: go back"), 12, 0.0),
        Wanted((), lm.tokens("answer: £12.50 go back scroll down done press Enter"), 5, 0.0),
    ]
    streams, generator = [Stream(wanted) for wanted in wishes], Generator(lm)
    for passes in range(20):  # one more stream every second pass
        generator.advance(streams[: 1 + passes // 2])
    assert [stream.over for stream in streams] == ["length"] * 4
    assert [stream.tokens for stream in streams] == [naively(lm, wanted) for wanted in wishes]


def test_a_stream_that_was_left_out_goes_on_where_it_was(lm: LanguageModel) -> None:
    wishes = [Wanted((), lm.tokens(text), 10, 0.0) for text in ("click link", "go back", "answer: free")]
    streams, generator = [Stream(wanted) for wanted in wishes], Generator(lm)
    for going in ((0, 1, 2), (0, 1, 2), (0, 1), (0, 1), (2,), (0, 1, 2)):
        generator.advance([streams[place] for place in going])
    while not all(stream.over for stream in streams):
        generator.advance(streams)
    assert [stream.tokens for stream in streams] == [naively(lm, wanted) for wanted in wishes]


def test_a_herd_that_is_full_grows(lm: LanguageModel) -> None:
    long, short = (Stream(Wanted((), lm.tokens(text), n, 0.0)) for text, n in (("done", ROOM + 9), ("go back", 3)))
    generator = Generator(lm)
    while not long.over:
        generator.advance([long, short])
    assert len(long.tokens) == ROOM + 9 and len(short.tokens) == 3
    with torch.no_grad():
        hidden, _ = lm.forward([Segment((*long.wanted.tail, *long.tokens[:-1]))])
    assert int((lm.head @ hidden[-1]).argmax()) == long.tokens[-1]
