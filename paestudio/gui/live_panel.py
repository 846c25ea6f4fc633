"""The centre: the page an episode is played on, what it is asked, and its steps as they happen."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from paestudio.core.needs import needs_person
from paestudio.core.protocols import COMPARING
from paestudio.core.records import Observation
from paestudio.gui import words
from paestudio.gui.live_bar import GetControls, LiveBar
from paestudio.gui.page_mirror import PageCopy, PageMirror
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.slot_strip import SlotStrip, ending
from paestudio.gui.state import RunState
from paestudio.gui.steps_view import StepsView
from paestudio.gui.takeover import Hands
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import label, named, restyle

EMPTY = later(
    "The browser appears here.\n\nOnce you have pressed Train, you see the agent practise on the site, page by page."
)
OVER = later("This run has ended.\n\nChoose an attempt on the right to see its page and its steps here.")
STEPS_EMPTY = later("What the agent thinks and does appears here, step by step.")
BIG_RATE, SMALL_RATE = 8.0, 1.5  # copies a second


class Views(Protocol):
    """What the panel needs of the host of live pages: Qt signals (slot, view) and (slot)."""

    viewOpened: Any
    viewClosed: Any


class LivePanel(QWidget):
    """Watches one slot; the person picks another in the strip."""

    def __init__(self, state: RunState, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self._state, self._theme, self._pictures = state, theme, pictures
        self._copies: dict[int, PageCopy] = {}
        self._last: dict[int, EpisodeRow] = {}
        self._seen_steps: dict[int, int] = {}
        self.watched: int | None = None
        self._picked = False
        self._past: EpisodeRow | None = None
        self._told = False  # something was played since this run is shown: one that was broken off has open slots too
        self._looking = False
        self._asked: tuple[Observation | None, str] = (None, "")
        self.title = label("", "heading", wrap=True)
        self.chip = label("", "chip")
        self.place = label("", "muted")
        self.mirror = PageMirror(theme)
        self.steps = StepsView(theme, pictures, tr(STEPS_EMPTY))
        self.strip = SlotStrip(theme)
        self.bar = LiveBar(theme, self)
        self.hands = Hands(self.mirror)
        self.bar.gestures = self.hands.gate.renew
        self._lay_out()
        self.strip.chosen.connect(self.watch)
        self.bar.changed.connect(self._show)
        self.bar.taken.connect(self.hands.take)
        self.hands.given_back.connect(self._hand_back)
        self.actions_by_key = self.bar.actions_on(self.strip)
        state.slots_changed.connect(self._slots_changed)
        state.episodes_changed.connect(self._show)
        state.phase_changed.connect(self._show)
        state.run_ended.connect(self._show)
        state.reset.connect(self._reset)
        pictures.loaded.connect(self._show)
        self._show()

    def connect_views(self, views: Views) -> None:
        """Listen to a host of live pages."""
        views.viewOpened.connect(self.open_view)
        views.viewClosed.connect(self.close_view)

    def connect_controls(self, get: GetControls) -> None:
        """Where the controls of the run that goes on come from."""
        self.bar.connect_controls(get)
        self._show()

    def open_view(self, slot: int, view: QWidget) -> None:
        """A slot has a live page now (or another one than before); comparisons and pages beside the run have theirs."""
        if slot >= COMPARING:
            return
        self._drop(slot)
        self._copies[slot] = PageCopy(view, SMALL_RATE, self)
        self.strip.mirror_view(slot, self._copies[slot])
        if self.watched is None:
            self.watched = slot
        self._show()

    def close_view(self, slot: int) -> None:
        """The live page is gone."""
        self._drop(slot)
        self._show()

    def copies(self) -> dict[int, PageCopy]:
        """The copies of live pages by slot."""
        return dict(self._copies)

    def watch(self, slot: int) -> None:
        """Make one slot the big one."""
        self.watched, self._picked, self._past = slot, True, None
        self._show()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The pages that play, where the single keys work; between runs the steps."""
        slot = -1 if self.watched is None else self.watched
        tile = self.strip.tiles.get(slot) or next(iter(self.strip.tiles.values()), self.strip)
        (tile if tile.isVisible() else self.steps).setFocus(reason)

    def look_back(self, row: EpisodeRow | None) -> None:
        """An episode to show while nothing plays."""
        if row is not self._past:
            self._past = row
            self._show()

    def look(self, on: bool) -> None:
        """Whether the window can be seen: copies are made only then."""
        self._looking = on
        for copy in self._copies.values():
            copy.want(on)

    def showEvent(self, event: QShowEvent) -> None:
        """Shown."""
        self.look(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hidden."""
        self.look(False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.setSpacing(8)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        head.addWidget(self.place, 0, Qt.AlignmentFlag.AlignTop)
        page = named(QFrame(), "panel")
        box = QVBoxLayout(page)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.mirror)
        self.mirror.setAccessibleName(tr("The page that is watched"))
        steps = named(QFrame(), "panel")
        box = QVBoxLayout(steps)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.steps)
        self.splitter = named(QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False), "live_splitter")
        self.splitter.addWidget(page)
        self.splitter.addWidget(steps)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([640, 130])
        self.splitter.setHandleWidth(8)
        page.setMinimumHeight(150)
        steps.setMinimumHeight(96)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 4)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self.bar.rows())
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.strip)

    def _hand_back(self) -> None:
        self.bar.drive(False)

    def _slots_changed(self, slots: set[int]) -> None:
        self._told = True
        for slot in slots:
            row = self._state.data.slots.get(slot)
            if row is not None:
                self._last[slot] = row
        current = self._row(self.watched)
        if not self._picked and (current is None or self.watched not in self._state.data.slots):
            busy = sorted(slot for slot in self._state.data.slots if slot >= 0)
            self.watched = busy[0] if busy else self.watched
        self._show()

    def _row(self, slot: int | None) -> EpisodeRow | None:
        return None if slot is None else self._last.get(slot)

    def _shown(self) -> EpisodeRow | None:
        """The episode of the large page: what plays on it, or between runs the one that a person chose."""
        plays = self._copies or (self._told and self._state.data.slots)
        return self._past if self._past is not None and not plays else self._row(self.watched)

    def _show(self, *_: object) -> None:
        now = self._state.data.phase
        phase = words.phase_short(now.phase) if now is not None else ""
        for slot in self._last.keys() | self._copies.keys():
            if slot >= 0:
                row = self._row(slot)
                still, awaited = self._still(row)
                self.strip.tile(slot).show_episode(row, slot == self.watched, still, phase, awaited)
        for slot, copy in self._copies.items():
            copy.set_rate(BIG_RATE if slot == self.watched else SMALL_RATE)
            copy.want(self._looking)
        row = self._shown()
        self.strip.setVisible(bool(self.strip.tiles) or row is None)
        self.mirror.show_view(self._copies.get(self.watched) if self.watched is not None else None)
        still, awaited = self._still(row)
        self.mirror.show_still(still, self._sentence(row))
        self.mirror.finish(*ending(row, still, awaited))
        self.steps.show_episode(row)
        self._head(row)
        self._point(row)
        busy = row is not None and not row.ended and self.watched in self._state.data.slots
        self.bar.show_slot(self.watched, busy, self.mirror.live, self._needs(row))
        self.mirror.glow(self.bar.glow(busy) if self.mirror.live else "")
        seen = row.seen if row is not None and self.bar.numbers.isChecked() else None
        self.mirror.number(seen.elements if seen is not None else ())

    def _needs(self, row: EpisodeRow | None) -> str:
        seen = row.seen if row is not None else None
        if seen is not self._asked[0]:
            self._asked = (seen, needs_person(seen) if seen is not None else "")
        return self._asked[1]

    def _head(self, row: EpisodeRow | None) -> None:
        phase = self._state.data.phase
        if row is None:
            self.chip.hide()
            self.title.setText(words.phase(phase.phase) if phase is not None else tr("Live"))
            self.place.setText("")
            return
        if row.settled is not None:
            look = words.OUTCOME[row.settled.outcome]
            text, tone = look.word, {"success": "run", "failure": "bad"}.get(look.token, "wait")
        elif row.ended:
            text, tone = tr("Ended"), ""
        else:
            text, tone = tr("Step {number}").format(number=len(row.steps) + 1), "run"
        self.chip.setText(text)
        self.chip.show()
        restyle(self.chip, tone=tone)
        self.title.setText(row.task.instruction)
        page = tr("page {number}").format(number=row.slot + 1) + " · " if row.slot >= 0 else ""
        self.place.setText(f"{page}{words.purpose(row.purpose)}")

    def _still(self, row: EpisodeRow | None) -> tuple[QPixmap, bool]:
        """The latest screenshot of an episode that there is; whether there is one, be it still unread."""
        names = [row.final_screenshot, *(step.screenshot for step in reversed(row.steps))] if row is not None else []
        for name in names:
            if self._pictures.known(name):
                return self._pictures.pixmap(name), True
        return QPixmap(), False

    def _sentence(self, row: EpisodeRow | None) -> str:
        data = self._state.data
        if row is not None:
            if not row.steps:
                return tr("Opening {page}").format(page=row.task.start_url)
            last = row.steps[-1]
            return words.unseen(last.title, last.url, kept=not row.ended or self._still(row)[1])
        if data.phase is not None and data.phase.phase in ("exploring", "proposing"):
            return f"{words.phase(data.phase.phase)}: " + tr("%n page(s) seen so far.", None, data.pages)
        if data.phase is not None and data.phase.phase == "waiting":
            return tr("Approve tasks in the list on the left; training starts when there are enough.")
        if data.phase is not None:
            return words.phase(data.phase.phase) + "…"
        return tr(OVER) if data.played else tr(EMPTY)

    def _point(self, row: EpisodeRow | None) -> None:
        if row is None or not row.steps:
            return
        slot = -1 if self.watched is None else self.watched
        key = hash((row.id, len(row.steps), row.ended))
        if self._seen_steps.get(slot) != key:
            self._seen_steps[slot] = key
            self.mirror.mark(row.steps[-1].box if not row.ended else None)

    def _drop(self, slot: int) -> None:
        copy = self._copies.pop(slot, None)
        if copy is None:
            return
        if self.watched == slot:
            self.mirror.show_view(None)
        self.strip.mirror_view(slot, None)
        copy.want(False)
        copy.deleteLater()

    def _reset(self) -> None:
        self._last.clear()
        self._seen_steps.clear()
        self._past, self._told = None, False
        self._picked = False
        data = self._state.data
        if data.ended is None:  # in the middle of a run: what each page showed last
            self._last.update({row.slot: row for row in data.finished if row.slot >= 0})
        self.watched = min(self._copies or self._last, default=None)
        self.strip.clear()
        for slot, copy in self._copies.items():
            self.strip.mirror_view(slot, copy)
        self._show()
