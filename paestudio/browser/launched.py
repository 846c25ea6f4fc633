"""The launched browser: an installed Chromium or Chrome through Playwright, one fresh context an episode."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Error, Page, Playwright, async_playwright

from paestudio.browser.chromium import FIX, find_chromium, is_root, start_flags
from paestudio.browser.gate import Gate
from paestudio.browser.guard import Guard
from paestudio.browser.opening import bring
from paestudio.browser.options import BrowserOptions
from paestudio.browser.page import SitePage
from paestudio.browser.scripts import bundle
from paestudio.core.errors import BrowserLost, EnvironmentFault

START_SECONDS = 30.0
Spare = tuple[BrowserContext, Page]


class LaunchedBrowser:
    """Implements core's Browser. One Chromium process; it is started again when it dies."""

    def __init__(self, playwright: Playwright, options: BrowserOptions, save_blob: Callable[[bytes], str]) -> None:
        self.slots = options.slots
        self._playwright = playwright
        self._options = options
        self._save_blob = save_blob
        self._guard = Guard(options.origin, options.offsite)
        self._free: asyncio.PriorityQueue[int] = asyncio.PriorityQueue()
        for slot in range(options.slots):
            self._free.put_nowait(slot)
        self._starting = asyncio.Lock()
        self._spare: asyncio.Task[Spare] | None = None
        self._chromium: Chromium | None = None
        self._gate: Gate | None = None
        self._closed = False

    @classmethod
    async def start(cls, options: BrowserOptions, save_blob: Callable[[bytes], str]) -> LaunchedBrowser:
        """A running browser. Raises EnvironmentFault when there is no Chromium or it does not start."""
        browser = cls(await async_playwright().start(), options, save_blob)
        try:
            await browser._running()
        except BaseException:
            await browser.close()
            raise
        return browser

    async def open(self, url: str, login: str | None = None) -> SitePage:
        """A fresh isolated page on `url`, logged in as the site file says. Waits for a free slot.

        Raises EnvironmentFault when the site does not answer, BrowserLost when the browser is gone.
        """
        slot = await self._free.get()
        context: BrowserContext | None = None
        try:
            context, first = await self._take_spare()
            page = await self._new_page(slot, context, first)
            await bring(page, url, self._options, login)
            return page
        except BaseException as e:
            await self._give_back(slot, context)
            if isinstance(e, Error):
                raise BrowserLost("The browser is gone.", "The next episode gets a new one.") from e
            raise

    async def close(self) -> None:
        """End the browser. Idempotent."""
        if self._closed:
            return
        self._closed = True
        if self._spare is not None:
            self._spare.cancel()
            await asyncio.wait([self._spare])
        if self._chromium is not None:
            with contextlib.suppress(Error):  # it may have died before
                await self._chromium.close()
        await self._playwright.stop()

    async def _running(self) -> Chromium:
        async with self._starting:
            if self._closed:
                raise BrowserLost("The browser was closed.")
            if self._chromium is None or not self._chromium.is_connected():
                self._chromium = await self._launch()
                self._gate = None if self._options.offsite else await Gate.start(self._chromium, self._guard)
            return self._chromium

    async def _launch(self) -> Chromium:
        program = find_chromium()
        try:
            return await self._playwright.chromium.launch(
                executable_path=program,
                args=start_flags(),
                chromium_sandbox=not is_root(),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=START_SECONDS * 1000,
            )
        except Error as e:
            raise EnvironmentFault(f"{program} did not start: {str(e).splitlines()[0][:200]}", FIX) from e

    async def _take_spare(self) -> Spare:
        """A context with an empty page, mostly made already: its process takes a while to start."""
        task, self._spare = self._spare, None
        chromium = await self._running()
        made: Spare | None = None
        if task is not None:
            with contextlib.suppress(Error):  # made in a Chromium that has died since
                made = await task
        if made is None or made[0].browser is not chromium or made[1].is_closed():
            made = await self._make_spare(chromium)
        self._spare = asyncio.ensure_future(self._make_spare(chromium))
        self._spare.add_done_callback(lambda done: done.cancelled() or done.exception())  # told when it is taken
        return made

    async def _make_spare(self, chromium: Chromium) -> Spare:
        context = await self._new_context(chromium)
        return context, await context.new_page()

    async def _new_context(self, chromium: Chromium) -> BrowserContext:
        width, height = self._options.viewport
        context = await chromium.new_context(
            viewport={"width": width, "height": height},
            accept_downloads=True,
            service_workers="block",
            locale="en-US",
        )
        context.set_default_timeout(self._options.action_seconds * 1000)
        await context.add_init_script(bundle())
        return context

    async def _new_page(self, slot: int, context: BrowserContext, first: Page) -> SitePage:
        async def release() -> None:
            forget()
            await self._give_back(slot, context)

        page = SitePage(slot, first, self._options, self._guard, self._save_blob, release)
        forget = await self._gate.listen(first, page.refused) if self._gate else lambda: None
        return page

    async def _give_back(self, slot: int, context: BrowserContext | None) -> None:
        if context is not None:
            with contextlib.suppress(Error):  # the browser may be gone, and the context with it
                await context.close()
        self._free.put_nowait(slot)
