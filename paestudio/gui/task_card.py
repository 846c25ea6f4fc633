"""The whole wording of one task and its check in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from paestudio.core import checks
from paestudio.core.records import Task
from paestudio.gui.widgets import label


def check_words(task: Task) -> str:
    """When the task counts as done, as a sentence's end."""
    said = checks.describe(task.check)
    return f"Passes when {said}" if task.check else f"Here {said}"


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
        self._start.setText(f"Starts on {task.start_url}")
