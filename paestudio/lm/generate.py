"""Free text from the model: streams that come and go, one token of each at a time, all together.

Decoding under a grammar (`decode`) is what the small agent does; this is for an agent that speaks in its own words
(`speak`) and for who asks over HTTP (`serving`). A stream's beginning may be read by the base weights, as the agent
reads pages: it is cached then and shared by all streams that begin alike. How a token is chosen is the caller's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from paestudio.lm.herd import Herd
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import Past, Segment


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to go on from, and how. Temperature 0 takes the likeliest token."""

    head: tuple[int, ...]  # read by the base weights; may be empty
    tail: tuple[int, ...]  # read by the adapted ones; at least one token
    max_tokens: int
    temperature: float = 1.0
    top_p: float = 1.0  # draw among the likeliest tokens that together have this probability
    seed: int | None = None


class Stream:
    """One text in the making. `tokens` are what was said; `over` is why it ended: stop, length, or "" before that."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.tokens: list[int] = []
        self.over = ""
        self.dice = random.Random(wanted.seed)


class Take(Protocol):
    """Chooses and notes the next token of each stream; sets `over` on those that have ended."""

    def __call__(self, streams: Sequence[Stream], logits: Tensor) -> None:
        """logits [n, vocabulary], 32 bits."""
        ...


class Generator:
    """Advances any number of streams. Not thread-safe: the model's one thread owns it."""

    def __init__(self, lm: LanguageModel, take: Take | None = None) -> None:
        """`take` None: each stream draws for itself, as it is wanted, and an end is no part of what it says."""
        self.lm = lm
        self._take: Take = take or self._draw
        self._herd: Herd | None = None
        self._members: list[Stream | None] = []  # of the herd; None for those that left and run along for a while

    @torch.no_grad()
    def advance(self, streams: Sequence[Stream]) -> None:
        """One token more for each stream that is not over. What was read is kept for those that come again."""
        going = [stream for stream in streams if not stream.over]
        self._leave_out(going)
        if not going:
            return
        order, states = list[Stream](), list[Tensor]()
        if self._herd is not None:
            tokens = [stream.tokens[-1] if stream else 0 for stream in self._members]
            rows = [row for row, stream in enumerate(self._members) if stream]
            states.append(self.lm.step(tokens, self._herd)[rows])
            order += [stream for stream in self._members if stream]
        known = {id(stream) for stream in order}
        if fresh := [stream for stream in going if id(stream) not in known]:
            last, pasts = self._read(fresh)
            states.append(last)
            order += fresh
            self._join(fresh, pasts)
        self._take(order, (torch.cat(states) @ self.lm.head.t()).float())

    def _leave_out(self, going: Sequence[Stream]) -> None:
        """Streams that do not come again run along until they are many; one that comes later is read anew."""
        wanted = {id(stream) for stream in going}
        self._members = [stream if id(stream) in wanted else None for stream in self._members]
        rows = [row for row, stream in enumerate(self._members) if stream]
        if not rows:
            self._herd, self._members = None, []
        elif self._herd is not None and self._herd.keep(rows):
            self._members = [self._members[row] for row in rows]

    def _read(self, fresh: Sequence[Stream]) -> tuple[Tensor, list[Past]]:
        """The last state [n, hidden] of each prompt, and the caches; equal prompts are read once."""
        places: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        asked = [(stream.wanted.head, (*stream.wanted.tail, *stream.tokens)) for stream in fresh]
        for ask in asked:
            places.setdefault(ask, len(places))
        heads = self.lm.pages([head for head, _ in places])
        segments = [Segment(tail, head) for (_, tail), head in zip(places, heads, strict=True)]
        hidden, pack = self.lm.forward(segments, keep=True)
        last = hidden[[end - 1 for _, end in pack.spans]]
        which = [places[ask] for ask in asked]
        return last[which], [(*segments[i].past, pack.fresh[i]) for i in which]

    def _join(self, fresh: Sequence[Stream], pasts: Sequence[Past]) -> None:
        room = max(stream.wanted.max_tokens - len(stream.tokens) for stream in fresh)
        if self._herd is None:
            self._herd, self._members = Herd(pasts, room), list(fresh)
        else:
            self._herd.join(Herd(pasts, room))
            self._members += fresh

    def _draw(self, streams: Sequence[Stream], logits: Tensor) -> None:
        for stream, row in zip(streams, logits, strict=True):
            token = _choose(row, stream.wanted, stream.dice)
            if token in self.lm.ends:
                stream.over = "stop"
                continue
            stream.tokens.append(token)
            if len(stream.tokens) >= stream.wanted.max_tokens:
                stream.over = "length"


def _choose(logits: Tensor, wanted: Wanted, rng: random.Random) -> int:
    if wanted.temperature == 0:
        return int(logits.argmax())
    shares, order = (logits / wanted.temperature).softmax(-1).sort(descending=True)
    sums = shares.cumsum(-1)
    kept = int((sums < wanted.top_p).sum()) + 1  # the one that reaches top_p is among them
    drawn = rng.random() * float(sums[min(kept, len(sums)) - 1])
    return int(order[min(int((sums <= drawn).sum()), kept - 1, len(sums) - 1)])
