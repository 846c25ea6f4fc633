"""Faults nobody caught: each is reported once, in the window when there is one, and a hard crash leaves its trace."""

from __future__ import annotations

import faulthandler
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QObject, Signal

from paestudio.core import bugs


class LastResort(QObject):
    """Takes over `sys.excepthook` between `install` and `remove`. `bug` carries the report, each one once."""

    bug = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._file: IO[str] | None = None
        self._before = sys.excepthook

    def install(self, folder: Path) -> None:
        """From now on. A crash below Python writes its stacks to `folder`/crash.log."""
        self._before = sys.excepthook
        sys.excepthook = self._caught
        self._file = (folder / "crash.log").open("w", encoding="utf-8")
        faulthandler.enable(self._file)

    def remove(self) -> None:
        """Back to what was there before. Idempotent."""
        sys.excepthook = self._before
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def _caught(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        report = bugs.report(fault.with_traceback(trace))
        mark = bugs.mark(fault)
        if mark in self._told:
            return
        self._told.add(mark)
        sys.stderr.write(report)
        if issubclass(kind, Exception):
            self.bug.emit(report)
