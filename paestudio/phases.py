"""The phases of the loop, each an asynchronous generator of events over the same parts."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from paestudio.ahead import ReadingAhead
from paestudio.config import RunConfig
from paestudio.core.clock import Clock
from paestudio.core.controls import HELPED, Controls, helped
from paestudio.core.events import (
    EpisodeEnded,
    EpisodeJudged,
    Event,
    Measured,
    Metric,
    Noticed,
    PhaseChanged,
    TaskProposed,
    UpdateMade,
)
from paestudio.core.protocols import Browser, Learner, Panel, Policy, Progress, Proposer, Sampler
from paestudio.core.records import Episode, Judged, Outcome, Proposal, Purpose, Task, Update, Verdict
from paestudio.core.stats import rate_of
from paestudio.desk import Desk
from paestudio.rollout import Limits, rollout

UNKNOWN_ALARM = 0.5  # share of unknown verdicts in an iteration at which the run stops
MOMENT = 0.05  # seconds that a verdict is waited for before the next event: what a check takes
GRACE = 2.0  # seconds that a verdict is waited for once the run is stopped
AGAIN = "iteration"  # a measurement that a person asked for: as often as they like


@dataclass(slots=True)
class Parts:
    """What a run is made of. `measured` and `iteration` say how far an interrupted one had come."""

    browser: Browser
    policy: Policy
    proposer: Proposer
    panel: Panel
    learner: Learner
    sampler: Sampler
    desk: Desk
    thread: Executor  # the model's own
    clock: Clock
    measured: set[str] = field(default_factory=set)
    iteration: int = 0
    unjudged: list[Episode] = field(default_factory=list)  # played before the run was cut short
    ahead: ReadingAhead = field(init=False)

    def __post_init__(self) -> None:
        self.ahead = ReadingAhead(self.policy, self.thread)


async def timed(name: str, parts: Parts, events: AsyncIterator[Event], share: float = 1.0) -> AsyncIterator[Event]:
    """A phase's events, with its time noted: that share of a whole one's."""
    started = time.monotonic()
    async for event in events:
        yield event
    parts.clock.spent(name, time.monotonic() - started, share)


async def propose(parts: Parts, config: RunConfig, controls: Controls) -> AsyncIterator[Event]:
    async for item in parts.proposer.propose(config.tasks):
        if not isinstance(item, Proposal):
            yield item
            continue
        parts.desk.propose(item)
        if item.proof is not None:
            yield EpisodeEnded(item.proof)
            parts.ahead.add(item.proof)
        yield TaskProposed(item.task, item.proof.id if item.proof else None)
        for event in parts.desk.heed(controls):
            yield event
        for event in parts.desk.approve_all() if config.auto_approve else ():
            yield event
        if controls.stopping:
            return


async def curate(parts: Parts, config: RunConfig, controls: Controls) -> AsyncIterator[Event]:
    """Wait for the person until nothing is undecided, then keep the held-out share apart."""
    told = -1
    while not config.auto_approve and (waiting := parts.desk.waiting()) and not controls.stopping:
        for event in parts.desk.heed(controls):
            yield event
        if waiting != told:
            yield PhaseChanged("waiting", f"{waiting} tasks wait for you", seconds_left=parts.clock.left)
            told = waiting
        await asyncio.sleep(0.1)
    for event in (*parts.desk.heed(controls), *parts.desk.divide()):
        yield event


async def measure(name: str, parts: Parts, config: RunConfig, controls: Controls) -> AsyncIterator[Event]:
    """Every held-out task once, with the likeliest action instead of a drawn one."""
    if name in parts.measured and name != AGAIN:
        return
    limits = Limits(config.max_steps, Purpose.HELD_OUT, parts.iteration, greedy=True, screenshots=config.screenshots)
    judged: list[Judged] = []
    async for event in _play(
        parts.desk.measuring(), "measuring", parts, limits, controls, judged, config.endpoint_parallel
    ):
        yield event
    if controls.stopping:
        return
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for one in judged:
        kinds[one.episode.task.kind].append(one.verdict.outcome)
    parts.measured.add(name)
    yield Measured(
        name,
        parts.iteration,
        rate_of(one.verdict.outcome for one in judged),
        {kind: rate_of(outcomes) for kind, outcomes in sorted(kinds.items())},
    )


async def warm_start(parts: Parts, config: RunConfig, controls: Controls) -> AsyncIterator[Event]:
    """Learn from the person's demonstrations and the proofs of the training tasks, for a share of the time."""
    if controls.stopping:
        return
    left = parts.clock.left if parts.clock.left is not None else config.minutes * 60
    deadline = time.monotonic() + config.warm_start_share * left
    for event in parts.desk.heed(controls):
        yield event
    shown = parts.desk.demonstrations(config.warm_start_tasks)
    parts.sampler.demonstrated([episode.task.id for episode in shown])
    async for event in _in_thread(
        "warm_start", parts, lambda progress: parts.learner.warm_start(shown, progress, deadline)
    ):
        yield event


