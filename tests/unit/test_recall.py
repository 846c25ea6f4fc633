"""A resumed run of filtered behaviour cloning learns from the successes of before, and from no other episode."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from paestudio import session
from paestudio.agent.reader import Reader
from paestudio.config import RunConfig
from paestudio.core import events as ev
from paestudio.core.actions import Action, Verb
from paestudio.core.records import (
    Decision,
    Episode,
    Judged,
    Observation,
    Outcome,
    Purpose,
    Run,
    Step,
    Stop,
    Task,
    Update,
    Verdict,
)
from paestudio.learner.trainer import LoraLearner
from paestudio.lm.model import LanguageModel
from paestudio.store import Recorder, Store, queries

TASK = Task.make("Open the boots.", "http://x/")
PAGE = Observation("http://x/", "Shop")


def _played(store: Store, name: str, outcome: Outcome) -> None:
    step = Step(0, PAGE, Decision("done", Action(Verb.ANSWER, text="done")))
    verdict = Verdict(name, TASK.id, outcome, "check")
    with Recorder(store, "run") as recorder:
        recorder.record(ev.EpisodeStarted(name, TASK, 0, Purpose.TRAIN))
        recorder.record(ev.EpisodeEnded(Episode(name, TASK, (step,), Stop.ANSWERED, "done", iteration=1)))
        recorder.record(ev.EpisodeJudged(verdict, verdict))
        recorder.record(ev.UpdateMade(Update(1, 1, "filtered_bc", (name,))))


@pytest.mark.parametrize(("outcome", "learns"), [(Outcome.SUCCESS, True), (Outcome.FAILURE, False)])
def test_it_draws_on_the_successes_of_before(outcome: Outcome, learns: bool, tiny_model: Path, tmp_path: Path) -> None:
    config = RunConfig(algorithm="filtered_bc")
    lm = LanguageModel.load(tiny_model, rank=4, seed=1)
    learner = LoraLearner(lm, Reader(lm, 400).sample, config, tmp_path / "checkpoints", lambda version: None)
    with Store.open(tmp_path / "store") as store:
        with Recorder(store, "run") as recorder:
            recorder.record(ev.RunStarted(Run("run", "http://x/", {}, 0)))
        _played(store, "old", outcome)
        assert learner.update([], 2, lambda done, total: None) is None
        session._recall(learner, store, queries.resume_point(store, "run"))
    assert (learner.update([], 2, lambda done, total: None) is not None) is learns


def test_an_overruled_or_retracted_success_is_learned_from_no_more(tiny_model: Path, tmp_path: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=1)
    config = RunConfig(algorithm="filtered_bc")
    learner = LoraLearner(lm, Reader(lm, 400).sample, config, tmp_path, lambda version: None)
    step = Step(0, PAGE, Decision("done", Action(Verb.ANSWER, text="done")))
    good = Judged(Episode("e", TASK, (step,), Stop.ANSWERED), Verdict("e", TASK.id, Outcome.SUCCESS, "check"))
    assert learner.update([good], 1, lambda done, total: None) is not None
    learner.leave_out({"e"})
    assert learner.update([], 2, lambda done, total: None) is None
    learner.leave_out(())
    assert learner.update([], 3, lambda done, total: None) is not None
    overruled = Judged(good.episode, Verdict("e", TASK.id, Outcome.FAILURE, "human"))
    assert learner.update([overruled], 4, lambda done, total: None) is None


def test_of_a_takeover_only_the_persons_steps_are_shown(tiny_model: Path, tmp_path: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=1)
    learner = LoraLearner(lm, Reader(lm, 400).sample, RunConfig(), tmp_path, lambda version: None)
    drawn = Step(0, PAGE, Decision("wait", Action(Verb.WAIT), tokens=(1, 2), logprobs=(-1.0, 0.0)))
    own = Step(1, PAGE, Decision("done", Action(Verb.ANSWER, text="done")))
    shown = Episode("s", TASK, (drawn, own), Stop.ANSWERED, purpose=Purpose.SHOWN)
    update = learner.warm_start([shown], lambda done, total: None, time.monotonic() + 60)
    assert update is not None and update.metrics["samples"] == 1.0
