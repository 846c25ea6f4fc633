"""Packed passes give what plain ones give: values and gradients, on several architectures."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM

from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import KV, LONG, Segment
from paestudio.lm.tiny import make

PAGE, PROMPT, ACTION = tuple(range(20, 60)), tuple(range(5, 17)), tuple(range(70, 76))


@pytest.mark.parametrize("kind", ["llama", "qwen2", "qwen3", "mistral"])
def test_equals_the_plain_forward_pass(kind: str, tmp_path: Path) -> None:
    folder = make(tmp_path / kind, kind)
    lm = LanguageModel.load(folder, rank=4, seed=0)
    plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    with torch.no_grad():
        want = plain.model(torch.tensor([[*PAGE, *PROMPT, *ACTION]])).last_hidden_state[0]
        page = lm.pages([PAGE])[0]
        got, pack = lm.forward([Segment(PROMPT, page), Segment(ACTION, parent=0), Segment(PROMPT[:3], page)])
    assert torch.allclose(got[: len(PROMPT) + len(ACTION)], want[len(PAGE) :], atol=1e-5)
    assert torch.allclose(got[slice(*pack.spans[2])], want[len(PAGE) : len(PAGE) + 3], atol=1e-5)


def test_a_long_page_on_a_shared_beginning_equals_the_plain_pass(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    plain = AutoModelForCausalLM.from_pretrained(tiny_model, dtype=torch.float32)
    page = tuple(5 + i * 7 % 90 for i in range(2 * LONG))
    with torch.no_grad():
        want = plain.model(torch.tensor([[*PAGE, *page]])).last_hidden_state[0]
        got, _ = lm.forward([Segment(page, lm.pages([PAGE])[0])])
    assert torch.allclose(got, want[len(PAGE) :], atol=1e-5)


@pytest.mark.parametrize("kind", ["llama", "qwen3"])
def test_streams_that_add_one_token_are_computed_together(kind: str, tmp_path: Path) -> None:
    lm = LanguageModel.load(make(tmp_path / kind, kind), rank=4, seed=0)
    _wake_adapter(lm)
    other = tuple(range(100, 190))
    said: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
        (PAGE, (7,)), (other, (8, 9)), (PAGE, (9, 7, 8)), (PAGE, ()), ((), (30, 31)), (other, tuple(range(5, 75))),
    ]  # fmt: skip
    pages = lm.pages([page for page, _ in said])
    with torch.no_grad():
        pasts = []
        for page, (_, tokens) in zip(pages, said, strict=True):
            chain = KV()
            for token in tokens:  # one by one, as a decoder does it
                _, alone = lm.forward([Segment((token,), (*page, chain) if chain.length else page)], keep=True)
                chain = chain.then(alone.fresh[0])
            pasts.append((*page, chain) if chain.length else page)
        steps = [Segment((40 + i,), past) for i, past in enumerate(pasts)]
        one_by_one = [lm.forward([step], keep=True) for step in steps]
        mixed = [*steps[:2], Segment(PROMPT, pages[0]), *steps[2:]]
        for segments, skip in ((steps, None), (mixed, 2)):
            hidden, pack = lm.forward(segments, keep=True)
            assert pack.plan is not None
            spans = [span for i, span in enumerate(pack.spans) if i != skip]
            fresh = [kv for i, kv in enumerate(pack.fresh) if i != skip]
            for (begin, end), kv, (want, alone) in zip(spans, fresh, one_by_one, strict=True):
                assert torch.allclose(hidden[begin:end], want, atol=1e-5)
                assert torch.allclose(kv.keys[1], alone.fresh[0].keys[1], atol=1e-5)
    shared = [(one.begin, one.end) for one in pack.plan.shared if one.piece.length == len(PAGE)]
    assert shared == [(0, 3)]  # one product for the three on that page


def test_pages_of_one_stream_each_are_laid_side_by_side_when_they_come_again(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    _wake_adapter(lm)
    pages = lm.pages([tuple(range(20 + 9 * i, 120 + 4 * i)) for i in range(5)])
    chains = [KV() for _ in pages]
    steps = []
    with torch.no_grad():
        for step in range(4):
            segments = [
                Segment((30 + step + i,), (*page, chain) if chain.length else page)
                for i, (page, chain) in enumerate(zip(pages, chains, strict=True))
            ]
            hidden, pack = lm.forward(segments, keep=True)
            steps.append((segments, hidden))
            assert pack.plan is not None and len(pack.plan.shared) == (5 if step == 0 else 0)
            chains = [chain.then(fresh) for chain, fresh in zip(chains, pack.fresh, strict=True)]
        others, pack = lm.forward(segments[::-1], keep=True)  # another order is another set
        assert torch.allclose(others, hidden.flip(0), atol=1e-5)
        assert pack.plan is not None and len(pack.plan.shared) == 5
        for segments, hidden in steps:
            assert torch.allclose(hidden, torch.cat([lm.forward([one])[0] for one in segments]), atol=1e-5)


def test_gradients_equal_the_naive_ones(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    _wake_adapter(lm)
    page = lm.pages([PAGE])[0]
    hidden, pack = lm.forward([Segment(PROMPT, page), Segment(ACTION, parent=0), Segment(ACTION[:2], parent=0)])
    (hidden[slice(*pack.spans[1])].sum() + hidden[slice(*pack.spans[2])].sum()).backward()
    together = [p.grad.clone() for p in lm.adapter_parameters]
    lm.model.zero_grad()
    for action in (ACTION, ACTION[:2]):
        alone, _ = lm.forward([Segment((*PROMPT, *action), page)])
        alone[len(PROMPT) :].sum().backward()
    for a, b in zip(together, lm.adapter_parameters, strict=True):
        assert torch.allclose(a, b.grad, atol=1e-5)


def test_pages_that_begin_alike_share_it_and_nothing_changes(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paestudio.lm.model.MIN_SHARED", 10)
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    other = (*PAGE[:25], *range(100, 110))
    with torch.no_grad():
        alone, _ = lm.forward([Segment(PROMPT, lm.pages([other])[0])])
        lm._pages.clear()
        lm.pages([PAGE])
        pieces = lm.pages([other])[0]
        shared, _ = lm.forward([Segment(PROMPT, pieces)])
    assert [piece.length for piece in pieces] == [35]
    assert torch.allclose(alone, shared, atol=1e-5)


def test_a_page_does_not_depend_on_the_adapter(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    before = lm.pages([PAGE])[0]
    _wake_adapter(lm)
    with torch.no_grad(), lm.base_only():
        _, pack = lm.forward([Segment(PAGE)], keep=True)
    assert all(torch.equal(a, b) for a, b in zip(before[0].keys, pack.fresh[0].keys, strict=True))


def test_the_page_cache_stays_within_its_limit(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    one = lm.pages([PAGE])[0][0].bytes
    lm.page_limit = 3 * one
    for shift in range(10):
        lm.pages([tuple(t + shift for t in PAGE)])
    assert len(lm._pages) == 3


def _wake_adapter(lm: LanguageModel) -> None:
    """LoRA starts as zero: make it do something."""
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in lm.adapter_parameters:
            parameter.add_(torch.randn_like(parameter) * 0.05)
