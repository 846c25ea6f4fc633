"""Prove tasks by doing them: replay the planned moves on a fresh page and ask the checks.

Tasks whose moves are the same are proved by one replay; each gets its own episode with the observations really seen.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from paestudio.core.actions import Action, Verb
from paestudio.core.checks import Site, holds
from paestudio.core.errors import EnvironmentFault
from paestudio.core.protocols import Page
from paestudio.core.records import Decision, Episode, Final, Observation, Proposal, Purpose, Step, Stop
from paestudio.proposer.candidates import Candidate
from paestudio.proposer.explorer import Explorer
from paestudio.proposer.sitemap import plain

POLICY = "demonstration"


@dataclass(slots=True)
class _Walk:
    """What a replay saw: the steps taken, the page at the end, and which checks held before anything was done."""

    steps: list[Step] = field(default_factory=list)
    last: Observation | None = None
    trivial: set[str] = field(default_factory=set)
    error: str = ""
    started: float = field(default_factory=time.time)


class Prover:
    """Replays candidates. `refused` counts why candidates were dropped, in words."""

    def __init__(self, explorer: Explorer, home_url: str, login: str | None) -> None:
        self._explorer = explorer
        self._site = Site(home_url)
        self._login = login
        self.refused: list[tuple[str, str]] = []

    async def prove(self, group: Sequence[Candidate]) -> list[Proposal]:
        """Those of the candidates (all with one start and the same moves) that hold at the end, with their proofs."""
        try:
            page = await self._explorer.open(group[0].start)
        except EnvironmentFault as e:
            self.refused += [(c.goal, str(e)) for c in group]
            return []
        try:
            return await self._replay(page, group)
        except EnvironmentFault as e:  # BrowserLost: this replay is lost, the next has a new page
            self.refused += [(c.goal, str(e)) for c in group]
            return []
        finally:
            await page.close()

    async def _replay(self, page: Page, group: Sequence[Candidate]) -> list[Proposal]:
        walk = await self._walk(page, group)
        if walk.error or walk.last is None:
            self.refused += [(c.goal, walk.error) for c in group]
            return []
        made: list[Proposal] = []
        for candidate in group:
            final = await page.finish(candidate.check)
            why = self._refusal(candidate, final, walk)
            if why:
                self.refused.append((candidate.goal, why))
            else:
                made.append(self._proposal(candidate, final, walk, walk.last))
        return made

    async def _walk(self, page: Page, group: Sequence[Candidate]) -> _Walk:
        walk = _Walk()
        for candidate in group:
            final = await page.finish(candidate.check)
            if holds(candidate.check, final, None, self._site)[0]:
                walk.trivial.add(candidate.goal)
        seen = await page.observe()
        for index, move in enumerate(group[0].moves):
            began = time.monotonic()
            action = move.action(seen)
            if action is None:
                walk.error = f"step {index + 1}: {move.spot.name if move.spot else move.verb!r} is not on {seen.url}"
                return walk
            walk.error = await page.act(action, seen)
            if walk.error:
                return walk
            walk.steps.append(_step(index, seen, action, time.monotonic() - began))
            seen = await page.observe()
        walk.last = seen
        return walk

    def _refusal(self, candidate: Candidate, final: Final, walk: _Walk) -> str:
        if candidate.goal in walk.trivial:
            return "the check holds before anything is done"
        if candidate.answer is not None and plain(candidate.answer) not in plain(_readable(final, walk.last)):
            return f"the answer {candidate.answer!r} is not on {final.url}"
        ok, why = holds(candidate.check, final, candidate.answer, self._site)
        return "" if ok else why

    def _proposal(self, candidate: Candidate, final: Final, walk: _Walk, last: Observation) -> Proposal:
        task = candidate.task(self._login)
        said = candidate.answer if candidate.answer is not None else "done"
        steps = (*walk.steps, _step(len(walk.steps), last, Action(Verb.ANSWER, text=said), 0.0))
        episode = Episode(
            uuid.uuid4().hex[:12],
            task,
            steps,
            Stop.ANSWERED,
            answer=said,
            final=final,
            policy=POLICY,
            purpose=Purpose.PROOF,
            started=walk.started,
            seconds=time.time() - walk.started,
        )
        return Proposal(task, episode)


def _step(index: int, seen: Observation, action: Action, seconds: float) -> Step:
    return Step(index, seen, Decision(str(action), action), seconds=seconds)


def _readable(final: Final, last: Observation | None) -> str:
    """The end page's visible text, and the names of its links: an answer may be one."""
    names = " ".join(e.name for e in last.elements) if last else ""
    return f"{final.text} {names}"
