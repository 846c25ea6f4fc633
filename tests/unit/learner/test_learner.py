"""Credit, packs and losses, and that learning moves the agent towards what was rewarded."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from paestudio.agent.policy import SpelledPolicy
from paestudio.agent.reader import Reader
from paestudio.config import RunConfig
from paestudio.core.actions import Action, Verb
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.protocols import Context
from paestudio.core.records import Decision, Episode, Judged, Observation, Outcome, Step, Stop, Task, Verdict
from paestudio.core.samples import Sample
from paestudio.learner import checkpoint
from paestudio.learner.batch import distinct, minibatches, packs
from paestudio.learner.credit import leave_one_out, shortest_successes
from paestudio.learner.loss import clipped, likelihood, score
from paestudio.learner.trainer import LoraLearner
from paestudio.lm.decode import Decoder
from paestudio.lm.model import LanguageModel

Parts = tuple[LoraLearner, SpelledPolicy, Reader, LanguageModel]
TASK = Task.make("Open the boots.", "http://x/")


def _judged(name: str, outcome: Outcome, steps: int = 1, task: Task = TASK) -> Judged:
    page = Observation("http://x/", "Shop")
    taken = tuple(Step(i, page, Decision("done", Action(Verb.ANSWER, text="done"))) for i in range(steps))
    return Judged(Episode(name, task, taken, Stop.ANSWERED), Verdict(name, task.id, outcome, "check"))


def test_the_baseline_is_the_mean_of_the_others_and_unknown_is_left_out() -> None:
    batch = [
        _judged("a", Outcome.SUCCESS),
        _judged("b", Outcome.FAILURE),
        _judged("c", Outcome.FAILURE),
        _judged("d", Outcome.UNKNOWN),
    ]
    credits = {c.episode: c for c in leave_one_out(batch)}
    assert set(credits) == {"a", "b", "c"}
    assert credits["a"].advantage == 1.0
    assert credits["b"].advantage == -0.5
    assert sum(c.advantage for c in credits.values()) == pytest.approx(0.0)


def test_a_lone_episode_and_an_equal_group_teach_nothing() -> None:
    assert leave_one_out([_judged("a", Outcome.SUCCESS)])[0].advantage == 0.0
    assert {c.advantage for c in leave_one_out([_judged(n, Outcome.SUCCESS) for n in "abc"])} == {0.0}


def test_filtered_cloning_keeps_the_shortest_successes() -> None:
    batch = [_judged(str(n), Outcome.SUCCESS, steps=n) for n in range(1, 7)] + [_judged("f", Outcome.FAILURE)]
    kept = {c.episode for c in shortest_successes(batch) if c.advantage}
    assert kept == {"1", "2"}


@pytest.fixture
def learner(tiny_model: Path, tmp_path: Path) -> Parts:
    config = RunConfig(learning_rate=5e-3, warm_start_rate=5e-3, seed=1)
    lm = LanguageModel.load(tiny_model, rank=4, seed=1)
    reader = Reader(lm, 400)
    policy = SpelledPolicy(reader, Decoder(lm, 1.0, 1), "run")
    return LoraLearner(lm, reader.sample, config, tmp_path, policy.renew), policy, reader, lm


def _play(policy: SpelledPolicy, page: Observation, want: int, iteration: int, count: int = 16) -> list[Judged]:
    """One-step episodes in which clicking `want` succeeds."""
    judged = []
    for i, decision in enumerate(policy.decide([Context(TASK, page)] * count)):
        name = f"{iteration}-{i}"
        good = decision.action == Action(Verb.CLICK, want)
        episode = Episode(name, TASK, (Step(0, page, decision),), Stop.STEP_LIMIT, iteration=iteration)
        judged.append(Judged(episode, Verdict(name, TASK.id, Outcome.SUCCESS if good else Outcome.FAILURE, "check")))
    return judged


def test_reinforcement_moves_towards_what_is_rewarded(learner: Parts, shop: Observation) -> None:
    trainer, policy, _, _ = learner
    wins = []
    for iteration in range(1, 16):
        judged = _play(policy, shop, 3, iteration, 24)
        wins.append(sum(one.verdict.outcome is Outcome.SUCCESS for one in judged))
        trainer.update(judged, iteration, lambda done, total: None)
    assert sum(wins[-4:]) > sum(wins[:4]) + 6, wins


def test_a_warm_start_learns_a_demonstration_by_heart(learner: Parts, shop: Observation) -> None:
    trainer, policy, _, _ = learner
    action = Action(Verb.ANSWER, text="£12.50")
    shown = Episode("proof", TASK, (Step(0, shop, Decision(str(action), action)),), Stop.ANSWERED)
    update = trainer.warm_start([shown], lambda done, total: None, time.monotonic() + 60)
    assert update is not None and update.version == 1 and update.episodes == ("proof",)
    assert policy.decide([Context(TASK, shop, greedy=True)])[0].action == action


def test_an_update_without_signal_is_no_update(learner: Parts, shop: Observation) -> None:
    trainer, policy, _, _ = learner
    same = [replace(j, verdict=replace(j.verdict, outcome=Outcome.FAILURE)) for j in _play(policy, shop, 3, 1)]
    assert trainer.update(same, 1, lambda done, total: None) is None
    assert trainer.version == 0


def test_a_step_that_is_not_a_number_is_refused(learner: Parts, shop: Observation) -> None:
    trainer, policy, _, lm = learner
    batch = _play(policy, shop, 3, 1, 32)
    before = [p.detach().clone() for p in lm.adapter_parameters]
    lm.head.data.fill_(float("nan"))
    assert trainer.update(batch, 1, lambda done, total: None) is None
    assert all(torch.equal(a, b) for a, b in zip(before, lm.adapter_parameters, strict=True))


def test_equal_decisions_are_computed_once_with_the_same_gradient(learner: Parts, shop: Observation) -> None:
    _, policy, reader, lm = learner
    judged = _play(policy, shop, 3, 1, 24)
    pairs = [(reader.sample(j.episode, j.episode.steps[0]), 0.5 - i % 3) for i, j in enumerate(judged)]
    entries = distinct(pairs)  # type: ignore[arg-type]
    assert len(entries) < len(pairs)
    for pack in packs(entries, 200):
        likelihood(pack, score(lm, [e.sample for e in pack], 1.0)).backward()
    together = [p.grad.clone() for p in lm.adapter_parameters]
    lm.model.zero_grad()
    for sample, weight in pairs:
        (-weight * score(lm, [sample], 1.0).logprobs.sum()).backward()  # type: ignore[list-item]
    for a, b in zip(together, lm.adapter_parameters, strict=True):
        assert torch.allclose(a, b.grad, atol=1e-5)


def test_the_clipped_loss_stops_pushing_beyond_its_range() -> None:
    sample = Sample((1,), (2,), (3,), ((3, 4),), logprob=-1.0)
    (entry,) = distinct([(sample, 1.0)])
    logprob = torch.tensor([-1.0 + 0.5], requires_grad=True)
    clipped([entry], type("S", (), {"logprobs": logprob})(), 0.2).backward()  # type: ignore[arg-type]
    assert logprob.grad is not None and logprob.grad.item() == 0.0


def test_a_demonstration_counts_by_its_likelihood() -> None:
    sample = Sample((1,), (2,), (3,), ((3, 4),))
    (entry,) = distinct([(sample, 1.0)])
    logprob = torch.tensor([-9.0], requires_grad=True)
    clipped([entry], type("S", (), {"logprobs": logprob})(), 0.2).backward()  # type: ignore[arg-type]
    assert logprob.grad is not None and logprob.grad.item() == -1.0


def test_a_long_prompt_is_read_once_for_its_actions() -> None:
    long = tuple(range(500))
    entries = distinct((Sample((), long, (said, 1, 2), ((), (), ())), 1.0) for said in range(6))
    assert [len(pack) for pack in packs(entries, 100)] == [6]
    assert [len(pack) for pack in packs(entries, 6)] == [3, 3]
    others = distinct((Sample((), (*long, n), (1, 2), ((), ())), 1.0) for n in range(3))
    assert [len(pack) for pack in packs(others, 100)] == [1, 1, 1]


def test_minibatches_hold_every_decision_once_and_keep_prompts_together() -> None:
    entries = distinct((Sample((1,), (prompt,), (said,), ((3, 4),)), 1.0) for prompt in range(9) for said in (3, 4))
    batches = minibatches(entries, 4, random.Random(0))
    assert sorted(id(e) for b in batches for e in b) == sorted(id(e) for e in entries)
    assert [len(b) for b in batches] == [4, 4, 4, 4, 2]
    places = {(e.sample.prompt, i) for i, b in enumerate(batches) for e in b}
    assert len(places) == 9


def test_a_checkpoint_brings_everything_back(
    learner: Parts, shop: Observation, tiny_model: Path, tmp_path: Path
) -> None:
    trainer, policy, reader, lm = learner
    while (update := trainer.update(_play(policy, shop, 3, 1), 1, lambda done, total: None)) is None:
        pass
    folder = tmp_path / update.checkpoint
    assert checkpoint.whole(folder)
    other = LanguageModel.load(tiny_model, rank=4, seed=9)
    again = LoraLearner(other, reader.sample, RunConfig(), tmp_path, lambda version: None)
    assert again.load(folder)["version"] == 1
    assert all(torch.equal(a, b) for a, b in zip(lm.adapter_parameters, other.adapter_parameters, strict=True))
    states = [trainer._optimizer.state[p]["exp_avg"] for p in lm.adapter_parameters]
    mine = [again._optimizer.state[p]["exp_avg"] for p in other.adapter_parameters]
    assert all(torch.equal(a, b) for a, b in zip(states, mine, strict=True))


def test_a_damaged_checkpoint_is_refused(learner: Parts, tmp_path: Path, tiny_model: Path) -> None:
    trainer, _, _, lm = learner
    folder = trainer.save()
    file = folder / "adapter_model.safetensors"
    file.write_bytes(file.read_bytes()[:-7] + b"garbage")
    assert not checkpoint.whole(folder)
    with pytest.raises(EnvironmentFault, match="damaged"):
        checkpoint.load(folder, lm, None)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="damaged"):
        checkpoint.load(folder, lm, None)
    with pytest.raises(UserError, match="no adapter"):
        checkpoint.load(tmp_path / "nowhere", lm, None)
