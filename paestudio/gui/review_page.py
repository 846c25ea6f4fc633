"""The Review page: episodes in the order in which a person's look is worth most, scrubbed and judged by keyboard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from paestudio.core.records import Outcome, Step
from paestudio.gui import words
from paestudio.gui.better_judge import BetterJudge
from paestudio.gui.decisions import Decisions
from paestudio.gui.list_panel import ListPanel
from paestudio.gui.pictures import Pictures
from paestudio.gui.review_model import LATEST, PROOFS, SHOWN, WORTH, YOURS, ReviewModel
from paestudio.gui.rows import ID_ROLE
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.state import RunState
from paestudio.gui.step_detail import StepDetail
from paestudio.gui.step_strip import StepStrip, StripArea
from paestudio.gui.store_reader import StoreReader
from paestudio.gui.texts import later, quoted, tr
from paestudio.gui.theme import Theme
from paestudio.gui.verdict_card import VerdictCard
from paestudio.gui.verdict_model import effect
from paestudio.gui.verdict_panel import episode_texts
from paestudio.gui.widgets import Column, key, label, named
from paestudio.store import Store, queries

EMPTY = later(
    "Nothing to review yet.\n\nEach attempt of the agent appears here with its verdict. You have the last word."
)
AGREED = later("agreed")
CARD = 620  # px: lines that are longer are hard to read
LISTS = ((WORTH, later("Most worth a look")), (LATEST, later("Newest first")), (YOURS, later("Judged by you")))


class ReviewPage(ListPanel):
    """Self-standing. `actions_by_key` are its single keys; the rail's number is `waiting()`."""

    def __init__(
        self, state: RunState, decisions: Decisions, theme: Theme, pictures: Pictures, store_folder: Path
    ) -> None:
        super().__init__(ReviewModel(state), QListView(), theme, episode_texts(tr(EMPTY)))
        self._state, self._decisions = state, decisions
        self._running = False
        self._shown: EpisodeRow | None = None
        self._shown_steps = 0
        self.which = named(QComboBox(), says=tr("Which episodes, in which order"))
        for name, text in LISTS:
            self.which.addItem(tr(text), name)
        for outcome, look in words.OUTCOME.items():
            self.which.addItem(look.word, str(outcome))
        self.which.addItem(tr("Proofs"), PROOFS)
        self.which.addItem(tr("Your demonstrations"), SHOWN)
        self.reader = StoreReader(store_folder, self)
        self.strip = StepStrip(theme, pictures, store_folder / "blobs")
        self.detail = StepDetail(theme, pictures)
        self.card = VerdictCard(theme)
        self.title = label("", "large", wrap=True)
        self.facts = label("", "muted", wrap=True)
        self.last = label("", "muted", wrap=True)
        self.last.hide()
        self.better = BetterJudge(store_folder, theme, self)
        self._lay_out()
        self._connect()
        self._choose()

    def current(self) -> EpisodeRow | None:
        """The episode that is selected."""
        row: EpisodeRow | None = self.current_row()
        return row

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The list. No focus proxy: Tab would leave out what comes before it."""
        self.view.setFocus(reason)

    def waiting(self) -> int:
        """Episodes that nobody could settle, or on which evaluators disagree."""
        assert isinstance(self.model, ReviewModel)
        return self.model.to_look_at()

    def set_running(self, on: bool) -> None:
        """Whether training goes on: it changes what an override will do."""
        self._running = on
        self.refresh()

    def judge(self, outcome: Outcome, reason: str = "") -> None:
        """The person's verdict on the selected episode; the next one is shown."""
        row = self.current()
        if row is None:
            return
        after = self.model.index(self.view.currentIndex().row() + 1, 0).data(ID_ROLE)
        self._decisions.override(row.id, outcome, reason or self.card.take_reason())
        said = f"{words.OUTCOME[outcome].word}. {effect(row, self._running)}"
        self.last.show()
        self.last.setText(f"{quoted(words.shorten(row.task.instruction, 60))}: {said}")
        self.said.emit(tr("Your verdict: {verdict}").format(verdict=said))
        self.select(after)
        self.refresh()

    def agree(self, reason: str = "") -> None:
        """The verdict that counts is right, says the person."""
        row = self.current()
        if row is not None and row.settled is not None:
            self.judge(row.settled.outcome, reason or self.card.take_reason() or AGREED)

    def retract(self, reason: str = "") -> None:
        """Take the selected episode out of training; it stays shown, with what that does."""
        row = self.current()
        if row is None or row.retracted:
            return
        self._decisions.retract(row.id, reason or self.card.take_reason())
        said = effect(row, self._running)
        self.last.show()
        self.last.setText(f"{quoted(words.shorten(row.task.instruction, 60))}: {said}")
        self.said.emit(said)
        self.refresh()

    def undo(self) -> None:
        """Take back the last decision, and go to the episode if it was a verdict."""
        if self._decisions.stack.canUndo():
            text = self._decisions.stack.undoText()
            self._decisions.stack.undo()
            self.last.show()
            told = tr("Took back: {decision}.").format(decision=text)
            self.last.setText(told)
            self.said.emit(told)
            self.refresh()

    def anything(self) -> bool:
        """Whether the filters hide something."""
        return self._state.data.played > 0

    def refresh(self, *_: object) -> None:
        """The list, the episode, its step, its verdict."""
        self.show_empty()
        row = self.current()
        self._detail_box.setVisible(row is not None)
        other = row is not self._shown
        if other or (row is not None and len(row.steps) != self._shown_steps):
            self._shown, self._shown_steps = row, len(row.steps) if row is not None else 0
            self.strip.show_episode(row)
            self.detail.show_episode(row)
            self.detail.show_step(self.strip.current)
            self._area.follow()
            run = self._state.data.run
            if row is not None and run is not None:
                self.reader.ask(row.id, partial(_steps, run.id, row.id))
        self.card.show_episode(row, self._running, self._state.data)
        self.better.show_run(self._state.data, self._running)
        if row is not None:
            self.title.setText(row.task.instruction)
            told = " · ".join(fact.word for fact in self.model.source.facts(row))
            self.facts.setText(f"{told}. " + tr("Starts on {page}").format(page=row.task.start_url))

    def _lay_out(self) -> None:
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.which)
        box.addLayout(self.search_row())
        box.addWidget(self.holder, 1)
        box.addWidget(self.last)
        box.addWidget(self.better)
        self._area = named(StripArea(self.strip), "panel")
        self._area.setFrameShape(StripArea.Shape.NoFrame)
        card = Column(self.card)
        card.setMaximumWidth(CARD)
        lower = named(QSplitter(childrenCollapsible=False), "review_detail_splitter")
        lower.setHandleWidth(8)
        lower.addWidget(self.detail)
        lower.addWidget(card)
        lower.setStretchFactor(0, 3)
        lower.setStretchFactor(1, 1)
        lower.setSizes([600, 370])
        self._detail_box = QWidget()
        right = QVBoxLayout(self._detail_box)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        for widget in (self.title, self.facts, self._area):
            right.addWidget(widget)
        right.addWidget(lower, 1)
        self.splitter = named(QSplitter(childrenCollapsible=False), "review_splitter")
        self.splitter.setHandleWidth(8)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self._detail_box)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 8)
        self.splitter.setSizes([320, 900])
        left.setMinimumWidth(240)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._choose)
        self.view.selectionModel().currentChanged.connect(self.refresh)
        self._state.episodes_changed.connect(self._episodes_changed)
        self._state.reset.connect(self._another_run)
        self.strip.moved.connect(self.detail.show_step)
        self.reader.loaded.connect(self._read)
        self.reader.failed.connect(self._unread)
        self.card.judged.connect(self.judge)
        self.card.agreed.connect(self.agree)
        self.card.retracted.connect(self.retract)
        made = []
        for owner in (self.view, self.strip):
            made += [
                key(owner, "Y", tr("Agree with the verdict"), self.agree),
                key(owner, "S", tr("Overrule: success"), lambda: self.judge(Outcome.SUCCESS)),
                key(owner, "F", tr("Overrule: failure"), lambda: self.judge(Outcome.FAILURE)),
                key(owner, "C", tr("Overrule: unclear"), lambda: self.judge(Outcome.UNKNOWN)),
                key(owner, "T", tr("Retract: take it out of training"), self.retract),
                key(owner, "R", tr("Reason for your verdict"), self.card.reason.setFocus),
                key(owner, "U", tr("Take back the last decision"), self.undo),
            ]
        made += [
            key(self.view, "Left", tr("Step before"), lambda: self.strip.go(self.strip.current - 1)),
            key(self.view, "Right", tr("Next step"), lambda: self.strip.go(self.strip.current + 1)),
            key(self.view, "Ctrl+Right N", tr("Next error"), self.strip.next_error),
            key(self.view, "Ctrl+Left", tr("Error before"), lambda: self.strip.next_error(-1)),
        ]
        self.actions_by_key[:0] = made
        key(self.card.reason, "Return Enter Esc", tr("Back to the list"), self.view.setFocus)

    def _choose(self, *_: object) -> None:
        assert isinstance(self.model, ReviewModel)
        self.model.show_list(self.which.currentData())
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.step(0)
        self.refresh()

    def _another_run(self) -> None:
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.step(0)
        self.refresh()

    def _read(self, episode: str, steps: list[Step]) -> None:
        if self._shown is not None and self._shown.id == episode:
            self.detail.show_whole(steps)

    def _unread(self, episode: str, problem: str) -> None:
        if self._shown is not None and self._shown.id == episode:
            self.detail.show_problem(problem)

    def _episodes_changed(self, ids: set[str]) -> None:
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.step(0)
        if self._shown is None or self._shown.id in ids or self.model.rowCount() <= 1:
            self.refresh()


def _steps(run: str, episode: str, store: Store) -> list[Step]:
    return queries.steps(store, run, episode)
