"""The extension points. Small on purpose: each has a contract suite and a scripted implementation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from paestudio.core.actions import Action
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.records import (
    Check,
    Decision,
    Episode,
    Final,
    Judged,
    Observation,
    Proposal,
    Status,
    Step,
    Task,
    Update,
    Verdict,
)

COMPARING = 1_000  # slots from here on belong to no run but to a comparison
Progress = Callable[[int, int], None]  # (done, total); called from any thread


class Page(Protocol):
    """One isolated page (own cookies and storage), leased for one episode."""

    slot: int

    async def observe(self, screenshot: bool = False) -> Observation:
        """The page as it is now, settled. Raises BrowserLost when the page is gone."""
        ...

    async def act(self, action: Action, seen: Observation) -> str:
        """Do it and wait for what it started. Returns "" or, in words, why it failed. Raises BrowserLost."""
        ...

    async def finish(self, check: Check | None) -> Final:
        """The end state, with the values that `element` keys of the check ask for."""
        ...

    async def close(self) -> None:
        """Give the page back. Its cookies and storage are gone. Never raises."""
        ...


class Browser(Protocol):
    """Gives out pages; at most `slots` at a time."""

    slots: int

    async def open(self, url: str, login: str | None = None) -> Page:
        """A fresh isolated page on `url`, logged in as the site file says. Waits for a free slot.

        Raises EnvironmentFault when the site does not answer, BrowserLost when the browser is gone.
        """
        ...

    async def close(self) -> None:
        """End the browser. Idempotent."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a policy decides on: the task, the page now, and what was done before."""

    task: Task
    observation: Observation
    history: tuple[Step, ...] = ()
    greedy: bool = False


class Policy(Protocol):
    """The agent. Decides for all pages that are ready in one go."""

    name: str
    version: int

    def decide(self, contexts: Sequence[Context]) -> list[Decision]:
        """One decision a context, same order. Blocking: the caller runs it in the model's thread."""
        ...

    def read_ahead(self, seen: Observation) -> bool:
        """Read a page that will come again, when nothing else is to be done; False: no more of them. Blocking."""
        ...


class Proposer(Protocol):
    """Invents tasks for a site."""

    def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        """Up to `count` new tasks, none equal to an earlier one, with what happens on the way."""
        ...


class Evaluator(Protocol):
    """Judges one episode. May abstain: Outcome.UNKNOWN with a cause."""

    name: str

    async def judge(self, episode: Episode) -> Verdict | None:
        """A verdict, or None when this evaluator has nothing to say of such a task."""
        ...


class Panel(Protocol):
    """Several evaluators, and whose word counts."""

    async def judge(self, episode: Episode) -> list[Verdict]:
        """Every verdict that was given, at least one."""
        ...

    def settle(self, verdicts: Sequence[Verdict]) -> Verdict:
        """The one that counts: a person over a check over a judge."""
        ...


class Learner(Protocol):
    """Turns judged episodes into a better adapter. Blocking: the caller runs it in the model's thread."""

    version: int

    def warm_start(self, demonstrations: Sequence[Episode], progress: Progress, deadline: float) -> Update | None:
        """Supervised passes over demonstrations of training tasks; None when there are none."""
        ...

    def update(self, judged: Sequence[Judged], iteration: int, progress: Progress) -> Update | None:
        """One update; None when no episode carries a signal. Never raises for a bad batch: the old adapter stays."""
        ...

    def leave_out(self, episodes: Collection[str]) -> None:
        """Exactly these episodes teach nothing from now on, also where earlier successes are learned from again."""
        ...


class Sampler(Protocol):
    """Which approved task to try next."""

    def add(self, task: Task) -> None:
        """A task approved for training."""
        ...

    def remove(self, task_id: str) -> None:
        """Never sample it again."""
        ...

    def demonstrated(self, task_ids: Sequence[str]) -> None:
        """The agent was shown how these are done: others teach more."""
        ...

    def sample(self, count: int) -> list[Task]:
        """Distinct tasks for the next groups."""
        ...

    def observe(self, task_id: str, successes: int, trials: int) -> None:
        """The result of one group of a task (unknowns left out)."""
        ...

    def status(self, task_id: str) -> Status:
        """The task's place in the life-cycle by its results."""
        ...

    def state(self) -> Mapping[str, Any]:
        """JSON that `load` takes back: part of a checkpoint."""
        ...

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from a `state`."""
        ...
