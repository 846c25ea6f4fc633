"""Samples with weights, in packs that fit: equal decisions are computed once, equal prompts are shared."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from paestudio.core.samples import Sample


@dataclass(slots=True)
class Weighted:
    """A distinct decision: the summed positive and negative weights of all who took it, and how many did."""

    sample: Sample
    up: float = 0.0
    down: float = 0.0
    count: int = 0


def distinct(pairs: Iterable[tuple[Sample, float]], least: float = 0.0) -> list[Weighted]:
    """One entry a distinct (page, prompt, action), weights summed: the gradient is the same, the work less.

    Entries whose summed weight is below `least` are left out: they cost as much as the others and move little.
    """
    found: dict[tuple[tuple[int, ...], ...], Weighted] = {}
    for sample, weight in pairs:
        entry = found.setdefault((sample.prefix, sample.prompt, sample.action), Weighted(sample))
        entry.up += max(weight, 0.0)
        entry.down += min(weight, 0.0)
        entry.count += 1
    return [e for e in found.values() if max(e.up, -e.down) > 0.0 and max(e.up, -e.down) >= least]


def last_choice(sample: Sample) -> int:
    """Index of the last token that could have been another; -1 when all were forced."""
    return max((i for i, options in enumerate(sample.allowed) if len(options) != 1), default=-1)


def packs(entries: Sequence[Weighted], tokens: int) -> Iterator[list[Weighted]]:
    """Runs of entries with at most about `tokens` new tokens; entries of one prompt stay together.

    A long prompt is read once for all its actions, as long as the actions alone are no more than that.
    """
    pack: list[Weighted] = []
    size = said = 0
    prompts: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    for entry in sorted(entries, key=lambda e: (e.sample.prefix, e.sample.prompt)):
        key = (entry.sample.prefix, entry.sample.prompt)
        own = last_choice(entry.sample)
        full = said + own > tokens if key in prompts else size + own + len(key[1]) > tokens
        if pack and full:
            yield pack
            pack, size, said, prompts = [], 0, 0, set()
        size += own + (0 if key in prompts else len(key[1]))
        said += own
        pack.append(entry)
        prompts.add(key)
    if pack:
        yield pack


def minibatches(entries: Sequence[Weighted], size: int, rng: random.Random) -> list[list[Weighted]]:
    """Runs of about `size` entries in random order; the entries of one prompt stay together."""
    prompts: dict[tuple[tuple[int, ...], tuple[int, ...]], list[Weighted]] = {}
    for entry in entries:
        prompts.setdefault((entry.sample.prefix, entry.sample.prompt), []).append(entry)
    order = list(prompts.values())
    rng.shuffle(order)
    batches: list[list[Weighted]] = [[]]
    for group in order:
        if len(batches[-1]) >= size:
            batches.append([])
        batches[-1] += group
    return batches
