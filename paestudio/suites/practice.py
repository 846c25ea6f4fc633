"""MiniWoB++ pages as tasks to train on: the proposer that reads what each of them asks, and tries a few guesses."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import AsyncIterator, Collection, Sequence

from paestudio.core.actions import Action
from paestudio.core.checks import Site, holds
from paestudio.core.errors import PaeError
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.protocols import Browser
from paestudio.core.records import Decision, Episode, Proposal, Purpose, Step, Stop, Task
from paestudio.suites import miniwob
from paestudio.suites.guess import guesses
from paestudio.suites.miniwob import Kind, Split

GUESSES = 3  # tried on a page at most


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
            yield Proposal(task, await self._proof(task))

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

    async def _proof(self, task: Task) -> Episode | None:
        """An episode that the page rewarded, or None when no guess was right."""
        for number in range(GUESSES):
            try:
                episode = await self._attempt(task, number)
            except PaeError:
                return None
            if episode is None:
                return None
            if holds(task.check or {}, episode.final, None, Site(self._base))[0]:
                return episode
        return None

    async def _attempt(self, task: Task, number: int) -> Episode | None:
        """The guess with that number, played on the page loaded anew; None when there are not so many."""
        started = time.time()
        page = await self._browser.open(task.start_url)
        try:
            seen = await page.observe()
            plans = list(guesses(task.instruction, seen))
            if number >= len(plans) or seen.goal != task.instruction:
                return None
            steps: list[Step] = []
            plan: Sequence[Action] = plans[number]
            for index, action in enumerate(plan):
                error = await page.act(action, seen)
                steps.append(Step(index, seen, Decision(str(action), action), error))
                seen = await page.observe()
                if error or seen.over:
                    break
            final = await page.finish(task.check)
        finally:
            await page.close()
        return Episode(
            uuid.uuid4().hex[:12],
            task,
            tuple(steps),
            Stop.OVER if seen.over else Stop.STEP_LIMIT,
            final=final,
            policy="demonstration",
            purpose=Purpose.PROOF,
            started=started,
            seconds=time.time() - started,
        )
