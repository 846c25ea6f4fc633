"""One forward pass for many streams of different length, without padding and without copying their caches.

Each stream is a *segment* of new tokens on top of cached keys and values (`past`). All new tokens lie in one row of
one batch, so the linear layers see no padding; attention runs segment by segment against the segment's own past, so
two streams on one page share that page's cache. Works with every transformers model that takes an attention
implementation by name (`AttentionInterface`).

Shapes: T new tokens in all, P past tokens, Hq query heads, Hk key heads, D head size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import AttentionInterface

from paestudio.lm.together import SHORT, Beside, Plan, stacked

NAME = "packed"
LONG = 96  # tokens from which the fused kernel is faster
FEW = 256  # keys that are worth copying for one token: a few calls instead of a few for each piece
NO_GAPS: Mapping[int, tuple[tuple[int, int], ...]] = {}


@dataclass(slots=True)
class KV:
    """Keys and values of some tokens: a [Hk, P, D] tensor a layer, rotary positions already applied."""

    keys: list[Tensor] | Tensor = field(default_factory=list)  # a short one in one piece: [L, Hk, P, D]
    values: list[Tensor] | Tensor = field(default_factory=list)
    gaps: tuple[tuple[int, int], ...] = ()  # (token after a picture, by how much its position is not its index)

    @property
    def extent(self) -> int:
        """Positions taken: the next token's position."""
        return self.length + sum(shift for _, shift in self.gaps)

    @property
    def length(self) -> int:
        """Tokens held."""
        return self.keys[0].shape[1] if len(self.keys) else 0

    @property
    def bytes(self) -> int:
        """Memory held."""
        return sum(t.numel() * t.element_size() for t in (*self.keys, *self.values))

    def add(self, keys: Tensor, values: Tensor) -> None:
        """One layer more."""
        assert isinstance(self.keys, list) and isinstance(self.values, list)
        self.keys.append(keys)
        self.values.append(values)

    def then(self, later: KV) -> KV:
        """These tokens followed by `later`."""
        if not len(self.keys):
            return later
        gaps = (*self.gaps, *((self.length + place, shift) for place, shift in later.gaps))
        if self.length + later.length <= SHORT:  # a copy and two calls instead of two calls a layer
            return KV(
                torch.cat((stacked(self.keys), stacked(later.keys)), dim=2),
                torch.cat((stacked(self.values), stacked(later.values)), dim=2),
                gaps,
            )
        return KV(
            [torch.cat(pair, dim=1) for pair in zip(self.keys, later.keys, strict=True)],
            [torch.cat(pair, dim=1) for pair in zip(self.values, later.values, strict=True)],
            gaps,
        )


Past = tuple[KV, ...]  # pieces, one after the other


def first(past: Past, length: int) -> Past:
    """The first `length` tokens, without copying."""
    pieces: list[KV] = []
    for kv in past:
        take = min(length - sum(piece.length for piece in pieces), kv.length)
        if take > 0:
            pieces.append(kv if take == kv.length else _cut(kv, take))
    return tuple(pieces)


def _cut(kv: KV, length: int) -> KV:
    """Never inside a picture: two rows differ there from its first token on, or not at all."""
    kept = tuple(gap for gap in kv.gaps if gap[0] <= length)
    return KV([k[:, :length] for k in kv.keys], [v[:, :length] for v in kv.values], kept)


@dataclass(slots=True)
class Segment:
    """New tokens of one stream; `past` pieces come before them in order.

    `parent` is the place in the same pack of a segment that comes between `past` and these tokens (several actions
    on one prompt); gradients flow through it.
    """

    tokens: Sequence[int]
    past: Past = ()
    parent: int | None = None


