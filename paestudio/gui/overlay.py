"""A card over the window that stops nothing behind it: Esc closes it, Tab stays in it, the focus goes back after."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

MARGIN = 24
SHADE = QColor(0, 0, 0, 90)


class Overlay(QWidget):
    """Put the content into `card`. `wide` is its width in px where there is room; `top` puts it near the top edge."""

    closed = Signal()

    def __init__(self, over: QWidget, wide: int, *, top: bool = False) -> None:
        super().__init__(over)
        self._over, self._wide, self._top = over, wide, top
        self._before: QWidget | None = None
        self.card = QFrame(self)
        self.card.setObjectName("overlay")
        self.box = QVBoxLayout(self.card)
        self.box.setContentsMargins(20, 18, 20, 16)
        self.box.setSpacing(12)
        over.installEventFilter(self)
        self.hide()

    def open(self, focus: QWidget | None = None) -> None:
        """Show the card and put the keyboard into it."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.place()
        (focus or self.card).setFocus()

    def close_card(self) -> None:
        """Hide it; the keyboard goes back where it was."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self.closed.emit()

    def place(self) -> None:
        """In the middle, as high as it needs and the window allows."""
        area = self._over.rect()
        self.setGeometry(area)
        width = min(self._wide, area.width() - 2 * MARGIN)
        self.card.setFixedWidth(width)
        self.card.ensurePolished()
        needs = self.box.heightForWidth(width) if self.box.hasHeightForWidth() else self.card.sizeHint().height()
        height = min(max(needs, self.card.minimumSizeHint().height()), area.height() - 2 * MARGIN)
        y = MARGIN if self._top else max(MARGIN, (area.height() - height) // 2)
        self.card.setFixedHeight(height)
        self.card.move((area.width() - width) // 2, y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_card()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What lies behind is shaded."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), SHADE)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the size of what it covers."""
        if watched is self._over and event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the card."""
        inside = [w for w in self._chain() if self._takes(w)]
        if not inside:
            return False
        now = self.focusWidget()
        at = inside.index(now) if now in inside else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        inside[(at + (1 if forward else -1)) % len(inside)].setFocus(reason)
        return True

    def _chain(self) -> list[QWidget]:
        """All widgets of the window in the order of Tab, from the card on."""
        found: list[QWidget] = [self.card]
        while (following := found[-1].nextInFocusChain()) is not None and following is not self.card:
            found.append(following)
        return found

    def _takes(self, widget: QWidget) -> bool:
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        return tabbed and widget.isEnabled() and widget.isVisible() and self.card.isAncestorOf(widget)
