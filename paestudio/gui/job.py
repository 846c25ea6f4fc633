"""A command of ours in a process of its own: downloads and measurements that must not hold up the window or die with it
unseen. Its lines come as they are written; killed with the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from paestudio.gui.engine_words import say

PATIENCE_MS = 3000
PROGRAM = "paestudio: "  # before a fault


class Job(QObject):
    """`said`: a line of what it tells a person. `ended`: (worked, last line of output, what it told last in
    the language of the window)."""

    said = Signal(str)
    ended = Signal(bool, str, str)

    def __init__(self, arguments: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.arguments = list(arguments)
        self._out = ""
        self._told: list[str] = []
        self._cancelled = False
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        environment.insert("PYTHONUNBUFFERED", "1")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardError.connect(self._read)
        self._process.readyReadStandardOutput.connect(self._collect)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def cancelled(self) -> bool:
        """Whether a person stopped it."""
        return self._cancelled

    def start(self) -> None:
        """Start `python -m paestudio …`."""
        self._process.start(sys.executable, ["-m", "paestudio", *self.arguments])

    def cancel(self) -> None:
        """End it; what it downloaded so far is kept, and the next download goes on there."""
        self._cancelled = True
        if self.running:
            self._process.terminate()
            if not self._process.waitForFinished(PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(PATIENCE_MS)

    def _read(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.replace("\r", "\n").splitlines():
            if line.strip():
                self._told = [*self._told[-20:], line.strip()]
                self.said.emit(line.strip())

    def _collect(self) -> None:
        self._out += bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._collect()
        worked = code == 0 and status is QProcess.ExitStatus.NormalExit
        last = next((line for line in reversed(self._out.splitlines()) if line.strip()), "")
        told = " ".join(say(line.removeprefix(PROGRAM)) for line in self._told[-2:])
        self.ended.emit(worked, last, told)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(False, "", self._process.errorString())
