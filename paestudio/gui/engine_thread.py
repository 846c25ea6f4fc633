"""The one door between the window and the engine: QThreads that run the loop, a comparison, or a page beside them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from paestudio.config import RunConfig
from paestudio.core import bugs, loops
from paestudio.core.controls import Controls
from paestudio.core.errors import PaeError
from paestudio.gui.delivery import Delivery


class EngineThread(QThread):
    """Runs one training run. The engine (and with it torch) is imported on this thread, when it starts.

    `events` carries batches of core events, in order. `failed` (message, fix) is a fault a person can act on;
    `bug` is the report of any other exception. `finished` (QThread) comes last, after the last batch was queued.
    """

    events = Signal(list)
    failed = Signal(str, str)
    bug = Signal(str)

    def __init__(
        self,
        site_url: str,
        config: RunConfig,
        store_folder: Path,
        views: Any,
        resume: str | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.controls = Controls()
        self._site_url, self._config, self._store = site_url, config, store_folder
        self._views, self._resume = views, resume
        self._delivery = Delivery(self)
        self._delivery.batch.connect(self.events)
        self.finished.connect(self._delivery.flush)

    def run(self) -> None:
        """Called by Qt on the new thread."""
        try:
            loops.run(self._play())
        except Exception as fault:  # the outermost boundary of the engine: our bug, reported once
            _tell(fault, self.failed.emit, self.bug.emit)

    async def _play(self) -> None:
        from paestudio import session

        async for event in session.run_events(
            self._site_url,
            self._config,
            self._store,
            views=self._views,
            controls=self.controls,
            resume=self._resume,
        ):
            self._delivery.put(event)


class AsideThread(QThread):
    """Does one thing beside the run: `work` gets the module paestudio.aside, imported on this thread.

    `done` carries itself and what was answered; `failed` itself, a message and what to do; `bug` a report.
    """

    done = Signal(object, object)
    failed = Signal(object, str, str)
    bug = Signal(str)

    def __init__(self, work: Callable[[Any], Coroutine[Any, Any, Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        """Called by Qt on the new thread."""
        try:
            loops.run(self._do())
        except Exception as fault:  # the outermost boundary of the engine: our bug, reported once
            _tell(fault, partial(self.failed.emit, self), self.bug.emit)

    async def _do(self) -> None:
        from paestudio import aside

        self.done.emit(self, await self._work(aside))


class TwinThread(QThread):
    """Plays one task with two versions of a run's agent. `told` carries (side, core event) one by one; see twin.py."""

    told = Signal(int, object)
    failed = Signal(str, str)
    bug = Signal(str)

    def __init__(
        self,
        run: str,
        task: str,
        versions: tuple[int, int],
        store_folder: Path,
        views: Any,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.controls = Controls()
        self._match, self._store, self._views = (run, task, versions), store_folder, views

    def run(self) -> None:
        """Called by Qt on the new thread."""
        try:
            loops.run(self._play())
        except Exception as fault:  # the outermost boundary of the engine: our bug, reported once
            _tell(fault, self.failed.emit, self.bug.emit)

    async def _play(self) -> None:
        from paestudio import twin

        async for side, event in twin.play(*self._match, self._store, views=self._views, controls=self.controls):
            self.told.emit(side, event)


def _tell(fault: Exception, failed: Callable[[str, str], object], bug: Callable[[str], object]) -> None:
    known = fault if isinstance(fault, PaeError) else bugs.machine_fault(fault)
    if known is None:
        bug(bugs.report(fault))
    else:
        failed(known.message, known.fix)
