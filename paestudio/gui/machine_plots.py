"""The machine under a run: what the run recorded of it, or, for a run that recorded nothing, what it does now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paestudio.gui.machine import Machine
from paestudio.gui.plots import Plot, Points
from paestudio.gui.texts import tr
from paestudio.gui.tokens import Tokens

MINUTE = 60.0
CPU, MEMORY = "cpu_share", "memory_gb"
GPU, GPU_MEMORY = "gpu_share", "gpu_memory_gb"
PERCENT = 100.0
FACTORS = {CPU: PERCENT, MEMORY: 1.0, GPU: PERCENT, GPU_MEMORY: 1.0}  # of a recorded value, to the unit of its plot


class MachinePlots:
    """`plots` by the name of their metric; those without values are hidden."""

    def __init__(self, machine: Machine) -> None:
        share = (0.0, PERCENT)
        self.plots = {
            CPU: Plot(tr("Processor (%) by minute"), share),
            MEMORY: Plot(tr("Memory (GB) by minute")),
            GPU: Plot(tr("Graphics card (%) by minute"), share),
            GPU_MEMORY: Plot(tr("Its memory (GB) by minute")),
        }
        self.plots[CPU].setToolTip(tr("Of all cores together, in this program"))
        self._machine = machine
        self._looked = (0, 0.0)

    def colour(self, tokens: Tokens) -> None:
        """Follow the theme."""
        for plot in self.plots.values():
            plot.colour(tokens, "accent")

    def draw(self, recorded: Mapping[str, Sequence[tuple[float, float]]], news: bool) -> None:
        """Draw `recorded`, the run's curves over its seconds; nothing is done when there is nothing new."""
        now = self._machine
        looked = len(now.memory), now.memory[-1][0] if now.memory else 0.0
        if recorded.get(CPU):
            if news:
                self._draw({name: _minutes(recorded.get(name, ()), factor) for name, factor in FACTORS.items()})
        elif news or looked != self._looked:
            self._looked = looked
            self._draw({CPU: _minutes(now.processor, 1.0), MEMORY: _minutes(now.memory, 1.0)})

    def _draw(self, curves: Mapping[str, Points]) -> None:
        for name, plot in self.plots.items():
            points = curves.get(name, ())
            plot.setVisible(bool(points) or name in (CPU, MEMORY))
            plot.draw(points)
            if points:
                plot.setXRange(points[0][0], max(points[0][0] + 1.0, points[-1][0]), padding=0.04)


def _minutes(points: Sequence[tuple[float, float]], factor: float) -> Points:
    return [(at / MINUTE, value * factor) for at, value in points]
