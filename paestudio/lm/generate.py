"""Free text from the model: streams that come and go, one token of each in one packed pass.

Decoding under a grammar (`decode`) is what the agent does; this is for who asks over HTTP. A stream's beginning may be
read by the base weights, as the agent reads pages: it is cached then and shared by all streams that begin alike.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import KV, Past, Segment


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
        self._rng = random.Random(wanted.seed)
        self._next: tuple[int, ...] = wanted.tail
        self._past: Past = ()
        self._said = KV()
        self._begun = False

    def segment(self, head: Past) -> Segment:
        """What the next pass has to read; `head` is the cache of `wanted.head`."""
        if not self._begun:
            self._past = head
        return Segment(self._next, (*self._past, self._said) if self._said.length else self._past)

    def take(self, fresh: KV, logits: Tensor, ends: frozenset[int]) -> None:
        """The pass's keys and values, and logits [vocabulary] of the next token, which is chosen here."""
        if self._begun:
            self._said = self._said.then(fresh)
        else:  # the prompt stays a piece of its own: copying it for each token would cost more than a second product
            self._past, self._begun = (*self._past, fresh), True
        token = _choose(logits, self.wanted, self._rng)
        if token in ends:
            self.over = "stop"
            return
        self.tokens.append(token)
        self._next = (token,)
        if len(self.tokens) >= self.wanted.max_tokens:
            self.over = "length"


class Generator:
    """Advances any number of streams. Not thread-safe: the model's one thread owns it."""

    def __init__(self, lm: LanguageModel) -> None:
        self.lm = lm

    @torch.no_grad()
    def advance(self, streams: Sequence[Stream]) -> None:
        """One token more for each stream that is not over."""
        going = [stream for stream in streams if not stream.over]
        if not going:
            return
        heads = self.lm.pages([stream.wanted.head for stream in going])
        hidden, pack = self.lm.forward([s.segment(head) for s, head in zip(going, heads, strict=True)], keep=True)
        last = hidden[[end - 1 for _, end in pack.spans]]
        for stream, fresh, logits in zip(going, pack.fresh, (last @ self.lm.head.t()).float(), strict=True):
            stream.take(fresh, logits, self.lm.ends)


def _choose(logits: Tensor, wanted: Wanted, rng: random.Random) -> int:
    if wanted.temperature == 0:
        return int(logits.argmax())
    shares, order = (logits / wanted.temperature).softmax(-1).sort(descending=True)
    sums = shares.cumsum(-1)
    kept = int((sums < wanted.top_p).sum()) + 1  # the one that reaches top_p is among them
    drawn = rng.random() * float(sums[min(kept, len(sums)) - 1])
    return int(order[min(int((sums <= drawn).sum()), kept - 1, len(sums) - 1)])
