"""Attention of many streams that add one token each, computed together: a decoding step.

Stream by stream, such a step is thousands of tiny products, and calling them takes longer than computing them. Here
all streams on one page attend to it in one product (the page is neither copied nor padded), and the short pieces that
belong to one stream alone, what it said so far, are laid side by side for all layers at once.

Shapes: B streams, R query heads a key head, L layers; Hk, D as in `packed`. W columns of scores for pages, C for what
was said, and one for the token itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import torch
from torch import Tensor

SHORT = 64  # tokens that are copied; more cost more than the calls they save
LEAST = 2  # streams


class Piece(Protocol):
    """Keys and values of some tokens, by layer."""

    @property
    def length(self) -> int:
        """Tokens held."""
        ...

    @property
    def keys(self) -> Sequence[Tensor] | Tensor:
        """[Hk, P, D] a layer."""
        ...

    @property
    def values(self) -> Sequence[Tensor] | Tensor:
        """[Hk, P, D] a layer."""
        ...


@dataclass(slots=True)
class Shared:
    """A piece that the streams in rows `begin` to `end` attend to; its scores lie from `column` on."""

    piece: Piece
    begin: int
    end: int
    column: int


@dataclass(slots=True)
class Plan:
    """Which stream is in which row, and what each attends to. One serves all layers of a pass."""

    order: list[int]  # row → stream
    shared: list[Shared] = field(default_factory=list)
    tails: list[Piece | None] = field(default_factory=list)  # row → its own short piece
    width: int = 0  # W
    longest: int = 0  # C
    keys: Tensor | None = None  # of the tails, [L, Hk, B, C, D]
    values: Tensor | None = None
    beyond: Tensor | None = None  # [B, 1, C], true where a tail is shorter

    @classmethod
    def make(cls, pasts: Sequence[Sequence[Piece]]) -> Plan | None:
        """For streams with those pieces before their token; None when they are too few to be worth it."""
        if len(pasts) < LEAST:
            return None
        numbers: dict[int, int] = {}
        names = [tuple(numbers.setdefault(id(piece), len(numbers)) for piece in past) for past in pasts]
        order = sorted(range(len(pasts)), key=names.__getitem__)
        plan = cls(order, tails=[None] * len(order))
        widths = [0] * len(order)
        for depth in range(max(len(past) for past in pasts)):
            for begin, end in _runs([names[i][: depth + 1] for i in order], depth):
                past = pasts[order[begin]]
                piece = past[depth]
                if end - begin == 1 and depth == len(past) - 1 and piece.length <= SHORT:
                    plan.tails[begin] = piece
                    continue
                plan.shared.append(Shared(piece, begin, end, widths[begin]))
                for row in range(begin, end):
                    widths[row] += piece.length
        plan.width = max(widths)
        plan._lay_side_by_side()
        return plan

    def _lay_side_by_side(self) -> None:
        lengths = [tail.length if tail else 0 for tail in self.tails]
        self.longest = max(lengths)
        if not self.longest:
            return
        for row, tail in enumerate(self.tails):
            if tail is None:
                continue
            keys, values = stacked(tail.keys), stacked(tail.values)
            if self.keys is None or self.values is None:
                layers, groups, _, size = keys.shape
                self.keys = keys.new_zeros(layers, groups, len(lengths), self.longest, size)
                self.values = torch.zeros_like(self.keys)
            self.keys[:, :, row, : tail.length] = keys
            self.values[:, :, row, : tail.length] = values
        if min(lengths) < self.longest and self.keys is not None:
            ends = torch.tensor(lengths, device=self.keys.device)
            self.beyond = (torch.arange(self.longest, device=self.keys.device) >= ends[:, None])[:, None]

    def attend(self, layer: int, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """query [Hq, B, D], scaled, and each stream's own key and value [Hk, B, D], by stream → [B, Hq, D]."""
        heads, count, size = query.shape
        groups = key.shape[0]
        width, longest = self.width, self.longest
        rows = torch.tensor(self.order, device=query.device)
        q = query.view(groups, heads // groups, count, size).transpose(1, 2)[:, rows]  # [Hk, B, R, D]
        k, v = key[:, rows, None], value[:, rows, None]
        scores = q.new_full((groups, count, heads // groups, width + longest + 1), float("-inf"))
        for one in self.shared:
            part = q[:, one.begin : one.end].flatten(1, 2) @ one.piece.keys[layer].transpose(1, 2)
            scores[:, one.begin : one.end, :, one.column : one.column + one.piece.length] = part.unflatten(
                1, (one.end - one.begin, -1)
            )
        if self.keys is not None:
            said = scores[..., width : width + longest]
            said.copy_(q @ self.keys[layer].transpose(2, 3))
            if self.beyond is not None:
                said.masked_fill_(self.beyond, float("-inf"))
        scores[..., -1] = (q * k).sum(-1)
        weights = scores.float().softmax(-1).to(q.dtype)
        out = weights[..., -1:] * v
        if self.values is not None:
            out += weights[..., width : width + longest] @ self.values[layer]
        for one in self.shared:
            part = weights[:, one.begin : one.end, :, one.column : one.column + one.piece.length].flatten(1, 2)
            out[:, one.begin : one.end] += (part @ one.piece.values[layer]).unflatten(1, (one.end - one.begin, -1))
        back = torch.empty_like(out)
        back[:, rows] = out
        return back.transpose(0, 1).reshape(count, heads, size)


def stacked(layers: Sequence[Tensor] | Tensor) -> Tensor:
    """[L, Hk, P, D]."""
    return layers if isinstance(layers, Tensor) else torch.stack(tuple(layers))


def _runs(names: Sequence[tuple[int, ...]], depth: int) -> list[tuple[int, int]]:
    """(begin, end) of equal neighbours among those that go at least that deep."""
    runs: list[tuple[int, int]] = []
    for row, name in enumerate(names):
        if len(name) <= depth:
            continue
        if runs and runs[-1][1] == row and names[runs[-1][0]] == name:
            runs[-1] = (runs[-1][0], row + 1)
        else:
            runs.append((row, row + 1))
    return runs
