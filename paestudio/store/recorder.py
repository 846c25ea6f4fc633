"""Writes what the loop says, in order, into the store.

What a resumed run needs is on disk when `record` returns; the rest (steps, progress, curves) is gathered and written
together, at most a quarter of a second later. A failed write loses nothing: what was gathered stays in memory and
goes out with the next write that works.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable

from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault
from paestudio.store import projection
from paestudio.store.db import Store

DURABLE = (
    ev.RunStarted,
    ev.TaskSettled,
    ev.TaskEdited,
    ev.EpisodeEnded,
    ev.EpisodeJudged,
    ev.UpdateMade,
    ev.Measured,
    ev.RunEnded,
)
GATHER = 64  # events at most
DELAY = 0.25  # seconds at most
_UNFIT = (ValueError, TypeError, OverflowError, sqlite3.InterfaceError, sqlite3.ProgrammingError)


class Recorder:
    """The writer of one run. `record` may be called from any thread; events keep the order of the calls.

    Use as a context manager, or call `close`. The store must be open to write; closing it is the caller's.
    """

    def __init__(self, store: Store, run: str, clock: Callable[[], float] = time.time) -> None:
        if not store.writable:
            raise ValueError("a recorder needs a store that is open to write")
        self.store = store
        self.run = run
        self._clock = clock
        self._pending: list[tuple[projection.Told, ev.Event]] = []
        self._change = threading.Condition()
        self._closing = False
        self._fault: Exception | None = None
        last = store.row("SELECT max(session) AS session FROM events WHERE run = ?", (run,))
        self._session = 1 + ((last and last["session"]) or 0)
        store.tell_run(run)
        self._thread = threading.Thread(target=self._write_late, name="recorder", daemon=True)
        self._thread.start()

    def record(self, event: ev.Event) -> None:
        """Take the event. For the kinds in DURABLE it is on disk when this returns; else within DELAY seconds.

        Raises EnvironmentFault when the disk refuses: then this event is not recorded, and may be given again;
        earlier ones are kept for the next write. Raises ValueError or TypeError for an event that no table takes
        (an episode that ended twice differently): this is a bug of the caller, and the event is left out.
        """
        with self._change:
            self._raise_earlier()
            entry = (projection.Told(self.run, self._session, self._clock()), event)
            self._pending.append(entry)
            if not isinstance(event, DURABLE) and len(self._pending) < GATHER:
                self._change.notify()
                return
            try:
                self._write()
            except BaseException:  # the caller is told, so the event must not go out later by itself
                self._pending = [kept for kept in self._pending if kept is not entry]
                raise

    def flush(self) -> None:
        """Put everything taken so far on disk. Raises EnvironmentFault when the disk refuses."""
        with self._change:
            self._write()

    def close(self) -> None:
        """Write what is left and stop. Idempotent. Raises EnvironmentFault when the disk refuses."""
        with self._change:
            if self._closing:
                return
            self._closing = True
            self._change.notify()
        self._thread.join()
        try:
            self.flush()
        finally:
            self.store.tell_run(None)

    def _write(self) -> None:
        if not self._pending:
            return
        with self.store.transaction() as con:
            for entry in self._pending:
                try:
                    projection.write(con, *entry)
                except _UNFIT:  # one event that cannot be written must not hold up the others for ever
                    self._pending = [kept for kept in self._pending if kept is not entry]
                    raise
        self._pending.clear()

    def _write_late(self) -> None:
        with self._change:
            while not self._closing:
                self._change.wait()
                self._change.wait_for(lambda: self._closing, DELAY)
                try:
                    self._write()
                except EnvironmentFault:
                    continue  # nothing is lost: the next `record`, `flush` or `close` tries again and says so
                except _UNFIT as e:
                    self._fault = e

    def _raise_earlier(self) -> None:
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
