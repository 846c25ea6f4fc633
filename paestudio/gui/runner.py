"""Starts, pauses and stops runs for the window, and takes a person's decisions to whoever can carry them out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from paestudio.config import RunConfig
from paestudio.core.controls import Controls, Request
from paestudio.core.errors import PaeError
from paestudio.core.events import Event
from paestudio.gui.replay_thread import AT_ONCE, ReplayThread
from paestudio.gui.run_data import RunData
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr
from paestudio.store import DecisionWriter


class Mode(StrEnum):
    """What the window's run is doing."""

    IDLE = "idle"
    STARTING = "starting"  # until the first event
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    REPLAY = "replay"


class Engine(Protocol):
    """EngineThread, or anything with its signals (tests play scripted events)."""

    controls: Controls
    events: Any
    failed: Any
    bug: Any
    finished: Any

    def start(self) -> None: ...

    def wait(self, time: int) -> bool: ...


MakeEngine = Callable[[str, RunConfig, str | None], Engine]


class Runner(QObject):
    """One run or replay at a time."""

    mode_changed = Signal(str)
    failed = Signal(str, str)  # message, fix
    bug = Signal(str)  # report
    refused = Signal(str, str)  # a decision could not be kept: message, fix

    past = Signal(object)  # History of the run that was opened
    shown = Signal(object, bool)  # an episode that a person helped with, as a demonstration; whether its check holds

    replay_moved = Signal(float, float)  # seconds of the run that were played, of how many

    _written = Signal(object)

    def __init__(
        self, state: RunState, store_folder: Path, make_engine: MakeEngine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.mode = Mode.IDLE
        self._state, self._store_folder, self._make_engine = state, store_folder, make_engine
        self._thread: Engine | ReplayThread | None = None
        self._writer: DecisionWriter | None = None
        self.replayed, self.speed = "", 1.0  # the run that is or was played again at its pace, and how fast
        self._written.connect(self._decision_written)

    @property
    def busy(self) -> bool:
        """Whether a run or replay has not ended."""
        return self._thread is not None

    @property
    def controls(self) -> Controls | None:
        """The controls of the run that goes on here; None for a replay and between runs."""
        return self._thread.controls if self.training and self._thread is not None else None

    @property
    def training(self) -> bool:
        """Whether a run of this window goes on (not a replay)."""
        return self._thread is not None and self.mode is not Mode.REPLAY

    def train(self, url: str, config: RunConfig, resume: str | None = None) -> None:
        """Start a run; a replay that goes on is ended first."""
        if self.training:
            return
        self.end_replay()
        self.replayed = ""
        if resume is None:
            self._state.replace(RunData())
        self._attach(self._make_engine(url, config, resume), Mode.STARTING)

    def open(self, run: str, speed: float = AT_ONCE, *, start: float = 0.0, follow: bool = False) -> None:
        """Show a stored run: all at once, or played at `speed` times its own from `start` seconds on."""
        if self.training:
            return
        self.end_replay()
        if not start:
            self._state.replace(RunData())
        self.replayed, self.speed = run if speed else "", speed
        thread = ReplayThread(self._store_folder, run, speed, start=start, follow=follow, parent=self)
        thread.opened.connect(self._state.replace)
        thread.past.connect(self.past)
        thread.moved.connect(self.replay_moved)
        self._attach(thread, Mode.REPLAY)

    def seek(self, seconds: float) -> None:
        """Go on with the replay from there, also when it has come to its end."""
        if isinstance(self._thread, ReplayThread):
            self._thread.seek(seconds)
        elif self.replayed and not self.training:
            self.open(self.replayed, self.speed, start=seconds)

    def set_speed(self, speed: float) -> None:
        """How many times as fast as it was."""
        self.speed = speed
        if isinstance(self._thread, ReplayThread):
            self._thread.speed = speed

    def pause(self, on: bool) -> None:
        """Hold at the next action boundary, or go on."""
        if self._thread is None or self.mode is Mode.STOPPING:
            return
        self._thread.controls.pause(on)
        if self.mode is not Mode.REPLAY:
            self._set(Mode.PAUSED if on else Mode.RUNNING)

    def measure(self) -> None:
        """Measure on held-out tasks after this update."""
        if self.training and self._thread is not None:
            self._thread.controls.measure()

    def stop(self) -> None:
        """Ask the run to end at the next action boundary."""
        if isinstance(self._thread, ReplayThread):
            self._thread.stop()
        elif self._thread is not None:
            self._thread.controls.stop()
            self._set(Mode.STOPPING)

    def end_replay(self) -> None:
        """End a replay now."""
        if isinstance(self._thread, ReplayThread):
            self._thread.stop()
            self._thread.wait(5000)
            self._ended(self._thread)

    def send(self, request: Request) -> bool:
        """To the loop while it runs, else to the store; False when there is nothing to decide on."""
        if self.training and self._thread is not None:
            self._thread.controls.send(request)
            return True
        run = self._state.data.run
        if run is None:
            self.refused.emit(tr("There is no run yet to keep this decision in."), tr("Press Train first."))
            return False
        self._writer = self._writer or DecisionWriter(self._store_folder)
        self._writer.submit(run.id, request).add_done_callback(self._written.emit)
        return True

    def close(self, patience_ms: int = 5000) -> bool:
        """End everything; False when the run did not end in time."""
        self.end_replay()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        return self._thread is None or bool(self._thread.wait(patience_ms))

    def _attach(self, thread: Any, mode: Mode) -> None:
        self._thread = thread
        thread.events.connect(self._deliver)
        thread.failed.connect(self.failed)
        thread.bug.connect(self.bug)
        thread.finished.connect(lambda: self._ended(thread))
        thread.controls.listen(self.shown.emit)
        self._set(mode)
        thread.start()

    def _deliver(self, batch: list[Event]) -> None:
        if self.mode is Mode.STARTING:
            self._set(Mode.RUNNING)
        self._state.apply(batch)

    def _ended(self, thread: object) -> None:
        if self._thread is thread:
            self._thread = None
            self._set(Mode.IDLE)

    def _set(self, mode: Mode) -> None:
        if mode is not self.mode:
            self.mode = mode
            self.mode_changed.emit(mode.value)

    def _decision_written(self, future: Future[Event]) -> None:
        fault = future.exception()
        if isinstance(fault, PaeError):
            self.refused.emit(fault.message, fault.fix)
        elif fault is not None:
            raise fault
