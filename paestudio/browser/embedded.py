"""The embedded browser: views of this very process, driven by Playwright over its debug port.

Runs in the engine's thread; the views belong to Qt's main thread, reached through `Views` only.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable

from playwright.async_api import Browser as Connection
from playwright.async_api import BrowserContext, Error, Page, Playwright, async_playwright

from paestudio.browser.guard import Guard
from paestudio.browser.opening import bring
from paestudio.browser.options import BrowserOptions
from paestudio.browser.page import SitePage
from paestudio.browser.scripts import bundle
from paestudio.browser.views import Happened, ViewEvent, Views, mark_url
from paestudio.core.errors import BrowserLost, EnvironmentFault

CONNECT_SECONDS = 15.0
VIEW_SECONDS = 15.0
FIX = "Start the program again; `paestudio doctor` says what may be missing, and --browser launched does without."


class EmbeddedBrowser:
    """Implements core's Browser on QtWebEngine views."""

    def __init__(
        self, playwright: Playwright, options: BrowserOptions, save_blob: Callable[[bytes], str], views: Views
    ) -> None:
        self.slots = options.slots
        self._playwright = playwright
        self._options = options
        self._save_blob = save_blob
        self._views = views
        self._guard = Guard(options.origin, options.offsite)
        self._free: asyncio.PriorityQueue[int] = asyncio.PriorityQueue()
        for slot in range(options.first_slot, options.first_slot + options.slots):
            self._free.put_nowait(slot)
        self._loop = asyncio.get_running_loop()
        self._connecting = asyncio.Lock()
        self._connection: Connection | None = None
        self._leased: dict[str, int] = {}
        self._waiting: dict[str, asyncio.Future[Page]] = {}
        self._playing: dict[str, SitePage] = {}
        self._closed = False

    @classmethod
    async def start(cls, options: BrowserOptions, save_blob: Callable[[bytes], str], views: Views) -> EmbeddedBrowser:
        """Connected to the views' process. Raises EnvironmentFault when its debug port does not answer."""
        browser = cls(await async_playwright().start(), options, save_blob, views)
        try:
            await browser._context()
        except BaseException:
            await browser.close()
            raise
        return browser

    async def open(self, url: str, login: str | None = None) -> SitePage:
        """A fresh isolated page on `url`, logged in as the site file says. Waits for a free slot.

        Raises EnvironmentFault when the site does not answer, BrowserLost when the view is gone.
        """
        slot = await self._free.get()
        mark = f"paestudio-{secrets.token_hex(8)}"
        self._leased[mark] = slot
        try:
            page = await self._new_page(slot, mark)
            await bring(page, url, self._options, login)
            return page
        except BaseException as e:
            await self._give_back(mark)
            if isinstance(e, (Error, RuntimeError)):  # RuntimeError: Qt's side of the views is deleted
                raise BrowserLost("The view is gone.", "The next episode gets a new one.") from e
            raise

    async def close(self) -> None:
        """End the browser. Idempotent."""
        if self._closed:
            return
        self._closed = True
        for mark in list(self._leased):
            await self._give_back(mark)
        if self._connection is not None:
            with contextlib.suppress(Error):  # the debug port may have gone first
                await self._connection.close()
        await self._playwright.stop()

    async def _context(self) -> BrowserContext:
        async with self._connecting:
            if self._closed:
                raise BrowserLost("The browser was closed.")
            if self._connection is None or not self._connection.is_connected():
                self._connection = await self._connect()
                context = self._connection.contexts[0]
                await context.add_init_script(bundle())
                context.on("page", self._on_page)
            return self._connection.contexts[0]

    async def _connect(self) -> Connection:
        end = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                # no_defaults: Playwright's own settings of a context are refused by QtWebEngine.
                return await self._playwright.chromium.connect_over_cdp(
                    self._views.endpoint, no_defaults=True, timeout=CONNECT_SECONDS * 1000
                )
            except Error as e:
                if time.monotonic() > end:
                    raise EnvironmentFault("The embedded browser's debug port does not answer.", FIX) from e
                await asyncio.sleep(0.1)

    def _on_page(self, page: Page) -> None:
        for mark, found in self._waiting.items():
            if page.url == mark_url(mark) and not found.done():
                found.set_result(page)

    async def _new_page(self, slot: int, mark: str) -> SitePage:
        await self._context()
        found = self._waiting[mark] = self._loop.create_future()
        try:
            async with asyncio.timeout(VIEW_SECONDS):
                await asyncio.wrap_future(
                    self._views.open_view(
                        slot, mark, self._options.origin, self._options.offsite, self._options.viewport, self._heard
                    )
                )
                first = await found
        except TimeoutError as e:
            raise EnvironmentFault(f"The embedded browser opened no view within {VIEW_SECONDS:g} seconds.", FIX) from e
        finally:
            del self._waiting[mark]
        first.set_default_timeout(self._options.action_seconds * 1000)

        async def release() -> None:
            await self._give_back(mark)

        page = SitePage(slot, first, self._options, self._guard, self._save_blob, release, answers_dialogs=False)
        self._playing[mark] = page
        return page

    def _heard(self, event: ViewEvent) -> None:
        """Called in Qt's thread."""
        with contextlib.suppress(RuntimeError):  # the engine's loop may have ended before its views
            self._loop.call_soon_threadsafe(self._happened, event)

    def _happened(self, event: ViewEvent) -> None:
        page = self._playing.get(event.mark)
        if page is None:
            return
        match event.kind:
            case Happened.REFUSED:
                page.refused(event.text)
            case Happened.NOTE:
                page.note(event.text)
            case Happened.CRASHED:
                page.lose(event.text)
            case Happened.CLOSED:
                page.lose("The view was closed.")

    async def _give_back(self, mark: str) -> None:
        slot = self._leased.pop(mark, None)
        self._playing.pop(mark, None)
        if slot is None:
            return
        with contextlib.suppress(TimeoutError, RuntimeError):  # a window that is closing answers no more
            async with asyncio.timeout(VIEW_SECONDS):
                await asyncio.wrap_future(self._views.close_view(slot, mark))
        self._free.put_nowait(slot)
