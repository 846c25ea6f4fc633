"""What a person tells a running loop. Thread-safe: the window calls, the loop reads between actions."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from paestudio.core.records import Outcome, Status, Task


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
    """A person's verdict on an episode."""

    episode: str
    outcome: Outcome
    reason: str = ""


Request = Curate | Edit | Override


class Controls:
    """Stop, pause, and the queue of decisions."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._resume = threading.Event()
        self._resume.set()
        self._requests: deque[Request] = deque()

    def stop(self) -> None:
        """Ask the loop to end at the next action boundary."""
        self._stop.set()
        self._resume.set()

    def pause(self, on: bool) -> None:
        """Hold (or go on) at the next action boundary; the model stays loaded."""
        if on:
            self._resume.clear()
        else:
            self._resume.set()

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
