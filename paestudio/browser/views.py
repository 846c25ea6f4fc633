"""What the embedded browser asks of whoever owns the views (Qt's main thread). No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Happened(StrEnum):
    """What a view reports without being asked."""

    REFUSED = "refused"  # text: the address the guard stopped
    NOTE = "note"  # text: a dialog answered, a file downloaded
    CRASHED = "crashed"  # text: why
    CLOSED = "closed"  # the view was taken away


@dataclass(frozen=True, slots=True)
class ViewEvent:
    """Something that happened in the view of `mark`. Delivered from the main thread."""

    mark: str
    kind: Happened
    text: str = ""


Listener = Callable[[ViewEvent], None]


class Views(Protocol):
    """Gives out live views with separate cookies. Callable from any thread; the futures never wait for the caller."""

    endpoint: str  # http://127.0.0.1:PORT, where Playwright connects

    def open_view(
        self, slot: int, mark: str, origin: str, offsite: bool, viewport: tuple[int, int], heard: Listener
    ) -> Future[None]:
        """A live view with an empty profile, guarded, on `mark_url(mark)`. `heard` is called in the main thread."""
        ...

    def close_view(self, slot: int, mark: str) -> Future[None]:
        """Take the view, its windows and its profile away. Done already is fine."""
        ...


def mark_url(mark: str) -> str:
    """The unique first address of a view, by which Playwright's page is found."""
    return f"about:blank#{mark}"
