"""What is drawn over a page: the numbers of its elements, a frame on the one used last, the agent's cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from paestudio.core.records import Element
from paestudio.gui import icons
from paestudio.gui.run_data import Box
from paestudio.gui.tokens import Tokens

_ARROW = ((0, 0), (0, 17), (4, 13), (7, 19), (10, 18), (7, 12), (12, 12))  # px


def scaled(box: Box, area: QRectF, scale: tuple[float, float]) -> QRectF:
    """A box in CSS px of the page as px of the widget."""
    x, y, width, height = box
    return QRectF(area.x() + x * scale[0], area.y() + y * scale[1], width * scale[0], height * scale[1])


def mark(painter: QPainter, area: QRectF, scale: tuple[float, float], box: Box, tokens: Tokens) -> None:
    """A frame around the element that was used."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.accent), 2.5))
    painter.drawRoundedRect(scaled(box, area, scale).adjusted(-3, -3, 3, 3).intersected(area), 4, 4)


def numbers(
    painter: QPainter, area: QRectF, scale: tuple[float, float], elements: Sequence[Element], tokens: Tokens
) -> None:
    """Each element that can be seen, with the number by which the agent calls it."""
    if not elements:
        return
    painter.save()
    font = painter.font()
    font.setPointSizeF(max(6.5, font.pointSizeF() * 0.75))
    painter.setFont(font)
    for element in elements:
        at = scaled(element.box, area, scale).intersected(area)
        if not element.on_screen or at.isEmpty():
            continue
        painter.setPen(QPen(QColor(tokens.accent), 1))
        painter.drawRect(at)
        text = str(element.ref)
        flag = QRectF(at.left(), at.top(), painter.fontMetrics().horizontalAdvance(text) + 5, 12)
        painter.fillRect(flag, QColor(tokens.accent))
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def cursor(painter: QPainter, at: QPointF, tokens: Tokens) -> None:
    """The agent's pointer, where it was last."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.setPen(QPen(QColor("#ffffff"), 1.2))
    painter.setBrush(QColor(tokens.accent))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _ARROW]))
    painter.restore()


def stamp(painter: QPainter, area: QRectF, icon: str, word: str, token: str, tokens: Tokens) -> None:
    """How the episode ended: a sign, with its word where there is room, in the lower right corner of the page."""
    colours = tokens.colours()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = 28.0 if word else 20.0
    wide = high + (painter.fontMetrics().horizontalAdvance(word) + 14 if word else 0)
    pill = QRectF(area.right() - wide - 4, area.bottom() - high - 4, wide, high)
    painter.setPen(QPen(QColor(colours[token]), 1))
    painter.setBrush(QColor(colours["panel"]))
    painter.drawRoundedRect(pill, high / 2, high / 2)
    side = 16 if word else 14
    at = QPointF(pill.left() + (high - side) / 2, pill.top() + (high - side) / 2)
    painter.drawPixmap(at, icons.pixmap(icon, colours[token], side, painter.device().devicePixelRatioF()))
    painter.setPen(QColor(colours[token]))
    painter.drawText(pill.adjusted(high - 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
    painter.restore()
