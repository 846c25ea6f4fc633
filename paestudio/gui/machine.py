"""What this machine does while it trains: processor and memory, once a second, without waiting for anything."""

from __future__ import annotations

import shutil
import time
from collections import deque
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000
KEEP = 600  # ten minutes
GB = 1e9


class Machine(QObject):
    """Lists of (seconds since the first look, value). Looks only while `watch(True)`."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._begun = time.monotonic()
        self._process = psutil.Process()
        self.processor: deque[tuple[float, float]] = deque(maxlen=KEEP)  # % of all cores
        self.memory: deque[tuple[float, float]] = deque(maxlen=KEEP)  # GB of this program
        self.disk_free: int | None = None  # bytes
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, on: bool) -> None:
        """Whether somebody looks."""
        if on:
            psutil.cpu_percent(None)  # the first answer is about nothing: it only starts the clock
            self._timer.start()
            self._look_at_disk()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Once."""
        now = time.monotonic() - self._begun
        self.processor.append((now, psutil.cpu_percent(None)))
        self.memory.append((now, self._process.memory_info().rss / GB))
        self._look_at_disk()

    def _look_at_disk(self) -> None:
        try:
            self.disk_free = shutil.disk_usage(self._folder).free
        except OSError:  # the folder is not there before the first run
            self.disk_free = None
