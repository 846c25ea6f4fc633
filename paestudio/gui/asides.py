"""What a person asks for beside the run, one thing at a time: a check to be tried, a page to show a task on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from paestudio.core.check_report import Tried
from paestudio.core.controls import ASIDE
from paestudio.core.hands import Do, Gesture, Gestures, Recorded
from paestudio.core.records import Task
from paestudio.gui.engine_thread import AsideThread
from paestudio.gui.live_panel import Views
from paestudio.gui.runner import Runner
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr

PATIENCE_MS = 15_000  # a page that opens is waited for
TICK_MS = 50


class Asides(QObject):
    """Starts and cancels threads of their own; a run that goes on is not disturbed.

    Signals:
        changed(): `busy` is another.
        tried(str, object): task id, Tried.
        recorded(object): Recorded.
        stopped(str, str): it came to nothing: message ("" when the person wanted it so), fix.
        opened(QWidget): the page to be used.
    """

    changed = Signal()
    tried = Signal(str, object)
    recorded = Signal(object)
    stopped = Signal(str, str)
    opened = Signal(QWidget)
    bug = Signal(str)

    def __init__(
        self, state: RunState, runner: Runner, store_folder: Path, views: Views | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.busy = ""  # "check", "record", or "" for nothing
        self.task = ""  # whose check is tried
        self._state, self._runner, self._store_folder, self._views = state, runner, store_folder, views
        self._threads: list[AsideThread] = []
        self._current: AsideThread | None = None
        self._cancelled = False
        self._gestures: Gestures | None = None
        if views is not None:
            views.viewOpened.connect(self._view_opened)

    def why_not(self) -> str:
        """Why nothing can be asked for now, in a sentence; "" when it can."""
        if self._views is None:
            return tr("This window has no browser.")
        if self._state.data.run is None:
            return tr("Train on a site first: your own tasks and pages belong to its run.")
        if self._threads:
            return tr("One page at a time: wait until the other one is closed.")
        return ""

    def try_check(self, task: Task, path: str) -> None:
        """Try the check of a task on a real page, along the episode `path` ("" for the start page only)."""
        run = self._state.data.run
        if self.why_not() or run is None:
            return
        errand = self._errand(task.start_url)
        self.task = task.id
        views, stopping = self._views, lambda: self._cancelled
        self._start("check", lambda aside: aside.check(aside.Errand(**errand), views, task, run.id, path, stopping))

    def record(self, url: str, gestures: Gestures, login: str | None = None) -> None:
        """Open a page for the person (logged in, when the site file says how), and note what they do on it."""
        if self.why_not():
            return
        errand, views = {**self._errand(url), "login": login}, self._views
        self._gestures = gestures
        self._start("record", lambda aside: aside.record(aside.Errand(**errand), views, gestures))

    def cancel(self) -> None:
        """Forget what is under way; its page closes by itself."""
        self._cancelled = True
        if self._gestures is not None:
            self._gestures.put(Gesture(Do.CANCEL))
        self._over()
        self.stopped.emit("", "")

    def close(self) -> None:
        """End everything, waiting for pages that close; Qt's loop turns meanwhile, as they need it."""
        if self.busy:
            self.cancel()
        patience, tick = QDeadlineTimer(PATIENCE_MS), QTimer(self, interval=TICK_MS)
        tick.start()
        while self._threads and not patience.hasExpired():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        tick.stop()

    def _errand(self, url: str) -> dict[str, Any]:
        live = self._runner.training
        return {"site": self._state.data.site, "url": url, "store_folder": self._store_folder, "live": live}

    def _start(self, what: str, work: Callable[[Any], Any]) -> None:
        self._cancelled = False
        thread = AsideThread(work, self)
        thread.done.connect(self._done)
        thread.failed.connect(self._failed)
        thread.bug.connect(self.bug)
        thread.finished.connect(self._reap)
        self._threads.append(thread)
        self._current, self.busy = thread, what
        self.changed.emit()
        thread.start()

    def _done(self, thread: AsideThread, made: object) -> None:
        if thread is not self._current:
            return
        task = self.task
        self._over()
        if isinstance(made, Tried):
            self.tried.emit(task, made)
        elif isinstance(made, Recorded):
            self.recorded.emit(made)
        else:
            self.stopped.emit("", "")

    def _failed(self, thread: AsideThread, message: str, fix: str) -> None:
        if thread is self._current:
            self._over()
            self.stopped.emit(message, fix)

    def _reap(self) -> None:
        for thread in [one for one in self._threads if one.isFinished()]:
            self._threads.remove(thread)
            thread.deleteLater()
            if thread is self._current:  # a bug, told already
                self._over()
                self.stopped.emit("", "")
        self.changed.emit()

    def _over(self) -> None:
        self._current, self._gestures, self.busy, self.task = None, None, "", ""
        self.changed.emit()

    def _view_opened(self, slot: int, view: QWidget) -> None:
        if slot >= ASIDE and self.busy == "record":
            self.opened.emit(view)
