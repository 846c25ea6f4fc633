"""Showing a task: a real page to be used by mouse and keyboard, and what is noted of it, step by step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from paestudio.core.hands import Answer, Do, Gesture
from paestudio.gui import words
from paestudio.gui.engine_words import say
from paestudio.gui.page_mirror import PageCopy, PageMirror
from paestudio.gui.takeover import Hands
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named

RATE = 15.0  # copies of the page a second


class RecordCard(QFrame):
    """`finished`: the person is done and the page may go. `cancelled`: nothing is to be kept."""

    finished = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        named(self, "card", tr("Show a task"))
        self._theme = theme
        self._copy: PageCopy | None = None
        self._begun = False  # the page is followed
        self.mirror = named(PageMirror(theme), says=tr("The page to show the task on"))
        self.hands = Hands(self.mirror)
        self.says = label("", wrap=True)
        self.steps = named(QListWidget(), "steps", tr("What is noted"))
        self.steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.steps.setMaximumHeight(110)
        self.back = button(theme, tr("Back"), "undo", tr("Go back to the page before"))
        self.finish = button(theme, tr("Finish"), "approve", tr("Done: give it a wording (F8)"), style="primary")
        self.cancel = button(theme, tr("Cancel"), "close", tr("Keep nothing of this"))
        self.finish.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.cancelled)
        self.back.clicked.connect(self._back)
        self.hands.given_back.connect(self._finish)
        self.hands.gate.told.connect(self._told)
        self._lay_out()
        self.open(tr("Opening the page…"))

    def open(self, said: str) -> None:
        """A new recording begins; the page comes later."""
        self.hands.take(False)
        self.hands.gate.renew()
        self._begun = False
        self.steps.clear()
        self.says.setText(said)
        self.finish.setEnabled(False)
        self.back.setEnabled(False)
        self.mirror.show_still(self.mirror.picture(), said)

    def show_view(self, view: QWidget) -> None:
        """The page."""
        self.close_view()
        self._copy = PageCopy(view, RATE, self)
        self._copy.want(True)
        self.mirror.show_view(self._copy)

    def close_view(self) -> None:
        """The page is gone."""
        self.hands.take(False)
        copy, self._copy = self._copy, None
        if copy is not None:
            copy.want(False)
            self.mirror.show_view(None)
            copy.deleteLater()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.says, 1)
        for made in (self.back, self.finish, self.cancel):
            head.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.mirror, 1)
        layout.addWidget(self.steps)

    def _told(self, answer: Answer) -> None:
        if answer.opened and not self._begun and self._copy is not None:
            self._begun = True
            self.hands.take(True)
            self.mirror.glow("failure")
            self.finish.setEnabled(True)
            self.back.setEnabled(True)
            self.says.setText(tr("You are recorded: do the task, then press Finish. Passwords are not kept."))
        if answer.steps or answer.opened:
            self._show_steps(answer)
        if answer.note:
            self.says.setText(say(answer.note))

    def _show_steps(self, answer: Answer) -> None:
        said = [
            f"{number}  {words.action(step.decision.action, step.observation)}"
            for number, step in enumerate(answer.steps, 1)
        ]
        if said != [self.steps.item(i).text() for i in range(self.steps.count())]:
            self.steps.clear()
            self.steps.addItems(said)
            self.steps.scrollToBottom()

    def _back(self, *_: object) -> None:
        self.hands.gate.do(Gesture(Do.BACK))
        self.mirror.setFocus()

    def _finish(self, *_: object) -> None:
        if self.finish.isEnabled():
            self.finish.setEnabled(False)
            self.back.setEnabled(False)
            self.hands.gate.do(Gesture(Do.FINISH))
            self.hands.take(False)
            self.finished.emit()
