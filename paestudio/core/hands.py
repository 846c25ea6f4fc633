"""A person's gestures on a page, on their way through the engine: it looks at the page before each takes effect.

The window holds a gesture back, the engine notes what the page was and what the gesture means in the agent's own
vocabulary, and then lets it through. Only so is a demonstration a list of (what was seen, what was done).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from paestudio.core.protocols import Page
from paestudio.core.records import Final, Observation, Step


class Do(StrEnum):
    """What the person does, or is about to do."""

    PRESS = "press"  # the mouse goes down at x, y
    WRITE = "write"  # a key that writes (`text`), the first of a row
    ENTER = "enter"
    LEAVE = "leave"  # a key that only moves the focus
    KEY = "key"  # another key, by its name in `text`
    WHEEL = "wheel"
    BACK = "back"  # go back; the engine does it
    CHOOSE = "choose"  # the option `text` of list `ref`; the engine does it
    LET_GO = "let_go"  # what was let through has reached the page
    FINISH = "finish"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Gesture:
    """One gesture. `x`, `y` are CSS pixels in the page's viewport."""

    do: Do
    x: float = 0.0
    y: float = 0.0
    text: str = ""
    ref: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a gesture. `writing`: keys that write need not ask any more. `note`: a sentence for the person.

    `options` of the list `ref` are to be offered at `x`, `y` instead of passing the gesture on.
    """

    pass_on: bool = True
    writing: bool = False
    options: tuple[str, ...] = ()
    ref: int | None = None
    x: float = 0.0
    y: float = 0.0
    note: str = ""
    steps: tuple[Step, ...] = ()  # all that is noted so far
    opened: bool = False  # the page is there: gestures are followed from now on


@dataclass(frozen=True, slots=True)
class Touch:
    """What a gesture is about: the element's ref in the observation, None for none of it."""

    ref: int | None = None
    text: bool = False  # it takes text
    lines: bool = False  # and Enter is part of it
    secret: bool = False  # a password
    value: str = ""


@runtime_checkable
class TouchedPage(Page, Protocol):
    """A page that a person uses."""

    async def under(self, x: float, y: float, seen: Observation) -> Touch:
        """What lies at a point of the viewport."""
        ...

    async def holder(self, seen: Observation) -> Touch:
        """What has the keyboard's focus."""
        ...

    async def value_of(self, ref: int) -> str | None:
        """What a field holds now, None when it is gone."""
        ...

    def begin(self) -> None:
        """A person is about to do something."""
        ...

    async def settle(self) -> None:
        """Wait for what they started."""
        ...

    @property
    def refusal(self) -> str:
        """The last address that the guard refused since `begin`, or ""."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a person did on a page, and the page they left."""

    steps: tuple[Step, ...]
    last: Observation
    final: Final
    began: float  # Unix seconds


class Gestures:
    """The way between window and engine for one page. `heard` gets the answers, in the engine's thread."""

    def __init__(self, heard: Callable[[Answer], None]) -> None:
        self.followed = False
        self._heard = heard
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queue: asyncio.Queue[Gesture] = asyncio.Queue()
        self._early: Gesture | None = None  # the end was asked for before anybody followed

    def put(self, gesture: Gesture) -> None:
        """From the window. What comes when nobody follows is dropped, but for the wish to end."""
        loop = self._loop
        if loop is None:
            self._early = gesture if gesture.do in (Do.FINISH, Do.CANCEL) else self._early
            return
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(self._queue.put_nowait, gesture)

    def follow(self) -> None:
        """From the engine's loop: gestures are asked about from now on."""
        self._loop, self.followed = asyncio.get_running_loop(), True
        if self._early is not None:
            self._queue.put_nowait(self._early)

    async def next(self) -> Gesture:
        """The next gesture, oldest first."""
        return await self._queue.get()

    def answer(self, answer: Answer) -> None:
        """To the window."""
        self._heard(answer)

    def end(self) -> None:
        """Nobody follows any more: the window passes everything on by itself."""
        self.followed = False
        self._heard(Answer())
