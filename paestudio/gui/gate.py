"""Holds a person's events back, in their order, until the engine has looked at the page that each is about to change.

While nobody follows (`Gestures.followed`), everything passes at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from paestudio.core.hands import Answer, Do, Gesture, Gestures


@dataclass(slots=True)
class _Event:
    gesture: Gesture | None  # None: it belongs to what was asked about before
    send: Callable[[], object]
    whole: bool  # with it the gesture is complete: the page reacts now


class Gate(QObject):
    """`told` carries each Answer of the engine; `offered` one whose options the person has to choose from."""

    told = Signal(object)
    offered = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gestures = Gestures(self._heard.emit)
        self.writing = False
        self._queue: deque[_Event] = deque()
        self._asking = False
        self._swallow = False  # what belongs to a press that was not passed on
        self._heard.connect(self._answered)

    @property
    def waiting(self) -> bool:
        """Whether an event is held back."""
        return bool(self._queue)

    def renew(self) -> Gestures:
        """Another page comes: forget what is held back for the one before. The new way to the engine."""
        self.gestures = Gestures(self._heard.emit)
        self._queue.clear()
        self._asking = self._swallow = self.writing = False
        return self.gestures

    def do(self, gesture: Gesture) -> None:
        """A gesture that the engine carries out itself."""
        self.offer(gesture, lambda: None)

    def offer(self, gesture: Gesture | None, send: Callable[[], object], *, whole: bool = False) -> None:
        """Send an event on when its turn has come."""
        if gesture is not None and gesture.do is Do.PRESS:
            self._swallow = False
        self._queue.append(_Event(gesture, send, whole))
        self._go_on()

    def _go_on(self) -> None:
        while self._queue and not self._asking:
            event = self._queue[0]
            if event.gesture is not None and self.gestures.followed:
                self._asking = True
                self.gestures.put(event.gesture)
                return
            self._queue.popleft()
            self._pass(event)

    def _pass(self, event: _Event) -> None:
        if event.gesture is None and self._swallow:
            return
        event.send()
        if event.whole and self.gestures.followed:
            self.gestures.put(Gesture(Do.LET_GO))

    def _answered(self, answer: Answer) -> None:
        if self._asking and not answer.opened:
            self._asking = False
            event = self._queue.popleft()
            self.writing = answer.writing
            self._swallow = not answer.pass_on
            if answer.pass_on:
                event.whole = event.whole and not answer.writing
                self._pass(event)
        if answer.options:
            self.offered.emit(answer)
        self.told.emit(answer)
        self._go_on()
