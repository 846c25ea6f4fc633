"""Going on after a kill: no episode lost, none counted twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from paestudio.core import events as ev
from paestudio.core.controls import Curate
from paestudio.core.errors import UserError
from paestudio.core.records import Episode, Outcome, Purpose, Run, Status, Update
from paestudio.store import Recorder, Store, decide, queries

if TYPE_CHECKING:
    from conftest import Maker

Tell = Callable[..., None]
RUN = Run("run-1", "http://shop.test/", {"seed": 7}, 7)


def update(version: int, iteration: int, *used: str) -> ev.UpdateMade:
    """An update."""
    return ev.UpdateMade(Update(version, iteration, "rloo", used, checkpoint=f"v{version}"))


def test_between_two_updates(store: Store, tell: Tell, maker: Maker) -> None:
    """What the last update did not use and what came after it is there; the rest is not."""
    task = maker.task("mug")

    def play(key: str, iteration: int, outcome: Outcome | None = Outcome.SUCCESS, **rest: object) -> list[ev.Event]:
        return list(maker.played(key, task, outcome, iteration=iteration, **rest))

    tell(
        ev.RunStarted(RUN),
        ev.TaskProposed(task),
        ev.TaskSettled(task.id, Status.APPROVED, "policy"),
        *play("proof", 0, purpose=Purpose.PROOF),
        *play("used", 1),
        *play("left-out", 1, Outcome.UNKNOWN),
        *play("early", 2),  # of the next iteration, ended while the update was made
        update(1, 1, "used"),
        *play("after", 2, Outcome.FAILURE),
        *play("unjudged", 2, None),
        *play("held-out", 2, purpose=Purpose.HELD_OUT),
        ev.Measured("before", 0, ev.Rate(0.25, 0.1, 0.5, 8)),
        ev.EpisodeStarted("cut", task, 1, Purpose.TRAIN, 2),
        ev.StepTaken("cut", 1, maker.step(0)),
    )
    point = queries.resume_point(store, "run-1")
    assert point.run == RUN
    assert [row.task for row in point.tasks] == [task]
    assert (point.version, point.checkpoint, point.iteration) == (1, "v1", 2)
    assert [j.episode.id for j in point.ready] == ["early", "after"]
    assert [j.verdict.outcome for j in point.ready] == [Outcome.SUCCESS, Outcome.FAILURE]
    assert all(isinstance(j.episode, Episode) and len(j.episode.steps) == 2 for j in point.ready)
    assert [e.id for e in point.unjudged] == ["unjudged"]
    assert point.void == ("cut",)
    assert [m.name for m in point.measured] == ["before"]
    assert point.seconds >= 0
    assert point.overruled == ()


def test_before_the_first_update(store: Store, tell: Tell, maker: Maker) -> None:
    """From the base model, with everything played so far; then each episode is used up by the next update."""
    task = maker.task("mug")
    tell(ev.RunStarted(RUN), *maker.played("a", task), *maker.played("b", task))
    point = queries.resume_point(store, "run-1")
    assert (point.version, point.checkpoint, point.update) == (0, "", None)
    assert [j.episode.id for j in point.ready] == ["a", "b"]
    tell(update(1, 1, "a", "b"))
    assert queries.resume_point(store, "run-1").ready == ()


def test_a_run_without_anything(store: Store, tell: Tell) -> None:
    """Killed right after the start."""
    tell(ev.RunStarted(RUN))
    point = queries.resume_point(store, "run-1")
    assert (point.tasks, point.ready, point.unjudged, point.void, point.measured) == ((), (), (), (), ())
    assert point.iteration == 0
    with pytest.raises(UserError):
        queries.resume_point(store, "none")


def test_a_verdict_overruled_since(store: Store, tell: Tell, maker: Maker) -> None:
    """An episode an update used and a person overruled afterwards is offered apart; overruled before, it is not."""
    task = maker.task("mug")

    def overrule(key: str) -> ev.EpisodeJudged:
        said = maker.verdict(key, task, Outcome.FAILURE, "human")
        return ev.EpisodeJudged(said, said)

    tell(ev.RunStarted(RUN), *maker.played("a", task), *maker.played("b", task), overrule("b"), update(1, 1, "a", "b"))
    assert queries.resume_point(store, "run-1").overruled == ()
    tell(overrule("a"))
    (judged,) = queries.resume_point(store, "run-1").overruled
    assert (judged.episode.id, judged.verdict.outcome) == ("a", Outcome.FAILURE)


def test_time_between_sessions_does_not_count(store: Store, maker: Maker) -> None:
    """Ten seconds in the first session, a night off, three in the second, a decision on the next day."""
    now = 1000.0

    def clock() -> float:
        return now

    for start, length, resumed in ((1000.0, 10.0, False), (40_000.0, 3.0, True)):
        with Recorder(store, "run-1", clock) as recorder:
            now = start
            recorder.record(ev.PhaseChanged("loading"))
            recorder.record(ev.RunStarted(RUN, resumed))
            now = start + length
            recorder.record(ev.Metric("reward", 1.0, 1))
    task = maker.task("mug")
    with Recorder(store, "run-1", clock) as recorder:
        recorder.record(ev.TaskProposed(task))
    decide(store, "run-1", Curate(task.id, Status.APPROVED))
    assert queries.resume_point(store, "run-1").seconds == pytest.approx(13.0)


def test_a_clock_set_back_costs_nothing(store: Store) -> None:
    """Order is the order of recording, and no time is negative."""
    now = 1000.0
    with Recorder(store, "run-1", clock=lambda: now) as recorder:
        recorder.record(ev.RunStarted(RUN))
        now = 10.0
        recorder.record(ev.Metric("reward", 1.0, 1))
    assert queries.resume_point(store, "run-1").seconds == 0
    assert [type(e).__name__ for _, _, e in queries.events(store, "run-1")] == ["RunStarted", "Metric"]


def test_what_a_cloning_learner_is_given_back(store: Store, tell: Tell, maker: Maker) -> None:
    """Used training episodes whose verdict is success now, the newest first and no more than asked for, over pages."""
    task = maker.task("mug")
    lost, won = (
        maker.verdict(key, task, out, "human") for key, out in (("t1", Outcome.FAILURE), ("f", Outcome.SUCCESS))
    )
    tell(
        ev.RunStarted(RUN),
        *maker.played("proof", task, purpose=Purpose.PROOF),
        *(event for i in range(6) for event in maker.played(f"t{i}", task)),
        *maker.played("f", task, Outcome.FAILURE),
        update(1, 1, "proof", "t0", "t1", "t2", "t3", "t4", "t5", "f"),
        *maker.played("unused", task),
        ev.EpisodeJudged(lost, lost),
        ev.EpisodeJudged(won, won),
    )
    found = [(one.episode.id, one.verdict.outcome) for one in queries.successes(store, "run-1", page=2)]
    assert found == [(key, Outcome.SUCCESS) for key in ("f", "t5", "t4", "t3", "t2", "t0")]
    assert [one.episode.id for one in queries.successes(store, "run-1", most=3, page=2)] == ["f", "t5", "t4"]
