"""An episode as a strip of steps to scrub through: arrow keys, clicks, a picture under the pointer."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from paestudio.gui import icons, words
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import GROUP

CELL, HIGH, GAP = 116, 74, 6  # px
_WIDE = 360  # px of the picture under the pointer


class StepStrip(QWidget):
    """One cell a step, and one for the page at the end. `moved` carries the number of the current cell."""

    moved = Signal(int)

    def __init__(self, theme: Theme, pictures: Pictures, blobs: Path) -> None:
        super().__init__()
        self._theme, self._pictures, self._blobs = theme, pictures, blobs
        self._row: EpisodeRow | None = None
        self._kept: dict[tuple[str, int], QPixmap] = {}  # of this episode
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setProperty(GROUP, tr("Steps"))
        pictures.loaded.connect(self._came)
        self.show_episode(None)

    def show_episode(self, row: EpisodeRow | None) -> None:
        """Show an episode; the first error is where one starts, else the last page that there is a picture of."""
        other, self._row = row is not self._row, row
        if other:
            self._kept.clear()
        self.resize(self.sizeHint())
        self.updateGeometry()
        if other:
            errors = self._errors()
            seen = [number for number in range(self.cells()) if self._pictures.known(self._shot(number))]
            self.current = errors[0] if errors else seen[-1] if seen else max(0, self.cells() - 1)
        self.current = max(0, min(self.current, self.cells() - 1))
        self._say()
        self.update()

    def cells(self) -> int:
        """Steps, and the page at the end."""
        return 0 if self._row is None else len(self._row.steps) + int(self._row.ended)

    def go(self, number: int) -> None:
        """Make a cell the current one."""
        number = max(0, min(number, self.cells() - 1))
        if number != self.current:
            self.current = number
            self._say()
            self.update()
            self.moved.emit(number)

    def next_error(self, by: int = 1) -> None:
        """The next step that went wrong (`by` -1: the one before)."""
        errors = self._errors()
        ahead = [n for n in errors if (n > self.current if by > 0 else n < self.current)]
        if ahead:
            self.go(ahead[0] if by > 0 else ahead[-1])

    def sizeHint(self) -> QSize:
        """All cells in a row."""
        return QSize(max(1, self.cells()) * (CELL + GAP) + GAP, HIGH + 2 * GAP)

    def cell(self, number: int) -> QRect:
        """Where a cell lies."""
        return QRect(GAP + number * (CELL + GAP), GAP, CELL, HIGH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, with Ctrl from error to error; Home and End."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        by = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(event.key())
        if by is not None and control:
            self.next_error(by)
        elif by is not None:
            self.go(self.current + by)
        elif event.key() == Qt.Key.Key_Home:
            self.go(0)
        elif event.key() == Qt.Key.Key_End:
            self.go(self.cells() - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The cell under the pointer."""
        number = self._at(event.position().toPoint().x())
        if number >= 0:
            self.go(number)

    def event(self, event: QEvent) -> bool:
        """A larger picture under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._at(event.pos().x())
            QToolTip.showText(event.globalPos(), self._tip(number) if number >= 0 else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells that can be seen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.tokens.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self.cells()):
            if self.cell(number).intersects(event.rect()):
                self._paint(painter, number)

    def _paint(self, painter: QPainter, number: int) -> None:
        colours = self._theme.tokens.colours()
        rect, line = self.cell(number), self._line(number)
        painter.fillRect(rect, QColor(colours["raised"]))
        name = self._shot(number)
        picture = self._pictures.pixmap(name) if self._pictures.known(name) else None
        words_rect = rect.adjusted(8, 24, -6, -6)
        if picture is not None and not picture.isNull():
            shown = QRect(rect.left(), rect.top(), rect.width(), rect.height() - 20)
            painter.drawPixmap(shown, self._small(name or "", shown.size()))
            words_rect = QRect(rect.left() + 4, rect.bottom() - 18, rect.width() - 8, 18)
        font = painter.font()
        font.setPointSizeF(self.font().pointSizeF() * 0.85)
        painter.setFont(font)
        painter.setPen(QColor(colours["text"]))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        if words_rect.height() < 20:
            text = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, words_rect.width())
            painter.drawText(words_rect, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            painter.drawText(words_rect, flags, words.shorten(line, 44))
        self._paint_badge(painter, rect, number, colours)
        here = number == self.current
        width = 2 if here else 1
        painter.setPen(QPen(QColor(colours["accent" if here else "line"]), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 5, 5)

    def _small(self, name: str, size: QSize) -> QPixmap:
        """The top of a screenshot at the size of a cell, averaged, so that it can be made out; kept, as it takes ms."""
        ratio = self.devicePixelRatioF()
        wide = round(size.width() * ratio)
        key = (name, wide)
        if key not in self._kept:
            image = self._pictures.thumbnail(name, wide)
            if image is None:
                return QPixmap()
            made = QPixmap.fromImage(image.copy(0, 0, wide, round(size.height() * ratio)))
            made.setDevicePixelRatio(ratio)
            self._kept[key] = made
        return self._kept[key]

    def _paint_badge(self, painter: QPainter, rect: QRect, number: int, colours: dict[str, str]) -> None:
        badge = QRect(rect.left() + 5, rect.top() + 5, 22, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours["panel"]))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(colours["text"]))
        end = self._row is not None and number == len(self._row.steps)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, tr("end") if end else str(number + 1))
        if self._wrong(number):
            image = icons.pixmap("warning", colours["failure"], 16, self.devicePixelRatioF())
            painter.drawPixmap(rect.right() - 21, rect.top() + 5, image)

    def _at(self, x: int) -> int:
        number = (x - GAP) // (CELL + GAP)
        return number if 0 <= number < self.cells() else -1

    def _errors(self) -> list[int]:
        return [number for number in range(self.cells()) if self._wrong(number)]

    def _wrong(self, number: int) -> bool:
        row = self._row
        if row is None:
            return False
        return bool(row.steps[number].error) if number < len(row.steps) else bool(row.error)

    def _line(self, number: int) -> str:
        row = self._row
        if row is None:
            return ""
        if number < len(row.steps):
            return row.steps[number].action
        said = row.answer or row.stop
        return said[:1].upper() + said[1:]

    def _shot(self, number: int) -> str | None:
        row = self._row
        if row is None:
            return None
        return row.steps[number].screenshot if number < len(row.steps) else row.last_screenshot

    def _tip(self, number: int) -> str:
        row = self._row
        error = row.steps[number].error if row is not None and number < len(row.steps) else ""
        name = self._shot(number)
        html = f"<b>{number + 1}</b> {escape(self._line(number))}"
        html += f"<br>{escape(error)}" if error else ""
        if name and self._pictures.known(name):
            html += f"<br><img src='{(self._blobs / name[:2] / name).as_uri()}' width={_WIDE}>"
        return html

    def _came(self, name: str) -> None:
        if any(self._shot(number) == name for number in range(self.cells())):
            self.update()

    def _say(self) -> None:
        if self._row is None or not self.cells():
            self.setAccessibleName(tr("Steps"))
            return
        said = tr("Step {number} of {all}: {line}")
        name = said.format(number=self.current + 1, all=self.cells(), line=self._line(self.current))
        wrong = tr("went wrong")
        self.setAccessibleName(f"{name}, {wrong}" if self._wrong(self.current) else name)


class StripArea(QScrollArea):
    """The strip with a scroll bar, following its current cell."""

    def __init__(self, strip: StepStrip) -> None:
        super().__init__()
        self._strip = strip
        self.setWidget(strip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(HIGH + 2 * GAP + 20)
        strip.moved.connect(self.follow)

    def follow(self, *_: object) -> None:
        """Bring the current cell into sight."""
        centre = self._strip.cell(self._strip.current).center()
        self.ensureVisible(centre.x(), centre.y(), CELL, 0)
