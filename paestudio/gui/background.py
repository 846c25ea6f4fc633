"""Reading and moving files for the window, off its thread: one job after the other, the result back on the main one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from paestudio.core.errors import PaeError
from paestudio.gui.texts import tr

T = TypeVar("T")


class Background(QObject):
    """`ask` returns at once. What goes wrong comes as `failed` (message, fix), unless the caller takes it itself."""

    failed = Signal(str, str)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="window-work")
        self._closed = False
        self._done.connect(self._deliver)

    def ask(
        self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[PaeError], object] | None = None
    ) -> None:
        """Run `work` on the other thread, then `done` with its result (or `failed` with its fault) on this one."""
        if not self._closed:
            self._thread.submit(work).add_done_callback(lambda future: self._tell(future, done, failed))

    def close(self) -> None:
        """Finish the job that runs, forget the others. Idempotent."""
        self._closed = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _tell(self, future: Future[Any], done: Callable[[Any], object], failed: Any) -> None:
        if not self._closed and not future.cancelled():
            self._done.emit((future, done, failed))

    def _deliver(self, told: tuple[Future[Any], Callable[[Any], object], Any]) -> None:
        future, done, failed = told
        fault = future.exception()
        if self._closed:
            return
        if fault is None:
            done(future.result())
        elif isinstance(fault, PaeError):
            (failed or self._fail)(fault)
        elif isinstance(fault, OSError):
            text = tr("A file could not be read or written: {problem}.")
            self.failed.emit(text.format(problem=fault), "")
        else:
            sys.excepthook(type(fault), fault, fault.__traceback__)

    def _fail(self, fault: PaeError) -> None:
        self.failed.emit(fault.message, fault.fix)
