"""Who gets the credit: rewards and advantages of a batch. Unknown verdicts are left out, never counted as 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from paestudio.core.records import Credit, Judged, Outcome, Purpose

DEMONSTRATED = (Purpose.PROOF, Purpose.SHOWN)
SHORTEST = 0.2  # PAE keeps, of each task's successes, those within its shortest 20 % (filter_trajectories)


def reward(judged: Judged) -> float | None:
    """1 for success, 0 for failure, None for unknown."""
    match judged.verdict.outcome:
        case Outcome.SUCCESS:
            return 1.0
        case Outcome.FAILURE:
            return 0.0
        case _:
            return None


def groups(judged: Sequence[Judged]) -> list[list[Judged]]:
    """The decided episodes, those of one task and iteration together."""
    found: dict[tuple[str, int], list[Judged]] = defaultdict(list)
    for one in judged:
        if reward(one) is not None:
            found[one.episode.task.id, one.episode.iteration].append(one)
    return list(found.values())


def leave_one_out(judged: Sequence[Judged]) -> list[Credit]:
    """REINFORCE leave-one-out: the baseline of an episode is the mean reward of its siblings.

    Source: Ahmadian et al., "Back to Basics" (2024), section 3; Kool et al. (2019). A lone episode gets advantage 0.
    A demonstration, which nobody drew, is compared with what was drawn; where nothing was, it is cloned.
    """
    credits = []
    for group in groups(judged):
        rewards = [reward(one) or 0.0 for one in group]
        drawn = [reward(one) or 0.0 for one in group if one.episode.purpose not in DEMONSTRATED]
        for one, own in zip(group, rewards, strict=True):
            others = len(rewards) - 1
            baseline = (sum(rewards) - own) / others if others else own
            if one.episode.purpose in DEMONSTRATED:
                baseline = sum(drawn) / len(drawn) if drawn else 0.0
            credits.append(Credit(one.episode.id, own, baseline, own - baseline))
    return credits


def shortest_successes(judged: Sequence[Judged]) -> list[Credit]:
    """PAE's filter: successes only, and of each task those no longer than its 20th percentile of steps."""
    credits = []
    tasks: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if reward(one) is not None:
            tasks[one.episode.task.id].append(one)
    for group in tasks.values():
        lengths = sorted(len(one.episode.steps) for one in group if reward(one))
        limit = lengths[int(SHORTEST * (len(lengths) - 1))] if lengths else 0
        for one in group:
            own = reward(one) or 0.0
            kept = 1.0 if own and len(one.episode.steps) <= limit else 0.0
            credits.append(Credit(one.episode.id, own, 0.0, kept))
    return credits
