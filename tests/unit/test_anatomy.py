"""What a model folder says of itself, and what training on it takes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from paestudio import anatomy
from paestudio.config import RunConfig, from_mapping
from paestudio.estimate import estimate, parts_of
from paestudio.lm import blank
from paestudio.lm.model import LanguageModel
from paestudio.presets import PRESETS

GB = 1e9


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> anatomy.Anatomy:
    """Qwen2.5-VL-7B as its folder describes it."""
    return anatomy.read(blank.make(tmp_path_factory.mktemp("large"), "qwen2.5-vl-7b", weights=False))


def test_a_folder_says_whether_it_sees(tiny_model: Path, one_seeing_model: Path, tmp_path: Path) -> None:
    assert not anatomy.read(tiny_model).sees
    assert anatomy.read(one_seeing_model).sees and anatomy.read(one_seeing_model).layers == 2
    assert anatomy.read(tmp_path) == anatomy.Anatomy("", False)
    (tmp_path / "config.json").write_text(json.dumps([1]))
    assert not anatomy.read(tmp_path).sees


def test_sizes_are_those_of_the_loaded_model(seeing_model: Path) -> None:
    about = anatomy.read(seeing_model)
    lm = LanguageModel.load(seeing_model, rank=4, seed=0, precise=True)
    assert about.adapter(4) == sum(p.numel() for p in lm.adapter_parameters)
    body = lm.model.get_base_model().get_submodule(lm.inside).layers
    linear = sum(p.numel() for name, p in body.named_parameters() if "proj.base_layer.weight" in name)
    assert about.linear == linear


def test_a_7b_model_needs_24_gb_only_in_4_bits(large: anatomy.Anatomy) -> None:
    weights = int(16.6 * GB)
    config = RunConfig(page_tokens=1_500, lora_rank=32)
    plain = parts_of(config, weights, large, gpu=True)
    assert plain.weights == weights and 22 * GB < plain.total < 60 * GB
    thrifty = replace(config, quantize="4bit", checkpointing="on")
    assert 6 * GB < parts_of(thrifty, weights, large, gpu=True).total < 18 * GB
    greedy = parts_of(replace(config, adapter_reads="everything"), weights, large, gpu=True)
    assert greedy.update > 2 * plain.update
    assert estimate(config, weights, gpu=True, about=large).memory == plain.total


# What each preset's model is called here, and the bytes of its weights in 16 bits, about.
NAMED = {
    "8gb": ("smolvlm2-2.2b", 4.5 * GB),
    "12gb": ("qwen2.5-vl-3b", 7.6 * GB),
    "24gb": ("qwen3-vl-4b", 8.9 * GB),
    "48gb": ("qwen3-vl-8b", 17.6 * GB),
    "pae": ("llava-1.6-mistral-7b", 15.2 * GB),
}
FREE = 0.92  # of a card, when a desktop uses it too


def test_presets_for_cards_are_all_looked_at() -> None:
    assert {key for key, preset in PRESETS.items() if preset.graphics} == set(NAMED)


@pytest.mark.parametrize("key", NAMED)
def test_a_preset_fits_the_card_it_is_for(key: str, tmp_path: Path) -> None:
    name, weights = NAMED[key]
    config, card = from_mapping(PRESETS[key].values), PRESETS[key].graphics
    about = anatomy.read(blank.make(tmp_path, name, weights=False))
    assert card and parts_of(config, int(weights), about, gpu=True).total < FREE * card
    if config.quantize == "4bit":  # only where 16 bits do not fit
        assert parts_of(replace(config, quantize="none"), int(weights), about, gpu=True).total > FREE * card
    if config.checkpointing == "on":
        assert parts_of(replace(config, checkpointing="off"), int(weights), about, gpu=True).total > FREE * card
