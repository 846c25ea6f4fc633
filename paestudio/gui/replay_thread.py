"""Plays a stored run into the window with no engine: to look back at it, or to follow one that goes on elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
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
LONGEST_PAUSE = 30.0  # seconds of a run in which nothing was told, as they count in a replay: a resumed run has hours
LOOK_AGAIN = 0.5  # seconds between two looks at a run that goes on
TELL_EVERY = 0.2  # seconds between two words on where the replay is
TICK = 0.05  # seconds
AT_ONCE = 0.0


class ReplayThread(QThread):
    """The signals of EngineThread. `speed` 1 is as it was, 10 ten times as fast, AT_ONCE all in one piece.

    AT_ONCE folds the run on this thread and hands it over with `opened`, so that a long run opens without a stutter.
    So does a replay that begins at `start` seconds, or is moved with `seek`. `follow` stays with a run that another
    process is recording and tells what it adds.
    """

    events = Signal(list)
    failed = Signal(str, str)
    bug = Signal(str)
    opened = Signal(object)  # RunData: show it instead of what is there
    past = Signal(object)  # History: what a person decided in it, at the end
    moved = Signal(float, float)  # seconds of the run that were played, of how many

    def __init__(
        self,
        store_folder: Path,
        run: str,
        speed: float = 1.0,
        *,
        start: float = 0.0,
        follow: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.controls = Controls()
        self.speed = speed  # read before each event
        self._store_folder, self._run, self._follow = store_folder, run, follow
        self._delivery = Delivery(self)
        self._delivery.batch.connect(self.events)
        self.finished.connect(self._delivery.flush)
        self._wake = threading.Event()
        self._jump: float | None = start or None
        self._told = 0.0

    def seek(self, seconds: float) -> None:
        """Go on from there: what was before is shown at once."""
        self._jump = max(0.0, seconds)

    def stop(self) -> None:
        """End soon; what was read is still delivered."""
        self.controls.stop()
        self._wake.set()

    def run(self) -> None:
        """Called by Qt on the new thread."""
        try:
            with Store.open(self._store_folder, write=False) as store:
                queries.run(store, self._run)
                last = self._open(store) if self.speed == AT_ONCE else self._play(store)
                while self._follow and not self.controls.stopping and store.writing_run() == self._run:
                    self._wake.wait(LOOK_AGAIN)
                    last = self._pass_on(store, last)
        except PaeError as fault:
            self.failed.emit(fault.message, fault.fix)
        except Exception as fault:  # the outermost boundary of the thread: our bug, reported once
            self.bug.emit(bugs.report(fault))

    def _open(self, store: Store) -> int:
        past, last = History(), 0
        batch: list[Event] = []
        try:
            for seq, at, event in queries.events(store, self._run):
                if self.controls.stopping:
                    return last
                batch.append(event)
                past.see(at, event)
                last = seq
        except PaeError:  # a store that somebody edited: what comes before the row that cannot be read is shown
            self._hand_over(batch, past)
            raise
        self._hand_over(batch, past)
        return last

    def _hand_over(self, batch: list[Event], past: History) -> None:
        data = RunData()
        data.apply(batch)
        self.opened.emit(data)
        self.past.emit(past.finish())

    def _play(self, store: Store) -> int:
        times = timeline(queries.instants(store, self._run))
        last = self._play_from(store, times, self._taken_jump())
        while self._jump is not None and not self.controls.stopping:
            last = self._play_from(store, times, self._taken_jump())
        return last

    def _play_from(self, store: Store, times: list[float], start: float | None) -> int:
        """What was told before `start` in one piece, the rest at its pace, until the end, a stop or a jump."""
        past, batch, last, here = History(), list[Event](), 0, start or 0.0
        folding = start is not None
        for (seq, at, event), time_of_it in zip(queries.events(store, self._run), times, strict=False):
            past.see(at, event)
            if folding and time_of_it < here and not self.controls.stopping:
                batch.append(event)
                last = seq
                continue
            if folding:
                self._show(batch)
                folding = False
            if not self._hold(time_of_it - here):
                return last
            here, last = time_of_it, seq
            self._delivery.put(event)
            self._tell(here, times[-1])
        if folding:
            self._show(batch)
        self._tell(times[-1] if times else 0.0, times[-1] if times else 0.0, at_once=True)
        self.past.emit(past.finish())
        return last

    def _show(self, batch: list[Event]) -> None:
        data = RunData()
        data.apply(batch)
        self._delivery.drop()  # it is in `data`
        self.opened.emit(data)

    def _hold(self, gap: float) -> bool:
        """Wait as long as the run did, at its speed; False when it is not to go on from here."""
        waited = 0.0
        while not self.controls.stopping and self._jump is None:
            rest = min(gap / self.speed if self.speed else 0.0, LONGEST_GAP) - waited
            if rest <= 0 and not self.controls.paused:
                return True
            step = TICK if self.controls.paused else min(rest, TICK)
            self._wake.wait(step)
            waited += 0.0 if self.controls.paused else step
        return False

    def _taken_jump(self) -> float | None:
        start, self._jump = self._jump, None
        return start

    def _tell(self, here: float, total: float, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if at_once or now - self._told >= TELL_EVERY:
            self._told = now
            self.moved.emit(here, total)

    def _pass_on(self, store: Store, last: int) -> int:
        for seq, _, event in queries.events(store, self._run, last):
            self._delivery.put(event)
            last = seq
        return last


def timeline(instants: Sequence[float]) -> list[float]:
    """Seconds from the first of some instants to each of them; a longer pause counts as LONGEST_PAUSE."""
    made: list[float] = []
    before, here = None, 0.0
    for at in instants:
        here += 0.0 if before is None else min(max(0.0, at - before), LONGEST_PAUSE)
        before = at
        made.append(here)
    return made
