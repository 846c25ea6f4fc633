"""Where models come from, and what is said when they cannot be had."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.lm.fetch import demand_memory, fetch, present
from paestudio.lm.model import LanguageModel


def test_a_local_folder_is_taken_as_it_is(tiny_model: Path, tmp_path: Path) -> None:
    assert present(str(tiny_model), tmp_path)
    assert fetch(str(tiny_model), tmp_path, lambda text: None) == tiny_model


@pytest.mark.parametrize("name", ["nonsense", "./nowhere", "a/b/c"])
def test_a_name_that_is_no_model_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no model"):
        fetch(name, tmp_path, lambda text: None)


def test_a_cache_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("in the way")
    with pytest.raises(EnvironmentFault, match="cannot be made"):
        fetch("owner/name", tmp_path, lambda text: None)


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no model that can be loaded"):
        LanguageModel.load(tmp_path, rank=4, seed=0)


def broken(place: Path, **changed: object) -> Path:
    """The folder with other values in its config.json."""
    config = json.loads((place / "config.json").read_text(encoding="utf-8"))
    (place / "config.json").write_text(json.dumps(config | changed), encoding="utf-8")
    return place


def without(place: Path, name: str) -> Path:
    """The folder whose file of weights lacks that one."""
    kept = {key: weight for key, weight in load_file(place / "model.safetensors").items() if key != name}
    save_file(kept, place / "model.safetensors", metadata={"format": "pt"})
    return place


def test_a_folder_that_is_broken_is_said_in_a_line(
    tiny_model: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And not in a page, printed or logged."""
    hidden = json.loads((tiny_model / "config.json").read_text(encoding="utf-8"))["hidden_size"]
    norm = "model.layers.1.input_layernorm.weight"
    reasons = {
        "kind": "nothing_such",
        "sizes": "of its weights are not of the sizes that its config.json says, such as model.",
        "lacking": rf"its files lack 1 of its weights, such as {norm}\.$",
        "cut": "Error while deserializing",
        "tokens": "",
    }
    places = {name: shutil.copytree(tiny_model, tmp_path / name) for name in reasons}
    broken(places["kind"], model_type="nothing_such")
    broken(places["sizes"], hidden_size=2 * hidden)
    without(places["lacking"], norm)
    os.truncate(places["cut"] / "model.safetensors", 5_000)
    for file in places["tokens"].glob("*token*"):
        file.unlink()
    for name, reason in reasons.items():
        with pytest.raises(UserError, match="no model that can be loaded") as told:
            LanguageModel.load(places[name], rank=4, seed=0)
        assert re.search(reason, told.value.message), told.value.message
        assert "\n" not in told.value.message and len(told.value.message) < 400
    assert capfd.readouterr() == ("", "")


def test_weights_that_are_tied_may_lack_and_more_may_be_there(
    tiny_model: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "lm_head.weight" not in load_file(tiny_model / "model.safetensors")
    place = shutil.copytree(tiny_model, tmp_path / "more")
    kept = load_file(place / "model.safetensors")
    save_file({**kept, "of.another.program": torch.zeros(2)}, place / "model.safetensors", metadata={"format": "pt"})
    assert LanguageModel.load(place, rank=4, seed=0).head.shape[1] == kept["model.embed_tokens.weight"].shape[1]
    with pytest.raises(UserError, match=r"lack 1 of its weights, such as lm_head"):
        LanguageModel.load(broken(place, tie_word_embeddings=False), rank=4, seed=0)
    assert capfd.readouterr() == ("", "")


def test_too_little_memory_is_said_before_loading(tiny_model: Path) -> None:
    demand_memory(tiny_model, free=2_000_000_000)
    with pytest.raises(EnvironmentFault, match="GB of memory"):
        demand_memory(tiny_model, free=500_000_000)
