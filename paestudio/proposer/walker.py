"""One browser page that walks a site for the explorer.

Following a link is several times cheaper than opening a fresh page, so a walker clicks where it can: on the page it
is on, or on the one before. Where neither has the link, and every FRESH pages, it starts on a fresh page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from paestudio.core.actions import Action, Verb
from paestudio.core.protocols import Page
from paestudio.core.records import Element, Observation
from paestudio.proposer.addresses import canonical
from paestudio.proposer.sitemap import address

FRESH = 12  # pages seen with the same cookies at most


class Walker:
    """Visits pages one after the other."""

    def __init__(self, open_page: Callable[[str], Awaitable[Page]], screenshots: bool = False) -> None:
        self._open = open_page
        self._screenshots = screenshots
        self._page: Page | None = None
        self._here: Observation | None = None
        self._before: Observation | None = None
        self._visits = 0
        self.misled: list[tuple[str, str]] = []  # (page, address) of links that lead elsewhere when clicked

    def reaches(self, key: str) -> bool:
        """Whether it can click its way to a page, perhaps after one step back."""
        if self._page is None or self._visits >= FRESH:
            return False
        return _link(self._here, key) is not None or _link(self._before, key) is not None

    async def visit(self, url: str) -> Observation:
        """The page at `url`. Raises EnvironmentFault or BrowserLost when it cannot be had."""
        key = canonical(url)
        landed = await self._click(key) if self.reaches(key) else None
        seen = landed
        if seen is None or canonical(seen.url) != key:
            source = canonical(self._before.url) if self._before else ""
            await self.close()
            self._page = await self._open(url)
            seen = await self._page.observe(self._screenshots)
            if landed is not None and canonical(landed.url) != canonical(seen.url):
                self.misled.append((source, key))
        self._here = seen
        self._visits += 1
        return seen

    async def close(self) -> None:
        """Give the page back."""
        page, self._page, self._here, self._before, self._visits = self._page, None, None, None, 0
        if page is not None:
            await page.close()

    async def _click(self, key: str) -> Observation | None:
        """The page behind the link, or None when clicking did not lead there."""
        page, here = self._page, self._here
        if page is None or here is None:
            return None
        if _link(here, key) is None:
            if await page.act(Action(Verb.BACK), here):
                return None
            here = await page.observe()
        link = _link(here, key)
        if link is None or await page.act(Action(Verb.CLICK, link.ref), here):
            return None
        self._before = here
        seen = await page.observe(self._screenshots)
        return seen if canonical(seen.url) != canonical(here.url) else None


def _link(seen: Observation | None, key: str) -> Element | None:
    links = [e for e in seen.elements if e.role == "link" and address(e) == key] if seen else []
    return next((e for e in links if e.covered_by is None), None)
