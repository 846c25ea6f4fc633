"""One episode's page, the same for both browsers: popups, dialogs and downloads, time limits, words for failures."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from playwright.async_api import Error

from paestudio.browser import touch
from paestudio.browser.act import perform
from paestudio.browser.budget import fit
from paestudio.browser.guard import Guard
from paestudio.browser.notes import BACK_FROM_WINDOW, NEW_WINDOW, dialog_note, download_note
from paestudio.browser.observe import read
from paestudio.browser.options import BrowserOptions
from paestudio.browser.settle import Tracker
from paestudio.browser.view import FRAME_STEP, View
from paestudio.core.actions import Action, Verb
from paestudio.core.checks import probe_key, probes
from paestudio.core.errors import BrowserLost
from paestudio.core.hands import Touch
from paestudio.core.records import Check, Final, Observation

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Dialog, Download, Page

T = TypeVar("T")
BLANK = ("", ":", "about:blank")
GONE = ("Target crashed", "has been closed", "Target closed", "Browser closed", "Connection closed")
SCREENSHOT_LOAD_SECONDS = 1.0  # images are waited for this long before a photograph
TITLE_SECONDS = 1.0  # a window that loads may have no title yet
READ_ROUNDS = 4
WAIT_QUIET_MS = 400  # the action Wait goes on until the page was quiet for this long


class SitePage:
    """A page on the site, leased for one episode. Implements core's Page."""

    def __init__(
        self,
        slot: int,
        page: Page,
        options: BrowserOptions,
        guard: Guard,
        save_blob: Callable[[bytes], str],
        release: Callable[[], Awaitable[None]],
        answers_dialogs: bool = True,
    ) -> None:
        self.slot = slot
        self._options = options
        self._guard = guard
        self._save_blob = save_blob
        self._release = release
        self._answers_dialogs = answers_dialogs  # False when the browser's host answers them
        self._stack: list[tuple[View, Tracker]] = []
        self._notes: list[str] = []
        self._refused = ""
        self._last_error = ""
        self._lost = ""
        self._closed = False
        self._jobs: set[asyncio.Task[None]] = set()
        self.adopt(page)

    # ---- what the browser's implementation tells us

    def adopt(self, page: Page) -> None:
        """`page` is from now on the page: the first one, or a window it opened."""
        if self._stack:
            if page.is_closed() or (self._refused and page.url in BLANK):
                return  # its only navigation was refused, and it with it
            self._stack[-1][1].popped_up()
            self.note(NEW_WINDOW)
        tracker = Tracker(page)
        self._stack.append((View(page), tracker))
        if self._answers_dialogs:
            page.on("dialog", self._on_dialog)
        page.on("download", self._on_download)
        page.on("popup", self.adopt)

    def note(self, text: str) -> None:
        """Something happened that the agent should read with its next observation."""
        self._notes.append(text)

    def refused(self, url: str) -> None:
        """The guard stopped a navigation to `url`."""
        self._refused = url
        for _, tracker in self._stack:
            tracker.give_up()

    @property
    def refusal(self) -> str:
        """The last address the guard refused, or ""."""
        return self._refused

    def clear_refusal(self) -> None:
        """Forget it."""
        self._refused = ""

    def lose(self, why: str) -> None:
        """The page is gone for good."""
        self._lost = self._lost or why
        for _, tracker in self._stack:
            tracker.lose(why)

    @property
    def current(self) -> Page:
        """Playwright's page that is shown now."""
        return self._view.page

    @property
    def _view(self) -> View:
        return self._stack[-1][0]

    @property
    def _tracker(self) -> Tracker:
        return self._stack[-1][1]

    def _on_dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.note(dialog_note(dialog.type, dialog.message, dialog.default_value))
        self._background(dialog.accept(dialog.default_value) if dialog.type == "prompt" else dialog.accept())

    def _on_download(self, download: Download) -> None:
        self.note(download_note(download.suggested_filename))

    def _background(self, work: Awaitable[None]) -> None:
        async def run() -> None:
            with contextlib.suppress(Error):  # the page may be gone before its dialog is answered
                await work

        job = asyncio.ensure_future(run())
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    # ---- core's Page

    async def observe(self, screenshot: bool = False) -> Observation:
        """The page as it is now, settled. Raises BrowserLost when the page is gone."""
        seen = fit(await self._guarded(self._read()), self._options.page_chars)
        image = await self._photograph() if screenshot else None
        notes, self._notes = tuple(self._notes), []
        return Observation(
            url=seen.url,
            title=seen.title,
            elements=seen.elements,
            texts=seen.texts,
            screenshot=image,
            last_error=self._last_error or (self._guard.refusal(self._refused) if self._refused else ""),
            notes=notes,
            dropped=seen.dropped,
            scroll=seen.scroll,
            viewport=seen.viewport,
            goal=seen.goal,
            over=seen.over,
        )

    async def act(self, action: Action, seen: Observation) -> str:
        """Do it and wait for what it started. Returns "" or, in words, why it failed. Raises BrowserLost."""
        return await self._doing(lambda: self._perform(action, seen), WAIT_QUIET_MS if action.verb is Verb.WAIT else 0)

    async def visit(self, url: str) -> str:
        """Go to an address that the guard allows, as if it were typed. Returns and raises as `act`."""
        if not self._guard.allows_page(url):
            self._last_error = self._guard.refusal(url)
            return self._last_error
        return await self._doing(lambda: self._visit(url))

    async def scroll_by(self, dx: float, dy: float) -> str:
        """Scroll what is in the middle of the window by CSS pixels, right and down. Returns and raises as `act`."""
        return await self._doing(lambda: self._scroll_by(dx, dy))

    async def windows(self) -> tuple[tuple[str, str], ...]:
        """(address, title) of each window, in the order they were opened; the last is the one that is shown."""
        self._drop_closed()
        return tuple([(view.page.url, await _title(view.page)) for view, _ in self._stack])

    async def _doing(self, what: Callable[[], Awaitable[str]], quiet_ms: int = 0) -> str:
        self._drop_closed()
        self._refused = ""
        self._tracker.begin()
        seconds = self._options.action_seconds
        try:
            error = await asyncio.wait_for(what(), seconds)
        except TimeoutError:
            error = f"The page did not react within {seconds:g} seconds."
        except Error as e:
            self._raise_if_gone(e)
            # A window may close itself before the click is reported as done: then it was done.
            error = "" if self._drop_closed() else f"The browser could not do it: {_first_line(e)}."
        if not error:
            error = await self._settle(quiet_ms)
        await self._leave_empty_popup()
        if self._refused:
            error = self._guard.refusal(self._refused)
        self._drop_closed()
        self._last_error = error
        return error

    async def finish(self, check: Check | None) -> Final:
        """The end state, with the values that `element` keys of the check ask for."""
        return await self._guarded(self._final(check))

    async def close(self) -> None:
        """Give the page back. Its cookies and storage are gone. Never raises."""
        if self._closed:
            return
        self._closed = True
        for _, tracker in self._stack:
            tracker.detach()
        for job in tuple(self._jobs):
            job.cancel()
        await self._release()

    async def forget_history(self) -> None:
        """The page it is on now is the first one: nothing to go back to."""
        session = await self.current.context.new_cdp_session(self.current)
        await session.send("Page.resetNavigationHistory")
        await _detach(session)

    async def settle(self) -> None:
        """Wait until the page is settled or the time for an action is over."""
        await self._settle()

    # ---- a person's hands on it (core's TouchedPage)

    async def under(self, x: float, y: float, seen: Observation) -> Touch:
        """What lies at a point of the viewport."""
        return await self._guarded(touch.under(self._view, x, y, seen))

    async def holder(self, seen: Observation) -> Touch:
        """What has the keyboard's focus."""
        return await self._guarded(touch.holder(self._view, seen))

    async def value_of(self, ref: int) -> str | None:
        """What a field holds now, None when it is gone."""
        frame = self._view.frame(ref)
        if frame is None:
            return None
        said = await self._guarded(self._view.call(frame, "read", ref % FRAME_STEP))
        value: str | None = said.get("value")
        return value

    def begin(self) -> None:
        """A person is about to do something."""
        self._refused = ""
        self._tracker.begin()

    # ---- inside

    async def _perform(self, action: Action, seen: Observation) -> str:
        match action.verb:
            case Verb.WAIT:
                return ""
            case Verb.BACK:
                return await self._back()
            case _:
                return await perform(self._view, action, seen)

    async def _visit(self, url: str) -> str:
        await self.current.goto(url, wait_until="commit")
        return ""

    async def _scroll_by(self, dx: float, dy: float) -> str:
        said = await self._view.call(self.current.main_frame, "scrollBy", dx, dy)
        return "" if said["moved"] else "Nothing in the middle of the window scrolls that way."

    async def _settle(self, quiet_ms: int = 0) -> str:
        """ "" or that the site did not answer. A new window that opens meanwhile is waited for as well."""
        seconds = self._options.action_seconds
        while True:
            view, tracker = self._stack[-1]
            if await (tracker.settle(seconds, quiet_ms) if quiet_ms else tracker.settle(seconds)):
                if self._stack[-1][0] is view or self._drop_closed():
                    return ""
                continue
            silent = tracker.waiting_for_answer
            tracker.give_up()
            if not silent:
                return ""
            await self._stop_loading(view.page)
            return f"The site did not answer within {seconds:g} seconds."

    async def _stop_loading(self, page: Page) -> None:
        # Not window.stop(): no script runs in a document that waits to be replaced.
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(1):
                session = await page.context.new_cdp_session(page)
                await session.send("Page.stopLoading")
                await session.detach()

    async def _back(self) -> str:
        page = self._view.page
        session = await page.context.new_cdp_session(page)
        try:
            past = await session.send("Page.getNavigationHistory")
            at = past["currentIndex"]
            if at > 0 and past["entries"][at - 1]["url"] != "about:blank":
                await session.send("Page.navigateToHistoryEntry", {"entryId": past["entries"][at - 1]["id"]})
                return ""
        finally:
            await _detach(session)
        if len(self._stack) == 1:
            return "There is nothing to go back to."
        await page.close()
        self._drop_closed()
        self.note(BACK_FROM_WINDOW)
        return ""

    def _drop_closed(self) -> bool:
        """Forget windows that are closed; True when there were any. Raises BrowserLost for the last page."""
        dropped = False
        while len(self._stack) > 1 and (self._view.page.is_closed() or self._tracker.lost):
            self._stack.pop()[1].detach()
            dropped = True
        if self._lost or self._tracker.lost:
            raise BrowserLost(self._lost or self._tracker.lost, "The episode is over; the next one gets a new page.")
        return dropped

    async def _leave_empty_popup(self) -> None:
        """A window whose only navigation was refused is closed again."""
        if self._refused and len(self._stack) > 1 and self._view.page.url in BLANK:
            with contextlib.suppress(Error):
                await self._view.page.close()
            self._notes = [n for n in self._notes if n != NEW_WINDOW]

    async def _read(self) -> Observation:
        for last in range(READ_ROUNDS):
            if self._tracker.navigating:
                await self._settle()
            try:
                return await read(self._view)
            except Error as e:
                self._raise_if_gone(e)
                if last == READ_ROUNDS - 1:
                    raise
                await self._settle()
        raise AssertionError("unreachable")

    async def _final(self, check: Check | None) -> Final:
        if self._tracker.navigating:
            await self._settle()
        view = self._view
        texts: list[str] = []
        values: dict[str, str | None] = {probe_key(s, p): None for s, p in probes(check)}
        for frame in view.page.frames:
            try:
                texts.append(await frame.evaluate("() => document.body ? document.body.innerText : ''"))
                for selector, prop in probes(check):
                    if values[probe_key(selector, prop)] is None:
                        said = await view.call(frame, "probe", selector, prop)
                        values[probe_key(selector, prop)] = said["value"]
            except Error as e:  # a frame that went away says nothing; the page itself must
                self._raise_if_gone(e)
                if frame is view.page.main_frame:
                    raise
        title = await view.page.evaluate("document.title")
        return Final(view.page.url, "\n".join(texts), title, values)

    async def _photograph(self) -> str | None:
        page = self._view.page
        with contextlib.suppress(Error):  # an image that does not come is no reason to have no photograph
            await page.wait_for_load_state("load", timeout=SCREENSHOT_LOAD_SECONDS * 1000)
        try:
            jpeg = await page.screenshot(
                type="jpeg",
                quality=self._options.jpeg_quality,
                scale="css",
                timeout=self._options.action_seconds * 1000,
            )
        except Error as e:
            self._raise_if_gone(e)
            self.note("The page could not be photographed.")
            return None
        return self._save_blob(jpeg)

    async def _guarded(self, work: Awaitable[T]) -> T:
        """`work` under the page's time limit; whatever goes wrong means that the page is lost."""
        try:
            self._drop_closed()
            return await asyncio.wait_for(work, 2 * self._options.action_seconds + 5)
        except TimeoutError as e:
            raise BrowserLost("The page does not react any more.", "Its scripts may run for ever.") from e
        except Error as e:
            self._raise_if_gone(e)
            raise BrowserLost(f"The page could not be read: {_first_line(e)}.") from e
        finally:
            if asyncio.iscoroutine(work):
                work.close()

    def _raise_if_gone(self, e: Error) -> None:
        if self._lost or self._tracker.lost or any(words in str(e) for words in GONE):
            if len(self._stack) > 1 and not self._lost and self._view.page.is_closed():
                return
            why = self._lost or self._tracker.lost or "The page or its browser is gone."
            raise BrowserLost(why, "The episode is over; the next one gets a new page.") from e


async def _title(page: Page) -> str:
    """Its title; "" while it has none that could be asked for."""
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(TITLE_SECONDS):
            return await page.title()
    return ""


def _first_line(e: Error) -> str:
    return (e.message or "no reason given").splitlines()[0].removeprefix("Page.evaluate: ").rstrip(".")[:200]


async def _detach(session: CDPSession) -> None:
    with contextlib.suppress(Error):  # the page may be gone with its session
        await session.detach()
