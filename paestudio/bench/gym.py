"""BrowserGym's environment as a peer of `bench rollout`: on the same pages, in an environment of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from paestudio.bench import Setup, environment
from paestudio.bench.table import Table
from paestudio.browser.chromium import find_chromium
from paestudio.core.errors import EnvironmentFault

PACKAGES = ("browsergym-miniwob==0.14.3",)
STEPS = {"browsergym": 4, "browsergym_no_sleep": 8}  # in one turn


@dataclass(slots=True)
class Tally:
    """What some pages did: resets (seconds each), steps, actions that failed, seconds by the clock."""

    resets: list[float] = field(default_factory=list)
    steps: int = 0
    failed: int = 0
    reset_seconds: float = 0.0
    step_seconds: float = 0.0


Turn = Callable[[], Awaitable[Tally]]


@dataclass(slots=True)
class Gym:
    """Its Python and its Chromium."""

    python: Path
    chromium: Path
    quick: bool

    @classmethod
    def start(cls, table: Table, setup: Setup) -> Gym | None:
        """None, with a note, when it cannot be had."""
        try:
            python = environment.make("browsergym", PACKAGES, setup.tell)
            environment.add(python, "miniwob", inside="miniwob/html")
            return cls(python, find_chromium(), setup.quick)
        except EnvironmentFault as fault:
            table.note(f"BrowserGym was left out: {fault}")
            return None

    def turns(self, site: str, url: str, resets: int, stack: contextlib.ExitStack) -> dict[str, Turn]:
        """`browsergym_SITE_1` as it comes, and `browsergym_no_sleep_SITE_1`: a process each, ended with `stack`."""
        parts = urlsplit(url)
        folder, _, page = parts.path.rpartition("/")
        told = {"MINIWOB_URL": f"{parts.scheme}://{parts.netloc}{folder}/"}
        turns: dict[str, Turn] = {}
        for name, steps in STEPS.items():
            peer = stack.enter_context(environment.Peer(self.python, "browsergym_steps.py", told))
            asked = {
                "task": page.removesuffix(".html"),
                "url": url,
                "chromium": str(self.chromium),
                "waits": name == "browsergym",
                "steps": 2 if self.quick else steps,
                "resets": min(resets, 1 if name == "browsergym" else 2),
            }
            turns[f"{name}_{site}_1"] = self._turn(peer, asked)
        return turns

    def _turn(self, peer: environment.Peer, asked: dict[str, Any]) -> Turn:
        async def turn() -> Tally:
            said = await asyncio.to_thread(peer.ask, asked)
            return Tally(said["resets"], len(said["steps"]), 0, sum(said["resets"]), sum(said["steps"]))

        return turn
