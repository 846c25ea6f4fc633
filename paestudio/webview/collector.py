"""Collects Python's cyclic garbage in the main thread only, as long as there are Qt objects.

Python collects in whichever thread happens to allocate. A cycle with a page or a profile in it would then be
destroyed by the engine's or the model's thread while Chromium uses it in the main one, and the process dies.

A full collection walks everything that the model's libraries hold, half a second that the window stands still. So what
outlived a slow one is not looked at again until the end.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

PERIOD_MS = 200
PATIENCE = 0.03  # seconds


class Collector(QObject):
    """Takes automatic collection over from Python until `stop`. Make it in the main thread; one at a time counts."""

    def __init__(self, parent: QObject | None = None, patience: float = PATIENCE) -> None:
        super().__init__(parent)
        self._patience = patience
        self._took_over = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(PERIOD_MS)

    def collect_due(self) -> int | None:
        """Collect the oldest generation that is due by Python's own thresholds; which one it was."""
        due = [g for g, (n, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if n > limit]
        if not due:
            return None
        begun = time.perf_counter()
        gc.collect(due[-1])
        if due[-1] == 2 and time.perf_counter() - begun > self._patience:
            gc.freeze()
        return due[-1]

    def stop(self) -> None:
        """Collect what is left of the Qt objects, and give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        if self._took_over:
            gc.enable()
