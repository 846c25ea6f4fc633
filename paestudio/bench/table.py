"""Gathers what a benchmark measures: figures by plain names, ratios, limits, and what could not be measured."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field

from paestudio.bench import Result
from paestudio.core.errors import EnvironmentFault


@dataclass(slots=True)
class Table:
    """In the order measured. `failures` are checks that did not hold: the command then ends with 1."""

    title: str
    figures: dict[str, float] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, name: str, value: float) -> None:
        """One figure."""
        self.figures[name] = short(value)

    def ratio(self, name: str, over: str, under: str) -> None:
        """`name` = figures[over] / figures[under], when both were measured."""
        if self.figures.get(under) and over in self.figures:
            self.ratios[name] = short(self.figures[over] / self.figures[under])

    def note(self, text: str) -> None:
        """What one should know of the figures, or why one is missing."""
        self.notes.append(text)

    def lost(self, name: str, fault: EnvironmentFault) -> None:
        """A peer broke on the way: it is left out from there on."""
        self.note(f"{name} was left out from here on: {fault}")

    def fail(self, text: str) -> None:
        """A check that did not hold."""
        self.failures.append(text)

    def result(self) -> Result:
        """All of it."""
        details = {"machine": machine(), "notes": self.notes, "failures": self.failures}
        return Result(self.figures, self._text(), self.ratios, details)

    def _text(self) -> str:
        wide = max((len(name) for name in (*self.figures, *self.ratios)), default=0)
        lines = [f"{self.title} ({machine()})"]
        lines += [f"  {name:<{wide}}  {value:>12,.10g}" for name, value in self.figures.items()]
        lines += [f"  {name:<{wide}}  {value:>12,.10g} ×" for name, value in self.ratios.items()]
        lines += [f"  note: {text}" for text in self.notes]
        lines += [f"  FAILED: {text}" for text in self.failures]
        return "\n".join(lines) + "\n"


def machine() -> str:
    """The processor, in words."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def short(value: float) -> float:
    """Four significant digits: the rest is noise."""
    return float(f"{value:.4g}")
