"""Ended episodes with their verdicts beside the live page; a person may overrule each, and sees what that changes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QListView, QSplitter, QToolButton, QVBoxLayout

from paestudio.core.records import Outcome
from paestudio.gui import words
from paestudio.gui.decisions import Decisions
from paestudio.gui.folding_row import FoldingRow
from paestudio.gui.list_panel import ListPanel, ListTexts
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.state import RunState
from paestudio.gui.steps_view import StepsView
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.verdict_model import VerdictModel, effect
from paestudio.gui.widgets import button, key, label, named

EMPTY = later(
    "No episode has ended yet.\n\nEach attempt of the agent appears here with its verdict. You have the last word."
)
PROOFS = "proofs"
LEAST = 334  # px: below, no verdict can be read
KEYS = {Outcome.SUCCESS: "S", Outcome.FAILURE: "F", Outcome.UNKNOWN: "C"}


class VerdictPanel(ListPanel):
    """Reads RunState, decides through Decisions. `looked_at`: the EpisodeRow that is selected now, or None."""

    looked_at = Signal(object)

    def __init__(self, state: RunState, decisions: Decisions, theme: Theme, pictures: Pictures) -> None:
        super().__init__(VerdictModel(state), QListView(), theme, episode_texts(tr(EMPTY)))
        self._state, self._decisions = state, decisions
        self._running = False
        self._looked_at: EpisodeRow | None = None
        self.show_outcome = named(QComboBox(), says=tr("Show episodes of one outcome"))
        self.steps = StepsView(theme, pictures, tr("Select an episode to see its steps and verdicts."), verdicts=True)
        self.reason = named(QLineEdit(placeholderText=tr("Reason (optional)")), says=tr("Reason for your verdict"))
        self.effect = label("", "muted", wrap=True)
        self.buttons = {outcome: self._button(outcome) for outcome in Outcome}
        offer_outcomes(self.show_outcome)
        self._lay_out()
        self._connect()
        self.refresh()

    def current(self) -> EpisodeRow | None:
        """The episode that is selected."""
        row: EpisodeRow | None = self.current_row()
        return row

    def override(self, outcome: Outcome) -> None:
        """The person's verdict on the selected episode."""
        row = self.current()
        if row is None:
            return
        self._decisions.override(row.id, outcome, self.reason.text().strip())
        self.reason.clear()
        self.refresh()
        said = f"{words.OUTCOME[outcome].word}. {self.effect.text()}"
        self.said.emit(tr("Your verdict: {verdict}").format(verdict=said))

    def _clicked(self, outcome: Outcome, *_: object) -> None:
        self.override(outcome)

    def set_running(self, on: bool) -> None:
        """Whether training goes on: it changes what an override will do."""
        self._running = on
        self.refresh()

    def _button(self, outcome: Outcome) -> QToolButton:
        look = words.OUTCOME[outcome]
        says = tr("Overrule: {verdict} ({key})").format(verdict=look.word, key=KEYS[outcome])
        made = button(self._theme, look.word, look.icon, says, token=look.token)
        made.clicked.connect(partial(self._clicked, outcome))
        return made

    def _lay_out(self) -> None:
        self.splitter = named(QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False), "verdict_splitter")
        self.splitter.setHandleWidth(8)
        self.splitter.addWidget(self.holder)
        self.splitter.addWidget(self._card())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.holder.setMinimumHeight(90)
        self.setMinimumWidth(LEAST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(self.search_row(self.show_outcome))
        layout.addWidget(self.splitter, 1)

    def _card(self) -> QFrame:
        card = named(QFrame(), "card")
        overrule = FoldingRow(*self.buttons.values())
        overrule.push()
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(overrule)
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
        self.show_outcome.currentIndexChanged.connect(self._filter)
        self.view.selectionModel().currentChanged.connect(self.refresh)
        self._state.episodes_changed.connect(self._episodes_changed)
        self._state.reset.connect(self.refresh)
        self.actions_by_key[:0] = [
            key(self.view, "S", tr("Overrule: success"), lambda: self.override(Outcome.SUCCESS)),
            key(self.view, "F", tr("Overrule: failure"), lambda: self.override(Outcome.FAILURE)),
            key(self.view, "C", tr("Overrule: unclear"), lambda: self.override(Outcome.UNKNOWN)),
            key(self.view, "U", tr("Take back the last decision"), self._decisions.stack.undo),
        ]

    def _filter(self) -> None:
        assert isinstance(self.model, VerdictModel)
        self.model.show_outcome(*chosen_outcome(self.show_outcome))
        self.refresh()

    def anything(self) -> bool:
        """Proofs are not what a person looks for here."""
        return self._state.data.played > 0

    def _episodes_changed(self, ids: set[str]) -> None:
        row = self.current()
        if not self._stack.currentIndex() and (row is None or row.id not in ids):
            return
        self.refresh()

    def refresh(self, *_: object) -> None:
        """The list, the selected episode, and what one may do."""
        self.show_empty()
        row = self.current()
        self.steps.show_episode(row)
        for made in (*self.buttons.values(), self.reason):
            made.setEnabled(row is not None)
        self.effect.setText(effect(row, self._running) if row is not None else "")
        self.effect.setVisible(row is not None)
        if row is not self._looked_at:
            self._looked_at = row
            self.looked_at.emit(row)


def episode_texts(empty: str) -> ListTexts:
    """What a list of episodes calls things."""
    return ListTexts(
        name=tr("Episodes"),
        search=tr("Search episodes"),
        nothing=tr("There is no such episode in this run."),
        following=tr("Next episode"),
        before=tr("Previous episode"),
        empty=empty,
    )


def offer_outcomes(choice: QComboBox) -> None:
    """Fill a choice of outcomes; `chosen_outcome` reads it."""
    choice.addItem(tr("All"), None)
    for outcome, look in words.OUTCOME.items():
        choice.addItem(look.word, outcome)
    choice.addItem(tr("Proofs"), PROOFS)


def chosen_outcome(choice: QComboBox) -> tuple[Outcome | None, bool]:
    """(the outcome, or None for all; whether proofs are wanted)."""
    chosen = choice.currentData()
    proofs = chosen == PROOFS
    return (None if proofs or chosen is None else Outcome(chosen)), proofs
