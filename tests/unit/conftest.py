"""A tiny model of the real architecture, made once for all tests that need one."""

from __future__ import annotations

from pathlib import Path

import pytest

from paestudio.core.records import Element, Observation, Text


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a random Llama with a tokenizer of its own."""
    from paestudio.lm.tiny import make

    return make(tmp_path_factory.mktemp("tiny"))


FAMILIES = ("qwen2.5-vl", "qwen3-vl", "smolvlm", "idefics3", "llava-next")


@pytest.fixture(scope="session", params=FAMILIES)
def seeing_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a random vision-language model of each family, with a processor of its own."""
    from paestudio.lm.blank import make

    return make(tmp_path_factory.mktemp("seeing") / request.param, f"tiny-{request.param}")


@pytest.fixture(scope="session")
def one_seeing_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Qwen2.5-VL, where one family is enough."""
    from paestudio.lm.blank import make

    return make(tmp_path_factory.mktemp("seeing") / "one", "tiny-qwen2.5-vl")


@pytest.fixture
def shop() -> Observation:
    """A small shop page: search box, links, a list to choose from, two buttons of one name."""
    elements = (
        Element(1, "searchbox", "Search the shop", submits=True, order=0),
        Element(2, "link", "Boots", href="http://x/boots", order=1),
        Element(3, "link", "Tents", href="http://x/tents", order=2),
        Element(4, "combobox", "Sort by", value="Price", options=("Price", "Price: high"), order=3),
        Element(5, "button", "Add to basket", context="Copper Can", order=6),
        Element(6, "button", "Add to basket", context="Iron Can", order=9),
        Element(7, "link", "Tents", href="http://x/tents", order=11, on_screen=False),
        Element(8, "button", "Sold out", state=("disabled",), order=12),
    )
    texts = (
        Text("Copper Can", 4, heading=2),
        Text("£34.00", 5),
        Text("Iron Can", 7, heading=2),
        Text("£12.50", 8),
        Text("Below the fold", 20, on_screen=False),
    )
    return Observation("http://x/shop", "Shop", elements, texts)
