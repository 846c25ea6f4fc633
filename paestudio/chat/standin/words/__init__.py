"""The stand-in's word list and what it says, as files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def ignored() -> frozenset[str]:
    """Words that carry no subject."""
    lines = files(__package__).joinpath("ignored.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
