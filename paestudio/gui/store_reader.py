"""Reads from the store on a worker thread: whole episodes and other runs are too large to keep and to wait for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from paestudio.core.errors import PaeError
from paestudio.gui.engine_words import fault_words
from paestudio.gui.texts import tr
from paestudio.store import Store

Read = Callable[[Store], Any]


class StoreReader(QObject):
    """`loaded` carries (key, what was read); `failed` carries (key, a sentence). Only the last one asked is told."""

    loaded = Signal(str, object)
    failed = Signal(str, str)
    _done = Signal(str, object, str)

    def __init__(self, store_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = store_folder
        self._wanted = ""
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done.connect(self._arrived)

    def ask(self, key: str, read: Read) -> None:
        """Call `read` with the open store; what was asked before and is not read yet is dropped."""
        self._wanted = key
        self._pool.clear()
        self._pool.start(_Job(self, self._folder, key, read))

    def close(self) -> None:
        """Wait for what is being read. Idempotent."""
        self._pool.clear()
        self._pool.waitForDone()

    def _arrived(self, key: str, found: object, problem: str) -> None:
        if key != self._wanted:
            return
        if problem:
            self.failed.emit(key, problem)
        else:
            self.loaded.emit(key, found)


class _Job(QRunnable):
    def __init__(self, owner: StoreReader, folder: Path, key: str, read: Read) -> None:
        super().__init__()
        self._owner, self._folder, self._key, self._read = owner, folder, key, read

    def run(self) -> None:
        found: object = None
        problem = ""
        if not Store.exists(self._folder):
            problem = tr("There is nothing stored yet.")
        else:
            try:
                with Store.open(self._folder, write=False) as store:
                    found = self._read(store)
            except PaeError as fault:
                problem = fault_words(fault)
        self._owner._done.emit(self._key, found, problem)
