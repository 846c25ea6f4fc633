"""What a person tells a running loop. Thread-safe: the window calls, the loop reads between actions."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from paestudio.core.hands import Do, Gesture, Gestures
from paestudio.core.records import Cause, Episode, Outcome, Status, Task

ASIDE = 2_000  # slots from here on are pages that a person asked for beside the run
HELPED = "a person used the page"  # noted on what the agent sees next; such an episode is nobody's success


@dataclass(frozen=True, slots=True)
class Curate:
    """Approve or reject a task, with a reason."""

    task: str
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a task by a rewritten one."""

    old: str
    task: Task


@dataclass(frozen=True, slots=True)
class Override:
    """A person's verdict on an episode of `task`. With `cause` RETRACTED: it is to teach nothing any more."""

    episode: str
    outcome: Outcome
    reason: str = ""
    task: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Add:
    """A task of the person's own, perhaps with a demonstration. `held_out`: measure with it, never train on it."""

    task: Task
    shown: Episode | None = None
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """Keep a demonstration of a task that is there already."""

    shown: Episode


Request = Curate | Edit | Override | Add | Show


class Controls:
    """Stop, pause, and the queue of decisions; for one page: hold, single-step, end its episode, take over."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._resume = threading.Event()
        self._resume.set()
        self._measure = threading.Event()
        self._requests: deque[Request] = deque()
        self._lock = threading.Lock()
        self._held: dict[int, int] = {}  # slot → actions that it may still do
        self._ended: set[int] = set()
        self._helped: set[int] = set()
        self._hands: dict[int, Gestures] = {}  # pages that a person uses
        self._follow: dict[int, Gestures] = {}  # of these, what nobody follows yet
        self._shown: Callable[[Episode, bool], None] = lambda episode, holds: None
        self.delay = 0.0  # seconds before each action, to watch

    def stop(self) -> None:
        """Ask the loop to end at the next action boundary."""
        self._stop.set()
        self._resume.set()
        for slot in list(self._hands):
            self._let_go(slot, Do.CANCEL)

    def pause(self, on: bool) -> None:
        """Hold (or go on) at the next action boundary; the model stays loaded."""
        if on:
            self._resume.clear()
        else:
            self._resume.set()

    def hold(self, slot: int, on: bool) -> None:
        """Hold one page at its next action boundary, or let it go on."""
        with self._lock:
            if on:
                self._held.setdefault(slot, 0)
            else:
                self._held.pop(slot, None)

    def single_step(self, slot: int) -> None:
        """Hold a page, and let it do one action."""
        with self._lock:
            self._held[slot] = self._held.get(slot, 0) + 1

    def end_episode(self, slot: int) -> None:
        """End the episode of a page at its next action boundary."""
        with self._lock:
            self._ended.add(slot)
            self._held.pop(slot, None)
        self._let_go(slot, Do.CANCEL)

    def take_over(self, slot: int, on: bool, gestures: Gestures | None = None) -> None:
        """A person uses a page: it is held, and noted on the episode when it is handed back.

        With `gestures` what they do is followed, and offered as a demonstration (`listen`).
        """
        with self._lock:
            if not on:
                self._helped.add(slot)
            elif gestures is not None:
                self._hands[slot] = self._follow[slot] = gestures
        if not on:
            self._let_go(slot, Do.FINISH)
        self.hold(slot, on)

    def take_hands(self, slot: int) -> Gestures | None:
        """A person's gestures on a page that nobody follows yet; told once."""
        with self._lock:
            return self._follow.pop(slot, None)

    def listen(self, shown: Callable[[Episode, bool], None]) -> None:
        """Who asks the person whether to keep what they did: told the episode, and whether its check holds."""
        self._shown = shown

    def offer(self, episode: Episode, holds: bool) -> None:
        """A person handed a page back, having done something on it."""
        self._shown(episode, holds)

    def _let_go(self, slot: int, how: Do) -> None:
        with self._lock:
            gestures = self._hands.pop(slot, None)
            self._follow.pop(slot, None)
        if gestures is not None:
            gestures.put(Gesture(how))

    def waits(self, slot: int) -> bool:
        """Whether a page must wait at its action boundary. A single step is used up by asking."""
        if self.stopping:
            return False
        if self.paused:
            return True
        with self._lock:
            left = self._held.get(slot)
            if left:
                self._held[slot] = left - 1
            return left == 0

    def take_end(self, slot: int) -> bool:
        """Whether the episode of a page is to end; told once."""
        with self._lock:
            asked = slot in self._ended
            self._ended.discard(slot)
            return asked

    def take_help(self, slot: int) -> bool:
        """Whether a person used a page since it was last asked."""
        with self._lock:
            asked = slot in self._helped
            self._helped.discard(slot)
            return asked

    def measure(self) -> None:
        """Ask for a measurement on held-out tasks after this update."""
        self._measure.set()

    def take_measure(self) -> bool:
        """Whether one was asked for; told once."""
        asked = self._measure.is_set()
        self._measure.clear()
        return asked

    @property
    def stopping(self) -> bool:
        """True once stop was asked."""
        return self._stop.is_set()

    @property
    def paused(self) -> bool:
        """True while on hold."""
        return not self._resume.is_set() and not self._stop.is_set()

    def send(self, request: Request) -> None:
        """Queue a decision."""
        self._requests.append(request)

    def take(self) -> list[Request]:
        """All queued decisions, oldest first."""
        taken = []
        while self._requests:
            taken.append(self._requests.popleft())
        return taken


def helped(episode: Episode) -> bool:
    """Whether a person used the page of an episode: it says nothing of the agent."""
    return any(HELPED in step.observation.notes for step in episode.steps)
