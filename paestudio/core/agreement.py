"""How far an evaluator can be trusted: its precision and recall against what a person said of the same episodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paestudio.core.records import Outcome, Rate, Verdict
from paestudio.core.stats import rate

HUMAN = "human"
TAKEN_BACK = "taken back"  # the evidence of a verdict that undoes the person's one before it


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one evaluator, over the episodes that a person decided too. Unknown verdicts count as neither.

    precision: of what it called a success, the share that is one. recall: of the successes, the share that it saw.
    """

    evaluator: str
    precision: Rate
    recall: Rate
    same: Rate
    unknown: int  # episodes that the person decided and it did not


def human_word(verdicts: Sequence[Verdict]) -> Verdict | None:
    """What the person says of an episode, given all verdicts on it, oldest first; None: nothing, or taken back."""
    said: list[Verdict] = []
    for verdict in verdicts:
        if verdict.evaluator != HUMAN:
            continue
        if verdict.evidence == TAKEN_BACK:
            del said[-1:]
        else:
            said.append(verdict)
    return said[-1] if said else None


def agreements(episodes: Iterable[Sequence[Verdict]]) -> list[Agreement]:
    """One line for each evaluator that judged what a person judged, the most compared first."""
    pairs: dict[str, list[tuple[Outcome, Outcome]]] = {}
    for verdicts in episodes:
        word = human_word(verdicts)
        if word is None or word.outcome is Outcome.UNKNOWN:
            continue
        latest = {v.evaluator: v.outcome for v in verdicts if v.evaluator != HUMAN}
        for evaluator, outcome in latest.items():
            pairs.setdefault(evaluator, []).append((outcome, word.outcome))
    made = [_agreement(evaluator, told) for evaluator, told in pairs.items()]
    return sorted(made, key=lambda one: (-one.same.n - one.unknown, one.evaluator))


def _agreement(evaluator: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> Agreement:
    yes = Outcome.SUCCESS
    decided = [(its, true) for its, true in pairs if its is not Outcome.UNKNOWN]
    hits = sum(its is yes and true is yes for its, true in decided)
    called = sum(its is yes for its, _ in decided)
    real = sum(true is yes for _, true in decided)
    return Agreement(
        evaluator,
        rate(hits, called),
        rate(hits, real),
        rate(sum(its is true for its, true in decided), len(decided)),
        len(pairs) - len(decided),
    )
