"""Tiny models, made once: no test changes its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from paestudio.lm import blank, tiny


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama."""
    return tiny.make(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="session")
def seeing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Qwen2.5-VL."""
    return blank.make(tmp_path_factory.mktemp("seeing"), "tiny-qwen2.5-vl")
