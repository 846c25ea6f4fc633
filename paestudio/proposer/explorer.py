"""Walk a site breadth first, inside its origin, within a budget of pages and seconds, and politely.

Pages are taken in rounds of a fixed size and added in a fixed order, so that the same site and seed give the same
site map however fast its pages come.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.origin import origin_of, written_origin
from paestudio.core.protocols import Browser, Page
from paestudio.core.records import Observation
from paestudio.proposer.addresses import canonical, params
from paestudio.proposer.robots import Robots
from paestudio.proposer.sitemap import Node, SiteMap, heading_text
from paestudio.proposer.walker import Walker

ERROR_PAGE = re.compile(
    r"^\W*((error )?(404|403|410|500|502|503)\b|.{0,20}\b(page )?not found\b|server error|forbidden$)", re.I
)
PASSWORD = re.compile(r"passwor[dt]|passphrase|kennwort|mot de passe|contraseñ", re.I)
WALKING = 0.65  # share of the time for walking; the rest is for trying controls
SLACK = 0.35  # by how much a pattern may be ahead of its share for the sake of a short way
HANGING = re.compile(r"(\*|\{n\})[^/]*/[^*{}?]+$")
VARIANTS = 2  # sortings and page numbers of one path that are worth a visit


@dataclass(frozen=True, slots=True)
class Limits:
    """What exploring may cost: pages, seconds, a pause before each load, and whether forms may change the site.

    `proposing` seconds are for exploring and proving together; a few tasks are made in any case.
    """

    pages: int = 80
    seconds: float = 60.0
    delay: float = 0.0
    screenshots: bool = False
    allow_state_changes: bool = False
    proposing: float = math.inf


@dataclass(frozen=True, slots=True)
class _Waiting:
    url: str
    depth: int
    parent: str | None
    order: int


class Explorer:
    """Fills a SiteMap."""

    def __init__(
        self,
        browser: Browser,
        home_url: str,
        limits: Limits,
        login: str | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.map = SiteMap(canonical(home_url))
        self.limits = limits
        self.failed: list[str] = []  # addresses that did not load, with why
        self._browser = browser
        self._home = home_url
        self._login = login
        self.stopping = stopping
        self._robots = Robots(home_url)
        self._frontier: dict[str, _Waiting] = {}
        self._visits: Counter[str] = Counter()  # by pattern
        self._from: Counter[str] = Counter()  # by parent
        self._sizes: Counter[str] = Counter()  # addresses known, by pattern
        self._gate = asyncio.Lock()
        self._deadline = 0.0

    @property
    def out_of_time(self) -> bool:
        """True once the seconds are used up, or when asked to stop."""
        return time.monotonic() >= self._deadline or self.stopping()

    async def explore(self) -> AsyncIterator[Node]:
        """Every new page, as it is added to the map. Raises UserError or EnvironmentFault for the home page only."""
        self._deadline = time.monotonic() + self.limits.seconds
        await self._robots.load()
        home = await self._first()
        yield home
        walkers = [Walker(self.open, self.limits.screenshots) for _ in range(max(1, self._browser.slots))]
        try:
            walk_until = time.monotonic() + self.limits.seconds * WALKING
            while self._frontier and len(self.map.nodes) < self.limits.pages and not self.stopping():
                if time.monotonic() >= walk_until:
                    break
                room = self.limits.pages - len(self.map.nodes)
                pairs = [(walker, self._next(walker)) for walker in walkers[:room]]
                for node in await asyncio.gather(*(self._visit(walker, w) for walker, w in pairs if w is not None)):
                    if node is not None and self._take(node):
                        yield node
        finally:
            for walker in walkers:
                await walker.close()

    @property
    def asks_who_it_is(self) -> bool:
        """Whether a page that was found has a field for a password."""
        return any(
            e.role == "textbox" and PASSWORD.search(e.name)
            for node in self.map.nodes.values()
            for e in node.seen.elements
        )

    async def open(self, url: str) -> Page:
        """A fresh page of the site, after the polite pause."""
        await self._pause()
        return await self._browser.open(url, self._login)

    async def _pause(self) -> None:
        seconds = max(self.limits.delay, self._robots.delay)
        if seconds:
            async with self._gate:
                await asyncio.sleep(seconds)

    async def _first(self) -> Node:
        page = await self.open(self._home)
        try:
            seen = await page.observe(self.limits.screenshots)
        finally:
            await page.close()
        if origin_of(seen.url) != origin_of(self._home):
            raise UserError(
                f"{self._home} leads to another site, {written_origin(seen.url)}.", "Give that address instead."
            )
        if not seen.elements and not seen.texts:
            if seen.last_error:  # a script sends the visitor to another site
                raise UserError(f"The page at {seen.url} is empty. {seen.last_error}", "Give that address instead.")
            raise UserError(f"The page at {seen.url} is empty.", "Give an address that shows something.")
        if broken(seen):
            said = seen.title or heading_text(seen)
            raise UserError(f"{seen.url} is an error page: {said}.", "Check the address.")
        node = Node.of(seen, self._home, 0, None)
        self.map.home = node.key
        self._take(node)
        return node

    async def _visit(self, walker: Walker, waiting: _Waiting) -> Node | None:
        if walker.reaches(canonical(waiting.url)):
            await self._pause()
        try:
            seen = await walker.visit(waiting.url)
        except EnvironmentFault as e:  # one dead link or crashed page is a fact about the site, not the end
            self.failed.append(f"{waiting.url}: {e}")
            await walker.close()
            return None
        self.map.misleading |= {(source, self.map.patterns.of(key)) for source, key in walker.misled}
        if origin_of(seen.url) != origin_of(self._home) or broken(seen):
            return None
        return Node.of(seen, self._home, waiting.depth, waiting.parent)

    def _take(self, node: Node) -> bool:
        new = self.map.add(node)
        self._frontier.pop(node.key, None)
        if not new:
            return False
        for link in node.links:
            if link.to in self.map.nodes or link.to in self._frontier or not self._robots.allows(link.to):
                continue
            element = next((e for e in node.seen.elements if link.spot.find(node.seen) is e), None)
            url = element.href if element else link.to
            self._frontier[link.to] = _Waiting(url, node.depth + 1, node.key, len(self.map.known) + link.order)
        return True

    def _next(self, walker: Walker) -> _Waiting | None:
        """The waiting page whose pattern was least seen for its size; then the shallowest, from the least used parent.

        Among nearly equal ones, one that the walker can click to.
        """
        self._sizes = self.map.known_in()
        ranked = sorted((self._rank(key), key) for key in self._frontier)
        ranked = [(rank, key) for rank, key in ranked if not self._worn_out(key)]
        if not ranked:
            self._frontier.clear()
            return None
        near = (key for rank, key in ranked if rank[0] <= ranked[0][0][0] + SLACK and walker.reaches(key))
        key = next(near, ranked[0][1])
        waiting = self._frontier.pop(key)
        self._visits[self.map.patterns.of(key)] += 1
        self._from[waiting.parent or ""] += 1
        return waiting

    def _worn_out(self, key: str) -> bool:
        """Whether enough pages like this were seen: sortings, and what hangs on every thing (`/thing_7/review`)."""
        visits = self._visits[self.map.patterns.of(key)]
        return visits >= VARIANTS and (self._is_variant(key) or bool(HANGING.search(self.map.patterns.of(key))))

    def _rank(self, key: str) -> tuple[float, int, int, int]:
        """Patterns by visits over the root of their size: many things get many visits, but no place is forgotten."""
        waiting, pattern = self._frontier[key], self.map.patterns.of(key)
        share = (self._visits[pattern] + 1) / math.sqrt(max(1, self._sizes[pattern]))
        return (share, waiting.depth, self._from[waiting.parent or ""], waiting.order)

    def _is_variant(self, key: str) -> bool:
        """A sorting, a filter or a page number: its path is known without a query."""
        bare = canonical(key.split("?")[0])
        return bool(params(key)) and (bare in self.map.known or bare in self.map.nodes)


def broken(seen: Observation) -> bool:
    """Whether a page only says that something went wrong."""
    return bool(ERROR_PAGE.search(seen.title) or ERROR_PAGE.search(heading_text(seen)))
