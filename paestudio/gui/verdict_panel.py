"""Ended episodes with their verdicts; a person may overrule each, and sees what that changes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from paestudio.core.records import Outcome
from paestudio.gui import words
from paestudio.gui.decisions import Decisions
from paestudio.gui.pictures import Pictures
from paestudio.gui.rows import RowDelegate
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.state import RunState
from paestudio.gui.steps_view import StepsView
from paestudio.gui.theme import Theme
from paestudio.gui.verdict_model import VerdictFilter, VerdictModel, effect
from paestudio.gui.widgets import button, key, label, named

EMPTY = "No episode has ended yet.\n\nEach attempt of the agent appears here with its verdict. You have the last word."
NOTHING = "No episode matches the search."
PROOFS = "proofs"
_KEYS = {Outcome.SUCCESS: "S", Outcome.FAILURE: "F", Outcome.UNKNOWN: "C"}


class VerdictPanel(QWidget):
    """Reads RunState, decides through Decisions."""

    said = Signal(str)

    def __init__(self, state: RunState, decisions: Decisions, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self._state, self._decisions, self._theme = state, decisions, theme
        self._running = False
        self.model = VerdictModel(state, self)
        self.filter = VerdictFilter(self.model)
        self.search = QLineEdit(placeholderText="Search episodes", clearButtonEnabled=True)
        self.search.setAccessibleName("Search episodes")
        self.show_outcome = named(QComboBox(), says="Show episodes of one outcome")
        self.view = named(QListView(), "rows", "Ended episodes")
        self.steps = StepsView(theme, pictures, "Select an episode to see its steps and verdicts.", verdicts=True)
        self.reason = named(QLineEdit(placeholderText="Reason (optional)"), says="Reason for your verdict")
        self.effect = label("", "muted", wrap=True)
        self.empty = label(EMPTY, "empty", wrap=True)
        self.buttons = {outcome: self._button(outcome) for outcome in Outcome}
        self._make_view()
        self._lay_out()
        self._connect()
        self._refresh()

    def current(self) -> EpisodeRow | None:
        """The episode that is selected."""
        index = self.filter.mapToSource(self.view.currentIndex())
        return self.model.row(index) if index.isValid() else None

    def select(self, episode_id: str) -> None:
        """Select an episode."""
        at = self.model.index_of(episode_id)
        index = self.filter.mapFromSource(self.model.index(at)) if at >= 0 else None
        if index is not None and index.isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    def override(self, outcome: Outcome) -> None:
        """The person's verdict on the selected episode."""
        row = self.current()
        if row is None:
            return
        self._decisions.override(row.id, outcome, self.reason.text().strip())
        self.reason.clear()
        self._refresh()
        self.said.emit(f"Your verdict: {words.OUTCOME[outcome].word}. {self.effect.text()}")

    def _clicked(self, outcome: Outcome, *_: object) -> None:
        self.override(outcome)

    def set_running(self, on: bool) -> None:
        """Whether training goes on: it changes what an override will do."""
        self._running = on
        self._refresh()

    def _button(self, outcome: Outcome) -> QWidget:
        look = words.OUTCOME[outcome]
        made = button(self._theme, look.word, look.icon, f"Overrule: {look.word} ({_KEYS[outcome]})", token=look.token)
        made.clicked.connect(partial(self._clicked, outcome))
        return made

    def _make_view(self) -> None:
        view = self.view
        view.setModel(self.filter)
        view.setItemDelegate(RowDelegate(self._theme, view))
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setMouseTracking(True)
        self.show_outcome.addItem("All", None)
        for outcome, look in words.OUTCOME.items():
            self.show_outcome.addItem(look.word, outcome)
        self.show_outcome.addItem("Proofs", PROOFS)

    def _lay_out(self) -> None:
        search = QHBoxLayout()
        search.setSpacing(6)
        search.addWidget(self.search, 1)
        search.addWidget(self.show_outcome)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        empty = named(QFrame(), "panel")
        box = QVBoxLayout(empty)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self.empty)
        self._stack.addWidget(empty)
        self.splitter = named(QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False), "verdict_splitter")
        self.splitter.setHandleWidth(8)
        self.splitter.addWidget(holder)
        self.splitter.addWidget(self._card())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        holder.setMinimumHeight(90)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(search)
        layout.addWidget(self.splitter, 1)

    def _card(self) -> QFrame:
        card = named(QFrame(), "card")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.setContentsMargins(8, 0, 8, 0)
        for made in self.buttons.values():
            row.addWidget(made)
        row.addStretch(1)
        reason = QHBoxLayout()
        reason.setContentsMargins(8, 0, 8, 0)
        reason.addWidget(self.reason)
        says = QHBoxLayout()
        says.setContentsMargins(10, 0, 8, 6)
        says.addWidget(self.effect)
        box = QVBoxLayout(card)
        box.setContentsMargins(1, 1, 1, 2)
        box.setSpacing(6)
        box.addWidget(self.steps, 1)
        box.addLayout(row)
        box.addLayout(reason)
        box.addLayout(says)
        return card

    def _connect(self) -> None:
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self._searched)
        self.search.textChanged.connect(self._wait_for_more)
        self.show_outcome.currentIndexChanged.connect(self._filter)
        self.view.selectionModel().currentChanged.connect(self._refresh)
        self.filter.modelReset.connect(self._refresh)
        self._state.episodes_changed.connect(self._episodes_changed)
        self._state.reset.connect(self._refresh)
        self.actions_by_key: list[QAction] = [
            key(self.view, "S", "Overrule: success", lambda: self.override(Outcome.SUCCESS)),
            key(self.view, "F", "Overrule: failure", lambda: self.override(Outcome.FAILURE)),
            key(self.view, "C", "Overrule: unclear", lambda: self.override(Outcome.UNKNOWN)),
            key(self.view, "U", "Take back the last decision", self._decisions.stack.undo),
            key(self.view, "J", "Next episode", lambda: self._step(1)),
            key(self.view, "K", "Previous episode", lambda: self._step(-1)),
            key(self.view, "/", "Search episodes", self.search.setFocus),
        ]
        key(self.search, "Down Return", "To the list", self.view.setFocus)

    def _step(self, by: int) -> None:
        current = self.view.currentIndex()
        index = self.filter.index(current.row() + by if current.isValid() else 0, 0)
        if index.isValid():
            self.view.setCurrentIndex(index)

    def _wait_for_more(self, *_: object) -> None:
        self._typing.start()

    def _searched(self) -> None:
        self.filter.search(self.search.text())
        self._refresh()

    def _filter(self) -> None:
        outcome = self.show_outcome.currentData()
        proofs = outcome == PROOFS
        self.filter.show_only(None if proofs or outcome is None else Outcome(outcome), proofs)
        self._refresh()

    def _episodes_changed(self, ids: set[str]) -> None:
        row = self.current()
        if not self._stack.currentIndex() and (row is None or row.id not in ids):
            return
        self._refresh()

    def _refresh(self, *_: object) -> None:
        shown = self.filter.rowCount()
        self._stack.setCurrentIndex(0 if shown else 1)
        self.empty.setText(NOTHING if self._state.data.played else EMPTY)
        row = self.current()
        self.steps.show_episode(row)
        for made in (*self.buttons.values(), self.reason):
            made.setEnabled(row is not None)
        self.effect.setText(effect(row, self._running) if row is not None else "")
        self.effect.setVisible(row is not None)
