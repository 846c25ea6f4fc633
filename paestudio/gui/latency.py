"""How late the event loop is: a precise timer that should fire every few milliseconds, and by how much it does not.

Beside the delay it keeps what the main thread computed meanwhile: that tells our own work from a busy machine.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

INTERVAL_MS = 10
KEEP = 6000  # one minute


class Latency(QObject):
    """Delays in milliseconds over the last minute. `told` follows once a second with (p50, p99, worst)."""

    told = Signal(float, float, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._delays: deque[float] = deque(maxlen=KEEP)
        self._timer = QTimer(self, interval=INTERVAL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._slow = QTimer(self, interval=1000)
        self._slow.timeout.connect(self._tell)
        self._work: deque[float] = deque(maxlen=KEEP)
        self._before = self._worked = 0.0

    @property
    def running(self) -> bool:
        """Whether it measures."""
        return self._timer.isActive()

    def start(self) -> None:
        """Measure from now on."""
        self._delays.clear()
        self._work.clear()
        self._before, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._slow.start()

    def stop(self) -> None:
        """Measure no more; the figures stay."""
        self._timer.stop()
        self._slow.stop()

    def figures(self) -> tuple[float, float, float]:
        """(p50, p99, worst) in milliseconds; zeros before the first tick."""
        return _figures(self._delays)

    def work(self) -> tuple[float, float, float]:
        """(p50, p99, worst) milliseconds of processor time of the main thread between two ticks."""
        return _figures(self._work)

    def samples(self) -> int:
        """How many delays the figures rest on."""
        return len(self._delays)

    def _tell(self) -> None:
        self.told.emit(*self.figures())

    def _tick(self) -> None:
        now = time.perf_counter()
        self._delays.append(max(0.0, (now - self._before) * 1000 - INTERVAL_MS))
        worked = time.thread_time()
        self._work.append((worked - self._worked) * 1000)
        self._before, self._worked = now, worked


def _figures(values: Iterable[float]) -> tuple[float, float, float]:
    ordered = sorted(values)
    return (_at(ordered, 0.5), _at(ordered, 0.99), ordered[-1]) if ordered else (0.0, 0.0, 0.0)


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
