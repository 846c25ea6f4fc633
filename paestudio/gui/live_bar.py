"""What a person may do with the page that is watched: hold, one action, slow, end its episode, take it over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from paestudio.core.controls import Controls
from paestudio.core.hands import Gestures
from paestudio.gui.engine_words import say
from paestudio.gui.folding_row import FoldingRow
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import GROUP, button, key, label

SLOW = 2.0  # seconds before each action
GetControls = Callable[[], Controls | None]


class LiveBar(QObject):
    """Buttons for one slot at a time. `changed` follows each wish; `taken` says whether the person drives."""

    changed = Signal()
    taken = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._controls: GetControls = lambda: None
        self._slot: int | None = None
        self._held: set[int] = set()
        self.driving: int | None = None
        self.gestures: Callable[[], Gestures | None] = lambda: None  # the way of those on a page that is taken over
        self._shown: tuple[object, ...] = ()
        self.hold = button(theme, tr("Hold"), "pause", tr("Hold this page before its next action (P)"))
        self.hold.setCheckable(True)
        self.one = button(theme, tr("Step"), "train", tr("Let this page do one action (N)"))
        self.end = button(theme, tr("End"), "stop", tr("End the episode of this page; it is not judged (X)"))
        self.take = button(theme, tr("Take over"), "edit", tr("Use this page yourself; F8 hands it back (T)"))
        self.take.setCheckable(True)
        waits = tr("Wait {seconds} s before each action, to watch").format(seconds=f"{SLOW:.0f}")
        self.slow = button(theme, tr("Slowly"), "slow", waits)
        self.numbers = button(theme, tr("Numbers"), "numbers", tr("Number what the agent saw when it last looked"))
        for made in (self.slow, self.numbers):
            made.setCheckable(True)
        self.says = label("", wrap=True)
        self.says.hide()
        self.row = FoldingRow(*self.buttons(), self.slow, self.numbers)
        self.row.push()
        self.row.hide()
        self.hold.clicked.connect(self._hold)
        self.one.clicked.connect(self._one)
        self.end.clicked.connect(self._end)
        self.take.clicked.connect(self.drive)
        self.slow.toggled.connect(self._slow)
        self.numbers.toggled.connect(self.changed)

    def connect_controls(self, get: GetControls) -> None:
        """Where the controls of the run that goes on come from."""
        self._controls = get

    def rows(self) -> QVBoxLayout:
        """The buttons in a row, and below them who drives, when it is not the agent."""
        both = QVBoxLayout()
        both.setSpacing(4)
        both.addWidget(self.row)
        both.addWidget(self.says)
        return both

    def buttons(self) -> tuple[QToolButton, ...]:
        """In the order of their keys."""
        return self.hold, self.one, self.end, self.take

    def actions_on(self, owner: QWidget) -> list[QAction]:
        """Single keys that work while `owner`, or a widget in it, has the focus."""
        owner.setProperty(GROUP, tr("Live"))
        made = [
            key(owner, keys, made.text(), made.click)
            for keys, made in zip(("P", "N", "X", "T"), self.buttons(), strict=True)
        ]
        for action in made:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return made

    def show_slot(self, slot: int | None, busy: bool, live: bool, needs: str = "") -> None:
        """The slot that is watched; `busy`: an episode plays on it, `live`: there is a page to use.

        `needs`: what the page asks of a person, in words.
        """
        if self.driving is not None and (slot != self._slot or not busy):
            self.drive(False)
        self._slot = slot
        running = self._controls() is not None and slot is not None and slot >= 0
        if not running:
            self._held.clear()
            if self.driving is not None:
                self.driving = None
                self.taken.emit(False)
        held = slot in self._held
        now = (slot, busy, live, needs, running, held, self.driving)
        if now == self._shown:
            return
        self._shown = now
        for made in self.buttons():
            made.setEnabled(running and busy)
        self.row.setVisible(running or busy)
        self.take.setEnabled(running and busy and live)
        self.slow.setEnabled(running)
        self.hold.setChecked(held)
        self.hold.setText(tr("Go on") if held else tr("Hold"))
        self.take.setChecked(self.driving is not None)
        self.take.setText(tr("Hand back") if self.driving is not None else tr("Take over"))
        self.says.setText(self._situation(needs if busy else "", held))
        self.says.setVisible(bool(self.says.text()))

    def _situation(self, needs: str, held: bool) -> str:
        if self.driving is not None:
            return tr("You are driving: this episode counts for nothing. F8 hands back.")
        if needs:
            return tr("Needs you: this page {asks}. T takes it over.").format(asks=say(needs))
        return tr("Held before its next action.") if held else ""

    def glow(self, busy: bool) -> str:
        """The colour token of the page's edge: who drives."""
        if self.driving is not None:
            return "failure"
        return "unknown" if self._slot in self._held else "accent" if busy else ""

    def drive(self, on: bool) -> None:
        """Take the page over, or hand it back: the agent goes on with a fresh look."""
        controls, slot = self._controls(), self.driving if not on else self._slot
        if controls is None or slot is None:
            return
        controls.take_over(slot, on, self.gestures() if on else None)
        self.driving = slot if on else None
        self._held.discard(slot)
        self.taken.emit(on)
        self.changed.emit()

    def _hold(self, on: bool) -> None:
        controls = self._controls()
        if controls is not None and self._slot is not None:
            controls.hold(self._slot, on)
            (self._held.add if on else self._held.discard)(self._slot)
        self.changed.emit()

    def _one(self, *_: object) -> None:
        controls = self._controls()
        if controls is not None and self._slot is not None:
            controls.single_step(self._slot)
            self._held.add(self._slot)
        self.changed.emit()

    def _end(self, *_: object) -> None:
        controls = self._controls()
        if controls is not None and self._slot is not None:
            controls.end_episode(self._slot)
            self._held.discard(self._slot)
        self.changed.emit()

    def _slow(self, on: bool) -> None:
        controls = self._controls()
        if controls is not None:
            controls.delay = SLOW if on else 0.0
