"""Constrained decoding: only what is allowed, with the exact log-probability."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from paestudio.agent.reader import Reader
from paestudio.core.protocols import Context
from paestudio.core.records import Observation, Task
from paestudio.learner.loss import score
from paestudio.lm.decode import Decoder, Request
from paestudio.lm.model import LanguageModel


@pytest.fixture
def lm(tiny_model: Path) -> LanguageModel:
    return LanguageModel.load(tiny_model, rank=4, seed=0)


def _request(lm: LanguageModel, page: Observation, greedy: bool = False) -> Request:
    read = Reader(lm, 400).read(Context(Task.make("Open the boots.", "http://x/"), page))
    return Request(read.prefix, read.prompt, read.grammar, "shop", greedy)


def test_every_reply_is_an_action_of_the_page(lm: LanguageModel, shop: Observation) -> None:
    decoder = Decoder(lm, 1.0, seed=3)
    replies = decoder.decode([_request(lm, shop)] * 40)
    refs = {reply.end.action.ref for reply in replies}
    assert all(reply.end.finished for reply in replies)
    assert refs <= {None, 1, 2, 3, 4, 5, 6}, "a disabled button or the second of two equal links was said"
    assert len({reply.tokens for reply in replies}) > 5


def test_log_probabilities_are_those_the_learner_computes(lm: LanguageModel, shop: Observation) -> None:
    reader = Reader(lm, 400)
    context = Context(Task.make("Open the boots.", "http://x/"), shop)
    replies = Decoder(lm, 1.0, seed=3).decode([_request(lm, shop)] * 12)
    samples = [reader.sample_of(context, reply.tokens, sum(reply.logprobs)) for reply in replies]
    assert all(samples)
    with torch.no_grad():
        scored = score(lm, samples, 1.0)
    assert torch.allclose(scored.logprobs, torch.tensor([sum(r.logprobs) for r in replies]), atol=1e-4)


def test_probabilities_of_all_first_choices_sum_to_one(lm: LanguageModel, shop: Observation) -> None:
    decoder = Decoder(lm, 1.0, seed=0)
    decoder.decode([_request(lm, shop)])
    (root,) = decoder._roots.values()
    assert sum(torch.tensor(root.logps).exp()) == pytest.approx(1.0, abs=1e-5)


def test_greedy_is_the_same_every_time_and_after_forgetting(lm: LanguageModel, shop: Observation) -> None:
    decoder = Decoder(lm, 1.0, seed=0)
    first = decoder.decode([_request(lm, shop, greedy=True)])[0].tokens
    decoder.forget()
    assert decoder.decode([_request(lm, shop, greedy=True)] * 3)[2].tokens == first


def test_siblings_cost_nothing_twice(lm: LanguageModel, shop: Observation) -> None:
    decoder = Decoder(lm, 1.0, seed=0)
    calls = []
    forward = lm.forward
    lm.forward = lambda segments, **rest: calls.append(len(segments)) or forward(segments, **rest)  # type: ignore[method-assign]
    decoder.decode([_request(lm, shop, greedy=True)])
    passes = len(calls)
    decoder.decode([_request(lm, shop, greedy=True)] * 8)
    assert len(calls) == passes
