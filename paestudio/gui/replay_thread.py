"""Plays a stored run into the window with no engine: to look back at it, or to follow one that goes on elsewhere."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from paestudio.core import bugs
from paestudio.core.controls import Controls
from paestudio.core.errors import PaeError
from paestudio.core.events import Event
from paestudio.gui.delivery import Delivery
from paestudio.gui.history import History
from paestudio.gui.run_data import RunData
from paestudio.store import Store, queries

LONGEST_GAP = 2.0  # seconds between two events at most, whatever the speed
LOOK_AGAIN = 0.5  # seconds between two looks at a run that goes on
AT_ONCE = 0.0


class ReplayThread(QThread):
    """The signals of EngineThread. `speed` 1 is as it was, 10 ten times as fast, AT_ONCE all in one piece.

    AT_ONCE folds the run on this thread and hands it over with `opened`, so that a long run opens without a stutter.
    `follow` stays with a run that another process is recording and tells what it adds.
    """

    events = Signal(list)
    failed = Signal(str, str)
    bug = Signal(str)
    opened = Signal(object)  # RunData: show it instead of what is there
    past = Signal(object)  # History: what a person decided in it, after `opened`

    def __init__(
        self, store_folder: Path, run: str, speed: float = 1.0, *, follow: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.controls = Controls()
        self._store_folder, self._run, self._speed, self._follow = store_folder, run, speed, follow
        self._delivery = Delivery(self)
        self._delivery.batch.connect(self.events)
        self.finished.connect(self._delivery.flush)
        self._wake = threading.Event()

    def stop(self) -> None:
        """End soon; what was read is still delivered."""
        self.controls.stop()
        self._wake.set()

    def run(self) -> None:
        """Called by Qt on the new thread."""
        try:
            with Store.open(self._store_folder, write=False) as store:
                queries.run(store, self._run)
                last = self._open(store) if self._speed == AT_ONCE else self._play(store)
                while self._follow and not self.controls.stopping and store.writing_run() == self._run:
                    self._wake.wait(LOOK_AGAIN)
                    last = self._pass_on(store, last)
        except PaeError as fault:
            self.failed.emit(fault.message, fault.fix)
        except Exception as fault:  # the outermost boundary of the thread: our bug, reported once
            self.bug.emit(bugs.report(fault))

    def _open(self, store: Store) -> int:
        data, past, last = RunData(), History(), 0
        batch: list[Event] = []
        for seq, at, event in queries.events(store, self._run):
            if self.controls.stopping:
                return last
            batch.append(event)
            past.see(at, event)
            last = seq
        data.apply(batch)
        self.opened.emit(data)
        self.past.emit(past.finish())
        return last

    def _play(self, store: Store) -> int:
        last, before = 0, None
        for seq, at, event in queries.events(store, self._run):
            gap = 0.0 if before is None else min(max(0.0, at - before) / self._speed, LONGEST_GAP)
            before, last = at, seq
            if gap:
                self._wake.wait(gap)
            while self.controls.paused:
                self._wake.wait(0.05)
            if self.controls.stopping:
                return last
            self._delivery.put(event)
        return last

    def _pass_on(self, store: Store, last: int) -> int:
        for seq, _, event in queries.events(store, self._run, last):
            self._delivery.put(event)
            last = seq
        return last
