"""The person's hands on the agent's page: mouse and keys on the mirror reach the page at its own size and place.

The page stays in its invisible view, as it was; only the events are sent on, through a gate where the engine may look
at the page before each. F8 hands back.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from paestudio.core.hands import Answer, Do, Gesture
from paestudio.gui.gate import Gate
from paestudio.gui.page_mirror import PageMirror

BACK = Qt.Key.Key_F8
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
)
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_ERASE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Hands(QObject):
    """`given_back` follows when the person presses F8."""

    given_back = Signal()

    def __init__(self, mirror: PageMirror) -> None:
        super().__init__(mirror)
        self._mirror = mirror
        self.on = False
        self.gate = Gate(self)
        self.gate.offered.connect(self._offer)
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
        kind, code, text = event.type(), event.key(), event.text()
        made = QKeyEvent(kind, code, event.modifiers(), text, event.isAutoRepeat())
        gesture = self._meant(event) if kind is QEvent.Type.KeyPress else None
        self.gate.offer(gesture, lambda: self._send(made), whole=gesture is not None)

    def _meant(self, event: QKeyEvent) -> Gesture | None:
        code, text = event.key(), event.text()
        if code in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return Gesture(Do.ENTER)
        if code in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return Gesture(Do.LEAVE)
        if code == Qt.Key.Key_Escape:
            return Gesture(Do.KEY, text=QKeySequence(code).toString())
        pastes = event.modifiers() & _HELD and code in (Qt.Key.Key_V, Qt.Key.Key_X)
        plain = not event.modifiers() & _HELD
        writes = pastes or code in _ERASE or (plain and bool(text) and text.isprintable())
        return Gesture(Do.WRITE, text=text) if writes and not self.gate.writing else None

    def _send(self, made: QEvent) -> None:
        target = self._mirror.target()
        if target is not None:
            QApplication.sendEvent(target, made)

    def _offer(self, answer: Answer) -> None:
        """The page's own list would open where nobody sees it: offer its options here."""
        menu = QMenu(self._mirror)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for option in answer.options:
            made = menu.addAction(option.replace("&", "&&"))
            made.triggered.connect(partial(self._choose, answer.ref, option))
        menu.popup(self._mirror.mapToGlobal(self._mirror.from_page(QPointF(answer.x, answer.y)).toPoint()))

    def _choose(self, ref: int | None, option: str, *_: object) -> None:
        self.gate.do(Gesture(Do.CHOOSE, text=option, ref=ref))

    def _mouse(self, event: QMouseEvent) -> None:
        kind = event.type()
        target, place = self._mirror.target(), self._mirror.to_page(event.position())
        if place is None and (kind is QEvent.Type.MouseButtonRelease or event.buttons() != Qt.MouseButton.NoButton):
            place = self._mirror.to_page(self._mirror.nearest(event.position()))
        if target is None or place is None:
            return
        moves = kind is QEvent.Type.MouseMove
        if moves and self.gate.waiting and event.buttons() == Qt.MouseButton.NoButton:
            return
        whole = QPointF(target.mapToGlobal(place.toPoint()))
        made = QMouseEvent(kind, place, whole, event.button(), event.buttons(), event.modifiers())
        left = event.button() == Qt.MouseButton.LeftButton
        gesture = Gesture(Do.PRESS, place.x(), place.y()) if kind in _PRESSES and left else None
        self.gate.offer(gesture, lambda: self._send(made), whole=kind is QEvent.Type.MouseButtonRelease)

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
        self.gate.offer(Gesture(Do.WHEEL), lambda: self._send(made))
