"""The loss of weighted decisions: only tokens that could have been others, only the logits that were possible.

Shapes: a pack has T new tokens; hidden is [T, hidden]; the head's rows of the K possible tokens are [K, hidden].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from paestudio.core.samples import Sample
from paestudio.learner.batch import Weighted, last_choice
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import Segment

WORDS_AT_ONCE = 128  # tokens whose logits over the whole vocabulary are in memory together


@dataclass(slots=True)
class Scored:
    """Log-probability of each entry's action (a [n] tensor with gradient) and the mean entropy of its choices, nats."""

    logprobs: Tensor
    entropy: float
    choices: int


def score(lm: LanguageModel, samples: Sequence[Sample], temperature: float) -> Scored:
    """One packed forward pass; the page caches come without gradient because the page is read by the base weights."""
    pages = lm.pages([s.prefix for s in samples])
    keys = [(s.prefix, s.prompt) for s in samples]
    siblings = Counter(keys)
    segments: list[Segment] = []
    prompts: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    actions: list[tuple[int, int]] = []  # the segment of the prompt, and the one of the action
    for sample, page, key in zip(samples, pages, keys, strict=True):
        said = sample.action[: max(last_choice(sample), 0)]
        if siblings[key] == 1:
            segments.append(Segment((*sample.prompt, *said), page))
            actions.append((len(segments) - 1, len(segments) - 1))
            continue
        if key not in prompts:
            prompts[key] = len(segments)
            segments.append(Segment(sample.prompt, page))
        if said:
            segments.append(Segment(said, parent=prompts[key]))
        actions.append((prompts[key], len(segments) - 1 if said else prompts[key]))
    hidden, pack = lm.forward(segments)
    total, entropy, choices = [], 0.0, 0
    free: list[tuple[int, int, int]] = []  # the sample, the state's place, and the token, of the whole vocabulary
    for n, (sample, (prompt, action)) in enumerate(zip(samples, actions, strict=True)):
        before = pack.spans[prompt][0] + len(sample.prompt) - 1  # the state that the first token is chosen from
        after = before + 1 if action == prompt else pack.spans[action][0]
        value = hidden.new_zeros((), dtype=torch.float32)
        for i, options in enumerate(sample.allowed):
            if len(options) == 1:
                continue
            choices += 1
            place = before if i == 0 else after + i - 1
            if not options:
                free.append((n, place, sample.action[i]))
                continue
            logps = lm.choice(hidden[place], options, temperature)
            value = value + logps[options.index(sample.action[i])]
            with torch.no_grad():
                entropy -= float((logps.exp() * logps).sum())
        total.append(value)
    logprobs = torch.stack(total)
    if free:
        owners, places, tokens = (torch.tensor(column, device=hidden.device) for column in zip(*free, strict=True))
        chances, spread = _words(lm, hidden[places], tokens, temperature)
        logprobs = logprobs.index_add(0, owners, chances)
        entropy += spread
    return Scored(logprobs, entropy / max(1, choices), choices)


def _words(lm: LanguageModel, states: Tensor, tokens: Tensor, temperature: float) -> tuple[Tensor, float]:
    """Log-probabilities [n] of words of the whole vocabulary after states [n, hidden], and their summed entropy.

    The logits are computed again in the backward pass: kept, they would be the largest thing in memory.
    """
    parts, entropy = [], 0.0
    for some, said in zip(states.split(WORDS_AT_ONCE), tokens.split(WORDS_AT_ONCE), strict=True):
        logps: Tensor = checkpoint(_all_words, some, lm.head, temperature, use_reentrant=False)
        parts.append(logps.gather(-1, said[:, None])[:, 0])
        with torch.no_grad():
            entropy -= float((logps.exp() * logps).sum())
    return torch.cat(parts), entropy


def _all_words(states: Tensor, head: Tensor, temperature: float) -> Tensor:
    return ((states @ head.t()).float() / temperature).log_softmax(-1)


def likelihood(entries: Sequence[Weighted], scored: Scored) -> Tensor:
    """Weighted negative log-likelihood, summed: behaviour cloning, and the plain policy gradient."""
    weights = scored.logprobs.new_tensor([e.up + e.down for e in entries])
    return -(weights * scored.logprobs).sum()


def clipped(entries: Sequence[Weighted], scored: Scored, clip: float) -> Tensor:
    """PPO's clipped surrogate with the whole action as one choice (Schulman et al., 2017, equation 7), summed.

    What nobody sampled has no ratio: demonstrations count by their likelihood.
    """
    logprobs = scored.logprobs
    sampled = logprobs.new_tensor([e.sample.logprob is not None for e in entries], dtype=torch.bool)
    old = logprobs.new_tensor([0.0 if e.sample.logprob is None else e.sample.logprob for e in entries])
    ratio = (logprobs - old).exp()
    up = logprobs.new_tensor([e.up for e in entries])
    down = logprobs.new_tensor([e.down for e in entries])
    surrogate = up * ratio.clamp(max=1 + clip) + down * ratio.clamp(min=1 - clip)
    return -torch.where(sampled, surrogate, (up + down) * logprobs).sum()
