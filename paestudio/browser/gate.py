"""The guard inside a launched Chromium: main-document navigations off the site are stopped before they are sent.

Playwright's routing sees a new window's first request but not redirects; the Fetch domain sees redirects but is
attached to a new window too late. So both are used, and each only for what it is needed for.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from paestudio.browser.guard import Guard

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Page, Route

Refused = Callable[[str], None]


async def guard_context(context: BrowserContext, guard: Guard, origin: str, refused: Refused) -> None:
    """Stop navigations of any page of `context` to another origin; other requests pass."""

    async def look(route: Route) -> None:
        request = route.request
        with contextlib.suppress(Error):  # the page may close while we decide
            if request.is_navigation_request() and not guard.allows_page(request.url) and _is_main(route):
                refused(request.url)
                await route.abort("aborted")
            else:
                await route.continue_()

    await context.route(re.compile(f"^(?!{re.escape(origin.rstrip('/'))}([/?#]|$))"), look)


def _is_main(route: Route) -> bool:
    try:
        return route.request.frame.parent_frame is None
    except Error:  # a new window's first request
        return True


async def guard_redirects(page: Page, guard: Guard, refused: Refused) -> CDPSession:
    """Stop redirects of the main document to another origin."""
    session = await page.context.new_cdp_session(page)
    main = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    jobs: set[asyncio.Task[None]] = set()

    async def decide(event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        with contextlib.suppress(Error):  # the page may close while we decide
            if event.get("frameId") == main and not guard.allows_page(url):
                refused(url)
                await session.send("Fetch.failRequest", {"requestId": event["requestId"], "errorReason": "Aborted"})
            else:
                await session.send("Fetch.continueRequest", {"requestId": event["requestId"]})

    def paused(event: dict[str, Any]) -> None:
        job = asyncio.ensure_future(decide(event))
        jobs.add(job)
        job.add_done_callback(jobs.discard)

    session.on("Fetch.requestPaused", paused)
    await session.send("Fetch.enable", {"patterns": [{"urlPattern": "*", "resourceType": "Document"}]})
    return session
