"""An adapter brings its rank and the base it was made on."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from paestudio import brain
from paestudio.config import RunConfig
from paestudio.core.errors import UserError
from paestudio.learner import checkpoint
from paestudio.lm.model import LanguageModel


def test_an_adapter_brings_its_rank_and_its_base(tiny_model: Path, tmp_path: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    place = checkpoint.save(tmp_path, 1, lm, torch.optim.AdamW(lm.adapter_parameters), {})
    config = RunConfig(lora_rank=16)
    kept = brain.fitting(config, str(place), tmp_path, keep_model=True)
    assert (kept.lora_rank, kept.model) == (4, config.model)
    own = brain.fitting(config, str(place), tmp_path, keep_model=False)
    assert (own.lora_rank, own.model) == (4, str(tiny_model))
    assert brain.fitting(config, "base", tmp_path, keep_model=False) == config
    (place / "adapter_config.json").write_text("{oops", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read"):
        brain.fitting(config, str(place), tmp_path, keep_model=True)
