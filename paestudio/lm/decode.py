"""Constrained decoding: only what the grammar allows can come out, and its log-probability is exact.

Streams advance together: one packed forward pass a branching token, forced tokens ride along. Everything computed
for one version of the weights is remembered as a tree, so the siblings of a group never compute the same choice
twice.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import torch

from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import KV, Past, Segment

TREE_BYTES = 2 << 30


class Grammar(Protocol):
    """One place in a grammar. `options` empty and `finished` false: any token may follow."""

    @property
    def finished(self) -> bool:
        """Whether a whole reply was said."""
        ...

    def options(self) -> tuple[int, ...]:
        """The tokens that may follow, sorted; empty for the whole vocabulary."""
        ...

    def step(self, token: int) -> Grammar:
        """The place after `token`."""
        ...


@dataclass(slots=True)
class Request:
    """What to decode: a page, a prompt on it, and the grammar of the reply. `key` names the grammar's content."""

    prefix: tuple[int, ...]
    prompt: tuple[int, ...]
    grammar: Grammar
    key: object
    greedy: bool = False


@dataclass(slots=True)
class Reply:
    """Tokens, their log-probabilities (0.0 where forced), the summed entropy in nats, and the grammar's last place."""

    tokens: tuple[int, ...]
    logprobs: tuple[float, ...]
    entropy: float
    end: Grammar


@dataclass(slots=True)
class _Branch:
    """A point where the model must choose: tokens to run before it, and what came of that."""

    tokens: tuple[int, ...]
    place: Grammar
    page: Past
    chain: KV
    logps: list[float] | None = None
    options: tuple[int, ...] = ()
    entropy: float = 0.0
    next: dict[int, tuple[tuple[int, ...], _Branch | Grammar]] = field(default_factory=dict)


class Decoder:
    """Decodes under a grammar, remembering what one version of the weights has computed."""

    def __init__(self, lm: LanguageModel, temperature: float, seed: int) -> None:
        self.lm = lm
        self._temperature = temperature
        self.rng = random.Random(seed)
        self._roots: dict[object, _Branch] = {}
        self._bytes = 0

    def forget(self) -> None:
        """The weights changed: nothing that was computed holds any more."""
        self._roots.clear()
        self._bytes = 0

    @torch.no_grad()
    def decode(self, requests: Sequence[Request]) -> list[Reply]:
        """One reply a request, in order."""
        if self._bytes > TREE_BYTES:
            self.forget()
        pages = self.lm.pages([r.prefix for r in requests])
        streams = [_Stream(self._root(r, page), r.greedy) for r, page in zip(requests, pages, strict=True)]
        while waiting := [s for s in streams if s.end is None]:
            self._run([s.branch for s in waiting])
            for stream in waiting:
                stream.choose(self.rng)
        return [s.reply() for s in streams]

    def _root(self, request: Request, page: Past) -> _Branch:
        key = (request.prefix, request.prompt, request.key)
        if key not in self._roots:
            self._roots[key] = _Branch(request.prompt, request.grammar, page, KV())
        return self._roots[key]

    def _run(self, branches: Sequence[_Branch]) -> None:
        new = list({id(b): b for b in branches if b.logps is None}.values())
        if not new:
            return
        segments = [Segment(b.tokens, (*b.page, b.chain) if b.chain.length else b.page) for b in new]
        hidden, pack = self.lm.forward(segments, keep=True)
        for branch, (_, end), fresh in zip(new, pack.spans, pack.fresh, strict=True):
            branch.chain = branch.chain.then(fresh)
            self._bytes += fresh.bytes
            branch.options = branch.place.options()
            logps = self.lm.choice(hidden[end - 1], branch.options, self._temperature)
            branch.entropy = float(-(logps.exp() * logps).sum())
            branch.logps = logps.tolist()


class _Stream:
    """One reply in the making."""

    def __init__(self, root: _Branch, greedy: bool) -> None:
        self.branch = root
        self.greedy = greedy
        self.end: Grammar | None = None
        self.tokens: list[int] = []
        self.logprobs: list[float] = []
        self.entropy = 0.0

    def choose(self, rng: random.Random) -> None:
        """Take one option of the current branch, and every token that is forced after it."""
        branch = self.branch
        assert branch.logps is not None
        index = _pick(branch.logps, self.greedy, rng)
        token = branch.options[index] if branch.options else index
        if token not in branch.next:
            branch.next[token] = _forced(branch, token)
        tokens, after = branch.next[token]
        self.tokens += tokens
        self.logprobs += [branch.logps[index], *[0.0] * (len(tokens) - 1)]
        self.entropy += branch.entropy
        if isinstance(after, _Branch):
            self.branch = after
        else:
            self.end = after

    def reply(self) -> Reply:
        """The finished reply."""
        assert self.end is not None
        return Reply(tuple(self.tokens), tuple(self.logprobs), self.entropy, self.end)


def _pick(logps: list[float], greedy: bool, rng: random.Random) -> int:
    if greedy:
        return max(range(len(logps)), key=logps.__getitem__)
    weights = torch.tensor(logps).exp().tolist()
    return rng.choices(range(len(logps)), weights)[0]


def _forced(branch: _Branch, token: int) -> tuple[tuple[int, ...], _Branch | Grammar]:
    place = branch.place.step(token)
    tokens = [token]
    while not place.finished:
        options = place.options()
        if len(options) != 1:
            return tuple(tokens), _Branch(tuple(tokens), place, branch.page, branch.chain)
        tokens.append(options[0])
        place = place.step(options[0])
    return tuple(tokens), place
