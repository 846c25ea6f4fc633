"""What a model folder says of itself, read without loading anything: whether it sees, and how large its parts are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Sizes of the language model inside; zeros where the folder does not say."""

    kind: str  # model_type
    sees: bool  # it has a vision tower
    hidden: int = 0
    inner: int = 0
    layers: int = 0
    heads: int = 0
    key_heads: int = 0
    head_size: int = 0
    words: int = 0

    @property
    def token_bytes(self) -> int:
        """Keys and values of one token in 16 bits."""
        return 2 * 2 * self.layers * self.key_heads * self.head_size

    @property
    def linear(self) -> int:
        """Weights of the linear layers that an adapter can be put on."""
        attention = self.hidden * self.head_size * 2 * (self.heads + self.key_heads)
        return self.layers * (attention + 3 * self.hidden * self.inner)

    def adapter(self, rank: int) -> int:
        """Weights of an adapter of that rank on all of them."""
        query, key = self.heads * self.head_size, self.key_heads * self.head_size
        ends = 2 * (self.hidden + query) + 2 * (self.hidden + key) + 3 * (self.hidden + self.inner)
        return self.layers * rank * ends


def read(place: Path) -> Anatomy:
    """Of the model in that folder; an empty one where there is no readable config.json."""
    try:
        config = json.loads((place / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Anatomy("", False)
    if not isinstance(config, dict):
        return Anatomy("", False)
    inside = config.get("text_config")
    text: dict[str, Any] = inside if isinstance(inside, dict) else config

    def size(key: str, default: int = 0) -> int:
        value: Any = text.get(key, config.get(key))
        return value if isinstance(value, int) else default

    hidden, heads = size("hidden_size"), size("num_attention_heads")
    return Anatomy(
        str(config.get("model_type", "")),
        isinstance(config.get("vision_config"), dict),
        hidden,
        size("intermediate_size"),
        size("num_hidden_layers"),
        heads,
        size("num_key_value_heads", heads),
        size("head_dim", hidden // heads if heads else 0),
        size("vocab_size"),
    )


RULES_TOKENS, IMAGE_TOKENS = 450, 1_050  # the system prompt; a screenshot of 1024x768 at 28 x 28 pixels a token
TALK_TOKENS = 6_000  # that a judge reads of an episode, or a proposer of a site, about
PASS_TOKENS = 640  # of one pass of an update, about
FOUR_BITS = 0.28  # nf4 with its scales, of 16 bits
WORKING = 1_500_000_000  # CUDA itself, the vision tower at work, buffers


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that training takes, by what for."""

    weights: int
    adapter: int  # weights, gradients and Adam's two moments, 32 bits each
    pages: int  # keys and values of the pages that play
    update: int  # what one pass keeps for its gradients
    smallest: int  # the same of a single decision with its layers computed again: less is impossible
    talks: int = 0  # keys and values of what the same weights are asked in other roles
    working: int = WORKING

    @property
    def total(self) -> int:
        """All together."""
        return self.weights + self.adapter + self.pages + self.update + self.talks + self.working

    @property
    def least(self) -> int:
        """What it must have: with less, smaller passes and fewer pages do not help either."""
        return self.weights + self.adapter + self.smallest + self.working


def memory(
    about: Anatomy,
    weights: int,
    *,
    rank: int,
    pages: int,
    page_tokens: int,
    reply_tokens: int,
    images: int = 1,
    everything: bool = False,
    number_bytes: int = 2,
    four_bits: bool = False,
    checkpointing: bool = False,
    talks: int = 0,
) -> Memory:
    """For `weights` bytes of 16-bit weights; `everything`: the adapter reads the page too; `talks` at a time, besides.

    With `number_bytes` 2 attention runs in a fused kernel, which keeps no table of all pairs of tokens.
    """
    context = RULES_TOKENS + page_tokens + images * IMAGE_TOKENS
    base = weights * number_bytes // 2
    if four_bits:
        base -= int(about.linear * 2 * (1 - FOUR_BITS))
    single = reply_tokens + 200 + (context if everything else 0)

    def kept(tokens: int, again: bool) -> int:
        """Bytes that a pass of so many tokens keeps, of all layers or of one at a time, and its logits."""
        layer = tokens * (16 * about.hidden + 6 * about.inner) * number_bytes
        if number_bytes > 2:
            layer += 3 * about.heads * tokens * (tokens + (0 if everything else context)) * number_bytes
        layers = layer + about.layers * tokens * about.hidden * number_bytes if again else layer * about.layers
        return layers + 3 * 128 * about.words * 4

    cache = pages * (context + reply_tokens) * about.token_bytes * number_bytes // 2
    update = kept(max(PASS_TOKENS, single), checkpointing)
    talking = talks * TALK_TOKENS * about.token_bytes * number_bytes // 2
    return Memory(base, about.adapter(rank) * 16, cache, update, kept(single, True), talking)
