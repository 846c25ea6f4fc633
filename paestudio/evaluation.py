"""Measure an agent on tasks that somebody else wrote: a task file, or a suite whose site is started fresh."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from paestudio import session
from paestudio.config import RunConfig
from paestudio.core.checks import Site
from paestudio.core.controls import Controls
from paestudio.core.events import EpisodeEnded, EpisodeJudged, Event, PhaseChanged
from paestudio.core.protocols import Browser
from paestudio.core.records import Judged, Purpose, Task
from paestudio.evaluator.checks import CheckEvaluator
from paestudio.evaluator.panel import Panel
from paestudio.rollout import Limits, rollout
from paestudio.suites import Suite
from paestudio.suites.runner import SiteRunner

if TYPE_CHECKING:
    from paestudio.browser.views import Views


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure: tasks, on which site, with which adapter, how often."""

    tasks: Sequence[Task]
    target: session.Target
    adapter: str = "base"
    repeats: int = 1
    suite: Suite | None = None  # its site is started and reset here; else it runs already
    port: int | None = None


@dataclass(slots=True)
class _Table:
    """The parts of one measurement."""

    browser: Browser
    brain: session.Brain
    limits: Limits
    controls: Controls
    judged: list[Judged] = field(default_factory=list)
    total: int = 0


async def evaluate(
    plan: Plan, config: RunConfig, store_folder: Path, views: Views | None, controls: Controls, judged: list[Judged]
) -> AsyncIterator[Event]:
    """Every task `repeats` times; `judged` is filled. One attempt takes the likeliest actions, several are drawn."""
    yield PhaseChanged("loading", "the browser and the model")
    async with contextlib.AsyncExitStack() as stack:
        runner = None
        if plan.suite is not None and plan.suite.starts:
            runner = await stack.enter_async_context(SiteRunner(plan.suite.folder, plan.port))
        brain = await session.load_brain(config, plan.adapter, lambda text: None)
        stack.callback(brain.thread.shutdown)
        session.load_adapter(brain, plan.adapter, store_folder)
        browser = await session.open_browser(plan.target, config, lambda data: "", views)
        stack.push_async_callback(browser.close)
        limits = Limits(config.max_steps, Purpose.EVALUATE, greedy=plan.repeats == 1)
        tasks = [task for task in plan.tasks for _ in range(plan.repeats)]
        table = _Table(browser, brain, limits, controls, judged, len(tasks))
        shared = [t for t in tasks if runner is None or t.kind != "state"]
        async for event in _some(shared, runner, fresh=False, plan=plan, table=table):
            yield event
        for task in (t for t in tasks if runner is not None and t.kind == "state"):
            async for event in _some([task], runner, fresh=True, plan=plan, table=table):
                yield event


async def _some(
    tasks: Sequence[Task], runner: SiteRunner | None, *, fresh: bool, plan: Plan, table: _Table
) -> AsyncIterator[Event]:
    """Play and judge tasks on one state of the site."""
    if not tasks or table.controls.stopping:
        return
    async with contextlib.AsyncExitStack() as stack:
        site = Site(plan.target.origin, plan.target.data)
        if runner is not None:
            site = await stack.enter_async_context(runner.lease(fresh=fresh))
        panel = Panel([CheckEvaluator(site)])
        async for event in rollout(
            tasks,
            browser=table.browser,
            policy=table.brain.policy,
            thread=table.brain.thread,
            limits=table.limits,
            controls=table.controls,
        ):
            yield event
            if isinstance(event, EpisodeEnded):
                verdicts = await panel.judge(event.episode)
                settled = panel.settle(verdicts)
                table.judged.append(Judged(event.episode, settled))
                yield EpisodeJudged(settled, settled)
                yield PhaseChanged("measuring", event.episode.task.instruction, len(table.judged), table.total)


def with_home(target: session.Target, base: str) -> session.Target:
    """The same target at another address."""
    return replace(target, home=base)
