"""The guard inside a launched Chromium: a main document off the site is stopped before its request is sent.

The Fetch domain of the browser itself sees every document request of every context: new windows' first requests and
redirects too, which Playwright's routing misses; and unlike routing it leaves the cache on.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from paestudio.browser.guard import Guard

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page

Refused = Callable[[str], None]


class Gate:
    """Watches one Chromium process."""

    def __init__(self, session: CDPSession, guard: Guard) -> None:
        self._session = session
        self._guard = guard
        self._listeners: dict[str, Refused] = {}
        self._jobs: set[asyncio.Task[None]] = set()

    @classmethod
    async def start(cls, chromium: Browser, guard: Guard) -> Gate:
        """Guard all pages of `chromium` from now on."""
        gate = cls(await chromium.new_browser_cdp_session(), guard)
        gate._session.on("Fetch.requestPaused", gate._paused)
        patterns = [{"urlPattern": "*", "resourceType": "Document"}]
        await gate._session.send("Fetch.enable", {"patterns": patterns})
        return gate

    async def listen(self, page: Page, refused: Refused) -> Callable[[], None]:
        """Tell `refused` the addresses refused to any page of this page's context, until the result is called."""
        session = await page.context.new_cdp_session(page)
        info = (await session.send("Target.getTargetInfo"))["targetInfo"]
        await session.detach()
        context = info["browserContextId"]
        self._listeners[context] = refused
        return lambda: self._listeners.pop(context, None) and None

    def _paused(self, event: dict[str, Any]) -> None:
        job = asyncio.ensure_future(self._decide(event))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def _decide(self, event: dict[str, Any]) -> None:
        url, request = event["request"]["url"], {"requestId": event["requestId"]}
        with contextlib.suppress(Error):  # the page or the browser may close while we decide
            page = None if self._guard.allows_page(url) else await self._page_of(event.get("frameId", ""))
            if page is None and self._guard.allows_frame(url):
                await self._session.send("Fetch.continueRequest", request)
                return
            await self._session.send("Fetch.failRequest", {**request, "errorReason": "Aborted"})
            if page is not None:
                if page["url"] == "" and "openerId" in page:  # a new window with nothing in it
                    await self._session.send("Target.closeTarget", {"targetId": page["targetId"]})
                refused = self._listeners.get(page.get("browserContextId", ""))
                if refused is not None:
                    refused(url)

    async def _page_of(self, frame: str) -> dict[str, Any] | None:
        """The page whose main frame that is, or None for a frame inside a page."""
        targets = (await self._session.send("Target.getTargets"))["targetInfos"]
        return next((t for t in targets if t["targetId"] == frame and t["type"] == "page"), None)
