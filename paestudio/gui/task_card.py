"""The whole wording of one task and its check in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from paestudio.core.records import Task
from paestudio.gui.check_words import describe
from paestudio.gui.texts import tr
from paestudio.gui.widgets import label


def check_words(task: Task) -> str:
    """When the task counts as done."""
    if not task.check:
        return tr("Here a person or the judge decides")
    return tr("Passes when {check}").format(check=describe(task.check))


class TaskCard(QFrame):
    """Texts that can be selected and copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._instruction = label("", wrap=True)
        self._check = label("", "muted", wrap=True)
        self._start = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        made: QLabel
        for made in (self._instruction, self._check, self._start):
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            made.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(made)

    def show_task(self, task: Task) -> None:
        """Show it."""
        self._instruction.setText(task.instruction)
        self._check.setText(check_words(task))
        self._start.setText(tr("Starts on {page}").format(page=task.start_url))
