"""Person over check over judge."""

from __future__ import annotations

import itertools

import pytest

from paestudio.core.precedence import rank, settle
from paestudio.core.records import Outcome, Verdict

S, F, U = Outcome.SUCCESS, Outcome.FAILURE, Outcome.UNKNOWN


def said(evaluator: str, outcome: Outcome) -> Verdict:
    """A verdict."""
    return Verdict("e", "t", outcome, evaluator)


@pytest.mark.parametrize(
    ("verdicts", "by", "outcome"),
    [
        ([("judge:a", S)], "judge:a", S),
        ([("judge:a", S), ("check", F)], "check", F),
        ([("check", F), ("human", S)], "human", S),
        ([("human", S), ("check", F), ("judge:a", F)], "human", S),
        ([("human", S), ("human", F)], "human", F),
        ([("human", S), ("check", F), ("human", U)], "human", U),
        ([("check", U), ("judge:a", S)], "judge:a", S),
        ([("check", U), ("judge:a", U)], "check", U),
        ([("judge:a", S), ("judge:b", F)], "judge:b", F),
        ([("check", F), ("check", S)], "check", S),
        ([("check", S), ("check", U)], "check", S),
    ],
)
def test_who_counts(verdicts: list[tuple[str, Outcome]], by: str, outcome: Outcome) -> None:
    """The highest that decided counts; of equals the latest; a person always."""
    best = settle(said(*v) for v in verdicts)
    assert best is not None
    assert (best.evaluator, best.outcome) == (by, outcome)


def test_nothing_said() -> None:
    """No verdicts, no settlement."""
    assert settle([]) is None


def test_order_between_different_evaluators_does_not_matter() -> None:
    """Only among equals does time decide."""
    verdicts = [said("human", F), said("check", S), said("judge:a", S)]
    assert {settle(order) for order in itertools.permutations(verdicts)} == {verdicts[0]}


def test_ranks() -> None:
    """A named evaluator ranks with its family."""
    assert [rank(e) for e in ("human", "human:ann", "check", "judge:x", "anything")] == [0, 0, 1, 2, 2]
