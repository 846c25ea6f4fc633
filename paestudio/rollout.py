"""Play tasks on pages: observe, decide, act, until an answer or the step limit.

Episodes run at the same time with no barrier: whoever is ready is decided together in one batch, and a slow page
holds up nobody. A page that breaks ends its own episode, with the reason on it; nothing is raised to the loop.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

from paestudio.core.actions import Verb
from paestudio.core.checks import page_decides
from paestudio.core.controls import HELPED, Controls
from paestudio.core.errors import EnvironmentFault, PaeError
from paestudio.core.events import EpisodeEnded, EpisodeStarted, Event, StepTaken
from paestudio.core.protocols import Browser, Context, Page, Policy
from paestudio.core.records import Decision, Episode, Final, Observation, Purpose, Step, Stop, Task

FORMAT_ERRORS = 3  # replies in a row that are no action
REPEATS = 3  # times in a row that the same action is taken where nothing changed (WebArena's rule: Zhou et al., 2023)


@dataclass(frozen=True, slots=True)
class Limits:
    """How an episode is played."""

    max_steps: int
    purpose: Purpose = Purpose.TRAIN
    iteration: int = 0
    greedy: bool = False
    screenshots: bool = False


class Decider:
    """Collects the contexts that are ready and decides them in one batch in the model's thread."""

    def __init__(self, policy: Policy, thread: Executor) -> None:
        self._policy = policy
        self._thread = thread
        self._ready: list[tuple[Context, asyncio.Future[Decision]]] = []
        self._wake = asyncio.Event()

    async def decide(self, context: Context) -> Decision:
        """The decision on one context."""
        future: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()
        self._ready.append((context, future))
        self._wake.set()
        return await future

    async def serve(self) -> None:
        """Decide batch after batch until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            self._wake.clear()
            batch, self._ready = self._ready, []
            try:
                contexts = [context for context, _ in batch]
                decisions = await loop.run_in_executor(self._thread, self._policy.decide, contexts)
            except Exception as e:  # boundary: whatever a policy raises is told to the episodes that asked
                for _, future in batch:
                    future.set_exception(PolicyFailed(f"{type(e).__name__}: {e}"))
            else:
                for (_, future), decision in zip(batch, decisions, strict=True):
                    future.set_result(decision)


class PolicyFailed(Exception):
    """The policy could not decide. Ends the episodes that were waiting for it."""


@dataclass(slots=True)
class _Play:
    """One episode in the making."""

    id: str
    task: Task
    steps: list[Step] = field(default_factory=list)
    answer: str | None = None


async def rollout(
    tasks: Sequence[Task],
    *,
    browser: Browser,
    policy: Policy,
    thread: Executor,
    limits: Limits,
    controls: Controls,
) -> AsyncGenerator[Event, None]:
    """Every task once, in order of free pages; `browser.slots` at a time. Stops between actions when asked to."""
    told: asyncio.Queue[Event | None] = asyncio.Queue()
    waiting = list(reversed(tasks))
    decider = Decider(policy, thread)
    halt = asyncio.Event()

    async def worker(number: int) -> None:
        try:
            while waiting and not halt.is_set() and not controls.stopping:
                await _episode(waiting.pop(), number, browser, policy, decider, limits, controls, halt, told)
        finally:
            told.put_nowait(None)

    serving = asyncio.create_task(decider.serve())
    workers = [asyncio.create_task(worker(i)) for i in range(min(browser.slots, len(tasks)))]
    try:
        running = len(workers)
        while running:
            event = await told.get()
            if event is None:
                running -= 1
            else:
                yield event
    finally:
        halt.set()  # Playwright must not be cancelled inside a call: let every worker reach its next boundary
        await asyncio.gather(*workers)
        serving.cancel()


async def _episode(
    task: Task,
    number: int,
    browser: Browser,
    policy: Policy,
    decider: Decider,
    limits: Limits,
    controls: Controls,
    halt: asyncio.Event,
    told: asyncio.Queue[Event | None],
) -> None:
    """Play one task and tell its events; whatever goes wrong is on the episode."""
    play = _Play(uuid.uuid4().hex[:16], task)
    started, clock = time.time(), time.monotonic()
    version, page, final, error, slot = policy.version, None, Final(), "", number
    try:
        page = await browser.open(task.start_url, task.login)
        slot = page.slot
        told.put_nowait(EpisodeStarted(play.id, task, slot, limits.purpose, limits.iteration))
        stop = await _steps(play, page, decider, limits, controls, halt, told)
        final = await page.finish(task.check)
    except PaeError as e:
        stop, error = Stop.BROWSER_ERROR, str(e)
    except PolicyFailed as e:
        stop, error = Stop.MODEL_ERROR, str(e)
    finally:
        if page is not None:
            await page.close()
    told.put_nowait(
        EpisodeEnded(
            Episode(
                play.id,
                play.task,
                tuple(play.steps),
                stop,
                play.answer,
                final,
                policy.name,
                version,
                limits.purpose,
                limits.iteration,
                started,
                time.monotonic() - clock,
                error,
            ),
            slot,
        )
    )


async def _steps(
    play: _Play,
    page: Page,
    decider: Decider,
    limits: Limits,
    controls: Controls,
    halt: asyncio.Event,
    told: asyncio.Queue[Event | None],
) -> Stop:
    """Observe, decide, act; returns why it ended."""
    controls.take_end(page.slot)
    controls.take_help(page.slot)
    problem, bad = "", 0
    asks = page_decides(play.task.check)
    for index in range(limits.max_steps):
        if index and controls.delay:
            await asyncio.sleep(controls.delay)
        while controls.waits(page.slot):
            await asyncio.sleep(0.05)
        if controls.stopping or halt.is_set() or controls.take_end(page.slot):
            return Stop.STOPPED
        clock = time.monotonic()
        seen = await page.observe(limits.screenshots)
        seen = replace(seen, last_error=problem or seen.last_error)
        if asks and seen.over:
            return Stop.OVER
        if asks and index == 0:
            play.task = _as_asked(play.task, seen)
        if controls.take_help(page.slot):
            seen = replace(seen, notes=(*seen.notes, HELPED))
        decision = await decider.decide(Context(play.task, seen, tuple(play.steps), limits.greedy))
        action = decision.action
        if action is None:
            problem, bad = decision.error, bad + 1
        elif action.verb is Verb.ANSWER:
            problem, play.answer = "", action.text
        else:
            problem, bad = await page.act(action, seen), 0
        step = Step(index, seen, decision, problem, time.monotonic() - clock)
        play.steps.append(step)
        told.put_nowait(StepTaken(play.id, page.slot, step))
        if play.answer is not None:
            return Stop.ANSWERED
        if bad >= FORMAT_ERRORS:
            return Stop.FORMAT_ERRORS
        if not asks and _repeating(play.steps):  # pages with rewards may want one button pressed five times
            return Stop.REPEATING
    return Stop.STEP_LIMIT


def _repeating(steps: Sequence[Step]) -> bool:
    """Whether the last steps were one action on one place of one page."""
    last = [(s.decision.action, s.observation.looks) for s in steps[-REPEATS:]]
    return len(last) == REPEATS and last[0][0] is not None and all(one == last[0] for one in last)


def _as_asked(task: Task, seen: Observation) -> Task:
    """The task in the page's own words: what it asks for may differ from load to load."""
    if not seen.goal:
        raise EnvironmentFault(f"{task.start_url} started no task.", "Is it a page that gives tasks and rewards?")
    return task if seen.goal == task.instruction else replace(task, instruction=seen.goal)
