"""F1: every key on one card over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QGridLayout, QVBoxLayout, QWidget

from paestudio.gui.widgets import label

KEYS = (
    ("Run", (("Ctrl+R", "Train"), ("Ctrl+.", "Pause or go on"), ("Ctrl+Shift+.", "Stop"), ("Ctrl+L", "Address"))),
    (
        "Window",
        (
            ("Ctrl+1 … 4", "Live, Tasks, Verdicts, Progress"),
            ("Ctrl+Z / Ctrl+Y", "Take back / do again"),
            ("F11", "Full screen"),
            ("F1", "This card"),
        ),
    ),
    (
        "Task list",
        (
            ("A", "Approve"),
            ("X", "Reject, then 1–5 for the reason"),
            ("E", "Edit words and check"),
            ("U", "Take back"),
            ("J / K", "Next / previous"),
            ("/", "Search"),
        ),
    ),
    (
        "Verdict list",
        (
            ("S", "Overrule: success"),
            ("F", "Overrule: failure"),
            ("C", "Overrule: unclear"),
            ("U", "Take back"),
            ("J / K", "Next / previous"),
        ),
    ),
)


class KeysOverlay(QFrame):
    """Covers nothing but its own card; Esc, F1 or a click closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("overlay")
        self.setAccessibleName("Keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window = window
        self._before: QWidget | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(36)
        grid.setVerticalSpacing(18)
        for i, (title, keys) in enumerate(KEYS):
            grid.addLayout(_group(title, keys), i // 2, i % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(14)
        layout.addLayout(grid)
        layout.addWidget(label("Single keys work while the list has the focus.", "muted"))
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 6)
        self.setGraphicsEffect(shadow)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Show or hide."""
        if self.isVisible():
            self._close()
            return
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any of the closing keys."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return):
            self._close()

    def mouseReleaseEvent(self, event: object) -> None:
        """A click closes."""
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _close(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def _place(self) -> None:
        self.adjustSize()
        area = self._window.rect()
        self.move((area.width() - self.width()) // 2, (area.height() - self.height()) // 2)


def _group(title: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(16)
    made.setVerticalSpacing(5)
    made.addWidget(label(title, "heading"), 0, 0, 1, 2)
    for row, (key, does) in enumerate(keys, 1):
        made.addWidget(label(key, "muted"), row, 0)
        made.addWidget(label(does), row, 1)
    made.setColumnStretch(1, 1)
    made.setRowStretch(len(keys) + 1, 1)
    return made
