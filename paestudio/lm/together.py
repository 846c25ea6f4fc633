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

SHORT = 64  # tokens that are copied in each step; more cost more than the calls they save
LEAST = 2  # streams
MANY, LONGEST, KEPT_BYTES = 4, 512, 512 << 20  # pages of one stream each that are laid side by side once


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
class Side:
    """A piece a row, side by side for all layers; `beyond` is true where a row's piece is over, or it has none."""

    pieces: Sequence[Piece | None]
    keys: Tensor  # [L, Hk, B, C, D]
    values: Tensor
    beyond: Tensor | None  # [B, 1, C]

    @classmethod
    def lay(cls, pieces: Sequence[Piece | None]) -> Side:
        """A copy of them; one at least is there."""
        lengths = [piece.length if piece else 0 for piece in pieces]
        layers, groups, size, like = _shape(pieces)
        keys = like.new_zeros(layers, groups, len(pieces), max(lengths), size)
        values = torch.zeros_like(keys)
        for row, piece in enumerate(pieces):
            if piece is not None:
                keys[:, :, row, : piece.length] = stacked(piece.keys)
                values[:, :, row, : piece.length] = stacked(piece.values)
        if min(lengths) == max(lengths):
            return cls(pieces, keys, values, None)
        ends = torch.tensor(lengths, device=keys.device)
        return cls(pieces, keys, values, (torch.arange(max(lengths), device=keys.device) >= ends[:, None])[:, None])

    @property
    def length(self) -> int:
        """C."""
        return self.keys.shape[3]


@dataclass(slots=True)
class Beside:
    """A model's pages of one stream each: laid side by side from the second step on that has the same ones."""

    pages: Sequence[Piece | None] = ()  # of the latest step
    side: Side | None = None

    def lay(self, pages: Sequence[Piece | None]) -> Side | None:
        """The pages side by side, if they are many and the same as in the step before; forgets those of that step."""
        same = len(self.pages) == len(pages) and all(a is b for a, b in zip(self.pages, pages, strict=True))
        side = self.side
        self.forget()
        if sum(page is not None for page in pages) < MANY:
            return None
        self.pages = pages
        if not same:
            return None
        layers, groups, size, like = _shape(pages)
        longest = max(page.length for page in pages if page)
        if side is None and 2 * layers * groups * size * longest * len(pages) * like.element_size() <= KEPT_BYTES:
            side = Side.lay(pages)
        self.side = side
        return side

    def forget(self) -> None:
        """Let go of the pages."""
        self.pages, self.side = (), None


@dataclass(slots=True)
class Plan:
    """Which stream is in which row, and what each attends to. One serves all layers of a pass."""

    order: list[int]  # row → stream
    shared: list[Shared] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    width: int = 0  # W

    @classmethod
    def make(cls, pasts: Sequence[Sequence[Piece]], beside: Beside) -> Plan | None:
        """For streams with those pieces before their token; None when they are too few to be worth it."""
        if len(pasts) < LEAST:
            beside.forget()
            return None
        numbers: dict[int, int] = {}
        names = [tuple(numbers.setdefault(id(piece), len(numbers)) for piece in past) for past in pasts]
        order = sorted(range(len(pasts)), key=names.__getitem__)
        plan = cls(order)
        pages: list[Piece | None] = [None] * len(order)
        tails = pages.copy()
        widths = [0] * len(order)
        for depth in range(max(len(past) for past in pasts)):
            for begin, end in _runs([names[i][: depth + 1] for i in order], depth):
                past = pasts[order[begin]]
                piece = past[depth]
                if end - begin == 1 and depth == len(past) - 1 and piece.length <= SHORT:
                    tails[begin] = piece
                elif end - begin == 1 and depth == 0 and piece.length <= LONGEST:
                    pages[begin] = piece
                else:
                    plan._share(piece, begin, end, widths)
        if side := beside.lay(pages):
            plan.sides.append(side)
        else:
            for row, page in enumerate(pages):
                if page is not None:
                    plan._share(page, row, row + 1, widths)
        if any(tail is not None for tail in tails):
            plan.sides.append(Side.lay(tails))
        plan.width = max(widths)
        return plan

    def _share(self, piece: Piece, begin: int, end: int, widths: list[int]) -> None:
        self.shared.append(Shared(piece, begin, end, widths[begin]))
        for row in range(begin, end):
            widths[row] += piece.length

    def attend(self, layer: int, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """query [Hq, B, D], scaled, and each stream's own key and value [Hk, B, D], by stream → [B, Hq, D]."""
        heads, count, size = query.shape
        groups = key.shape[0]
        rows = torch.tensor(self.order, device=query.device)
        q = query.view(groups, heads // groups, count, size).transpose(1, 2)[:, rows]  # [Hk, B, R, D]
        k, v = key[:, rows, None], value[:, rows, None]
        scores = [self._scores_of_shared(layer, q)] if self.shared else []
        for side in self.sides:
            part = q @ side.keys[layer].transpose(2, 3)
            scores.append(part if side.beyond is None else part.masked_fill_(side.beyond, float("-inf")))
        scores.append((q * k).sum(-1, keepdim=True))
        weights = torch.cat(scores, dim=-1).float().softmax(-1).to(q.dtype)
        out = weights[..., -1:] * v
        column = self.width
        for side in self.sides:
            out += weights[..., column : column + side.length] @ side.values[layer]
            column += side.length
        for one in self.shared:
            part = weights[:, one.begin : one.end, :, one.column : one.column + one.piece.length].flatten(1, 2)
            out[:, one.begin : one.end] += (part @ one.piece.values[layer]).unflatten(1, (one.end - one.begin, -1))
        back = torch.empty_like(out)
        back[:, rows] = out
        return back.transpose(0, 1).reshape(count, heads, size)

    def _scores_of_shared(self, layer: int, q: Tensor) -> Tensor:
        """[Hk, B, R, W]; minus infinity where a row has nothing."""
        groups, count, queries, _ = q.shape
        scores = q.new_full((groups, count, queries, self.width), float("-inf"))
        for one in self.shared:
            part = q[:, one.begin : one.end].flatten(1, 2) @ one.piece.keys[layer].transpose(1, 2)
            scores[:, one.begin : one.end, :, one.column : one.column + one.piece.length] = part.unflatten(
                1, (one.end - one.begin, -1)
            )
        return scores


def _shape(pieces: Sequence[Piece | None]) -> tuple[int, int, int, Tensor]:
    """(L, Hk, D, a tensor of that type) of the first that is there."""
    piece = next(piece for piece in pieces if piece)
    groups, _, size = piece.keys[0].shape
    return len(piece.keys), groups, size, piece.keys[0]


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
