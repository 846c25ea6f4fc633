"""Which episodes a person should look at first: where a word of theirs changes most."""

from __future__ import annotations

from dataclasses import dataclass

from paestudio.core.agreement import human_word
from paestudio.core.records import Outcome, Purpose
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.texts import later

DISAGREE, UNCLEAR, DOUBT, UNSURE, NOVEL = 4.0, 3.0, 2.0, 1.0, 0.5  # weights; they add up
MUCH_ENTROPY = 1.0  # nats a decision at which the agent counts as wholly unsure
SOME = 0.6  # share of MUCH_ENTROPY from which it is worth saying


@dataclass(frozen=True, slots=True)
class Worth:
    """What a look is worth (0: nothing to gain) and why, the weightiest reason first."""

    value: float
    why: tuple[str, ...] = ()


def worth(row: EpisodeRow, novel: bool = False) -> Worth:
    """The value of a person's look at an ended episode. `novel`: the first attempt at its task.

    A proof was not played by the agent, a comparison was looked at when it was played, and what a person has judged
    needs no second look: all are worth nothing.
    """
    if row.purpose in (Purpose.PROOF, Purpose.COMPARE) or human_word(row.verdicts) is not None:
        return Worth(0.0)
    parts = []
    decided = {v.outcome for v in row.verdicts if v.outcome is not Outcome.UNKNOWN}
    if len(decided) > 1:
        parts.append((DISAGREE, later("the evaluators disagree")))
    if row.settled is None or row.settled.outcome is Outcome.UNKNOWN:
        parts.append((UNCLEAR, later("nobody could tell")))
    elif row.settled.confidence < 1.0:
        parts.append((DOUBT * (1 - row.settled.confidence), later("the evaluator is not sure")))
    share = min(1.0, mean_entropy(row) / MUCH_ENTROPY)
    if share >= SOME:
        parts.append((UNSURE * share, later("the agent was unsure")))
    if novel:
        parts.append((NOVEL, later("first try of this task")))
    parts.sort(reverse=True)
    return Worth(sum(weight for weight, _ in parts), tuple(why for _, why in parts))


def mean_entropy(row: EpisodeRow) -> float:
    """Nats a decision, over the episode's steps."""
    return sum(step.entropy for step in row.steps) / len(row.steps) if row.steps else 0.0
