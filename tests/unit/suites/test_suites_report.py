"""Results of an evaluation: counts, rates, and the JSON that is printed."""

from __future__ import annotations

import json

import pytest

from paestudio.core.records import Decision, Episode, Judged, Observation, Outcome, Step, Stop, Task, Verdict
from paestudio.core.stats import rate, wilson
from paestudio.suites.report import results

WALK = Task("walk", "Go.", "http://x/", {"url": "^/a"})
FIND = Task("find", "Find.", "http://x/", {"answer": "7"}, kind="retrieval")
LOST = Task("lost", "Never tried.", "http://x/", {"answer": "7"}, kind="retrieval")


def attempt(task: Task, outcome: Outcome, steps: int) -> Judged:
    step = Step(0, Observation("http://x/", "X"), Decision("Wait", None))
    episode = Episode(f"{task.id}-{outcome}-{steps}", task, (step,) * steps, Stop.ANSWERED)
    return Judged(episode, Verdict(episode.id, task.id, outcome, "check"))


def test_unknown_is_no_trial() -> None:
    found = results(
        [WALK, FIND, LOST],
        [
            attempt(FIND, Outcome.FAILURE, 4),
            attempt(WALK, Outcome.SUCCESS, 2),
            attempt(WALK, Outcome.UNKNOWN, 1),
            attempt(Task("other", "?", "http://x/"), Outcome.SUCCESS, 1),
        ],
    )
    assert found.json()["tasks"] == [
        {"id": "walk", "successes": 1, "trials": 1, "unknown": 1, "steps": 1.5},
        {"id": "find", "successes": 0, "trials": 1, "unknown": 0, "steps": 4.0},
        {"id": "lost", "successes": 0, "trials": 0, "unknown": 0, "steps": 0.0},
    ]
    assert found.overall == rate(1, 2, 1)
    assert found.by_kind == {"navigation": rate(1, 1, 1), "retrieval": rate(0, 1)}


def test_json_has_the_promised_keys() -> None:
    said = json.loads(json.dumps(results([WALK], [attempt(WALK, Outcome.SUCCESS, 2)]).json()))
    assert said.keys() == {"overall", "by_kind", "tasks"}
    assert said["overall"].keys() == {"success", "low", "high", "n", "unknown"}
    assert said["by_kind"]["navigation"]["success"] == 1.0


def test_nothing_tried() -> None:
    assert results([], []).json() == {
        "overall": {"success": 0.0, "low": 0.0, "high": 1.0, "n": 0, "unknown": 0}, "by_kind": {}, "tasks": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (50, 50, 0.9287, 1.0)]
)
def test_wilson_agrees_with_published_values(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-4)
