"""Wait for what an action started, without fixed sleeps: a navigation, its requests, changes of the document.

A page is settled when no main navigation is under way, no young request of a kind that changes the page is open, and
the document has not changed for QUIET_MS, or for a frame when it started nothing that could still change it (no timer,
request, message or animation; js/watch.js). A page that never gets there is left as it is when the time is over.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from paestudio.browser.scripts import CALL

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page, Request

QUIET_MS = 50
QUIET_CAP_MS = 600  # a document that never stops changing (a ticker) is taken as it is
KINDS = ("document", "script", "stylesheet", "xhr", "fetch")
YOUNG_SECONDS = 2.0  # an older request is a long poll
COMMIT_SECONDS = 1.0  # a complete answer to a navigation becomes a document within this time, or never
LEAVE_SECONDS = 1.5  # how long a document that said it leaves may take to ask for the next one
ROUNDS = 5


class Tracker:
    """Follows one page's requests and navigations through Playwright's events."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: dict[Request, float] = {}
        self._navigation: Request | None = None
        self._finished = 0.0  # when the navigation's answer was complete
        self._loading = False  # a new main document has come and is not parsed yet
        self._changed = asyncio.Event()
        self.navigations = 0
        self.popups = 0  # windows opened since the last action
        self.given_up = False  # what the last action started was stopped
        self.lost = ""
        page.on("request", self._on_request)
        page.on("requestfinished", self._on_end)
        page.on("requestfailed", self._on_end)
        page.on("framenavigated", self._on_navigated)
        page.on("domcontentloaded", self._on_parsed)
        page.on("crash", self._on_crash)
        page.on("close", self._on_close)

    def detach(self) -> None:
        """Stop following."""
        for event, handler in (
            ("request", self._on_request),
            ("requestfinished", self._on_end),
            ("requestfailed", self._on_end),
            ("framenavigated", self._on_navigated),
            ("domcontentloaded", self._on_parsed),
            ("crash", self._on_crash),
            ("close", self._on_close),
        ):
            self._page.remove_listener(event, handler)

    def begin(self) -> None:
        """An action is about to be done."""
        self.popups, self.given_up = 0, False

    def popped_up(self) -> None:
        """A window was opened by this page."""
        self.popups += 1
        self._changed.set()

    def lose(self, why: str) -> None:
        """The page is gone: everybody who waits wakes up."""
        self.lost = self.lost or why
        self._changed.set()

    def give_up(self) -> None:
        """Forget what is under way: the page is taken as it is."""
        self._open.clear()
        self._navigation, self._finished, self._loading = None, 0.0, False
        self.given_up = True
        self._changed.set()

    @property
    def navigating(self) -> bool:
        """True while the main document is being replaced."""
        if self._finished and time.monotonic() - self._finished > COMMIT_SECONDS:
            self._navigation, self._finished = None, 0.0  # answered without a document (status 204)
        return self._navigation is not None or self._loading

    @property
    def waiting_for_answer(self) -> bool:
        """True while the site has not answered a navigation at all."""
        return self._navigation is not None

    def _on_request(self, request: Request) -> None:
        if request.resource_type not in KINDS:
            return
        self._open[request] = time.monotonic()
        if request.is_navigation_request() and self._is_main(request):
            self._navigation, self._finished = request, 0.0
        self._changed.set()

    def _is_main(self, request: Request) -> bool:
        try:
            return request.frame == self._page.main_frame
        except Error:  # a new page's first request has no frame yet
            return True

    def _on_end(self, request: Request) -> None:
        self._open.pop(request, None)
        if request is self._navigation:
            if request.failure:
                self._navigation = None
            else:
                self._finished = time.monotonic()
        self._changed.set()

    def _on_navigated(self, frame: Frame) -> None:
        if frame is not self._page.main_frame:
            return
        self.navigations += 1
        if self._navigation is not None:
            self._navigation, self._finished = None, 0.0
            self._loading = True
        self._changed.set()

    def _on_parsed(self, _page: Page) -> None:
        self._loading = False
        self._changed.set()

    def _on_crash(self, _page: Page) -> None:
        self.lose("The page crashed.")

    def _on_close(self, _page: Page) -> None:
        self.lose("The page was closed.")

    def _busy(self) -> bool:
        now = time.monotonic()
        return any(now - since < YOUNG_SECONDS for since in self._open.values())

    async def settle(self, seconds: float, quiet_ms: int = QUIET_MS) -> bool:
        """Wait until the page is settled, at most `seconds`. False when the time was over first."""
        end = time.monotonic() + seconds
        rounds = 0
        while not self.lost:
            left = end - time.monotonic()
            if left <= 0:
                return False
            if self.navigating:
                await self._wait(min(left, COMMIT_SECONDS + 0.05) if self._finished else left)
                rounds = 0
                continue
            if rounds >= ROUNDS:
                return True
            rounds += 1
            said = await self._quiet(quiet_ms, left)
            if said == "leaving":
                await self._leave(end)
            elif said == "opening":
                await self._opening(end)
            elif said == "quiet" and not self.navigating:
                if not self._busy():
                    return True
                await self._wait(min(YOUNG_SECONDS, max(0.0, end - time.monotonic())))
        return True

    async def _quiet(self, quiet_ms: int, left: float) -> str:
        """ "quiet", "leaving", or "" when the document went away meanwhile or has no scripts of ours."""
        cap = min(QUIET_CAP_MS, int(left * 1000)) if quiet_ms <= QUIET_CAP_MS else int(left * 1000)
        asked: asyncio.Future[Any] = asyncio.ensure_future(
            self._page.evaluate(CALL, ["quiet", [quiet_ms, max(cap, quiet_ms), quiet_ms <= QUIET_MS]])
        )
        try:
            said = await asyncio.wait_for(asked, left + 0.5)
        except (Error, TimeoutError):  # replaced while we asked, or too busy to answer: look again
            await self._wait(0.02)
            return ""
        return said or "quiet"

    async def _leave(self, end: float) -> None:
        """The document said it leaves: wait for the request, or for it to think better of it (a download)."""
        before = self.navigations
        until = min(end, time.monotonic() + LEAVE_SECONDS)
        while (
            not (self.navigating or self.lost or self.given_up or self.navigations != before)
            and time.monotonic() < until
        ):
            await self._wait(until - time.monotonic())
        if not self.navigating:
            with contextlib.suppress(Error):
                await self._page.evaluate(CALL, ["stay", []])

    async def _opening(self, end: float) -> None:
        """The document asked for a new window: wait until it is there (then it is the page to wait for)."""
        until = min(end, time.monotonic() + LEAVE_SECONDS)
        while not (self.popups or self.lost or self.given_up) and time.monotonic() < until:
            await self._wait(until - time.monotonic())

    async def _wait(self, seconds: float) -> None:
        """Until the next event of the page."""
        self._changed.clear()
        if self.lost:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), max(0.001, seconds))
