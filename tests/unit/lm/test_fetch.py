"""Where models come from, and what is said when they cannot be had."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

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


def test_a_folder_that_is_broken_is_said_in_a_line(tiny_model: Path, tmp_path: Path) -> None:
    hidden = json.loads((tiny_model / "config.json").read_text(encoding="utf-8"))["hidden_size"]
    places = [shutil.copytree(tiny_model, tmp_path / name) for name in ("kind", "sizes", "tokens")]
    broken(places[0], model_type="nothing_such")
    broken(places[1], hidden_size=2 * hidden)
    for file in places[2].glob("*token*"):
        file.unlink()
    for place in places:
        with pytest.raises(UserError, match="no model that can be loaded") as told:
            LanguageModel.load(place, rank=4, seed=0)
        assert "\n" not in told.value.message and len(told.value.message) < 400


def test_too_little_memory_is_said_before_loading(tiny_model: Path) -> None:
    demand_memory(tiny_model, free=2_000_000_000)
    with pytest.raises(EnvironmentFault, match="GB of memory"):
        demand_memory(tiny_model, free=500_000_000)
