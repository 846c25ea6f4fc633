"""Watches the real window from inside its event loop: idle, while its task table scrolls, while it trains.

One step after the other, each started by a timer, so that the window's own loop runs all the time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from paestudio.gui.latency import Latency
from paestudio.gui.main_window import MainWindow
from paestudio.gui.runner import Mode

PATIENCE = 300.0  # seconds for opening the run, for the engine to begin, and for it to end
LOOK_MS = 20
SCROLL_MS = 16
SCROLL_STEPS = 240  # from the top of the table to its end


@dataclass(frozen=True, slots=True)
class Delays:
    """Milliseconds that a 10 ms timer came too late; `work_p99`: the main thread's own processor time in between."""

    p50: float
    p99: float
    worst: float
    work_p99: float


class Watch(QObject):
    """Runs by itself and closes the window at the end; then `delays`, `paints` and the rest are complete."""

    def __init__(
        self, window: MainWindow, rows: int, seconds: float, training: float, tell: Callable[[str], None]
    ) -> None:
        super().__init__(window)
        self.delays: dict[str, Delays] = {}
        self.paints: list[float] = []  # seconds
        self.opened = 0.0  # seconds
        self.phases: list[str] = []
        self.fault = ""
        self._window, self._rows, self._seconds, self._training, self._tell = window, rows, seconds, training, tell
        self._latency = Latency(self)
        self._scrolling = QTimer(self, interval=SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self._began = time.monotonic()
        window.runner.failed.connect(self._failed)
        window.runner.bug.connect(self._failed)
        window.state.phase_changed.connect(self._phase)
        self._when(self._shown, self._idle)

    def _shown(self) -> bool:
        return self._window.tasks.model.rowCount() >= self._rows

    def _idle(self) -> None:
        self.opened = time.monotonic() - self._began
        self._tell("idle")
        self._latency.start()
        self._after(self._seconds, self._start_scrolling)

    def _start_scrolling(self) -> None:
        self._keep("idle")
        self._tell("scrolling")
        self._latency.start()
        self._scrolling.start()
        self._after(self._seconds, self._train)

    def _scroll(self) -> None:
        view = self._window.tasks.view
        bar = view.verticalScrollBar()
        step = max(1, bar.maximum() // SCROLL_STEPS)
        started = time.perf_counter()
        bar.setValue(bar.value() + step if bar.value() < bar.maximum() else 0)
        view.viewport().repaint()
        self.paints.append(time.perf_counter() - started)

    def _train(self) -> None:
        self._scrolling.stop()
        self._keep("scroll")
        self._tell("training")
        self._latency.start()
        self._window.train("demo")
        self._when(self._loaded, self._trains)

    def _loaded(self) -> bool:
        return any(phase != "loading" for phase in self.phases)

    def _trains(self) -> None:
        self._keep("load")
        self._latency.start()
        self._after(self._training, self._stop)

    def _stop(self) -> None:
        self._keep("train")
        self._tell("stopping")
        self._window.runner.stop()
        self._when(lambda: self._window.runner.mode is Mode.IDLE, self._close)

    def _close(self) -> None:
        self._window.close()

    def _phase(self) -> None:
        phase = self._window.state.data.phase
        if self._window.runner.training and phase is not None and phase.phase not in self.phases[-1:]:
            self.phases.append(phase.phase)

    def _failed(self, *said: str) -> None:
        self.fault = self.fault or " ".join(said).strip()[-500:]

    def _keep(self, name: str) -> None:
        self._latency.stop()
        self.delays[name] = Delays(*self._latency.figures(), self._latency.work()[1])

    def _after(self, seconds: float, then: Callable[[], None]) -> None:
        QTimer.singleShot(int(seconds * 1000), self, lambda: self._go(then))

    def _when(self, ready: Callable[[], bool], then: Callable[[], None], end: float = 0.0) -> None:
        """`then` as soon as `ready`; the window is closed when that does not come, or when something failed."""
        end = end or time.monotonic() + PATIENCE
        if self.fault or ready():
            self._go(then)
        elif time.monotonic() > end:
            self.fault = f"nothing happened for {PATIENCE:g} seconds after: {', '.join(self.phases) or 'the start'}."
            QApplication.exit(1)
        else:
            QTimer.singleShot(LOOK_MS, self, lambda: self._when(ready, then, end))

    def _go(self, then: Callable[[], None]) -> None:
        if not self.fault or then == self._close:
            then()
        elif self._window.runner.training:
            self._stop_all()
        else:
            self._close()

    def _stop_all(self) -> None:
        """Something failed while a run goes on: end it first."""
        fault, self.fault = self.fault, ""
        self._window.runner.stop()

        def close() -> None:
            self.fault = fault
            self._close()

        self._when(lambda: self._window.runner.mode is Mode.IDLE, close)
