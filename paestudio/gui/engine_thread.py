"""The one door between the window and the engine: QThreads that run the loop, or a comparison, and pass events on."""

from __future__ import annotations

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
            _tell(fault, self.failed, self.bug)

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
            _tell(fault, self.failed, self.bug)

    async def _play(self) -> None:
        from paestudio import twin

        async for side, event in twin.play(*self._match, self._store, views=self._views, controls=self.controls):
            self.told.emit(side, event)


def _tell(fault: Exception, failed: Any, bug: Any) -> None:
    known = fault if isinstance(fault, PaeError) else bugs.machine_fault(fault)
    if known is None:
        bug.emit(bugs.report(fault))
    else:
        failed.emit(known.message, known.fix)
