"""Measures a stored adapter again, in a process of its own, and tells the result across the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from paestudio.core.errors import PaeError
from paestudio.gui import model_work
from paestudio.gui.background import Background
from paestudio.gui.banner import Banner
from paestudio.gui.job import Job
from paestudio.gui.model_data import Item
from paestudio.gui.project_card import site_name
from paestudio.gui.texts import tr

KEY = "measuring"


class Measuring(QObject):
    """One measurement at a time, never beside a run: both would want the same processor."""

    def __init__(
        self, store_folder: Path, background: Background, banner: Banner, busy: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store_folder, self._background, self._banner, self._busy = store_folder, background, banner, busy
        self.job: Job | None = None
        self._of = ""

    def measure(self, item: Item) -> None:
        """Start, unless something else is on."""
        if self._busy() or (self.job is not None and self.job.running):
            self._banner.tell("info", tr("Something else is running; measure when it has ended."), key=KEY)
            return
        self._of = f"{site_name(item.site)} v{item.version}"
        store = self._store_folder
        self._background.ask(lambda: model_work.evaluation(store, item), self._start, self._refused)

    def close_job(self) -> None:
        """End it with the window."""
        if self.job is not None:
            self.job.blockSignals(True)
            self.job.cancel()

    def _start(self, arguments: list[str]) -> None:
        self.job = Job(arguments, self)
        self.job.ended.connect(self._ended)
        said = tr("Measuring {adapter}…").format(adapter=self._of)
        self._banner.tell("info", said, key=KEY, act=tr("Stop"), does=self.job.cancel)
        self.job.start()

    def _refused(self, fault: PaeError) -> None:
        self._banner.tell("error", fault.message, fault.fix)

    def _ended(self, worked: bool, last: str, told: str) -> None:
        if self.job is not None and self.job.cancelled:
            self._banner.dismiss(KEY)
            return
        if not worked:
            self._banner.tell("error", tr("{adapter} could not be measured.").format(adapter=self._of), told)
            return
        self._banner.tell("info", self._result(last), key=KEY)

    def _result(self, last: str) -> str:
        try:
            rate = json.loads(last)["overall"]
            band = f"{rate['low'] * 100:.0f}–{rate['high'] * 100:.0f} %, n {rate['n']}"
            return f"{self._of}: {rate['success'] * 100:.0f} % ({band})"
        except (ValueError, KeyError, TypeError):
            return tr("{adapter} was measured, but the result cannot be read.").format(adapter=self._of)
