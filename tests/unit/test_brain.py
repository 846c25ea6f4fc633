"""What follows from the model: which policy, which size of pages, and what an adapter reads."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image

from paestudio.agent.policy import SpelledPolicy
from paestudio.agent.thinker import ThoughtPolicy
from paestudio.brain import Brain, load_adapter, load_brain, on_its_base, suited
from paestudio.config import RunConfig, from_mapping, viewport
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.protocols import Context
from paestudio.core.records import Observation, Task
from paestudio.learner import checkpoint
from paestudio.lm.model import LanguageModel

TASK = Task.make("Open the boots.", "http://x/")


def _photo(name: str | None) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (256, 192), "white").save(out, "JPEG")
    return out.getvalue()


def _load(config: RunConfig) -> Brain:
    brain = asyncio.run(load_brain(config, "run", lambda text: None, _photo))
    brain.thread.shutdown()
    return brain


def _fit(config: RunConfig) -> RunConfig:
    return asyncio.run(suited(config, lambda text: None))


def test_a_model_that_sees_gets_screenshots_of_the_published_size(one_seeing_model: Path, tiny_model: Path) -> None:
    blind = RunConfig(model=str(tiny_model), screenshots=False)
    sees = replace(blind, model=str(one_seeing_model))
    assert (_fit(sees).viewport, _fit(sees).screenshots) == ("1024x768", True)
    assert (_fit(blind).viewport, _fit(blind).screenshots) == ("1280x800", False)
    assert _fit(replace(sees, viewport="800x600")).viewport == "800x600"
    for unseen in (replace(sees, policy="spelled"), replace(sees, policy_images=0)):
        assert not _fit(unseen).screenshots


def test_the_policy_follows_from_the_model_and_can_be_set(one_seeing_model: Path, shop: Observation) -> None:
    config = RunConfig(model=str(one_seeing_model), reply_tokens=16, image_tiles=False)
    brain = _load(config)
    assert isinstance(brain.policy, ThoughtPolicy)
    page = replace(shop, screenshot="0" * 64 + ".jpg", viewport=(128, 96))
    (decision,) = brain.policy.decide([Context(TASK, page)])
    assert 0 < len(decision.tokens) <= 16
    assert isinstance(_load(replace(config, policy="spelled")).policy, SpelledPolicy)


def test_a_missing_screenshot_is_said(one_seeing_model: Path, shop: Observation) -> None:
    config = RunConfig(model=str(one_seeing_model), reply_tokens=16)
    brain = asyncio.run(load_brain(config, "run", lambda text: None))
    brain.thread.shutdown()
    page = replace(shop, screenshot="0" * 64 + ".jpg", viewport=(128, 96))
    with pytest.raises(EnvironmentFault, match="missing"):
        brain.policy.decide([Context(TASK, page)])


def test_images_for_a_text_model_are_refused(tiny_model: Path) -> None:
    with pytest.raises(UserError, match="cannot see"):
        _load(RunConfig(model=str(tiny_model), policy="thought", policy_images=1))
    with pytest.raises(UserError, match="no chat template"):
        _load(RunConfig(model=str(tiny_model), policy="thought"))


def test_an_adapter_made_elsewhere_reads_everything(one_seeing_model: Path, tmp_path: Path) -> None:
    config = RunConfig(model=str(one_seeing_model), lora_rank=4)
    brain = _load(config)
    assert isinstance(brain.policy, ThoughtPolicy) and brain.policy.reader.apart
    optimizer = torch.optim.AdamW(brain.lm.adapter_parameters)
    ours = checkpoint.save(tmp_path, 1, brain.lm, optimizer, {"reads": "decision"})
    load_adapter(brain, str(ours), tmp_path)
    assert brain.policy.reader.apart and brain.policy.version == 1
    for file in ("manifest.json", "state.json"):
        (ours / file).unlink()
    load_adapter(brain, str(ours), tmp_path)
    assert not brain.policy.reader.apart


def test_a_damaged_adapter_made_elsewhere_is_said(tiny_model: Path, tmp_path: Path) -> None:
    brain = _load(RunConfig(model=str(tiny_model), lora_rank=4))
    place = checkpoint.save(tmp_path, 1, brain.lm, torch.optim.AdamW(brain.lm.adapter_parameters), {})
    (place / "manifest.json").unlink()
    weights = place / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(EnvironmentFault, match="is damaged") as caught:
        load_adapter(brain, str(place), tmp_path)
    assert "from its source" in caught.value.fix


def test_a_viewport_is_a_size() -> None:
    assert viewport("auto", sees=True) == (1024, 768) and viewport("640X480", sees=False) == (640, 480)
    for wrong in ("wide", "10x10", "1024", "x"):
        with pytest.raises(UserError, match="size like"):
            from_mapping({"viewport": wrong})


def test_an_adapter_brings_the_base_it_was_made_on(tiny_model: Path, tmp_path: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    place = checkpoint.save(tmp_path, 1, lm, torch.optim.AdamW(lm.adapter_parameters), {})
    config = RunConfig(lora_rank=16)
    assert on_its_base(config, str(place), tmp_path) == replace(config, model=str(tiny_model))
    assert on_its_base(config, "base", tmp_path) == config
    brain = _load(on_its_base(config, str(place), tmp_path))
    assert load_adapter(brain, str(place), tmp_path)
    (place / "adapter_config.json").write_text("{oops", encoding="utf-8")
    assert on_its_base(config, str(place), tmp_path) == config
