"""One plot in the window's colours: curves, checkpoints as lines, smoothing, log scale, outliers left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from paestudio.gui.ticks import TickAxis
from paestudio.gui.tokens import Tokens

Points = Sequence[tuple[float, float]]
OUTLIERS = (2.0, 98.0)  # percentiles that the scale keeps to when outliers are left out
FLAT = 0.8  # a curve whose least value is this share of its greatest is shown from 0


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """A titled plot that takes no mouse: it is looked at, not played with."""

    def __init__(self, title: str, limits: tuple[float, float] | None = None) -> None:
        super().__init__(axisItems={"bottom": TickAxis()})
        self.title, self._limits = title, limits
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setDownsampling(auto=True, mode="peak")
        item.setClipToView(True)
        item.showGrid(y=True, alpha=0.25)
        item.getViewBox().setMouseEnabled(x=False, y=False)
        item.getAxis("left").setStyle(hideOverlappingLabels=True, tickLength=-4)
        item.getAxis("left").setWidth(46)
        self._raw = item.plot([], [], connect="finite", antialias=True)
        self._line = item.plot([], [], symbol="o", symbolSize=5, connect="finite", antialias=True)
        self._other = item.plot([], [], symbol="t", symbolSize=5, connect="finite", antialias=True)
        self._lines: list[pg.InfiniteLine] = []
        self._tokens: Tokens | None = None
        self._log = False

    def colour(self, tokens: Tokens, series: str) -> None:
        """Follow the theme; `series` is the token of the curve."""
        self._tokens = tokens
        colour = tokens.colours()[series]
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.85))
        self.setBackground(tokens.panel)
        item = self.getPlotItem()
        item.setTitle(self.title, color=tokens.text, size=f"{font.pointSizeF():.0f}pt")
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(tokens.line)
            axis.setTextPen(tokens.muted)
            axis.setTickFont(font)
        self._raw.setPen(pg.mkPen(tokens.line, width=1))
        for curve, name, style in (
            (self._line, colour, Qt.PenStyle.SolidLine),
            (self._other, tokens.muted, Qt.PenStyle.DashLine),
        ):
            curve.setPen(pg.mkPen(name, width=1.7, style=style))
            curve.setSymbolBrush(name)
            curve.setSymbolPen(None)
        for line in self._lines:
            line.setPen(pg.mkPen(tokens.line, width=1, style=Qt.PenStyle.DotLine))

    def draw(self, points: Points, *, smooth: float = 0.0, outliers: bool = True, other: Points = ()) -> None:
        """Show a curve, and another run's beside it. `smooth` 0–1: how much of the curve before is kept."""
        x, y = self._places(points)
        self._raw.setData(*((x, y) if smooth else ([], [])))
        self._line.setSymbol("o" if len(x) <= 60 and np.isfinite(y).all() else None)
        self._line.setData(x, smoothed(y, smooth))
        other_x, other_y = self._places(other)
        self._other.setData(other_x, other_y)
        box = self.getPlotItem().getViewBox()
        all_of_it = np.concatenate([y, other_y])
        finite = all_of_it[np.isfinite(all_of_it)]
        if self._limits is not None and not self._log:
            box.setYRange(*self._limits, padding=0.05)
        elif not self._log and len(finite) and 0 <= finite.min() >= FLAT * finite.max():
            box.setYRange(0.0, float(finite.max()) * 1.15 or 1.0, padding=0.02)  # from 0: no noise as mountains
        elif outliers or len(finite) < 5:
            box.enableAutoRange(axis="y")
        else:
            low, high = np.percentile(finite, OUTLIERS)
            box.setYRange(float(low), float(high) if high > low else float(low) + 1.0)

    def set_log(self, on: bool) -> None:
        """A logarithmic scale; what is not positive is not drawn on it."""
        self._log = on
        self._raw.setData([], [])
        self._line.setData([], [])
        self._other.setData([], [])
        self.getPlotItem().setLogMode(y=on)

    def count_updates(self, first: float, last: float, names: Mapping[float, str]) -> None:
        """Whole numbers below the curve, and a name where one was given; the same range for all plots."""
        step = max(1, round((last - first) / 6))
        ticks = [(float(i), str(i)) for i in range(0, int(last) + 1, step) if float(i) not in names]
        self.getPlotItem().getAxis("bottom").setTicks([[*ticks, *names.items()]])
        self.setXRange(first, last, padding=0.06)

    def mark(self, places: Sequence[float]) -> None:
        """Checkpoints, as dotted lines."""
        if [line.value() for line in self._lines] == list(places):
            return
        for line in self._lines:
            self.removeItem(line)
        pen = pg.mkPen(self._tokens.line if self._tokens else "#888888", width=1, style=Qt.PenStyle.DotLine)
        self._lines = [pg.InfiniteLine(place, pen=pen) for place in places]
        for line in self._lines:
            line.setZValue(-10)  # behind the points
            self.addItem(line)

    def _places(self, points: Points) -> tuple[np.ndarray, np.ndarray]:
        x, y = np.array([p for p, _ in points], float), np.array([v for _, v in points], float)
        if self._log:
            y = np.where(y > 0, y, np.nan)
        return (x, y) if np.isfinite(y).any() else (x[:0], y[:0])

    def drawn(self) -> tuple[list[float], list[float]]:
        """The curve as it is shown: (x, y)."""
        x, y = self._line.getOriginalDataset()
        return ([], []) if x is None else ([float(v) for v in x], [float(v) for v in y])

    def drawn_other(self) -> list[float]:
        """y of the other run's curve."""
        y = self._other.getOriginalDataset()[1]
        return [] if y is None else [float(v) for v in y]


def smoothed(y: np.ndarray, share: float) -> np.ndarray:
    """Exponential mean without its usual lag at the start (the bias of the first points is taken out)."""
    if not share or not len(y):
        return y
    made, mean, weight = np.empty(len(y)), 0.0, 0.0
    for i, value in enumerate(y):
        if np.isfinite(value):
            mean, weight = share * mean + (1 - share) * float(value), share * weight + (1 - share)
        made[i] = mean / weight if weight else value
    return made
