"""The person's hands on the agent's page: mouse and keys on the mirror reach the page at its own size and place.

The page stays in its invisible view, as it was; only the events are sent on. F8 hands back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from paestudio.gui.page_mirror import PageMirror

BACK = Qt.Key.Key_F8
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
)


class Hands(QObject):
    """`given_back` follows when the person presses F8."""

    given_back = Signal()

    def __init__(self, mirror: PageMirror) -> None:
        super().__init__(mirror)
        self._mirror = mirror
        self.on = False
        mirror.installEventFilter(self)

    def take(self, on: bool) -> None:
        """Send events on, or no more."""
        if on == self.on:
            return
        self.on = on
        self._mirror.setMouseTracking(on)
        self._mirror.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.NoFocus)
        target = self._mirror.target()
        if target is not None:
            kind = QEvent.Type.FocusIn if on else QEvent.Type.FocusOut
            QApplication.sendEvent(target, QFocusEvent(kind, Qt.FocusReason.OtherFocusReason))
        if on:
            self._mirror.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Everything a person does on the mirror."""
        if not self.on:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # the window's own keys are the page's now
            return True
        if isinstance(event, QKeyEvent) and event.type() in _KEYS:
            self._key(event)
            return True
        if isinstance(event, QMouseEvent) and event.type() in _MOUSE:
            self._mouse(event)
            return True
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        return False

    def _key(self, event: QKeyEvent) -> None:
        if event.key() == BACK:
            if event.type() is QEvent.Type.KeyPress:
                self.given_back.emit()
            return
        target = self._mirror.target()
        if target is not None:
            made = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
            QApplication.sendEvent(target, made)

    def _mouse(self, event: QMouseEvent) -> None:
        target, place = self._mirror.target(), self._mirror.to_page(event.position())
        if target is None or place is None:
            return
        whole = QPointF(target.mapToGlobal(place.toPoint()))
        made = QMouseEvent(event.type(), place, whole, event.button(), event.buttons(), event.modifiers())
        QApplication.sendEvent(target, made)

    def _wheel(self, event: QWheelEvent) -> None:
        target, place = self._mirror.target(), self._mirror.to_page(event.position())
        if target is None or place is None:
            return
        made = QWheelEvent(
            place,
            QPointF(target.mapToGlobal(place.toPoint())),
            event.pixelDelta(),
            event.angleDelta(),
            event.buttons(),
            event.modifiers(),
            event.phase(),
            event.inverted(),
        )
        QApplication.sendEvent(target, made)