@dataclass(slots=True)
class Pack:
    """The segments of one forward pass, and where each lies in the row."""

    segments: Sequence[Segment]
    beside: Beside  # of the model
    keep: bool = False  # collect the new keys and values in `fresh`
    spans: list[tuple[int, int]] = field(default_factory=list)
    fresh: list[KV] = field(default_factory=list)
    ones: list[int] = field(default_factory=list)  # segments of one token, which `plan` computes together
    plan: Plan | None = None

    def __post_init__(self) -> None:
        end = 0
        for segment in self.segments:
            start, end = end, end + len(segment.tokens)
            self.spans.append((start, end))
        if self.keep:
            self.fresh = [KV([], []) for _ in self.segments]
        self.ones = [i for i, s in enumerate(self.segments) if len(s.tokens) == 1 and s.parent is None]
        self.plan = Plan.make([self.segments[i].past for i in self.ones], self.beside)

    def row(self, device: torch.device) -> tuple[Tensor, Tensor]:
        """(token ids, positions), each [1, T]."""
        ids = [t for segment in self.segments for t in segment.tokens]
        places = [p + i for p, s in zip(self.starts(), self.segments, strict=True) for i in range(len(s.tokens))]
        return torch.tensor([ids], device=device), torch.tensor([places], device=device)

    def starts(self, gaps: Mapping[int, tuple[tuple[int, int], ...]] = NO_GAPS) -> list[int]:
        """The position of each segment's first token. `gaps` are those of segments with pictures, by number."""
        starts: list[int] = []
        for segment in self.segments:
            before = sum(kv.extent for kv in segment.past)
            if (parent := segment.parent) is not None:
                before = starts[parent] + len(self.segments[parent].tokens) + sum(s for _, s in gaps.get(parent, ()))
            starts.append(before)
        return starts

    def attend(self, layer: int, query: Tensor, key: Tensor, value: Tensor, scaling: float) -> Tensor:
        """Segment by segment: query [1, Hq, T, D], key and value [1, Hk, T, D] → [1, T, Hq, D]."""
        if self.keep:
            for fresh, (start, end) in zip(self.fresh, self.spans, strict=True):
                fresh.add(key[0, :, start:end], value[0, :, start:end])
        scaled = query[0] * scaling
        done: dict[int, Tensor] = {}
        if self.plan is not None and not query.requires_grad:
            places = [self.spans[i][0] for i in self.ones]
            if len(places) == scaled.shape[1]:
                return self.plan.attend(layer, scaled, key[0], value[0]).unsqueeze(0)
            joint = self.plan.attend(layer, scaled[:, places], key[0, :, places], value[0, :, places])
            done = dict(zip(self.ones, joint.split(1), strict=True))
        lengths = [end - start for start, end in self.spans]
        q = scaled.split(lengths, dim=1)  # split, not slices: one concatenation in the backward pass
        k, v = key[0].split(lengths, dim=1), value[0].split(lengths, dim=1)
        outputs = []
        for i, segment in enumerate(self.segments):
            if i in done:
                outputs.append(done[i])
                continue
            pieces = [(kv.keys[layer], kv.values[layer]) for kv in segment.past]
            if segment.parent is not None:
                pieces += [(kv.keys[layer], kv.values[layer]) for kv in self.segments[segment.parent].past]
                pieces.append((k[segment.parent], v[segment.parent]))
            outputs.append(_one(q[i], pieces, (k[i], v[i])))
        return torch.cat(outputs, dim=0).unsqueeze(0)


class Attends(Protocol):
    """What lies in the row of one forward pass: Pack, or Herd."""

    def attend(self, layer: int, query: Tensor, key: Tensor, value: Tensor, scaling: float) -> Tensor:
        """query [1, Hq, T, D], key and value [1, Hk, T, D] → [1, T, Hq, D]."""
        ...


def attend(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float, **rest: Any
) -> tuple[Tensor, None]:
    """transformers' attention interface: query [1, Hq, T, D], key and value [1, Hk, T, D] → [1, T, Hq, D]."""
    pack: Attends = rest["pack"]
    layer: int = module.layer_idx  # type: ignore[assignment]
    return pack.attend(layer, query, key, value, scaling), None


def _one(q: Tensor, pieces: list[tuple[Tensor, Tensor]], own: tuple[Tensor, Tensor]) -> Tensor:
    """q [Hq, t, D] over past pieces [Hk, p, D] and its own keys, causal within its own → [t, Hq, D]."""
    heads, t, size = q.shape
    groups = own[0].shape[0]
    few = t == 1 and sum(keys.shape[1] for keys, _ in pieces) < FEW
    if (t >= LONG and (not q.requires_grad or q.is_cuda)) or (few and not q.requires_grad):
        return _fused(q, *(torch.cat(parts, dim=1) for parts in zip(*pieces, own, strict=True)))
    rows = q.reshape(groups, (heads // groups) * t, size)
    scores = [rows @ keys.transpose(1, 2) for keys, _ in pieces]
    last = (rows @ own[0].transpose(1, 2)).view(groups, heads // groups, t, t)
    if t > 1:
        later = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        last = last.masked_fill(later, float("-inf"))
    scores.append(last.view(groups, -1, t))
    weights = torch.cat(scores, dim=-1).float().softmax(-1).to(q.dtype)
    out: Tensor | None = None
    place = 0
    for _, values in (*pieces, own):
        part = weights[..., place : place + values.shape[1]] @ values
        out = part if out is None else out + part
        place += values.shape[1]
    assert out is not None
    return out.view(heads, t, size).transpose(0, 1)


def _fused(q: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """The same in torch's fused kernel: worth its copies for many tokens, such as a new page, without gradient.

    The query heads of one key head become more rows of it, so that keys are neither repeated nor read twice.
    """
    heads, t, size = q.shape
    total = keys.shape[1]
    mask: Tensor | None = None  # one token sees everything
    if t > 1:
        mask = q.new_zeros(heads // keys.shape[0], t, total)
        mask[:, :, total - t :] = q.new_full((t, t), float("-inf")).triu_(1)
        mask = mask.view(1, 1, -1, total)
    rows = q.reshape(1, keys.shape[0], -1, size)
    out = F.scaled_dot_product_attention(rows, keys[None], values[None], attn_mask=mask, scale=1.0)
    return out.reshape(heads, t, size).transpose(0, 1)


AttentionInterface.register(NAME, attend)
