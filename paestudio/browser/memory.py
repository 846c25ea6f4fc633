"""A browser without a browser: a site as a table of pages, for tests and for trying out a loop in milliseconds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus, urljoin

from paestudio.core.actions import Action, Verb
from paestudio.core.checks import probe_key, probes
from paestudio.core.errors import BrowserLost, EnvironmentFault
from paestudio.core.records import Check, Element, Final, Observation, Text


@dataclass(frozen=True, slots=True)
class MemoryContent:
    """One page: links (name → address), texts, and a search box that leads to `search` with the query added."""

    title: str
    links: Mapping[str, str]
    texts: tuple[str, ...] = ()
    search: str = ""
    broken: bool = False  # observing it raises BrowserLost


class MemoryBrowser:
    """core.protocols.Browser over a table of pages."""

    def __init__(self, site: Mapping[str, MemoryContent], slots: int = 4) -> None:
        self.slots = slots
        self.opened = 0
        self.open_now = 0
        self._site = site
        self._free = list(range(slots))
        self._change = asyncio.Condition()

    async def open(self, url: str, login: str | None = None) -> MemoryPage:
        """A page on `url`; EnvironmentFault when the table has none."""
        async with self._change:
            await self._change.wait_for(lambda: bool(self._free))
            if url.partition("?")[0] not in self._site:
                raise EnvironmentFault(f"{url} answers 404.", "Check the address.")
            self.opened += 1
            self.open_now += 1
            return MemoryPage(self, self._free.pop(0), self._site, url)

    async def give_back(self, slot: int) -> None:
        """A page was closed."""
        async with self._change:
            self._free.append(slot)
            self.open_now -= 1
            self._change.notify_all()

    async def close(self) -> None:
        """Nothing to end."""


class MemoryPage:
    """core.protocols.Page on a table."""

    def __init__(self, browser: MemoryBrowser, slot: int, site: Mapping[str, MemoryContent], url: str) -> None:
        self.slot = slot
        self._browser = browser
        self._site = site
        self._past = [url]
        self._typed = ""
        self._closed = False

    @property
    def _content(self) -> MemoryContent:
        return self._site[self._past[-1].partition("?")[0]]

    async def observe(self, screenshot: bool = False) -> Observation:
        """Links first, then texts."""
        await asyncio.sleep(0)
        content = self._content
        if content.broken:
            raise BrowserLost("The page crashed.", "Try again.")
        elements = [
            Element(i + 1, "link", name, href=urljoin(self._past[-1], to), order=i)
            for i, (name, to) in enumerate(content.links.items())
        ]
        if content.search:
            elements.append(Element(900, "searchbox", "Search", value=self._typed, submits=True, order=900))
        texts = tuple(Text(text, 1000 + i) for i, text in enumerate(content.texts))
        return Observation(self._past[-1], content.title, tuple(elements), texts)

    async def act(self, action: Action, seen: Observation) -> str:
        """Follow a link, search, or go back."""
        await asyncio.sleep(0)
        element = seen.element(action.ref)
        match action.verb:
            case Verb.CLICK if element and element.href:
                self._past.append(element.href)
            case Verb.TYPE if element and element.submits:
                self._past.append(urljoin(self._past[-1], f"{self._content.search}?q={quote_plus(action.text)}"))
            case Verb.BACK if len(self._past) > 1:
                self._past.pop()
            case Verb.SCROLL | Verb.WAIT:
                pass
            case _:
                return f"{action} cannot be done on this page."
        return ""

    async def finish(self, check: Check | None) -> Final:
        """The address and the texts of the last page."""
        content = self._content
        found = {probe_key(selector, prop): None for selector, prop in probes(check)}
        return Final(self._past[-1], "\n".join((*content.links, *content.texts)), content.title, found)

    async def close(self) -> None:
        """Idempotent."""
        if not self._closed:
            self._closed = True
            await self._browser.give_back(self.slot)
