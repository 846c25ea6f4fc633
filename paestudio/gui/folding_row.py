"""A row of buttons that shows their words where there is room, and only their icons where there is not.

So one window suits a wide screen and a small laptop, English and languages with longer words.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QToolButton, QWidget

_WORDS, _ICON = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly


class FoldingRow(QWidget):
    """Buttons fold from the last to the first; what a button is stays in its tool tip and its spoken name.

    A button that was given without words is left as it is; other widgets keep their size.
    """

    def __init__(self, *buttons: QToolButton, spacing: int = 6) -> None:
        super().__init__()
        self._held: list[QWidget] = []
        self._buttons: list[QToolButton] = []  # of these, those that fold
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for made in buttons:
            self.add(made)

    def add(self, widget: QWidget) -> None:
        """One more at the right end."""
        if isinstance(widget, QToolButton) and widget.toolButtonStyle() is _WORDS:
            self._buttons.append(widget)
        self._held.append(widget)
        self._row.addWidget(widget)

    def push(self) -> None:
        """What comes next stands at the right end."""
        self._row.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """All buttons folded."""
        return QSize(self._needs() - sum(map(_words, self._buttons)), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """All words shown."""
        return QSize(self._needs(), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other words fit."""
        self._fold()

    def event(self, event: QEvent) -> bool:
        """A button said something else, came or went."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        over = self._needs() - self.width()
        for made in reversed(self._buttons):
            folds = over > 0 and not made.isHidden()
            over -= _words(made) if folds else 0
            if (style := _ICON if folds else _WORDS) is not made.toolButtonStyle():
                made.setToolButtonStyle(style)

    def _needs(self) -> int:
        """Px for all that is shown, with all words."""
        shown = [widget for widget in self._held if not widget.isHidden()]
        folded = sum(_words(one) for one in self._buttons if one.toolButtonStyle() is _ICON)
        widths = sum(max(w.sizeHint().width(), w.minimumWidth()) for w in shown)
        return widths + folded + self._row.spacing() * max(0, self._row.count() - 1)


def _words(button: QToolButton) -> int:
    """Px that the words of a button take beside its icon, as QToolButton reckons; 0 while it is hidden."""
    if button.isHidden():
        return 0
    metrics = button.fontMetrics()
    said = metrics.size(int(Qt.TextFlag.TextShowMnemonic.value), button.text()).width()
    return 4 + said + 2 * metrics.horizontalAdvance(" ")
