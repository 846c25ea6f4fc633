"""Explored and invented tasks together, in one stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from paestudio.chat.faults import ChatFault
from paestudio.core.errors import UserError
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.protocols import Proposer
from paestudio.core.records import Proposal
from paestudio.proposer.grounded import GroundedProposer
from paestudio.proposer.model import ModelProposer, TryOut

Trying = Callable[[], TryOut]  # called once the site is explored
LEAST_OTHERS = 4  # tasks that are found even where as many as wanted were shown


class ShownFirst:
    """core.protocols.Proposer: tasks that come with a demonstration, then whatever another proposer finds."""

    def __init__(self, shown: Sequence[Proposal], then: Proposer) -> None:
        self._shown = list(shown)
        self._then = then

    async def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        """The demonstrated ones, and others up to `count` in all; at least a few others."""
        shown, self._shown = self._shown, []
        for proposal in shown:
            yield proposal
        told = {proposal.task.id for proposal in shown}
        async for item in self._then.propose(max(LEAST_OTHERS, count - len(shown))):
            if not isinstance(item, Proposal) or item.task.id not in told:
                yield item


class MapProposer:
    """core.protocols.Proposer: explore the site, then let a model invent all tasks from what was seen."""

    def __init__(self, grounded: GroundedProposer, model: ModelProposer, trying: Trying | None = None) -> None:
        self._grounded = grounded
        self._model = model
        self._trying = trying

    async def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        """Up to `count`. Explores once."""
        if not self._model.pages:
            async for event in self._grounded.explore():
                if isinstance(event, PageExplored):
                    self._model.pages.append(event.page)
                yield event
            if self._trying is not None:
                self._model.try_out = self._trying()
        async for item in self._model.propose(count):
            yield item


class MixedProposer:
    """core.protocols.Proposer: what was explored and proved, and in between what a model invents from the same map."""

    def __init__(self, grounded: Proposer, model: ModelProposer, share: float, trying: Trying | None = None) -> None:
        self._grounded = grounded
        self._model = model
        self._share = share
        self._trying = trying

    async def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        """Up to `count`; `share` of them a model's. Without a model that answers, the others are still proposed."""
        wanted = round(count * self._share)
        invented: list[Proposal] = []
        asking: asyncio.Task[None] | None = None
        told = owed = 0.0
        try:
            async for item in self._grounded.propose(count - wanted):
                if isinstance(item, PageExplored):
                    self._model.pages.append(item.page)
                if not isinstance(item, Proposal):
                    yield item
                    continue
                if asking is None:
                    asking = asyncio.create_task(self._invent(wanted, invented))
                self._model.known.add(item.task)
                yield item
                owed += self._share / max(1e-9, 1 - self._share)
                while invented and told < owed:
                    told += 1
                    yield invented.pop(0)
            trouble = await self._finish(asking or asyncio.create_task(self._invent(wanted, invented)))
            for late in invented:
                yield late
            if trouble:
                yield PhaseChanged("proposing", f"No more from the model: {trouble}", count, count)
        finally:
            if asking is not None and not asking.done():
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)

    async def _invent(self, count: int, into: list[Proposal]) -> None:
        if self._trying is not None and self._model.pages and self._model.try_out is None:
            self._model.try_out = self._trying()
        async for item in self._model.propose(count):
            if isinstance(item, Proposal):
                into.append(item)

    async def _finish(self, asking: asyncio.Task[None]) -> str:
        try:
            await asking
        except (ChatFault, UserError) as e:
            return str(e)
        return ""
