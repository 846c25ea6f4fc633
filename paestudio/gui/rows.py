"""Two-line rows: what it is on the first line, small coloured facts on the second. Shared by both lists."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from paestudio.gui import icons
from paestudio.gui.theme import Theme
from paestudio.gui.tokens import ROW

FACTS_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # list[Fact]
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 2
BADGE_ROLE = int(Qt.ItemDataRole.UserRole) + 4  # (icon, colour token) of a cell, or None
ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex
_ICON = 15
_PAD = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact on the second line: a word, perhaps an icon before it, and the colour token of both."""

    word: str
    icon: str = ""
    token: str = "muted"


class RowDelegate(QStyledItemDelegate):
    """Paints DisplayRole on line one and FACTS_ROLE on line two, cut with … where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows have one height, whatever they say."""
        return QSize(120, max(ROW, 2 * QFontMetrics(option.font).height() + 18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        colours = self._theme.tokens.colours()
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours["accent_soft"]))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(colours["accent"]))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours["raised"]))
        painter.setPen(QColor(colours["line"]))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        inner = rect.adjusted(_PAD + 2, 0, -_PAD, -1)
        font: QFont = option.font
        metrics = QFontMetrics(font)
        height = metrics.height()
        top = rect.top() + (rect.height() - 2 * height - 4) // 2
        painter.setFont(font)
        painter.setPen(QColor(colours["text"]))
        title = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRect(inner.left(), top, inner.width(), height), Qt.AlignmentFlag.AlignVCenter, title)
        self._facts(painter, QRect(inner.left(), top + height + 4, inner.width(), height), font, index)
        painter.restore()

    def _facts(self, painter: QPainter, line: QRect, font: QFont, index: Index) -> None:
        colours = self._theme.tokens.colours()
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(small)
        metrics = QFontMetrics(small)
        ratio = painter.device().devicePixelRatioF()
        x = line.left()
        facts: list[Fact] = index.data(FACTS_ROLE) or []
        for i, fact in enumerate(facts):
            needs = 20 if i else 0
            if line.right() - x < needs + (_ICON + 4 if fact.icon else 0) + 24:
                return
            if i:
                painter.setPen(QColor(colours["muted"]))
                painter.drawText(QRect(x, line.top(), 16, line.height()), Qt.AlignmentFlag.AlignCenter, "·")
                x += 16
            if fact.icon:
                image = icons.pixmap(fact.icon, colours[fact.token], _ICON, ratio)
                painter.drawPixmap(x, line.top() + (line.height() - _ICON) // 2, image)
                x += _ICON + 4
            room = line.right() - x
            painter.setPen(QColor(colours[fact.token]))
            word = metrics.elidedText(fact.word, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(x, line.top(), room, line.height()), Qt.AlignmentFlag.AlignVCenter, word)
            x += metrics.horizontalAdvance(word)


class CellDelegate(QStyledItemDelegate):
    """A table's cell: BADGE_ROLE's icon before the words, in the theme's colours."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt asks before it paints."""
        super().initStyleOption(option, index)
        colours = self._theme.tokens.colours()
        badge: tuple[str, str] | None = index.data(BADGE_ROLE)
        if badge is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icons.icon(badge[0], colours[badge[1]])
            option.decorationSize = QSize(_ICON, _ICON)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        option.palette.setColor(QPalette.ColorRole.Highlight, QColor(colours["accent_soft"]))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colours["text"]))


def spoken(title: str, facts: list[Fact]) -> str:
    """A row as a screen reader says it."""
    return f"{title}. " + ", ".join(fact.word for fact in facts)
