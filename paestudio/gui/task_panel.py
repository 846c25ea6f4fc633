"""The task list beside the live page: narrow, two lines a task; the Tasks page has all the rest."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
)

from paestudio.core.records import Status
from paestudio.gui import words
from paestudio.gui.decisions import Decisions
from paestudio.gui.folding_row import FoldingRow
from paestudio.gui.state import RunState
from paestudio.gui.task_card import TaskCard
from paestudio.gui.task_deck import TaskDeck
from paestudio.gui.task_model import heads
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named

LEAST = 340  # px: below, neither a task nor the search can be read


class TaskPanel(TaskDeck):
    """A list of two-line rows with the current task's card under it."""

    def __init__(self, state: RunState, decisions: Decisions, theme: Theme) -> None:
        super().__init__(state, decisions, theme, QListView(), columns=1)
        self.show_status = named(QComboBox(), says=tr("Show tasks of one status"))
        self.order = button(theme, tr("Order"), "sort", tr("Order of the tasks"), word=False)
        self.detail = TaskCard()
        self.tally = label("", "muted")
        self._make_view()
        self._lay_out()
        self.show_status.currentIndexChanged.connect(self._filter)
        self.connect_deck()

    def _make_view(self) -> None:
        self.view.setMinimumHeight(60)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.show_status.addItem(tr("All"), None)
        for status, look in words.STATUS.items():
            self.show_status.addItem(look.word, status)
        menu, group = QMenu(self), QActionGroup(self)
        orders = (tr("As proposed"), *(tr("By column: {name}").format(name=title) for title in heads()))
        for column, name in enumerate(orders, -1):
            made = QAction(name, group, checkable=True, checked=column < 0)
            made.triggered.connect(partial(self._order_by, column))
            menu.addAction(made)
        self.order.setMenu(menu)
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _lay_out(self) -> None:
        self.setMinimumWidth(LEAST)
        self.show_status.setMaximumWidth(125)
        buttons = FoldingRow(*self.buttons())
        buttons.push()
        buttons.add(self.tally)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 4, 8)
        layout.setSpacing(6)
        layout.addLayout(self.search_row(self.show_status, self.order))
        layout.addWidget(buttons)
        layout.addWidget(self.reasons)
        layout.addWidget(self.holder, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.editor)
        self.detail.hide()

    def _order_by(self, column: int, *_: object) -> None:
        self.model.sort(column)

    def _filter(self) -> None:
        status = self.show_status.currentData()
        self.model.show_only("status", None if status is None else lambda row: row.status is Status(status))
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Buttons, the count, the card."""
        super().refresh()
        total, shown, chosen = len(self._state.data.tasks), self.model.rowCount(), len(self.rows())
        task = self.current() if chosen else None
        of_all = tr("{some} of {all}").format(some=f"{shown:,}", all=f"{total:,}") if shown != total else ""
        self.tally.setText(tr("%n selected", None, chosen) if chosen > 1 else of_all)
        self.detail.setVisible(task is not None and self.editor.isHidden())
        if task is not None:
            self.detail.show_task(task)
