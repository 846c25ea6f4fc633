"""The Home page: what was trained on, what can go on, what this machine can run, and the demo in one click."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from paestudio import machine
from paestudio.core.errors import PaeError
from paestudio.gui import home_data
from paestudio.gui.background import Background
from paestudio.gui.engine_words import fault_words
from paestudio.gui.home_data import Project
from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.machine_words import sentences
from paestudio.gui.project_card import ProjectCard
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.welcome import Welcome
from paestudio.gui.widgets import button, label, named
from paestudio.machine import Machine

WIDEST = 1060  # px of text
AGAIN_MS = 1500  # between two readings at least
MOST = 40  # projects on the page


class HomePage(QScrollArea):
    """Reads the store each time it is shown, on another thread, and when `refresh` says that there is news."""

    demo_asked = Signal()
    open_asked = Signal(str)
    resume_asked = Signal(str)
    train_asked = Signal(str)
    keys_asked = Signal()

    def __init__(self, store_folder: Path, theme: Theme, memory: LayoutMemory, background: Background) -> None:
        super().__init__()
        self._store_folder, self._theme, self._background = store_folder, theme, background
        self._shown: list[Project] | None = None
        self.cards: list[ProjectCard] = []
        self.setObjectName("page")
        self.setAccessibleName(tr("Home"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.welcome = Welcome(theme, memory)
        self.welcome.keys_asked.connect(self.keys_asked)
        self.empty = label(tr("No runs yet. Enter a website above and press Train, or try the demo."), "muted")
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.machine = label("", "muted", wrap=True)
        says = tr("Train on the shop that ships with the program: no network, no account")
        self.demo = button(theme, tr("Try the offline demo"), "train", says, token="on_accent", style="primary")
        self.demo.clicked.connect(lambda: self.demo_asked.emit())
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._soon.timeout.connect(self._read)

    def refresh(self, *_: object) -> None:
        """There may be news; read again soon, if anybody looks."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The first thing to do on the page."""
        (self.cards[0].open if self.cards else self.demo).setFocus(reason)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is there now."""
        super().showEvent(event)
        self._read()

    def _lay_out(self) -> None:
        inner = named(QWidget(), "inside_page")
        across = QHBoxLayout(inner)
        across.setContentsMargins(24, 20, 24, 20)
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        head = QHBoxLayout()
        says = QVBoxLayout()
        says.setSpacing(2)
        says.addWidget(label(tr("An agent that learns your website"), "title"))
        says.addWidget(label(tr("It invents tasks, tries them, and you decide what counts."), "muted"))
        head.addLayout(says, 1)
        head.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addLayout(head)
        box.addWidget(self.welcome)
        self.heading = label(tr("Projects"), "heading")
        box.addWidget(self.heading)
        box.addWidget(self.error)
        box.addWidget(self.empty)
        box.addLayout(self._list)
        box.addStretch(1)
        box.addWidget(self.machine)
        self.setWidget(inner)

    def _read(self) -> None:
        folder = self._store_folder
        self._background.ask(lambda: home_data.read(folder), self._show, self._failed)
        self._background.ask(lambda: machine.look(folder), self._tell_machine)

    def _tell_machine(self, found: Machine) -> None:
        self.machine.setText(" ".join(sentences(found)))
        self.machine.setVisible(not self.welcome.cards["machine"].isVisible())
        self.welcome.tell(found)

    def _failed(self, fault: PaeError) -> None:
        self.error.setText(fault_words(fault))
        self.error.show()
        self.empty.hide()

    def _show(self, projects: list[Project]) -> None:
        self.error.hide()
        self.empty.setVisible(not projects)
        if projects == self._shown:
            return
        self._shown = projects
        focused = [i for i, card in enumerate(self.cards) if card.isAncestorOf(self.focusWidget() or card)]
        for old in self.cards:
            self._list.removeWidget(old)
            old.deleteLater()
        self.cards = [self._card(project) for project in projects[:MOST]]
        if focused and focused[0] < len(self.cards):
            self.cards[focused[0]].open.setFocus()

    def _card(self, project: Project) -> ProjectCard:
        card = ProjectCard(project, self._theme)
        card.open_asked.connect(self.open_asked)
        card.resume_asked.connect(self.resume_asked)
        card.train_asked.connect(self.train_asked)
        self._list.addWidget(card)
        return card
