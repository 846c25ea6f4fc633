"""Why a task is rejected: five short reasons on the digits, or one's own words. In the page, never over it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton

from paestudio.gui import words
from paestudio.gui.texts import tr
from paestudio.gui.widgets import key, label, named

OWN = len(words.REJECT_REASONS) + 1


class RejectBar(QFrame):
    """Shown with `ask`; `picked` carries the reason, `cancelled` nothing. Digits pick, Enter takes the first."""

    picked = Signal(str)
    cancelled = Signal()

    def __init__(self, columns: int = 3) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(tr("Reason for the rejection"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        hint = tr("Another reason, then Enter")
        self.own = QLineEdit(placeholderText=f"{OWN}  {hint}", maxLength=200)
        named(self.own, says=tr("Another reason"))
        # An action, as QLineEdit would pass the key on to this bar, which would reject once more.
        key(self.own, "Return Enter", tr("Reject"), self._own_words)
        key(self.own, "Esc", tr("Cancel"), self.cancelled.emit)
        self.heading = label("", "heading")
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setSpacing(6)
        grid.addWidget(self.heading, 0, 0, 1, columns)
        self.buttons = [QPushButton(f"{i}  {tr(reason)}") for i, reason in enumerate(words.REJECT_REASONS, 1)]
        for i, made in enumerate(self.buttons):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setStyleSheet("text-align: left")
            made.clicked.connect(partial(self._pick, i))
            grid.addWidget(made, 1 + i // columns, i % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        at = len(self.buttons)
        grid.addWidget(self.own, 1 + at // columns, at % columns, 1, columns - at % columns)
        self.hide()

    def ask(self, question: str) -> None:
        """Show the bar with its question (“Why reject 3 tasks?”) and take the keyboard."""
        self.heading.setText(question + "  " + tr("Esc: not at all"))
        self.own.clear()
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit, Enter or Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(0)
        elif event.text().isdigit() and 1 <= int(event.text()) <= len(self.buttons):
            self._pick(int(event.text()) - 1)
        elif event.text() == str(OWN):
            self.own.setFocus()
        else:
            super().keyPressEvent(event)

    def _pick(self, number: int, *_: object) -> None:
        self.picked.emit(words.REJECT_REASONS[number])

    def _own_words(self) -> None:
        said = " ".join(self.own.text().split())
        if said:
            self.picked.emit(said)
