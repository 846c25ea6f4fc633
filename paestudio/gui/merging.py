"""An adapter being worked into its base, in a process of its own: which step it is at, and cancel."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from paestudio.gui.engine_words import say
from paestudio.gui.job import PROGRAM, Job
from paestudio.gui.model_data import Item
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named

_STEP = re.compile(r"^(\d) of (\d): ")


class Merging(QFrame):
    """One merge at a time. `ended` (worked, what to say)."""

    ended = Signal(bool, str)

    def __init__(self, store_folder: Path, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._store_folder = store_folder
        self.job: Job | None = None
        self.to = Path()
        self._fault: list[str] = []  # what the process says besides its steps: its last words are why it failed
        self._steps = (tr("Reading the base model"), tr("Reading the adapter"), tr("Merging"), tr("Writing"))
        self.words = label("")
        self.bar = named(QProgressBar(textVisible=False), says=tr("Merged model"))
        self.cancel = button(theme, tr("Cancel"), "close", tr("Stop, and delete what was written"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()

    def merge(self, item: Item, to: Path) -> None:
        """Start; nothing while another merge is on."""
        if self.job is not None and self.job.running:
            return
        self.to = to
        self._fault.clear()
        command = ["export", item.run, "--format", "merged", "--version", str(item.version)]
        self.job = Job([*command, "--output", str(to), f"--store={self._store_folder}"], self)
        self.job.said.connect(self._said)
        self.job.ended.connect(self._ended)
        self.bar.setRange(0, 0)
        self.words.setText(tr("Merging into {place}").format(place=to))
        self.show()
        self.job.start()

    def close_job(self) -> None:
        """End it with the window; what is half written goes."""
        if self.job is not None:
            self.job.blockSignals(True)
            self.job.cancel()
            self._clear()

    def _said(self, line: str) -> None:
        found = _STEP.match(line)
        if found is None:
            self._fault.append(line.removeprefix(PROGRAM))
            return
        at, of = int(found[1]), int(found[2])
        self.bar.setRange(0, of)
        self.bar.setValue(at - 1)
        if at <= len(self._steps):
            self.words.setText(f"{self._steps[at - 1]}: {self.to}")

    def _cancel(self) -> None:
        if self.job is not None and self.job.running:
            self.job.cancel()

    def _ended(self, worked: bool, _: str, told: str) -> None:
        self.hide()
        if self.job is not None and self.job.cancelled:
            self._clear()
            worked, told = False, ""
        why = " ".join(say(line) for line in self._fault[-2:]) if told else ""
        self.ended.emit(worked, tr("Merged model written to {place}").format(place=self.to) if worked else why or told)

    def _clear(self) -> None:
        """What a process that was killed could not take away itself."""
        shutil.rmtree(self.to.with_name(f".{self.to.name}.part"), ignore_errors=True)
