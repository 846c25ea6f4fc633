"""What the demo shop remembers of a visitor: kept in memory, one per cookie, gone when the server stops."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from paestudio.demo.content import PlacedOrder, Review

Line = tuple[str, str]  # (product slug, chosen option or "")


@dataclass
class Session:
    """One visitor. `sent` holds what was last sent with each form, as (label, value) rows."""

    basket: dict[Line, int] = field(default_factory=dict)
    wishes: list[str] = field(default_factory=list)
    voucher: str = ""
    email: str = ""  # of who is signed in
    profile: dict[str, str] = field(default_factory=dict)
    orders: list[PlacedOrder] = field(default_factory=list)
    reviews: dict[str, list[Review]] = field(default_factory=dict)
    sent: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    thanks: dict[str, str] = field(default_factory=dict)
    returns: int = 0
    message: str = ""  # shown once, on the next page
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @property
    def pieces(self) -> int:
        """How many things lie in the basket."""
        return sum(self.basket.values())


class Sessions:
    """All visitors, the longest unseen dropped first. The key is a secret; no page depends on it."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._all: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: str) -> Session | None:
        """The visitor with that key, or None."""
        with self._lock:
            if key in self._all:
                self._all.move_to_end(key)
            return self._all.get(key)

    def add(self) -> tuple[str, Session]:
        """A new visitor and its key."""
        key, session = secrets.token_hex(16), Session()
        with self._lock:
            self._all[key] = session
            while len(self._all) > self._most:
                self._all.popitem(last=False)
        return key, session
