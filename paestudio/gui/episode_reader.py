"""Whole episodes from the store, read on a worker thread: pages with all their elements are too large to keep."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from paestudio.core.errors import PaeError
from paestudio.core.records import Step
from paestudio.store import Store, queries


class EpisodeReader(QObject):
    """`loaded` carries (episode, its steps); `failed` carries (episode, a sentence). Only the last one asked."""

    loaded = Signal(str, list)
    failed = Signal(str, str)
    _read = Signal(str, list, str)

    def __init__(self, store_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = store_folder
        self._wanted = ""
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._arrived)

    def ask(self, run: str, episode: str) -> None:
        """Read an episode; what was asked before and is not read yet is dropped."""
        self._wanted = episode
        self._pool.clear()
        self._pool.start(_Job(self, self._folder, run, episode))

    def close(self) -> None:
        """Wait for what is being read. Idempotent."""
        self._pool.clear()
        self._pool.waitForDone()

    def _arrived(self, episode: str, steps: list[Step], problem: str) -> None:
        if episode != self._wanted:
            return
        if problem:
            self.failed.emit(episode, problem)
        else:
            self.loaded.emit(episode, steps)


class _Job(QRunnable):
    def __init__(self, owner: EpisodeReader, folder: Path, run: str, episode: str) -> None:
        super().__init__()
        self._owner, self._folder, self._run, self._episode = owner, folder, run, episode

    def run(self) -> None:
        steps: list[Step] = []
        problem = ""
        if not Store.exists(self._folder):
            problem = "This episode is not in a store."
        else:
            try:
                with Store.open(self._folder, write=False) as store:
                    steps = queries.steps(store, self._run, self._episode)
            except PaeError as fault:
                problem = str(fault)
        self._owner._read.emit(self._episode, steps, problem)
