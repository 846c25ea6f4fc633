"""Packed passes give what plain ones give: values and gradients, on several architectures."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM

from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import LONG, Segment
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
