"""What the model's benchmarks work on: a model, and groups of decisions with made-up words.

Random tokens cost what real ones cost: no time of a pass depends on what they say.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers.utils import logging as hf_logging

from paestudio.bench import Setup
from paestudio.core.samples import Sample
from paestudio.learner.batch import Weighted
from paestudio.lm import tiny
from paestudio.lm.fetch import fetch
from paestudio.lm.model import LanguageModel
from paestudio.paths import cache_dir

PROMPT, ACTION = 300, 15  # tokens
PAGE = 250  # tokens of the prompt that are the page, read by the base weights
CHOICES, OPTIONS = 5, 20  # branching tokens of a spelled action, and what may follow each


def load(setup: Setup, scratch: Path) -> LanguageModel:
    """The model of the settings; in a quick run a tiny one with random weights."""
    hf_logging.disable_progress_bar()
    if setup.quick:
        place = tiny.make(scratch / "tiny")
    else:
        place = fetch(setup.config.model, cache_dir(), setup.tell)
    config = setup.config
    lm = LanguageModel.load(place, rank=config.lora_rank, seed=config.seed, threads=config.threads)
    with torch.no_grad():  # a fresh adapter adds nothing, and half of its gradients are zero
        for name, weight in lm.model.named_parameters():
            if "lora_B" in name:
                weight.normal_(0.0, 0.01)
    return lm


def folder(lm: LanguageModel) -> str:
    """Where its base weights lie."""
    return str(lm.model.get_base_model().config._name_or_path)


def parameters(lm: LanguageModel) -> tuple[int, int]:
    """(weights of the layers, weights of the head)."""
    apart = ("lora_", "embed_tokens", "lm_head")
    named = lm.model.named_parameters()
    layers = sum(p.numel() for name, p in named if not any(part in name for part in apart))
    return layers, lm.head.numel()


@dataclass(frozen=True, slots=True)
class Size:
    """Tokens of a prompt, of its page, and of an action."""

    prompt: int = PROMPT
    page: int = PAGE
    action: int = ACTION


QUICK = Size(40, 30, 6)


def group(lm: LanguageModel, count: int, size: Size, *, page: bool, seed: int = 0) -> list[Weighted]:
    """`count` different actions on one prompt, half of them good.

    With `page` as in training: the page apart, and most of an action's tokens forced. Without: the whole prompt is
    read by the adapted weights, and each token is one of the whole vocabulary, as a plain trainer has it.
    """
    rng = random.Random(seed)
    words = lm.head.shape[0]
    prompt = _tokens(rng, size.prompt, words)
    entries = []
    for i in range(count):
        action = _tokens(rng, size.action, words)
        allowed: Sequence[tuple[int, ...]] = [()] * size.action
        if page:
            branches = set(rng.sample(range(size.action), min(CHOICES, size.action)))
            allowed = [_options(rng, token, words) if at in branches else (token,) for at, token in enumerate(action)]
        split = size.page if page else 0
        sample = Sample(prompt[:split], prompt[split:], action, tuple(allowed))
        weight = 1.0 if i % 2 == 0 else -0.5
        entries.append(Weighted(sample, max(weight, 0.0), min(weight, 0.0), 1))
    return entries


def _tokens(rng: random.Random, count: int, words: int) -> tuple[int, ...]:
    return tuple(rng.randrange(10, words) for _ in range(count))


def _options(rng: random.Random, token: int, words: int) -> tuple[int, ...]:
    return tuple(sorted({token, *_tokens(rng, OPTIONS - 1, words)}))


def prompts(lm: LanguageModel, count: int, length: int) -> list[tuple[int, ...]]:
    """`count` different prompts of `length` tokens."""
    rng = random.Random(count)
    return [_tokens(rng, length, lm.head.shape[0]) for _ in range(count)]
