"""F1: every key of the window on one card, as it is bound now; a click on a key gives the action another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from paestudio.gui import actions
from paestudio.gui.actions import Entry
from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.overlay import Overlay
from paestudio.gui.texts import tr
from paestudio.gui.widgets import label, name_field, named

WIDE = 1000
COLUMNS = 2
AROUND = 300  # px of window that the list of keys leaves to what is above and below it


class KeysOverlay(Overlay):
    """Esc or F1 closes it."""

    def __init__(self, window: QMainWindow, over: QWidget, memory: LayoutMemory) -> None:
        super().__init__(over, WIDE)
        self._main, self._memory = window, memory
        self.card.setAccessibleName(tr("Keys"))
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons: dict[str, QPushButton] = {}
        self._asking: Entry | None = None
        head = QHBoxLayout()
        head.addWidget(label(tr("Keys"), "title"), 1)
        self.reset = QPushButton(tr("All as they came"))
        self.reset.clicked.connect(self._reset)
        head.addWidget(self.reset)
        self.note = label("", "muted", wrap=True)
        self.edit = QKeySequenceEdit()
        name_field(self.edit, tr("New key"))
        self.edit.setMaximumSequenceLength(1)
        self.edit.setFinishingKeyCombinations([])
        self.edit.keySequenceChanged.connect(self._chosen)
        self.edit.installEventFilter(self)
        self.edit.hide()
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.box.addLayout(head)
        self.box.addWidget(self._scroll, 1)
        self.box.addWidget(self.note)
        self.box.addWidget(self.edit)

    def toggle(self) -> None:
        """Show or hide."""
        if self.isVisible():
            self.close_card()
            return
        self._fill()
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 closes too."""
        if event.key() == Qt.Key.Key_F1:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the field for a new key leaves the key as it was."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if watched is self.edit and pressed == Qt.Key.Key_Escape:
            self._stop_asking()
            return True
        return super().eventFilter(watched, event)

    def ask(self, entry: Entry) -> None:
        """Wait for the new key of an action."""
        self._asking = entry
        self.note.setText(tr("Press the new key for “{action}”, or Esc.").format(action=entry.text))
        self.edit.clear()
        self.edit.show()
        self.edit.setFocus()

    def _fill(self) -> None:
        groups: dict[str, list[Entry]] = {}
        for entry in actions.entries(self._main):
            listed = groups.setdefault(entry.group, [])
            if entry.keys and not any((other.text, other.keys) == (entry.text, entry.keys) for other in listed):
                listed.append(entry)
        inside = named(QWidget(), "inside")
        across = QHBoxLayout(inside)
        across.setSpacing(36)
        columns = [QVBoxLayout() for _ in range(COLUMNS)]
        heights = [0] * COLUMNS
        self.buttons.clear()
        for title, listed in groups.items():
            if not listed:
                continue
            at = heights.index(min(heights))
            columns[at].addLayout(self._group(title, listed))
            heights[at] += len(listed) + 2
        for column in columns:
            column.setSpacing(16)
            column.addStretch(1)
            across.addLayout(column, 1)
        self._scroll.setWidget(inside)
        room = self._main.height() - AROUND
        self._scroll.setMinimumHeight(max(240, min(inside.sizeHint().height() + 4, room)))
        self.note.setText(
            tr("Keys of a list work while it has the focus. Click a key to choose another one; it is kept.")
        )

    def _group(self, title: str, listed: list[Entry]) -> QGridLayout:
        made = QGridLayout()
        made.setVerticalSpacing(3)
        made.addWidget(label(title, "heading"), 0, 0, 1, 2)
        for row, entry in enumerate(listed, 1):
            made.addWidget(label(entry.text), row, 0)
            key = QPushButton(entry.keys)
            key.setObjectName("keycap")
            key.setAccessibleName(tr("{action}: {keys}").format(action=entry.text, keys=entry.keys))
            key.clicked.connect(partial(self._ask, entry))
            self.buttons[entry.key] = key
            made.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
        made.setColumnStretch(0, 1)
        return made

    def _ask(self, entry: Entry, *_: object) -> None:
        self.ask(entry)

    def _chosen(self, keys: QKeySequence) -> None:
        if self._asking is None or keys.isEmpty():
            return
        entry = self._asking
        taken = actions.rebind(self._main, self._memory, entry, keys)
        told = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self._stop_asking()
        if taken is not None:
            text = tr("{keys} is the key of “{other}” already; nothing was changed.")
            self.note.setText(text.format(keys=told, other=taken.text))
            return
        self._fill()
        self.note.setText(tr("“{action}” is on {keys} now.").format(action=entry.text, keys=told))

    def _stop_asking(self) -> None:
        self._asking = None
        self.edit.hide()
        self.note.clear()
        self.card.setFocus()

    def _reset(self) -> None:
        actions.reset(self._main, self._memory)
        self._fill()
