"""Streams that advance one token at a time together: their caches side by side, one attention call a layer.

A page's and a prompt's keys and values are copied once a stream, so that no pass has to go through streams one by one;
on a GPU the number of calls is what a token costs. Caches end together, shorter ones are padded in front.

Shapes: B streams, Hq query heads, Hk key heads, D head size.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from paestudio.lm.packed import Past

ROOM = 256  # tokens that there is room for at first, and that are added when it is full
MIN_SHARE = 0.5  # of the streams that must still go on before the caches are copied together


class Herd:
    """The caches of B streams that say up to `longest` tokens each; more where others join that say more."""

    def __init__(self, pasts: Sequence[Past], longest: int) -> None:
        lengths = [sum(kv.length for kv in past) for past in pasts]
        self._end = max(lengths)
        first = pasts[0][0].keys
        room = self._end + min(longest, ROOM)
        self._keys, self._values = (
            [t.new_zeros(len(pasts), t.shape[0], room, t.shape[2]) for t in first] for _ in range(2)
        )
        for b, (past, length) in enumerate(zip(pasts, lengths, strict=True)):
            place = self._end - length
            for kv in past:
                for layer, (k, v) in enumerate(zip(kv.keys, kv.values, strict=True)):
                    self._keys[layer][b, :, place : place + kv.length] = k
                    self._values[layer][b, :, place : place + kv.length] = v
                place += kv.length
        device = first[0].device
        self.places = torch.tensor([[sum(kv.extent for kv in past) for past in pasts]], device=device)  # of what comes
        self._padding = torch.tensor([self._end - length for length in lengths], device=device)
        self._padded = len(set(lengths)) > 1

    def attend(self, layer: int, query: Tensor, key: Tensor, value: Tensor, scaling: float) -> Tensor:
        """One token a stream: query [1, Hq, B, D], key and value [1, Hk, B, D] → [1, B, Hq, D]."""
        keys, values, end = self._keys[layer], self._values[layer], self._end
        keys[:, :, end] = key[0].transpose(0, 1)
        values[:, :, end] = value[0].transpose(0, 1)
        streams, groups, _, size = keys.shape
        rows = query[0].transpose(0, 1).reshape(streams, groups, -1, size)  # a key head's queries are rows of it
        seen = None
        if self._padded:
            seen = (torch.arange(end + 1, device=keys.device) >= self._padding[:, None])[:, None, None]
        out = F.scaled_dot_product_attention(
            rows, keys[:, :, : end + 1], values[:, :, : end + 1], attn_mask=seen, scale=scaling
        )
        return out.reshape(1, streams, -1, size)

    def join(self, others: Herd) -> None:
        """Take in the streams of another herd, behind those there are."""
        end = max(self._end, others._end)
        room = max(one._keys[0].shape[2] - one._end for one in (self, others))

        def both(ours: list[Tensor], theirs: list[Tensor]) -> list[Tensor]:
            moved = zip(ours, theirs, strict=True)
            return [torch.cat((self._moved(a, end, room), others._moved(b, end, room))) for a, b in moved]

        self._keys, self._values = both(self._keys, others._keys), both(self._values, others._values)
        self._padding = torch.cat((self._padding + end - self._end, others._padding + end - others._end))
        self.places = torch.cat((self.places, others.places), dim=1)
        self._end, self._padded = end, bool((self._padding > 0).any())

    def _moved(self, cache: Tensor, end: int, room: int) -> Tensor:
        """A layer's cache, so that it ends at `end` and has that much room behind."""
        streams, groups, _, size = cache.shape
        made = cache.new_zeros(streams, groups, end + room, size)
        made[:, :, end - self._end : end] = cache[:, :, : self._end]
        return made

    def advance(self) -> None:
        """The tokens of this pass are part of the caches now."""
        self._end += 1
        if self._end == self._keys[0].shape[2]:
            self._keys, self._values = (
                [self._moved(cache, self._end, ROOM) for cache in caches] for caches in (self._keys, self._values)
            )
        self.places = self.places + 1

    def keep(self, going: Sequence[int]) -> bool:
        """Leave out the streams that ended, when they are many: True when only `going` are left now."""
        if len(going) > MIN_SHARE * self.places.shape[1]:
            return False
        which = torch.tensor(list(going), device=self.places.device)
        self._keys, self._values = ([t[which] for t in ts] for ts in (self._keys, self._values))
        self.places, self._padding = self.places[:, which], self._padding[which]
        return True
