"""Texts that benchmarks use, as files."""

from __future__ import annotations

from importlib.resources import files


def lines(name: str) -> list[str]:
    """The lines of a file, without comments (#) and empty ones; `\\n` in a line is a line end."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line.replace("\\n", "\n") for line in text.splitlines() if line.strip() and not line.startswith("#")]