async def iterate(parts: Parts, config: RunConfig, controls: Controls, share: float = 1.0) -> AsyncIterator[Event]:
    """One batch of groups, judged, and one update; a share of one when the time is nearly over."""
    for event in parts.desk.heed(controls):
        yield event
    judged: list[Judged] = []
    while parts.unjudged:
        old = parts.unjudged.pop()
        for event in _file(old, await parts.panel.judge(old), parts, judged):
            yield event
    played = Counter(one.episode.task.id for one in parts.desk.batch_of(parts.iteration))
    sampled = parts.sampler.sample(math.ceil(share * config.tasks_per_iteration))
    tasks = [task for task in sampled for _ in range(config.group - played[task.id])]
    limits = Limits(config.max_steps, Purpose.TRAIN, parts.iteration, screenshots=config.screenshots)
    clock = time.monotonic()
    async for event in _play(tasks, "acting", parts, limits, controls, judged, config.endpoint_parallel):
        yield event
    acted = time.monotonic() - clock
    if controls.stopping:
        return
    for event in (*parts.desk.heed(controls), *_numbers(judged, parts.iteration, acted)):
        yield event
    batch = parts.desk.take_batch()
    parts.learner.leave_out(parts.desk.withdrawn)
    if config.algorithm != "rloo":
        batch += parts.desk.lessons(batch)
    else:
        batch += parts.desk.guides(batch) if config.guided else []
        batch += parts.desk.rehearsals(math.ceil(share * config.rehearsed), batch) if config.warm_start else []
    for event in parts.desk.count(parts.desk.batch_of(parts.iteration)):
        yield event
    async for event in _in_thread(
        "learning", parts, lambda progress: parts.learner.update(batch, parts.iteration, progress)
    ):
        yield event
    parts.desk.used()
    unknown = sum(one.verdict.outcome is Outcome.UNKNOWN for one in judged)
    if judged and unknown / len(judged) > UNKNOWN_ALARM:
        yield Noticed("error", f"{unknown} of {len(judged)} episodes could not be judged.", "Is the site still up?")


async def _play(
    tasks: Sequence[Task],
    phase: str,
    parts: Parts,
    limits: Limits,
    controls: Controls,
    judged: list[Judged],
    at_once: int,
) -> AsyncIterator[Event]:
    """Roll out and judge, `at_once` episodes before the panel at a time; `judged` is filled."""
    yield PhaseChanged(phase, "", 0, len(tasks), parts.clock.left)
    jury = Jury(parts, at_once)

    def told(episode: Episode, verdicts: list[Verdict]) -> Iterator[Event]:
        yield from _file(episode, verdicts, parts, judged)
        yield from parts.desk.heed(controls)
        yield PhaseChanged(phase, episode.task.instruction, len(judged), len(tasks), parts.clock.left)

    try:
        async for event in rollout(
            tasks,
            browser=parts.browser,
            policy=parts.policy,
            thread=parts.thread,
            limits=limits,
            controls=controls,
        ):
            yield event
            if isinstance(event, EpisodeEnded):
                await jury.hand_in(event.episode)
            for decided in jury.decided():
                for news in told(*decided):
                    yield news
        async for late in jury.rest(lambda: controls.stopping):
            for news in told(*late):
                yield news
    finally:
        await jury.adjourn()


