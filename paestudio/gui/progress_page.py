"""The Progress page: held-out success with its band, everything else that is measured, alerts, and other runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from paestudio.core.alerts import alerts
from paestudio.core.records import Rate
from paestudio.gui import words
from paestudio.gui.compare import OtherRun, read_run, run_names
from paestudio.gui.engine_words import say
from paestudio.gui.machine import Machine
from paestudio.gui.machine_plots import CPU, MEMORY, MachinePlots
from paestudio.gui.plots import Plot, Points
from paestudio.gui.run_data import RunData, rate_words
from paestudio.gui.runner import Mode
from paestudio.gui.state import RunState
from paestudio.gui.store_reader import StoreReader
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.tokens import Tokens
from paestudio.gui.twin_player import TwinPlayer
from paestudio.gui.widgets import GROUP, button, key, label, named, restyle

EMPTY = later("No curve yet.\n\nThe first point is the success on held-out tasks before any training.")
REPAINT_MS = 120
BEFORE = -1.0  # where the measure before training stands on the axis of updates
NUMBERS = (
    "reward",
    "loss",
    "entropy",
    "episode_steps",
    "unknown_rate",
    "steps_per_second",
    "tokens_per_second",
)
SHARES = {"reward": (0.0, 1.0), "unknown_rate": (0.0, 1.0)}
COLUMNS = 3
NEAR = 0.25  # updates beside a checkpoint's line where a click is still meant for it
SMOOTH = ((later("As it is"), 0.0), (later("A little smoother"), 0.5), (later("Much smoother"), 0.8))
_LIVE = (Mode.RUNNING, Mode.PAUSED)


class ProgressPage(QWidget):
    """Self-standing. The buttons only ask: `evaluate_asked`, `pause_asked`, `stop_asked`."""

    evaluate_asked = Signal()
    pause_asked = Signal(bool)
    stop_asked = Signal()

    def __init__(self, state: RunState, theme: Theme, store_folder: Path) -> None:
        super().__init__()
        self._state, self._theme = state, theme
        self._other: OtherRun | None = None
        self._dirty = True
        self.repaints = 0
        self._arranged: list[Plot] = []
        self.twin: TwinPlayer | None = None
        self.machine = Machine(store_folder, self)
        self.reader = StoreReader(store_folder, self)
        self.success = Plot(tr("Success: training and held out (95 % band)"), (0.0, 1.0))
        self.numbers = {name: Plot(words.metric(name), SHARES.get(name)) for name in NUMBERS}
        self.load = MachinePlots(self.machine)
        self.processor, self.memory = self.load.plots[CPU], self.load.plots[MEMORY]
        self._make_success()
        self._make_tools()
        self.headline = label("", "large", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self.alerts = named(QFrame(), "banner", tr("Alerts"))
        self._alert_text = label("", wrap=True)
        self._lay_out()
        self._connect()
        self._colour(theme.tokens)
        self.show_mode(Mode.IDLE)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on repainting."""
        self._timer.start()
        self.machine.watch(True)
        self.reader.ask("runs", run_names)
        self._dirty = True
        self._repaint()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: no work."""
        self._timer.stop()
        self.machine.watch(False)

    def show_mode(self, mode: Mode) -> None:
        """What the run is doing: which buttons make sense."""
        self.evaluate.setEnabled(mode in _LIVE)
        self.pause.setEnabled(mode in _LIVE)
        self.pause.setChecked(mode is Mode.PAUSED)
        self.pause.setText(tr("Go on") if mode is Mode.PAUSED else tr("Pause"))
        self.stop.setEnabled(mode in _LIVE)

    def add_twin(self, player: TwinPlayer) -> None:
        """Make room for the twin player, in the place of the curves."""
        self.twin = player
        self._views.addWidget(player)
        player.back_asked.connect(self.show_curves)
        self.twin_button.clicked.connect(self._twin_asked)
        self.twin_button.show()
        self.success.setToolTip(tr("A click on a dotted line: that checkpoint and the base on one task, side by side"))

    def compare_agents(self, run: str, version: int = 0) -> None:
        """Show the twin player on a run: the base beside that version (0: the latest)."""
        if self.twin is not None:
            self.twin.open(run, version)
            self._views.setCurrentWidget(self.twin)
            self.twin.strips.strips[0].setFocus()

    def show_curves(self) -> None:
        """Back from the twin player."""
        self._views.setCurrentWidget(self.curves)
        self.twin_button.setFocus()

    def _twin_asked(self, *_: object) -> None:
        run = self._state.data.run
        self.compare_agents(run.id if run is not None else "")

    def _checkpoint_clicked(self, event: MouseClickEvent) -> None:
        """A click near a checkpoint's line: the base beside that checkpoint."""
        place = self.success.getPlotItem().getViewBox().mapSceneToView(event.scenePos()).x()
        saved = [update for update in self._state.data.updates if update.checkpoint]
        near = min(saved, key=lambda update: abs(update.iteration - place), default=None)
        run = self._state.data.run
        if near is not None and run is not None and abs(near.iteration - place) <= NEAR:
            self.compare_agents(run.id, near.version)

    def curve(self, name: str) -> tuple[list[float], list[float]]:
        """What is drawn now of `training`, `held_out`, or a number of NUMBERS."""
        if name in self.numbers:
            return self.numbers[name].drawn()
        if name == "training":
            return self.success.drawn()
        x, y = self._held.getOriginalDataset()
        return ([], []) if x is None else ([float(v) for v in x], [float(v) for v in y])

    def _make_success(self) -> None:
        item = self.success.getPlotItem()
        item.getAxis("left").setTicks([[(v / 4, f"{v * 25} %") for v in range(5)]])
        self.success.setYRange(0, 1, padding=0.05)
        nothing = pg.mkPen(None)
        self._low, self._high = pg.PlotCurveItem(pen=nothing), pg.PlotCurveItem(pen=nothing)
        self._band = pg.FillBetweenItem(self._low, self._high)
        self._held = item.plot([], [], symbol="s", symbolSize=9, antialias=True)
        self._held_other = item.plot([], [], symbol="d", symbolSize=9, antialias=True)
        self._bars = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0), top=np.zeros(0), bottom=np.zeros(0), beam=0.1)
        for made in (self._low, self._high, self._band, self._bars):
            item.addItem(made)

    def _make_tools(self) -> None:
        theme = self._theme
        says = tr("Measure on held-out tasks after this update")
        self.evaluate = button(theme, tr("Evaluate now"), "held_out", says)
        self.pause = button(theme, tr("Pause"), "pause", tr("Hold between two actions; the model stays loaded"))
        self.pause.setCheckable(True)
        self.stop = button(theme, tr("Stop and save"), "stop", tr("End the run; everything up to now is kept"))
        says = tr("One task by two versions of the agent, side by side")
        self.twin_button = button(theme, tr("Twin player"), "review", says)
        self.twin_button.hide()
        self.smooth = named(QComboBox(), says=tr("Smoothing"))
        for text, share in SMOOTH:
            self.smooth.addItem(tr(text), share)
        self.log, self.outliers = QCheckBox(tr("Log scale")), QCheckBox(tr("Leave out outliers"))
        self.compare = named(QComboBox(), says=tr("Compare with another run"))
        self.compare.addItem(tr("Compare with…"), None)
        self.compare.setMaximumWidth(260)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(6)
        for made in (self.evaluate, self.pause, self.stop, self.twin_button):
            tools.addWidget(made)
        tools.addStretch(1)
        for box in (self.compare, self.smooth, self.log, self.outliers):
            tools.addWidget(box)
        row = QHBoxLayout(self.alerts)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self._alert_text)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        curves = named(QFrame(), "panel")
        for plot in self._small():
            plot.setMinimumHeight(110)
            plot.setParent(curves)
        inside = QHBoxLayout(curves)
        inside.addWidget(self.success, 2)
        inside.addLayout(self._grid, 3)
        words_of_it = label(tr(EMPTY), "empty", wrap=True)
        words_of_it.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty = named(QFrame(), "panel")
        QVBoxLayout(empty).addWidget(words_of_it)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(empty)
        self._stack.addWidget(curves)
        self.curves = QWidget()
        self._views = QStackedLayout(self)
        self._views.addWidget(self.curves)
        layout = QVBoxLayout(self.curves)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(tools)
        for widget in (self.alerts, self.headline, self.notes):
            layout.addWidget(widget)
        layout.addWidget(holder, 1)
        self.alerts.hide()

    def _connect(self) -> None:
        self._timer = QTimer(self, interval=REPAINT_MS)
        self._timer.timeout.connect(self._repaint)
        self._state.curves_changed.connect(self._spoil)
        self._state.reset.connect(self._spoil)
        self._theme.changed.connect(self._colour)
        self.success.scene().sigMouseClicked.connect(self._checkpoint_clicked)
        self.evaluate.clicked.connect(self._evaluate)
        self.pause.clicked.connect(self.pause_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.smooth.currentIndexChanged.connect(self._spoil)
        self.outliers.toggled.connect(self._spoil)
        self.log.toggled.connect(self._log)
        self.compare.activated.connect(self._compare)
        self.reader.loaded.connect(self._read)
        self.reader.failed.connect(self._unread)
        self.setProperty(GROUP, tr("Progress"))
        self.actions_by_key: list[QAction] = [key(self, "E", tr("Evaluate now"), self.evaluate.click)]

    def _evaluate(self, *_: object) -> None:
        self.evaluate.setEnabled(False)
        self.notes.setText(tr("Held-out tasks are measured after this update."))
        self.evaluate_asked.emit()

    def _log(self, on: bool) -> None:
        for plot in self.numbers.values():
            plot.set_log(on)
        self._spoil()

    def _compare(self, *_: object) -> None:
        run = self.compare.currentData()
        if run is None:
            self._other = None
            self._spoil()
        else:
            self.reader.ask(run, partial(read_run, run))

    def _read(self, asked: str, found: object) -> None:
        if isinstance(found, OtherRun):
            self._other = found
            self._spoil()
        elif isinstance(found, list):
            chosen = self.compare.currentData()
            while self.compare.count() > 1:
                self.compare.removeItem(1)
            own = self._state.data.run.id if self._state.data.run is not None else ""
            for run, name in found:
                if run != own:
                    self.compare.addItem(name, run)
            self.compare.setCurrentIndex(max(0, self.compare.findData(chosen)))

    def _unread(self, asked: str, problem: str) -> None:
        if asked != "runs":
            self.notes.setText(problem)

    def _spoil(self, *_: object) -> None:
        self._dirty = True

    def _repaint(self) -> None:
        if not self.curves.isVisible():
            return
        self.load.draw(self._state.data.machine, self._dirty)
        if not self._dirty:
            return
        self._dirty = False
        self.repaints += 1
        data = self._state.data
        curves = bool(data.training or data.measured or data.metrics)
        self._stack.setCurrentIndex(1 if curves else 0)
        self._say(data)
        if curves:
            self._draw_success(data)
            self._draw_numbers(data)

    def _say(self, data: RunData) -> None:
        told = [f"{_name(m.name, m.iteration)} {rate_words(m.rate)}" for m in data.measured if m.rate.n]
        self.headline.setText(" → ".join(_short(m.name, m.iteration, m.rate) for m in data.measured if m.rate.n))
        self.headline.setVisible(bool(told))
        saved = [update for update in data.updates if update.checkpoint]
        lines = [tr("Held out: {rates}").format(rates=", ".join(told)) + "."] if told else []
        if len(data.measured) > 1 and _overlap(data.measured[0].rate, data.measured[-1].rate):
            lines.append(tr("The intervals of the first and the last measure overlap: too few tasks to be sure."))
        if saved:
            text = tr("Every update is saved; the latest is checkpoint {number}.")
            lines.append(text.format(number=saved[-1].version))
        if self._other is not None:
            lines.append(self._say_other(self._other, data))
        if lines:
            self.notes.setText(" ".join(lines))
        ringing = alerts(data.metrics, [m.rate for m in data.measured], self.machine.disk_free)
        self.alerts.setVisible(bool(ringing))
        self._alert_text.setText("\n".join(f"{say(alert.message)} {say(alert.fix)}" for alert in ringing))
        restyle(self.alerts, level=ringing[0].level if ringing else "")

    def _say_other(self, other: OtherRun, data: RunData) -> str:
        """The run that is drawn beside: what it measured, and what is set otherwise in it."""
        rates = " → ".join(_short(name, i, rate) for name, i, rate in other.measured if rate.n) or tr("not measured")
        told = tr("Dashed: {run}: {rates}.").format(run=self.compare.currentText(), rates=rates)
        apart = other.differs(data.run.config if data.run is not None else {})
        if not apart:
            return told + " " + tr("It has the same settings.")
        settings = ", ".join(f"{name} {value}" for name, value in sorted(apart.items()))
        return told + " " + tr("Set otherwise there: {settings}.").format(settings=settings)

    def _draw_success(self, data: RunData) -> None:
        training = [(float(i), good / n) for i, (good, n) in sorted(data.training.items()) if n]
        held = [(_place(m.name, m.iteration), m.rate) for m in data.measured if m.rate.n]
        self.success.draw(training, smooth=self.smooth.currentData())
        x, y = [p for p, _ in held], [rate.success for _, rate in held]
        self._held.setData(x, y)
        self._low.setData(np.array(x), np.array([rate.low for _, rate in held]))
        self._high.setData(np.array(x), np.array([rate.high for _, rate in held]))
        self._bars.setData(
            x=np.array(x),
            y=np.array(y),
            top=np.array([rate.high - rate.success for _, rate in held]),
            bottom=np.array([rate.success - rate.low for _, rate in held]),
        )
        other = [(_place(name, i), rate.success) for name, i, rate in self._other.measured] if self._other else []
        self._held_other.setData([p for p, _ in other], [v for _, v in other])
        places = [*x, *(p for p, _ in training), *(p for p, _ in other), 1.0]
        names = {0.0: words.measure("warm_start", 0)} | ({BEFORE: tr("base")} if min(places) == BEFORE else {})
        self.success.count_updates(min(places), max(places), names)
        self.success.mark([float(u.iteration) for u in data.updates if u.checkpoint])

    def _draw_numbers(self, data: RunData) -> None:
        marks = [float(u.iteration) for u in data.updates if u.checkpoint]
        for name, plot in self.numbers.items():
            points: Points = [(float(i), v) for i, v in data.metrics.get(name, [])]
            other: Points = [(float(i), v) for i, v in self._other.metrics.get(name, [])] if self._other else []
            plot.setVisible(bool(points or other))
            places = [1.0, *(p for p, _ in (*points, *other))]
            plot.count_updates(0.0, max(places), {})
            plot.draw(points, smooth=self.smooth.currentData(), outliers=not self.outliers.isChecked(), other=other)
            plot.mark(marks)
        self._arrange()

    def _small(self) -> list[Plot]:
        return [*self.numbers.values(), *self.load.plots.values()]

    def _arrange(self) -> None:
        """Plots that have something to show, row by row."""
        wanted = [plot for plot in self._small() if not plot.isHidden()]
        if wanted == self._arranged:
            return
        self._arranged = wanted
        for plot in self._small():
            self._grid.removeWidget(plot)
        for i, plot in enumerate(wanted):
            self._grid.addWidget(plot, i // COLUMNS, i % COLUMNS)

    def _colour(self, tokens: Tokens) -> None:
        training, held = tr("training"), tr("held out")
        training = f"<span style='color:{tokens.series_a}'>● {training}</span>"
        held = f"<span style='color:{tokens.series_b}'>■ {held}</span>"
        self.success.title = tr("Success: {training}, {held} with its 95 % band").format(training=training, held=held)
        self.success.colour(tokens, "series_a")
        for plot in self._small():
            plot.colour(tokens, "series_c")
        self.load.colour(tokens)
        for curve, name, style in (
            (self._held, tokens.series_b, Qt.PenStyle.SolidLine),
            (self._held_other, tokens.muted, Qt.PenStyle.DashLine),
        ):
            curve.setPen(pg.mkPen(name, width=2, style=style))
            curve.setSymbolBrush(name)
            curve.setSymbolPen(None)
        band = pg.mkColor(tokens.series_b)
        band.setAlpha(40)
        self._band.setBrush(band)
        self._bars.setData(pen=pg.mkPen(tokens.series_b, width=1))


def _place(name: str, iteration: int) -> float:
    return BEFORE if name == "before" else float(iteration)


def _name(name: str, iteration: int) -> str:
    return words.measure(name, iteration)


def _short(name: str, iteration: int, rate: Rate) -> str:
    word = tr("base") if name == "before" else _name(name, iteration)
    return f"{word} {words.percent(rate.success)}"


def _overlap(a: Rate, b: Rate) -> bool:
    return a.high >= b.low and b.high >= a.low
