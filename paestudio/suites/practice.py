"""MiniWoB++ pages as tasks to train on: the proposer that reads what each of them asks."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Collection

from paestudio.core.errors import PaeError
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.protocols import Browser
from paestudio.core.records import Proposal, Task
from paestudio.suites import miniwob
from paestudio.suites.miniwob import Kind, Split


class MiniwobProposer:
    """core.protocols.Proposer: problems of the training seeds, the pages in turn. Their reward is their check."""

    def __init__(self, browser: Browser, base: str, address: str, seed: int, known: Collection[str] = ()) -> None:
        """`address` says which pages (`miniwob:click-button,…`); `known` are start addresses that were used before.

        Raises UserError for a page that there is not.
        """
        self._browser = browser
        self._base = base.rstrip("/")
        self._kinds = miniwob.chosen(address)[1]
        self._rng = random.Random(seed)
        self._known = set(known)

    async def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        """Up to `count` problems; a page that does not start is passed over."""
        made, misses = 0, 0
        while made < count and misses < 2 * len(self._kinds):
            kind = self._kinds[(made + misses) % len(self._kinds)]
            task = await self._task(kind)
            if task is None:
                misses += 1
                continue
            made += 1
            yield PhaseChanged("proposing", kind.name, made, count)
            yield Proposal(task)

    async def _task(self, kind: Kind) -> Task | None:
        number = self._rng.randrange(miniwob.TEST_SEEDS)
        plain = miniwob.task(kind, Split.TRAIN, number, self._base)
        if plain.start_url in self._known:
            return None
        try:
            page = await self._browser.open(plain.start_url)
            try:
                asked = (await page.observe()).goal
            finally:
                await page.close()
        except PaeError:
            return None
        self._known.add(plain.start_url)
        # `kind` is the page, so that a share of every page's problems is held out.
        return Task.make(asked, plain.start_url, plain.check, kind=kind.name, origin="explored") if asked else None
