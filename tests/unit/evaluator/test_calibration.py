"""How a judge is measured: truth by precedence, figures with intervals, the share of votes, drift, better guidance."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from paestudio.chat import ChatClient, Endpoint
from paestudio.chat.standin import StandIn
from paestudio.chat.standin.inventing import GENEROUS, STRICT
from paestudio.core.errors import UserError
from paestudio.core.records import Cause, Episode, Outcome, Verdict
from paestudio.evaluator.calibration import Pair, choose, drift, grouped, measure, pairs_of
from paestudio.evaluator.judge import JudgeSettings
from paestudio.evaluator.optimiser import Case, improve, split

YES, NO, UNKNOWN = Outcome.SUCCESS, Outcome.FAILURE, Outcome.UNKNOWN
Make = Callable[..., Episode]


def said(evaluator: str, outcome: Outcome, share: float = 1.0, at: float = 0.0) -> Verdict:
    return Verdict("e", "t", outcome, evaluator, Cause.JUDGE if outcome is UNKNOWN else None, "", share, at)


def pair(truth: bool, outcome: Outcome, share: float | None = 1.0, at: float = 0.0, site: str = "s") -> Pair:
    return Pair(site, "judge:m", f"e{at}", truth, "human", outcome, share, at)


def test_a_person_knows_better_than_a_check() -> None:
    (found,) = pairs_of("s", [said("check", YES), said("judge:m", YES, 0.67), said("human", NO)])
    assert (found.truth, found.by, found.outcome, found.share) == (False, "human", YES, 0.67)
    (found,) = pairs_of("s", [said("check", UNKNOWN), said("human", NO), said("human", YES), said("judge:m", NO)])
    assert (found.truth, found.share) == (True, 0.0)
    (found,) = pairs_of("s", [said("human", UNKNOWN), said("check", YES), said("judge:m", UNKNOWN)])
    assert (found.truth, found.by, found.share) == (True, "check", None)


def test_without_truth_or_judge_there_is_no_pair() -> None:
    assert pairs_of("s", [said("judge:m", YES)]) == []
    assert pairs_of("s", [said("human", YES), said("check", YES)]) == []
    assert (
        len(pairs_of("s", [said("human", YES), said("judge:a", YES), said("judge:b", NO), said("judge:b", YES)])) == 2
    )


def test_figures() -> None:
    found = measure([pair(True, YES)] * 6 + [pair(False, YES)] * 2 + [pair(True, NO)] * 3 + [pair(False, NO)] * 8)
    assert (found.hits, found.false_passes, found.misses, found.rejections, found.n) == (6, 2, 3, 8, 19)
    assert found.precision.success == 6 / 8 and found.recall.success == 6 / 9 and found.agreement.success == 14 / 19
    assert found.precision.low < 0.75 < found.precision.high


def test_abstaining_costs_recall_and_never_precision() -> None:
    found = measure([pair(True, YES)] * 4 + [pair(True, UNKNOWN, None)] * 4 + [pair(False, UNKNOWN, None)] * 9)
    assert (found.precision.success, found.recall.success, found.abstained) == (1.0, 0.5, 13)
    assert (found.agreement.success, found.agreement.n, found.agreement.unknown) == (1.0, 4, 13)


def test_the_share_of_votes_is_chosen_for_precision() -> None:
    split_votes = [pair(False, UNKNOWN, 0.67)] * 30 + [pair(True, UNKNOWN, 0.67)] * 10
    pairs = [pair(True, YES)] * 60 + split_votes + [pair(False, NO, 0.0)] * 50
    found = choose(pairs, 0.9)
    assert (found.threshold, found.reached) == (1.0, True)
    assert measure(pairs, 0.67).precision.success == 0.7
    better = choose([pair(True, YES)] * 60 + [pair(True, UNKNOWN, 0.67)] * 10 + [pair(False, NO, 0.0)] * 50, 0.9)
    assert (better.threshold, better.figures.recall.success) == (0.67, 1.0)


def test_a_target_out_of_reach_is_said() -> None:
    few = choose([pair(True, YES)] * 5, 0.9)
    assert not few.reached and few.figures.precision.low < 0.9
    assert not choose([pair(False, NO, 0.0)] * 50, 0.9).reached


def test_drift_is_a_fall_that_chance_does_not_explain() -> None:
    good = [pair(True, YES, at=n) for n in range(60)]
    worse = [pair(n % 2 == 0, YES, at=60 + n) for n in range(30)]
    found = drift([*worse, *good])  # by time, not by place
    assert found is not None and found.before.success == 1.0 and found.recent.success == 0.5 and found.z > 1.96
    assert drift(good) is None
    assert drift([*good[:10], *worse]) is None  # too few before
    noisy = [pair(n % 10 > 0, YES, at=n) for n in range(90)]
    assert drift(noisy) is None


def test_sites_are_kept_apart() -> None:
    assert list(grouped([pair(True, YES, site="b"), pair(True, YES, site="a"), pair(False, YES, site="b")])) == [
        ("a", "judge:m"),
        ("b", "judge:m"),
    ]


def cases(episode: Make) -> list[Case]:
    """A judge that passed everything: half of it wrongly, because most words of the task are on the page."""
    right = [replace(episode("Open the page of the Leather Boots."), id=f"r{n}") for n in range(8)]
    wrong = [replace(episode("Open the page of the red Leather Boots, 1.2."), id=f"w{n}") for n in range(8)]
    return [*(Case(e, True, YES) for e in right), *(Case(e, False, YES) for e in wrong)]


def test_cases_are_split_alike_and_the_same_way(episode: Make) -> None:
    learn, held = split(cases(episode))
    assert [sum(c.truth for c in part) for part in (learn, held)] == [4, 4] and len(learn) == len(held)
    assert split(cases(episode)[::-1])[0] == learn


def run(known: list[Case], server: StandIn) -> object:
    async def main() -> object:
        async with ChatClient(Endpoint.make(base, "m", backoff=0.01)) as client:
            return await improve(client, JudgeSettings(votes=1), known)

    with server as base:
        return asyncio.run(main())


def test_better_guidance_comes_from_what_was_overruled_and_is_shown_on_the_rest(episode: Make) -> None:
    from paestudio.evaluator.optimiser import Improvement

    server = StandIn()
    found = run(cases(episode), server)
    assert isinstance(found, Improvement)
    assert STRICT in found.guidance and GENEROUS not in found.guidance
    assert (found.before.false_passes, found.after.false_passes) == (4, 0)
    assert found.after.hits == 4 and found.better
    told = next(str(r["messages"]) for r in server.requests if "CASES" in str(r["messages"]))
    assert told.count("truth: failure, judge: success") == found.learned_from == 4


def test_too_few_cases_are_said(episode: Make) -> None:
    with pytest.raises(UserError, match="too few to improve"):
        run(cases(episode)[:8], StandIn())
