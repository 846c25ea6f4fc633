"""A resumed run of filtered behaviour cloning learns from the successes of before, and from no other episode."""

from __future__ import annotations

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
