"""The curves: success in training and on held-out tasks with its 95 % interval, and one number of choice."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from paestudio.gui import words
from paestudio.gui.run_data import RunData, rate_words
from paestudio.gui.state import RunState
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.ticks import TickAxis
from paestudio.gui.tokens import Tokens
from paestudio.gui.widgets import label, named

EMPTY = later("No curve yet.\n\nThe first point is the success on held-out tasks before any training.")
REPAINT_MS = 120
FIRST = ("reward", "loss", "entropy")  # what the second plot offers first
_BEFORE = -1.0  # where the measure before training stands on the axis of updates


class ProgressPanel(QWidget):
    """Repaints at most every REPAINT_MS, and not at all while hidden."""

    def __init__(self, state: RunState, theme: Theme) -> None:
        super().__init__()
        self._state, self._theme = state, theme
        self._dirty = True
        self.repaints = 0
        self.choice = named(QComboBox(), says=tr("Which number the second plot shows"))
        self.choice.setMinimumWidth(150)
        self.summary = label("", "muted")
        self._make_plots()
        self._lay_out()
        self._timer = QTimer(self, interval=REPAINT_MS)
        self._timer.timeout.connect(self._repaint)
        state.curves_changed.connect(self._spoil)
        state.reset.connect(self._spoil)
        theme.changed.connect(self._colour)
        self.choice.currentIndexChanged.connect(self._spoil)
        self._colour(theme.tokens)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on repainting."""
        self._timer.start()
        self._repaint()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: no work."""
        self._timer.stop()

    def curve(self, name: str) -> tuple[list[float], list[float]]:
        """What is drawn now, as (x, y): training, held_out or number. x counts updates; -1 is before training."""
        item = {"training": self._training, "held_out": self._held, "number": self._line}[name]
        x, y = item.getOriginalDataset()
        return ([], []) if x is None else ([float(v) for v in x], [float(v) for v in y])

    def _make_plots(self) -> None:
        self.success, self.numbers = (pg.PlotWidget(axisItems={"bottom": TickAxis()}) for _ in range(2))
        self.success.setAccessibleName(tr("Success over updates"))
        self.numbers.setAccessibleName(tr("One number over updates"))
        for plot in (self.success, self.numbers):
            item = plot.getPlotItem()
            item.setMenuEnabled(False)
            item.hideButtons()
            item.setDownsampling(auto=True, mode="peak")
            item.setClipToView(True)
            item.showGrid(y=True, alpha=0.25)
            item.getAxis("left").setStyle(hideOverlappingLabels=False, tickLength=-4)
            item.getViewBox().setMouseEnabled(x=False, y=False)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.success.setYRange(0, 1, padding=0.08)
        self.success.getPlotItem().getAxis("left").setTicks([[(v / 2, f"{v * 50} %") for v in range(3)]])
        self._training = self.success.plot([], [], symbol="o", symbolSize=5, antialias=True)
        self._held = self.success.plot([], [], symbol="s", symbolSize=9, antialias=True)
        self._bars = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0), top=np.zeros(0), bottom=np.zeros(0), beam=0.12)
        self.success.addItem(self._bars)
        self._line = self.numbers.plot([], [], symbol="o", symbolSize=4, antialias=True)
        self.numbers.setXLink(self.success)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.setSpacing(14)
        self._keys = [label(""), label("")]
        for made in self._keys:
            head.addWidget(made)
        head.addWidget(self.summary, 1)
        head.addWidget(self.choice)
        plots = QHBoxLayout()
        plots.setSpacing(4)
        plots.addWidget(self.success, 3)
        plots.addWidget(self.numbers, 2)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(4, 2, 4, 2)
        inside.setSpacing(2)
        inside.addLayout(head)
        inside.addLayout(plots, 1)
        self.empty = label(tr(EMPTY), "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        frame = named(QFrame(), "panel")
        self._stack = QStackedLayout(frame)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 6)
        layout.addWidget(frame)
        self.setMinimumHeight(150)

    def _spoil(self, *_: object) -> None:
        self._dirty = True

    def _repaint(self) -> None:
        if not self._dirty or not self.isVisible():
            return
        self._dirty = False
        self.repaints += 1
        data = self._state.data
        curves = bool(data.training or data.measured or data.metrics)
        self._stack.setCurrentIndex(1 if curves else 0)
        if curves:
            self._offer(data)
            self._draw_success(data)
            self._draw_number(data)

    def _offer(self, data: RunData) -> None:
        names = sorted(data.metrics, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
        if names == [self.choice.itemData(i) for i in range(self.choice.count())]:
            return
        self.choice.setVisible(bool(names))
        chosen = self.choice.currentData()
        self.choice.blockSignals(True)
        self.choice.clear()
        for name in names:
            self.choice.addItem(words.metric(name), name)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self.choice.blockSignals(False)

    def _draw_success(self, data: RunData) -> None:
        points = [(i, good / n) for i, (good, n) in sorted(data.training.items()) if n]
        self._training.setData([float(x) for x, _ in points], [y for _, y in points])
        held = [(_place(m.name, m.iteration), m.rate) for m in data.measured if m.rate.n]
        x, y = np.array([p for p, _ in held]), np.array([rate.success for _, rate in held])
        self._held.setData(x, y)
        self._bars.setData(
            x=x,
            y=y,
            top=np.array([rate.high - rate.success for _, rate in held]),
            bottom=np.array([rate.success - rate.low for _, rate in held]),
        )
        last = max([1.0, *x.tolist(), *(float(p) for p, _ in points)])
        first = _BEFORE if any(m.name == "before" for m in data.measured) else 0.0
        self.success.setXRange(first, last, padding=0.04)
        ticks = _ticks(first, last, {m.name for m in data.measured})
        for plot in (self.success, self.numbers):
            plot.getPlotItem().getAxis("bottom").setTicks([ticks])
        said = [f"{words.measure(m.name, m.iteration)} {rate_words(m.rate)}" for m in data.measured]
        ends = said if len(said) < 3 else [said[0], said[-1]]
        self.summary.setText(tr("Held out: {rates}").format(rates=" → ".join(ends)) if ends else "")
        self.summary.setToolTip("\n".join(said))

    def _draw_number(self, data: RunData) -> None:
        points = data.metrics.get(self.choice.currentData() or "", [])
        self._line.setData([float(x) for x, _ in points], [y for _, y in points])
        self.numbers.enableAutoRange("y")

    def _colour(self, tokens: Tokens) -> None:
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.85))
        for plot in (self.success, self.numbers):
            plot.setBackground(tokens.panel)
            for side in ("left", "bottom"):
                axis = plot.getPlotItem().getAxis(side)
                axis.setPen(tokens.line)
                axis.setTextPen(tokens.muted)
                axis.setTickFont(font)
        self._training.setPen(pg.mkPen(tokens.series_a, width=1.5))
        self._training.setSymbolBrush(tokens.series_a)
        self._training.setSymbolPen(None)
        self._held.setPen(pg.mkPen(tokens.series_b, width=2))
        self._held.setSymbolBrush(tokens.series_b)
        self._held.setSymbolPen(None)
        self._bars.setData(pen=pg.mkPen(tokens.series_b, width=1.5))
        self._line.setPen(pg.mkPen(tokens.series_c, width=1.5))
        self._line.setSymbolBrush(tokens.series_c)
        self._line.setSymbolPen(None)
        for made, sign, colour, word in zip(
            self._keys, "●■", (tokens.series_a, tokens.series_b), (tr("training"), tr("held out, 95 %")), strict=True
        ):
            made.setText(f"<span style='color:{colour}'>{sign}</span> {word}")


def _place(name: str, iteration: int) -> float:
    return _BEFORE if name == "before" else float(iteration)


def _ticks(first: float, last: float, names: set[str]) -> list[tuple[float, str]]:
    step = max(1, round(last / 12))
    ticks = [(float(i), str(i)) for i in range(0, int(last) + 1, step)]
    if "warm_start" in names:
        ticks[0] = (0.0, words.measure("warm_start", 0))
    return ([(_BEFORE, words.measure("before", 0))] if first == _BEFORE else []) + ticks
