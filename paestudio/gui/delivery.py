"""Hands events from the engine's thread to the main thread in small batches, so that the window never freezes."""

from __future__ import annotations

import threading
from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

from paestudio.core.events import Event, PhaseChanged

INTERVAL_MS = 50
BATCH = 20
BACKLOG = 400  # from here on batches grow, so that the window catches up within a second


class Delivery(QObject):
    """`put` from any thread; `batch` is emitted on the thread this object lives in (the main thread)."""

    batch = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: deque[Event] = deque()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._deliver)
        self._timer.start()

    def put(self, event: Event) -> None:
        """Queue an event. Progress of one phase that nobody has seen yet is replaced by the newer one."""
        with self._lock:
            last = self._waiting[-1] if self._waiting else None
            if isinstance(event, PhaseChanged) and isinstance(last, PhaseChanged) and last.phase == event.phase:
                self._waiting[-1] = event
            else:
                self._waiting.append(event)

    def __len__(self) -> int:
        return len(self._waiting)

    def drop(self) -> None:
        """Forget what waits: what is told next stands for it."""
        with self._lock:
            self._waiting.clear()

    def flush(self) -> None:
        """Deliver all that waits, now. The thread that puts must have ended."""
        self._timer.stop()
        self._emit(len(self._waiting))

    def _deliver(self) -> None:
        waiting = len(self._waiting)
        if waiting:
            self._emit(BATCH if waiting < BACKLOG else waiting // 20)

    def _emit(self, most: int) -> None:
        with self._lock:
            taken = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        if taken:
            self.batch.emit(taken)
