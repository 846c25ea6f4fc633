"""An adapter goes with the weights that it was made for; on any others it is refused, and it is said whose it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from paestudio.core.errors import UserError
from paestudio.learner import checkpoint
from paestudio.lm.model import LanguageModel
from paestudio.lm.tiny import SIZES


def resized(tiny_model: Path, place: Path, **sizes: int) -> Path:
    """The tiny model in another size."""
    place.mkdir()
    for file in tiny_model.iterdir():
        if file.suffix != ".safetensors" and file.name != "config.json":
            (place / file.name).write_bytes(file.read_bytes())
    known = json.loads((tiny_model / "config.json").read_text())
    config = AutoConfig.for_model("llama", vocab_size=known["vocab_size"], eos_token_id=0, **{**SIZES, **sizes})
    AutoModelForCausalLM.from_config(config).save_pretrained(place)
    return place


def adapter(model: Path, place: Path) -> Path:
    """An adapter for that model, as PEFT writes it."""
    lm = LanguageModel.load(model, rank=4, seed=0, precise=True)
    with torch.no_grad():
        for weight in lm.adapter_parameters:
            weight.fill_(0.25)
    lm.model.save_pretrained(place, safe_serialization=True)
    return place


@pytest.mark.parametrize(
    "sizes",
    [
        {"hidden_size": 2 * SIZES["hidden_size"]},
        {"num_hidden_layers": SIZES["num_hidden_layers"] + 1},
        {"num_hidden_layers": SIZES["num_hidden_layers"] - 1},
    ],
)
def test_an_adapter_for_another_base_is_refused(tiny_model: Path, tmp_path: Path, sizes: dict[str, int]) -> None:
    other = resized(tiny_model, tmp_path / "other", **sizes)
    place = adapter(other, tmp_path / "adapter")
    lm = LanguageModel.load(tiny_model, rank=4, seed=0, precise=True)
    with pytest.raises(UserError, match=r"made for another model, .*other") as caught:
        checkpoint.load(place, lm, None)
    assert caught.value.fix == f"This model is {tiny_model.name}."
    assert not any(bool((weight == 0.25).all()) for weight in lm.adapter_parameters)
    checkpoint.load(place, LanguageModel.load(other, rank=4, seed=0, precise=True), None)


def test_one_that_says_it_is_for_some_layers_is_taken(tiny_model: Path, tmp_path: Path) -> None:
    fewer = resized(tiny_model, tmp_path / "fewer", num_hidden_layers=SIZES["num_hidden_layers"] - 1)
    place = adapter(fewer, tmp_path / "adapter")
    told = json.loads((place / "adapter_config.json").read_text())
    (place / "adapter_config.json").write_text(json.dumps({**told, "layers_to_transform": [0]}))
    lm = LanguageModel.load(tiny_model, rank=4, seed=0, precise=True)
    checkpoint.load(place, lm, None)
    taken = [bool((weight == 0.25).all()) for weight in lm.adapter_parameters]
    assert any(taken) and not all(taken)
