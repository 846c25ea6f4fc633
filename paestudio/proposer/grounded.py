"""The proposer that looks before it asks: explore, try the controls, write tasks, prove each by doing it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence

from paestudio.core.errors import UserError
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.protocols import Browser
from paestudio.core.records import Proposal, SitePage
from paestudio.proposer.atlas import Atlas
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.explorer import Explorer, Limits
from paestudio.proposer.facts import facts_of
from paestudio.proposer.feasible import Trier
from paestudio.proposer.mix import arrange
from paestudio.proposer.paths import Paths
from paestudio.proposer.replay import Prover
from paestudio.proposer.sitemap import Node, SiteMap
from paestudio.proposer.trials import Trials
from paestudio.proposer.writers import WRITERS
from paestudio.proposer.writers.search import search_words

LOGIN_FIX = "It asks for a login: give --site FILE with one, and --login NAME."
LEAST = 6  # tasks that are made even when the time for proposing is over


class GroundedProposer:
    """Proposes tasks for one site. A second `propose` goes on where the first stopped, without exploring again.

    It ends between two actions once `stopping` says so. `close` ends what an abandoned `propose` left under way.
    """

    def __init__(
        self,
        browser: Browser,
        home_url: str,
        limits: Limits,
        *,
        seed: int = 0,
        login: str | None = None,
        known: Collection[str] = (),
        max_steps: int = 8,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._browser = browser
        self._home = home_url
        self._limits = limits
        self._seed = seed
        self._login = login
        self._known = set(known)
        self._moves = max_steps - 1  # the last action is the answer
        self._stopping = stopping
        self._explorer = Explorer(browser, home_url, limits, login, stopping)
        self._prover = Prover(self._explorer, home_url, login)
        self._waiting: list[Candidate] | None = None
        self._walks: set[asyncio.Task[list[Proposal]]] = set()

    @property
    def site_map(self) -> SiteMap:
        """What has been explored so far."""
        return self._explorer.map

    @property
    def refused(self) -> Sequence[tuple[str, str]]:
        """(goal, why) of every candidate that could not be proved."""
        return tuple(self._prover.refused)

    def trier(self) -> Trier:
        """Who tries the tasks of others on what was explored."""
        seconds = self._limits.proposing
        return Trier(self._explorer, self._prover, self._browser.slots, self._seed, most=self._moves, seconds=seconds)

    async def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        """Up to `count` new tasks, each proved. Raises UserError for a home page that gives nothing to work with."""
        until = time.monotonic() + self._limits.proposing
        if self._waiting is None:
            async for event in self.explore():
                yield event
            if self._stopping():
                return
            self._waiting = self._write()
        total, done = min(count, len(self._waiting)), 0
        yield PhaseChanged("proposing", f"{len(self._waiting)} ideas", 0, total)
        async for proposal in self._prove(count, until):
            done += 1
            yield proposal
            yield PhaseChanged("proposing", "", done, max(total, done))
        if not done and not self._known and not self._stopping():
            raise self._nothing()

    def _nothing(self) -> UserError:
        """Why there is no task at all."""
        pages, home = len(self.site_map.nodes), self.site_map.nodes.get(self.site_map.home)
        if pages == 1 and home is not None and home.seen.last_error:  # a script sends the visitor away
            return UserError(
                f"No task could be made for {self._home}. {home.seen.last_error}", "Give that address instead."
            )
        return UserError(
            f"No task could be made for {self._home}: {pages} page{'s' * (pages != 1)} found, nothing to ask for.",
            LOGIN_FIX
            if self._login is None and self._explorer.asks_who_it_is
            else "Give an address of the site that has links, or raise the exploring limits.",
        )

    async def explore(self) -> AsyncIterator[PhaseChanged | PageExplored]:
        """Fill the site map: walk the site, then try its controls."""
        limit = self._limits.pages
        yield PhaseChanged("exploring", self._home, 0, limit)
        done = 0
        async for node in self._explorer.explore():
            done += 1
            yield PageExplored(page_record(node))
            yield PhaseChanged("exploring", node.seen.title, done, limit)
        atlas = Atlas(self.site_map)
        trials = Trials(self._explorer, atlas, search_words(atlas), self._seed)
        async for trial in trials.run(self._browser.slots):
            yield PhaseChanged("exploring", f"{trial.control.name}: {trial.value}", done, limit)

    def _write(self) -> list[Candidate]:
        atlas = Atlas(self.site_map)
        desk = Desk(atlas, Paths(atlas, self._seed), self._seed, self._limits.allow_state_changes)
        ideas = [candidate for write in WRITERS.values() for candidate in write(desk)]
        fresh = [c for c in ideas if c.task(self._login).id not in self._known]
        return arrange(fresh, self._seed, self._moves)

    async def _prove(self, count: int, until: float) -> AsyncIterator[Proposal]:
        """Proofs in the order of the candidates, `slots` replays at a time."""
        assert self._waiting is not None
        running: list[tuple[list[Candidate], asyncio.Task[list[Proposal]]]] = []
        done = 0
        try:
            while done < count and (running or self._waiting) and not self._stopping():
                if done >= LEAST and time.monotonic() > until:
                    return
                while self._waiting and len(running) < self._browser.slots + 1:
                    group = self._next_group(count - done - sum(len(g) for g, _ in running))
                    if not group:
                        break
                    running.append((group, self._walk(group)))
                _, first = running.pop(0)
                for proposal in await first:
                    if done < count and proposal.task.id not in self._known:
                        self._known.add(proposal.task.id)
                        done += 1
                        yield proposal
        finally:
            await self.close()

    def _walk(self, group: list[Candidate]) -> asyncio.Task[list[Proposal]]:
        walk = asyncio.create_task(self._prover.prove(group))
        self._walks.add(walk)
        walk.add_done_callback(self._walks.discard)
        return walk

    async def close(self) -> None:
        """End the proofs that are under way, before their browser is closed."""
        for walk in self._walks:
            walk.cancel()
        await asyncio.gather(*self._walks, return_exceptions=True)

    def _next_group(self, room: int) -> list[Candidate]:
        """The next candidate with those of the coming ones that one walk proves too; at most `room`, longest last.

        A walk proves all candidates from its start whose moves are a beginning of its own.
        """
        if room <= 0 or not self._waiting:
            return []
        first, near = self._waiting[0], self._waiting[:room]
        longest = max((c for c in near if _begins(first, c)), key=lambda c: len(c.moves))
        group = [c for c in near if _begins(c, longest)]
        self._waiting = [c for c in self._waiting if c not in group]
        return sorted(group, key=lambda c: len(c.moves))


def _begins(short: Candidate, long: Candidate) -> bool:
    """Whether doing `long` does `short` on the way."""
    return short.start == long.start and long.moves[: len(short.moves)] == short.moves


def page_record(node: Node) -> SitePage:
    """An explored page as events and the store carry it."""
    forms = [f"{e.role} {e.name}" for e in node.seen.elements if e.role not in ("link", "button")]
    return node.record(forms, [(f"{f.row}: {f.label}" if f.row else f.label, f.value) for f in facts_of(node.seen)])
