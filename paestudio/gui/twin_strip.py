"""Two strips of steps in the same columns, scrubbed together; where they begin to differ is marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.step_strip import CELL, GAP, HIGH, StepStrip
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.twin_data import Attempt
from paestudio.gui.twin_steps import Column
from paestudio.gui.widgets import GROUP, key


class TwinStrip(StepStrip):
    """A strip whose cells stand in given columns. It never moves by itself: `asked` carries the wanted column."""

    asked = Signal(int)
    who = ""  # the agent, for whoever hears the strip instead of seeing it
    column = 0
    columns = 0
    differs = -1
    _places: Sequence[int] = ()

    def show_columns(self, row: EpisodeRow | None, places: Sequence[int], columns: int, differs: int) -> None:
        """The episode, the column of each of its cells, how many there are, and the first that differs (-1: none)."""
        self._places, self.columns, self.differs = places, columns, differs
        self.show_episode(row)
        self.setFixedSize(self.sizeHint())

    def at_column(self, column: int) -> int | None:
        """The cell in a column; None when there is none."""
        return self._places.index(column) if column in self._places else None

    def scrub(self, column: int) -> int | None:
        """Go to a column: its cell is returned and is the current one, else the last one before it stays marked."""
        self.column = column
        before = [number for number, place in enumerate(self._places) if place <= column]
        self.go(before[-1] if before else 0)
        self.update()
        return self.at_column(column)

    def cell(self, number: int) -> QRect:
        """Where a cell lies: in its column."""
        return super().cell(self._places[number] if number < len(self._places) else number)

    def sizeHint(self) -> QSize:
        """All columns in a row."""
        return QSize(max(1, self.columns) * (CELL + GAP) + GAP, HIGH + 2 * GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move both strips."""
        wanted = {
            int(Qt.Key.Key_Left): self.column - 1,
            int(Qt.Key.Key_Right): self.column + 1,
            int(Qt.Key.Key_Home): 0,
            int(Qt.Key.Key_End): self.columns - 1,
        }.get(event.key())
        if wanted is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super(StepStrip, self).keyPressEvent(event)
        else:
            self.asked.emit(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The column under the pointer."""
        self.asked.emit((event.position().toPoint().x() - GAP) // (CELL + GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and a line before the first column that differs."""
        super().paintEvent(event)
        if self.differs < 0:
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.tokens.unknown), 3, Qt.PenStyle.DashLine))
        x = GAP // 2 + self.differs * (CELL + GAP)
        painter.drawLine(x, 0, x, self.height())

    def _say(self) -> None:
        super()._say()
        if self.who:
            self.setAccessibleName(f"{self.who}: {self.accessibleName()}")

    def _at(self, x: int) -> int:
        number = self.at_column((x - GAP) // (CELL + GAP))
        return -1 if number is None else number


class TwinStrips(QScrollArea):
    """Both strips. `moved` carries the current column."""

    moved = Signal(int)

    def __init__(self, theme: Theme, pictures: Pictures, blobs: Path) -> None:
        super().__init__()
        self.strips = tuple(TwinStrip(theme, pictures, blobs) for _ in range(2))
        self.column, self.columns, self.differs = 0, 0, -1
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.actions_by_key: list[QAction] = []
        for strip in self.strips:
            box.addWidget(strip, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            strip.asked.connect(self.go)
            strip.setProperty(GROUP, tr("Twin player"))
            self.actions_by_key.append(key(strip, "D", tr("First step that differs"), self.to_difference))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(2 * (HIGH + 2 * GAP) + 16)

    def show_pair(self, attempts: Sequence[Attempt | None], columns: Sequence[Column], differs: int | None) -> None:
        """Both episodes in columns of their steps; the pages at their ends stand below each other."""
        ended = [attempt is not None and attempt.row.ended for attempt in attempts]
        self.columns = len(columns) + int(any(ended))
        self.differs = -1 if differs is None else differs
        sides = ([column.a for column in columns], [column.b for column in columns])
        for strip, attempt, side, over in zip(self.strips, attempts, sides, ended, strict=True):
            places = [at for at, number in enumerate(side) if number is not None]
            row = attempt.row if attempt is not None else None
            strip.show_columns(row, [*places, len(columns)] if over else places, self.columns, self.differs)

    def go(self, column: int) -> None:
        """Make a column the current one, in both."""
        self.column = max(0, min(column, self.columns - 1))
        for strip in self.strips:
            strip.scrub(self.column)
        self.ensureVisible(GAP + self.column * (CELL + GAP) + CELL // 2, 0, CELL, 0)
        self.moved.emit(self.column)

    def to_difference(self) -> None:
        """The first column that differs; the end when none does."""
        self.go(self.differs if self.differs >= 0 else self.columns - 1)
