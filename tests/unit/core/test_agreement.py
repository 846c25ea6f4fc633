"""Precision and recall of an evaluator against a person, with taken-back words and unknown verdicts."""

from __future__ import annotations

import pytest

from paestudio.core.agreement import TAKEN_BACK, agreements, human_word
from paestudio.core.records import Outcome, Verdict
from paestudio.core.stats import wilson

YES, NO, WHO = Outcome.SUCCESS, Outcome.FAILURE, Outcome.UNKNOWN


def said(evaluator: str, outcome: Outcome, evidence: str = "") -> Verdict:
    return Verdict("e", "t", outcome, evaluator, evidence=evidence)


def test_precision_and_recall_with_intervals() -> None:
    pairs = [(YES, YES)] * 6 + [(YES, NO)] * 2 + [(NO, YES)] * 3 + [(NO, NO)] * 4 + [(WHO, YES)]
    (one,) = agreements([said("check", its), said("human", true)] for its, true in pairs)
    assert (one.precision.success, one.precision.n) == (0.75, 8)
    assert (one.precision.low, one.precision.high) == wilson(6, 8)
    assert (one.recall.n, one.recall.success) == (9, pytest.approx(6 / 9))
    assert (one.same.n, one.same.success, one.unknown) == (15, pytest.approx(10 / 15), 1)


def test_only_what_a_person_decided_counts() -> None:
    assert agreements([[said("check", YES)], [said("check", NO), said("human", WHO)], []]) == []


def test_a_word_taken_back_is_no_word() -> None:
    first, back, again = said("human", NO), said("human", YES, TAKEN_BACK), said("human", WHO, "both true")
    assert human_word([said("check", YES), first]) is first
    assert human_word([said("check", YES), first, back]) is None
    assert human_word([first, again, back]) is first
    assert human_word([first, back, again]) is again
    assert agreements([[said("check", YES), first, back]]) == []


def test_several_evaluators_and_their_latest_word() -> None:
    told = [[said("judge:x", NO), said("judge:x", YES), said("check", YES), said("human", YES)]]
    assert [(one.evaluator, one.same.success) for one in agreements(told)] == [("check", 1.0), ("judge:x", 1.0)]
