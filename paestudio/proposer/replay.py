"""Prove tasks by doing them: replay the planned moves on a fresh page and ask the checks.

One replay proves all tasks that lie on its way; each gets its own episode with the observations really seen.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence

from paestudio.core.actions import Action, Verb
from paestudio.core.checks import Site, holds
from paestudio.core.errors import EnvironmentFault
from paestudio.core.protocols import Page
from paestudio.core.records import Decision, Episode, Final, Observation, Proposal, Purpose, Step, Stop
from paestudio.proposer.candidates import Candidate
from paestudio.proposer.explorer import Explorer
from paestudio.proposer.sitemap import Move, plain

POLICY = "demonstration"


class Prover:
    """Replays candidates. `refused` keeps which were dropped, and why."""

    def __init__(self, explorer: Explorer, home_url: str, login: str | None) -> None:
        self._explorer = explorer
        self._site = Site(home_url)
        self._login = login
        self.refused: list[tuple[str, str]] = []

    async def prove(self, group: Sequence[Candidate]) -> list[Proposal]:
        """Those of the candidates that hold, with their proofs. All have one start, and their moves are beginnings
        of those of the last."""
        made: list[Proposal] = []
        try:
            page = await self._explorer.open(group[0].start)
        except EnvironmentFault as e:
            self._refuse(group, str(e))
            return made
        try:
            await self._walk(page, group, made)
        except EnvironmentFault as e:  # BrowserLost: what is left of this replay is lost, the next has a new page
            proved = {p.task.id for p in made}
            self._refuse([c for c in group if c.task(self._login).id not in proved], str(e))
        finally:
            await page.close()
        return made

    async def _walk(self, page: Page, group: Sequence[Candidate], made: list[Proposal]) -> None:
        began, steps = time.time(), list[Step]()
        trivial = {c.goal for c in group if holds(c.check, await page.finish(c.check), None, self._site)[0]}
        seen = await page.observe()
        for index in range(len(group[-1].moves) + 1):
            for candidate in [c for c in group if len(c.moves) == index]:
                final = await page.finish(candidate.check)
                early = "it holds before anything is done" if candidate.goal in trivial else ""
                why = early or self._lacks(candidate, final, seen)
                if why:
                    self._refuse([candidate], why)
                else:
                    made.append(self._proposal(candidate, final, steps, seen, began))
            if index < len(group[-1].moves):
                error = await self._step(page, group[-1].moves[index], seen, steps)
                if error:
                    self._refuse([c for c in group if len(c.moves) > index], f"step {index + 1}: {error}")
                    return
                seen = await page.observe()

    async def _step(self, page: Page, move: Move, seen: Observation, steps: list[Step]) -> str:
        """Do one move and note it; "" or why it could not be done."""
        began = time.monotonic()
        action = move.action(seen)
        if action is None:
            return f"{move.spot.name if move.spot else str(move.verb)!r} is not on {seen.url}"
        error = await page.act(action, seen)
        steps.append(_step(len(steps), seen, action, time.monotonic() - began))
        return error

    def _lacks(self, candidate: Candidate, final: Final, seen: Observation) -> str:
        readable = f"{_readable(final, seen)} {candidate.instruction}"
        if candidate.answer is not None and candidate.readable and plain(candidate.answer) not in plain(readable):
            return f"the answer {candidate.answer!r} is not on {final.url}"
        ok, why = holds(candidate.check, final, candidate.answer, self._site)
        return "" if ok else why

    def _refuse(self, candidates: Sequence[Candidate], why: str) -> None:
        self.refused += [(c.goal, why) for c in candidates]

    def _proposal(
        self, candidate: Candidate, final: Final, steps: Sequence[Step], last: Observation, began: float
    ) -> Proposal:
        task = candidate.task(self._login)
        said = candidate.answer if candidate.answer is not None else "done"
        episode = Episode(
            uuid.uuid4().hex[:12],
            task,
            (*steps, _step(len(steps), last, Action(Verb.ANSWER, text=said), 0.0)),
            Stop.ANSWERED,
            answer=said,
            final=final,
            policy=POLICY,
            purpose=Purpose.PROOF,
            started=began,
            seconds=time.time() - began,
        )
        return Proposal(task, episode)


def _step(index: int, seen: Observation, action: Action, seconds: float) -> Step:
    return Step(index, seen, Decision(str(action), action), seconds=seconds)


def _readable(final: Final, seen: Observation) -> str:
    """The end page's visible text, and the names of its links: an answer may be one."""
    return f"{final.text} {' '.join(e.name for e in seen.elements)}"
