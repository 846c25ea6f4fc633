"""Word lists and sentence banks, as files that people can read and translate."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a word list, without comments (#) and empty ones."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def bank(name: str) -> Any:
    """A JSON file of sentences."""
    return json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
