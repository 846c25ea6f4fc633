"""A model on its way here: how much has come, with pause and cancel that stick."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from paestudio.gui.job import Job
from paestudio.gui.machine_words import size
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named
from paestudio.paths import cache_dir

LOOK_MS = 500


class Fetching(QFrame):
    """One download at a time, in a process of its own. `ended` (worked, what to say)."""

    ended = Signal(bool, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.job: Job | None = None
        self.model = ""
        self._dropped = False
        self.words = label("")
        self.bar = named(QProgressBar(textVisible=False), says=tr("Download"))
        self.bar.setRange(0, 0)
        says = tr("Stop for now; the next download of this model goes on where this one ended")
        self.pause = button(theme, tr("Pause"), "pause", says)
        self.pause.setCheckable(True)
        self.pause.clicked.connect(self._pause)
        self.cancel = button(theme, tr("Cancel"), "close", tr("Stop, and delete what has come"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.pause)
        row.addWidget(self.cancel)
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self._look)
        self.hide()

    def fetch(self, model: str) -> None:
        """Start, or go on; nothing while another download is on."""
        if self.job is not None and self.job.running:
            return
        self.model, self._dropped = model, False
        self.job = Job(["models", "--fetch", model], self)
        self.job.ended.connect(self._ended)
        self.pause.setChecked(False)
        self.bar.setRange(0, 0)
        self._look()
        self.show()
        self._clock.start()
        self.job.start()

    def close_job(self) -> None:
        """End it with the window; what has come is kept."""
        self._clock.stop()
        if self.job is not None:
            self.job.blockSignals(True)
            self.job.cancel()

    def _part(self) -> Path:
        return cache_dir() / "models" / (self.model.replace("/", "--") + ".part")

    def _look(self) -> None:
        come = sum(file.stat().st_size for file in self._part().rglob("*") if file.is_file())
        state = tr("Paused") if self.pause.isChecked() else tr("Downloading")
        whole = self._whole()
        if whole:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, come * 1000 // whole))
        told = tr("{come} of {whole}").format(come=size(come), whole=size(whole)) if whole else size(come)
        self.words.setText(f"{state} {self.model}: {told}")

    def _whole(self) -> int:
        """Bytes of the whole model; 0 while that is not known."""
        try:
            return int(self._part().with_name(f"{self._part().name}.size").read_text())
        except (OSError, ValueError):
            return 0

    def _pause(self, on: bool) -> None:
        if on and self.job is not None:
            self.job.cancel()
            self._clock.stop()
            self._look()
        elif not on:
            self.fetch(self.model)

    def _cancel(self) -> None:
        self._dropped = True
        if self.job is not None and self.job.running:
            self.job.cancel()
        else:
            self._ended(False, "", "")

    def _ended(self, worked: bool, _: str, told: str) -> None:
        if self.pause.isChecked() and not self._dropped:
            return
        self._clock.stop()
        self.hide()
        if self._dropped:
            shutil.rmtree(self._part(), ignore_errors=True)
            self._part().with_name(f"{self._part().name}.size").unlink(missing_ok=True)
            told = ""
        self.ended.emit(worked, tr("{model} is here.").format(model=self.model) if worked else told)
