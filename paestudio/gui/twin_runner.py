"""Owns the engine of a comparison: one at a time, never beside a run, ended before the window is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from paestudio.core.controls import Controls


class TwinEngine(Protocol):
    """TwinThread, or anything with its signals (tests tell scripted events)."""

    controls: Controls
    told: Any
    failed: Any
    bug: Any
    finished: Any

    def start(self) -> None: ...

    def wait(self, time: int) -> bool: ...


MakeTwin = Callable[[str, str, tuple[int, int]], TwinEngine]


class TwinRunner(QObject):
    """`told` (side, event) as the engine says; `ended` comes last, whatever happened."""

    told = Signal(int, object)
    failed = Signal(str, str)
    bug = Signal(str)
    ended = Signal()

    def __init__(self, make_engine: MakeTwin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_engine = make_engine
        self._engine: TwinEngine | None = None

    @property
    def busy(self) -> bool:
        """Whether a comparison has not ended."""
        return self._engine is not None

    def play(self, run: str, task: str, versions: tuple[int, int]) -> None:
        """Start; nothing while one is on."""
        if self.busy:
            return
        engine = self._engine = self._make_engine(run, task, versions)
        engine.told.connect(self.told)
        engine.failed.connect(self.failed)
        engine.bug.connect(self.bug)
        engine.finished.connect(self._finished)
        engine.start()

    def cancel(self) -> None:
        """End at the next action boundary; nothing is kept."""
        if self._engine is not None:
            self._engine.controls.stop()

    def close(self, patience_ms: int) -> bool:
        """End it; False when it did not end in time."""
        self.cancel()
        return self._engine is None or bool(self._engine.wait(patience_ms))

    def _finished(self) -> None:
        self._engine = None
        self.ended.emit()
