"""A curve of a few points in a row of text: how held-out success went, from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from paestudio.gui import words
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme

SIZE = QSize(132, 36)
PAD = 5.0


class Sparkline(QWidget):
    """`values` are shares, 0–1, oldest first."""

    def __init__(self, theme: Theme, values: Sequence[float]) -> None:
        super().__init__()
        self._theme, self.values = theme, list(values)
        self.setFixedSize(SIZE)
        told = ", ".join(words.percent(value) for value in self.values) or tr("not measured yet")
        self.setAccessibleName(tr("Held-out success: {values}").format(values=told))
        self.setToolTip(self.accessibleName())

    def points(self) -> list[QPointF]:
        """Where the values are drawn, in px."""
        wide, high = self.width() - 2 * PAD, self.height() - 2 * PAD
        steps = max(1, len(self.values) - 1)
        return [QPointF(PAD + wide * i / steps, PAD + high * (1 - value)) for i, value in enumerate(self.values)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, its area and its last point."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), 1))
        base = self.height() - PAD
        painter.drawLine(QPointF(PAD, base), QPointF(self.width() - PAD, base))
        points = self.points()
        if len(points) > 1:
            fill = QColor(tokens.series_b)
            fill.setAlphaF(0.15)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF([*points, QPointF(points[-1].x(), base), QPointF(points[0].x(), base)]))
            painter.setPen(QPen(QColor(tokens.series_b), 2))
            painter.drawPolyline(QPolygonF(points))
        if points:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.series_b))
            painter.drawEllipse(points[-1], 3.5, 3.5)
        painter.end()
