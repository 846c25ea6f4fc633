"""Where models come from, and what is said when they cannot be had."""

from __future__ import annotations

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


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no model that can be loaded"):
        LanguageModel.load(tmp_path, rank=4, seed=0)


def test_too_little_memory_is_said_before_loading(tiny_model: Path) -> None:
    demand_memory(tiny_model, free=2_000_000_000)
    with pytest.raises(EnvironmentFault, match="GB of memory"):
        demand_memory(tiny_model, free=500_000_000)