class Jury:
    """Episodes before the panel, some at a time; their verdicts come in the order in which the episodes ended."""

    def __init__(self, parts: Parts, at_once: int) -> None:
        self._panel = parts.panel
        self._gate = asyncio.Semaphore(at_once)
        self._asked: deque[tuple[Episode, asyncio.Task[list[Verdict]]]] = deque()

    async def hand_in(self, episode: Episode) -> None:
        """Ask about an episode. A panel that only checks has often decided when this returns."""
        asking = asyncio.create_task(self._ask(episode))
        self._asked.append((episode, asking))
        await asyncio.wait([asking], timeout=MOMENT)

    def decided(self) -> Iterator[tuple[Episode, list[Verdict]]]:
        """What is decided, up to the first episode that is not."""
        while self._asked and self._asked[0][1].done():
            episode, asking = self._asked.popleft()
            yield episode, asking.result()

    async def rest(self, stopping: Callable[[], bool]) -> AsyncIterator[tuple[Episode, list[Verdict]]]:
        """All others. Once a person stops the run, models that are still asked are waited for no longer."""
        while self._asked:
            await asyncio.wait([self._asked[0][1]], timeout=0.1)
            for one in self.decided():
                yield one
            if self._asked and stopping() and not (await asyncio.wait([self._asked[0][1]], timeout=GRACE))[0]:
                return

    async def adjourn(self) -> None:
        """Give up what is not decided."""
        left = [asking for _, asking in self._asked]
        self._asked.clear()
        for asking in left:
            asking.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _ask(self, episode: Episode) -> list[Verdict]:
        async with self._gate:
            return await self._panel.judge(episode)


def _file(episode: Episode, verdicts: list[Verdict], parts: Parts, judged: list[Judged]) -> Iterator[EpisodeJudged]:
    """File an episode with its verdicts."""
    if helped(episode):  # not the agent's own work, whatever the page says now; the person may still judge it
        told = (episode.id, episode.task.id, Outcome.UNKNOWN, "human", None, HELPED)
        verdicts.append(Verdict(*told, at=time.time()))
    settled = parts.panel.settle(verdicts)
    parts.desk.judged(episode, verdicts, settled)
    judged.append(Judged(episode, settled))
    for verdict in verdicts:
        yield EpisodeJudged(verdict, settled)


async def _in_thread(
    phase: str, parts: Parts, work: Callable[[Progress], Update | None]
) -> AsyncIterator[PhaseChanged | UpdateMade | Noticed | Metric]:
    """Blocking work in the model's thread; its progress is told twice a second."""
    at = [0, 0]

    def progress(done: int, total: int) -> None:
        at[:] = [done, total]

    future = asyncio.get_running_loop().run_in_executor(parts.thread, work, progress)
    while not (await asyncio.wait([future], timeout=0.5))[0]:
        yield PhaseChanged(phase, "", at[0], at[1], parts.clock.left)
    update = await future
    if update is None:
        yield Noticed("info", "Nothing to learn from this time: every group all succeeded or all failed.")
        return
    yield UpdateMade(update)
    for name, value in update.metrics.items():
        yield Metric(name, value, update.iteration)


def _numbers(judged: Sequence[Judged], iteration: int, seconds: float) -> list[Metric]:
    outcomes = [one.verdict.outcome for one in judged]
    decided = [o for o in outcomes if o is not Outcome.UNKNOWN]
    steps = [step for one in judged for step in one.episode.steps]
    tokens = sum(len(step.decision.tokens) for step in steps)
    return [
        Metric("reward", sum(o is Outcome.SUCCESS for o in decided) / max(1, len(decided)), iteration),
        Metric("unknown_rate", 1 - len(decided) / max(1, len(outcomes)), iteration),
        Metric("episode_steps", len(steps) / max(1, len(judged)), iteration),
        Metric("steps_per_second", len(steps) / max(1e-3, seconds), iteration),
        Metric("tokens_per_second", tokens / max(1e-3, seconds), iteration),
    ]
