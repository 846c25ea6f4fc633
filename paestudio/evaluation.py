"""Measure agents on tasks that somebody else wrote: a task file, MiniWoB++, or a suite whose site is started fresh.

A site that fails is nobody's failure: what was under way is unknown with the cause, the site is started again, and
the rest goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from paestudio import session
from paestudio.brain import load_adapter, load_brain, suited
from paestudio.config import RunConfig
from paestudio.core.checks import Site
from paestudio.core.controls import Controls
from paestudio.core.errors import EnvironmentFault
from paestudio.core.events import EpisodeEnded, EpisodeJudged, Event, Noticed, PhaseChanged
from paestudio.core.local_http import silence
from paestudio.core.protocols import Browser, Policy
from paestudio.core.records import Cause, Episode, Judged, Outcome, Purpose, Stop, Task, Verdict
from paestudio.evaluator.checks import CheckEvaluator
from paestudio.evaluator.panel import Panel
from paestudio.plan import Plan
from paestudio.rollout import Limits, rollout
from paestudio.store.blobs import Blobs
from paestudio.suites.kept import Trial
from paestudio.suites.runner import SiteRunner

if TYPE_CHECKING:
    from paestudio.browser.views import Views

STARTS = 2  # times that a site may fail without a task played in between before the rest is unknown


@dataclass(slots=True)
class Round:
    """One agent under one seed, on the site."""

    adapter: str
    seed: int
    policy: Policy
    thread: Executor  # the model's own
    browser: Browser
    runner: SiteRunner | None
    limits: Limits
    plan: Plan
    controls: Controls
    trials: list[Trial]
    total: int = 0


async def evaluate(
    plan: Plan, config: RunConfig, store_folder: Path, views: Views | None, controls: Controls, trials: list[Trial]
) -> AsyncIterator[Event]:
    """Every agent, every seed, every task `repeats` times; `trials` is filled. What it has already is not done again.

    Raises PaeError when the site cannot be started at all, or the browser or the model cannot be had.
    """
    wanted = {
        (adapter, seed): left
        for adapter in plan.adapters
        for seed in plan.rounds
        if (left := _left(plan, adapter, seed, trials))
    }
    if not wanted:
        return
    total = len(trials) + sum(len(left) for left in wanted.values())
    yield PhaseChanged("loading", "the site and the browser")
    async with contextlib.AsyncExitStack() as stack:
        runner = None
        if plan.suite is not None and plan.suite.starts:
            runner = await stack.enter_async_context(SiteRunner(plan.suite.folder, plan.port))
        sees = (config := await suited(replace(config, screenshots=False), lambda text: None)).screenshots
        blobs = Blobs(Path(stack.enter_context(tempfile.TemporaryDirectory()))) if sees else None
        browser = await session.open_browser(plan.target, config, blobs.save if blobs else lambda data: "", views)
        stack.push_async_callback(browser.close)
        limits = Limits(config.max_steps, Purpose.EVALUATE, greedy=plan.greedy, screenshots=sees)
        for adapter in dict.fromkeys(adapter for adapter, _ in wanted):
            yield PhaseChanged("loading", f"the model ({adapter})")
            opener = blobs.open if blobs else lambda name: None
            brain = await load_brain(config, adapter, lambda text: None, opener)
            try:
                load_adapter(brain, adapter, store_folder)
                for seed in (seed for one, seed in wanted if one == adapter):
                    brain.policy.reseed(seed)
                    one = Round(
                        adapter,
                        seed,
                        brain.policy,
                        brain.thread,
                        browser,
                        runner,
                        limits,
                        plan,
                        controls,
                        trials,
                        total,
                    )
                    async for event in play_round(one):
                        yield event
            finally:
                brain.thread.shutdown()


async def play_round(one: Round) -> AsyncIterator[Event]:
    """All tasks of a seed: those that may share the site first, then each of the others on a fresh one."""
    tasks = _left(one.plan, one.adapter, one.seed, one.trials)
    if one.runner is None:
        async for event in _played(tasks, Site(one.plan.target.origin, one.plan.target.data), one):
            yield event
        return
    one.runner.wear()  # what the last agent left behind is nothing for the next
    changing = [task for task in tasks if task.kind == "state"]
    async for event in _on_site([task for task in tasks if task.kind != "state"], False, one):
        yield event
    for task in changing:
        async for event in _on_site([task], True, one):
            yield event


def _left(plan: Plan, adapter: str, seed: int, trials: Sequence[Trial]) -> list[Task]:
    """The tasks of a round, each `repeats` times, without what was tried already."""
    done = Counter(trial.task for trial in trials if (trial.adapter, trial.seed) == (adapter, seed))
    left = []
    for task in (task for task in plan.rounds[seed] for _ in range(plan.repeats)):
        done[task.id] -= 1
        if done[task.id] < 0:
            left.append(task)
    return left


async def _on_site(tasks: Sequence[Task], fresh: bool, one: Round) -> AsyncIterator[Event]:
    """Play tasks on one state of the site. When it ends meanwhile, the rest is played on the next start of it."""
    assert one.runner is not None
    start, failures, done, told = len(one.trials), 0, 0, ""
    while done < len(tasks) and failures < STARTS and not one.controls.stopping:
        try:
            async with (
                one.runner.lease(fresh=fresh) as site,
                contextlib.aclosing(_played(tasks[done:], site, one)) as events,
            ):
                async for event in events:
                    yield event
                    if isinstance(event, EpisodeJudged) and one.runner.ended:
                        break
        except EnvironmentFault as e:
            told = str(e)
            yield Noticed("warning", e.message, e.fix)
        failures = failures + 1 if len(one.trials) == start + done else 0
        played = [trial.task for trial in one.trials[start:]]
        tasks, done = _unplayed_last(tasks, played), len(played)
    if not one.controls.stopping:
        for task in tasks[done:]:
            yield _file(_never_played(task, told), one)


def _unplayed_last(tasks: Sequence[Task], played: Sequence[str]) -> list[Task]:
    """The tasks, those that were played first: pages end in their own order."""
    left, first, last = list(played), [], []
    for task in tasks:
        if task.id in left:
            left.remove(task.id)
            first.append(task)
        else:
            last.append(task)
    return [*first, *last]


async def _played(tasks: Sequence[Task], site: Site, one: Round) -> AsyncGenerator[Event, None]:
    """Play and judge tasks on a site that runs."""
    if not tasks:
        return
    panel = Panel([CheckEvaluator(site)])
    playing = rollout(
        tasks,
        browser=one.browser,
        policy=one.policy,
        thread=one.thread,
        limits=one.limits,
        controls=one.controls,
    )
    async with contextlib.aclosing(playing) as events:
        async for event in events:
            yield event
            if one.runner is not None and one.runner.ended and _stillborn(event):
                return  # it is played again on the next start
            if isinstance(event, EpisodeEnded) and not (one.controls.stopping and event.episode.stop is Stop.STOPPED):
                settled = panel.settle(await panel.judge(event.episode))
                if settled.outcome is Outcome.FAILURE:
                    settled = await asyncio.to_thread(_blameless, settled, site, one.runner)
                yield _file(Judged(event.episode, settled), one)
                yield PhaseChanged("measuring", event.episode.task.instruction, len(one.trials), one.total)


def _stillborn(event: Event) -> bool:
    """Whether an episode found no page to begin on."""
    return isinstance(event, EpisodeEnded) and event.episode.stop is Stop.BROWSER_ERROR and not event.episode.steps


def _file(judged: Judged, one: Round) -> EpisodeJudged:
    one.trials.append(Trial.of(one.adapter, one.seed, judged))
    return EpisodeJudged(judged.verdict, judged.verdict)


def _blameless(failure: Verdict, site: Site, runner: SiteRunner | None) -> Verdict:
    """A failure on a site that is not there any more is unknown: the agent may not have been to blame."""
    try:
        if runner is not None:
            runner.demand_alive()
        why = silence(site.base)
    except EnvironmentFault as e:
        why = str(e)
    if not why:
        return failure
    told = f"The site went away: {why}"
    return replace(failure, outcome=Outcome.UNKNOWN, cause=Cause.ENVIRONMENT, evidence=told)


def _never_played(task: Task, why: str) -> Judged:
    episode = Episode(
        uuid.uuid4().hex[:16],
        task,
        (),
        Stop.BROWSER_ERROR,
        purpose=Purpose.EVALUATE,
        started=time.time(),
        error=why,
    )
    verdict = Verdict(episode.id, task.id, Outcome.UNKNOWN, "site", Cause.ENVIRONMENT, why, at=time.time())
    return Judged(episode, verdict)
