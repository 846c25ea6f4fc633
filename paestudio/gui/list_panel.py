"""What the lists of tasks and episodes have in common: search, two-line rows, single keys, an empty state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from paestudio.gui.list_model import ListModel
from paestudio.gui.rows import ID_ROLE, RowDelegate
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import key, label, named

TYPING_MS = 120  # from the last key to the search
View = QListView | QTableView


@dataclass(frozen=True, slots=True)
class ListTexts:
    """What a list calls its things: whole sentences, as no language builds them from one noun."""

    name: str
    search: str
    nothing: str  # when the search or a filter hides all
    following: str
    before: str
    empty: str  # when there is nothing at all


class ListPanel(QWidget):
    """A searched list. Subclasses lay it out and say what happens when the selection or the data changed (`refresh`).

    `said` carries what just happened, for the status bar.
    """

    said = Signal(str)

    def __init__(self, model: ListModel, view: View, theme: Theme, says: ListTexts) -> None:
        super().__init__()
        self.model, self.view, self._theme, self._texts = model, view, theme, says
        model.setParent(self)
        self.search = named(QLineEdit(placeholderText=says.search, clearButtonEnabled=True), says=says.search)
        self.empty = label(says.empty, "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        named(view, "rows", says.name)
        view.setModel(model)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setMouseTracking(True)
        if isinstance(view, QListView):
            view.setModelColumn(0)
            view.setItemDelegate(RowDelegate(theme, view))
            view.setUniformItemSizes(True)
        self.holder = self._holder()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._searched)
        self.search.textChanged.connect(self._wait_for_more)
        self._kept: str | None = None
        self._kept_scroll = 0
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        self.actions_by_key: list[QAction] = [
            key(view, "J", says.following, lambda: self.step(1)),
            key(view, "K", says.before, lambda: self.step(-1)),
            key(view, "/", says.search, self.search.setFocus),
        ]
        key(self.search, "Down Return", tr("To the list"), view.setFocus)

    def refresh(self, *_: object) -> None:
        """The selection or the data changed."""
        self.show_empty()

    def current_row(self) -> Any:
        """The record that has the cursor, or None."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def rows(self) -> list[int]:
        """Selected rows, sorted. By ranges: an index for each of 10,000 would take too long."""
        ranges = self.view.selectionModel().selection()
        parts = [ranges.at(i) for i in range(ranges.count())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def chosen(self) -> list[str]:
        """Ids of the selected rows, in the order shown."""
        return [self.model.index(row, 0).data(ID_ROLE) for row in self.rows()]

    def select(self, row_id: str | None, scroll: bool = True) -> bool:
        """Put the cursor on a row; False when it is not shown."""
        at = self.model.find(row_id) if row_id else -1
        if at < 0:
            return False
        index = self.model.index(at, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if isinstance(self.view, QTableView):
            flags |= QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(index, flags)
        if scroll:
            self.view.scrollTo(index)
        return True

    def step(self, by: int) -> None:
        """The cursor `by` rows down."""
        current = self.view.currentIndex()
        index = self.model.index(current.row() + by if current.isValid() else 0, 0)
        if index.isValid():
            self.view.setCurrentIndex(index)

    def show_empty(self) -> None:
        """The list, or why there is none."""
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.empty.setText(self._texts.nothing if self.anything() else self._texts.empty)

    def anything(self) -> bool:
        """Whether there is something that the search and the filters hide."""
        return self.model.source.count() > 0

    def _holder(self) -> QWidget:
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        empty = named(QFrame(), "panel")
        QVBoxLayout(empty).addWidget(self.empty)
        self._stack.addWidget(empty)
        return holder

    def search_row(self, *more: QWidget) -> QHBoxLayout:
        """The search field with what stands beside it."""
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.search, 1)
        for widget in more:
            row.addWidget(widget)
        return row

    def _wait_for_more(self, *_: object) -> None:
        self._typing.start()

    def _searched(self) -> None:
        self.model.search(self.search.text())
        self.refresh()

    def _keep_place(self) -> None:
        index = self.view.currentIndex()
        self._kept = index.data(ID_ROLE) if index.isValid() else None
        self._kept_scroll = self.view.verticalScrollBar().value()

    def _restore_place(self) -> None:
        telling = self.model.telling  # what the run tells must not move what a person looks at
        self.select(self._kept, scroll=not telling)
        if telling:
            self.view.doItemsLayout()
            self.view.verticalScrollBar().setValue(self._kept_scroll)
        self.refresh()
