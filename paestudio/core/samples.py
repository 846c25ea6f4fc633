"""What the agent hands to the learner: one decision as tokens, with what could have been said instead.

The agent knows how a page becomes tokens and which tokens were possible; the learner knows nothing of pages.
Pictures are tokens too: a negative number stands for one (lm.sight).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from paestudio.core.records import Episode, Step


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Picture:
    """A screenshot as a model sees it: with numbered frames on it. Everything that is needed to draw it again."""

    screenshot: str  # content address
    marks: tuple[tuple[int, float, float, float, float], ...]  # ref, x, y, width, height in CSS pixels
    size: tuple[int, int]  # CSS pixels, and pixels of the picture


@dataclass(frozen=True, slots=True)
class Sample:
    """One decision. `allowed[i]` are the token ids possible at action[i]; a single one carries no loss.

    An empty `allowed[i]` means the whole vocabulary was possible. `logprob` is what the sampler gave the whole
    action; None when nobody sampled it: a demonstration.
    """

    prefix: tuple[int, ...]  # the page: read by the base weights, the same for every task on it
    prompt: tuple[int, ...]  # task, history, state
    action: tuple[int, ...]
    allowed: tuple[tuple[int, ...], ...]
    logprob: float | None = None
    pictures: tuple[Picture, ...] = ()  # kept here for as long as their tokens are


Encoder = Callable[[Episode, Step], Sample | None]
"""(episode, one of its steps) → its sample; None when the action cannot be spelled on that page."""
