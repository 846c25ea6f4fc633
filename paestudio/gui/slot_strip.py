"""The pages that play beside the watched one: small, seldom copied, one click to watch."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from paestudio.gui import icons, words
from paestudio.gui.page_mirror import PageCopy, PageMirror
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import label, named

WIDTH, HEIGHT = 104, 65  # px of a small page: the large one needs the height


def ending(row: EpisodeRow | None, still: QPixmap, awaited: bool) -> tuple[bool, words.Look | None]:
    """For `PageMirror.finish`: whether the episode is over, and its verdict.

    Its page is emptied at once; until the last screenshot is here, what was copied of the page stays.
    """
    over = row is not None and row.ended and not (still.isNull() and awaited)
    settled = row.settled if row is not None and over else None
    return over, words.OUTCOME[settled.outcome] if settled is not None else None


class SlotTile(QWidget):
    """One slot: its page and a line that says what it does."""

    chosen = Signal(int)

    def __init__(self, slot: int, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"slot{slot}")
        self.slot = slot
        self._theme = theme
        self._watched = False
        self._line, self._icon, self._token = tr("idle"), "page", "muted"
        self.mirror = PageMirror(theme)
        self.mirror.setFixedSize(WIDTH, HEIGHT)
        self.mirror.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 22)
        layout.addWidget(self.mirror)
        self.setFixedSize(WIDTH + 8, HEIGHT + 26)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_episode(
        self, row: EpisodeRow | None, watched: bool, still: QPixmap, phase: str = "", awaited: bool = False
    ) -> None:
        """What the slot does now: an episode, or (no row) something of the phase; `awaited`: its picture is coming."""
        before = (self._line, self._icon, self._watched)
        self._watched = watched
        if row is None:
            self._line, self._icon, self._token = phase or tr("idle"), "page", "muted"
        elif row.settled is not None:
            look = words.OUTCOME[row.settled.outcome]
            self._line, self._icon, self._token = row.task.instruction, look.icon, look.token
        else:
            self._line, self._icon, self._token = row.task.instruction, "learning", "accent_text"
        last = row.steps[-1] if row is not None and row.steps else None
        self.mirror.show_still(still, words.shorten(last.title or last.url, 36) if last is not None else "…")
        self.mirror.finish(*ending(row, still, awaited))
        if before == (self._line, self._icon, self._watched):
            return
        says = tr("Page {number}: {line}").format(number=self.slot + 1, line=self._line)
        self.setToolTip(f"{says}\n" + tr("Click to watch."))
        self.setAccessibleName(says)
        self.update()

    def _clicked(self) -> None:
        self.chosen.emit(self.slot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space watches this page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.slot)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame and the line under the page."""
        colours = self._theme.tokens.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._watched or self.hasFocus():
            painter.setPen(QPen(QColor(colours["accent"]), 2 if self._watched else 1))
            painter.setBrush(QColor(colours["accent_soft"] if self._watched else colours["panel"]))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        y = HEIGHT + 7
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(6, y, icons.pixmap(self._icon, colours[self._token], 14, ratio))
        painter.setPen(QColor(colours["text"]))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        room = QRect(24, y - 3, self.width() - 30, 20)
        line = painter.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, line)


class SlotStrip(QFrame):
    """All slots in a row."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self.tiles: dict[int, SlotTile] = {}
        self._none = label(tr("The pages that play at the same time appear here."), "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = named(QWidget(), "inside")
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(6, 4, 6, 4)
        self._row.setSpacing(6)
        self._row.addWidget(self._none, 1)
        self._row.addStretch(0)
        area = named(QScrollArea(widgetResizable=True), says=tr("Pages that play now"))
        area.setWidget(inner)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(area)
        self.setFixedHeight(HEIGHT + 38)

    def tile(self, slot: int) -> SlotTile:
        """The tile of a slot, made on first use, in order of slot numbers."""
        if slot not in self.tiles:
            made = SlotTile(slot, self._theme)
            made.chosen.connect(self.chosen)
            self.tiles[slot] = made
            self._none.hide()
            self._row.insertWidget(1 + sorted(self.tiles).index(slot), made)
            self._row.setStretch(self._row.count() - 1, 1)
        return self.tiles[slot]

    def clear(self) -> None:
        """Forget all slots."""
        for made in self.tiles.values():
            made.mirror.show_view(None)
            made.deleteLater()
        self.tiles.clear()
        self._none.show()

    def mirror_view(self, slot: int, copy: PageCopy | None) -> None:
        """Give a slot its live view, or take it away."""
        if copy is not None or slot in self.tiles:
            self.tile(slot).mirror.show_view(copy)
