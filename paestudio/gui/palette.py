"""Ctrl+K: any action of the window by a few letters of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from paestudio.gui import actions
from paestudio.gui.actions import Entry
from paestudio.gui.overlay import Overlay
from paestudio.gui.rows import Index
from paestudio.gui.texts import tr
from paestudio.gui.widgets import label, named

WIDE = 560
ROWS = 9
ROW_PX = 30
BESIDE = int(Qt.ItemDataRole.UserRole) + 1
_PASSED_ON = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class _Row(QStyledItemDelegate):
    """The action on the left; where it is and its key on the right, muted."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        super().paint(painter, option, index)
        rect: QRect = option.rect
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -12, 0), int(right), str(index.data(BESIDE) or ""))
        painter.restore()


class Palette(Overlay):
    """Type, choose with the arrows, Enter."""

    def __init__(self, window: QMainWindow, over: QWidget) -> None:
        super().__init__(over, WIDE, top=True)
        self._main = window
        self._entries: list[Entry] = []
        self.card.setAccessibleName(tr("Find an action"))
        self.search = QLineEdit(placeholderText=tr("What do you want to do?"))
        self.search.setAccessibleName(tr("Find an action"))
        self.list = named(QListWidget(), "palette", tr("Actions"))
        self.list.setItemDelegate(_Row(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(ROWS * ROW_PX + 4)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = label(tr("No action has these words."), "muted")
        self.nothing.hide()
        for made in (self.search, self.list, self.nothing):
            self.box.addWidget(made)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._run)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._run())

    def toggle(self) -> None:
        """Open with all actions, or close."""
        if self.isVisible():
            self.close_card()
            return
        self._entries = [entry for entry in actions.entries(self._main) if entry.action.isEnabled()]
        self.search.clear()
        self._filter("")
        self.open(self.search)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the field has the keyboard."""
        if isinstance(event, QKeyEvent) and watched is self.search and event.type() is QEvent.Type.KeyPress:
            moves = event.key() in _PASSED_ON
            if moves:
                self.list.keyPressEvent(event)
            return moves
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        parts = text.casefold().split()
        self.list.clear()
        for i, entry in enumerate(self._entries):
            if all(part in f"{entry.text} {entry.group}".casefold() for part in parts):
                item = QListWidgetItem(entry.text)
                item.setData(Qt.ItemDataRole.UserRole, i)
                item.setData(BESIDE, f"{entry.group}   {entry.keys}".rstrip())
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.text}, {entry.group} {entry.keys}")
                item.setSizeHint(QSize(100, ROW_PX))
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(self.list.count() == 0)
        self.place()

    def _run(self) -> None:
        if self.list.currentRow() < 0:
            return
        action = self._entries[self.list.currentItem().data(Qt.ItemDataRole.UserRole)].action
        self.close_card()
        QTimer.singleShot(0, action, action.trigger)
