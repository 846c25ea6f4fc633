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

MIN_SHARE = 0.5  # of the streams that must still go on before the caches are copied together


class Herd:
    """The caches of B streams with room for `longest` tokens each."""

    def __init__(self, pasts: Sequence[Past], longest: int) -> None:
        lengths = [sum(kv.length for kv in past) for past in pasts]
        self._end = max(lengths)
        first = pasts[0][0].keys
        self._keys, self._values = (
            [t.new_zeros(len(pasts), t.shape[0], self._end + longest, t.shape[2]) for t in first] for _ in range(2)
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

    def advance(self) -> None:
        """The tokens of this pass are part of the caches now."""
        self._end += 1
        self.places = self.places + 1

    def keep(self, going: Sequence[int]) -> bool:
        """Leave out the streams that ended, when they are many: True when only `going` are left now."""
        if len(going) > MIN_SHARE * self.places.shape[1]:
            return False
        which = torch.tensor(list(going), device=self.places.device)
        self._keys, self._values = ([t[which] for t in ts] for ts in (self._keys, self._values))
        self.places, self._padding = self.places[:, which], self._padding[which]
        return True
