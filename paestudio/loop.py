"""READ FIRST: propose → curate → act → evaluate → learn, and measure on tasks that are never trained on.

An asynchronous generator of typed events. It owns no thread, window or file: the parts are handed in, whoever
consumes the events shows and stores them, and a person's wishes arrive through `controls`. A failed page or a dead
judge is data on an episode; it never becomes a reward.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from paestudio.config import RunConfig
from paestudio.core.controls import Controls
from paestudio.core.events import Event, Noticed, RunEnded, RunStarted
from paestudio.core.records import Run
from paestudio.phases import AGAIN, Parts, curate, iterate, measure, propose, timed, warm_start

LEAST_SHARE = 0.3  # of an iteration's tasks, that the last one is worth playing with


async def run(run: Run, parts: Parts, config: RunConfig, controls: Controls) -> AsyncIterator[Event]:
    """The whole run, from the site's address to the report. Ends with RunEnded, whatever happens short of a bug.

    What an interrupted run had done already (tasks divided, measurements, a warm start) is not done again.
    """
    yield RunStarted(run, resumed=parts.desk.divided)

    async for event in find_tasks(parts, config, controls):
        yield event
    if not parts.desk.training() and not controls.stopping:
        yield Noticed("error", "There is no approved task to train on.", "Approve or add tasks, or take another site.")
        yield RunEnded("failed")
        return

    async for event in timed("measuring", parts, measure("before", parts, config, controls)):
        yield event
    if config.warm_start and parts.learner.version == 0 and parts.clock.fits("measuring"):
        async for event in timed("warm_start", parts, warm_start(parts, config, controls)):
            yield event
    if config.warm_start and parts.learner.version:
        async for event in timed("measuring", parts, measure("warm_start", parts, config, controls)):
            yield event

    failed = False
    while not failed and not controls.stopping and (share := another(parts, config)):
        parts.iteration += 1
        async for event in timed("iteration", parts, iterate(parts, config, controls, share), share):
            yield event
            failed = failed or (isinstance(event, Noticed) and event.level == "error")
        if not failed and controls.take_measure():
            async for event in timed("measuring", parts, measure(AGAIN, parts, config, controls)):
                yield event

    if parts.learner.version or parts.clock.fits("measuring"):
        async for event in timed("measuring", parts, measure("after", parts, config, controls)):
            yield event
    else:
        yield Noticed("warning", "There was no time to learn: the agent is as before.", "Give more --minutes.")
    for event in parts.desk.heed(controls):  # what a person decided meanwhile is in the run's record too
        yield event
    yield RunEnded("stopped" if controls.stopping else "failed" if failed else "finished")


async def find_tasks(parts: Parts, config: RunConfig, controls: Controls) -> AsyncIterator[Event]:
    """Tasks of the site, approved, a share of them kept apart to measure with."""
    if parts.desk.divided:
        return
    async with parts.ahead:  # the model reads what it will see again
        async for event in timed("proposing", parts, propose(parts, config, controls)):
            yield event
        async for event in timed("waiting", parts, curate(parts, config, controls)):
            yield event


def another(parts: Parts, config: RunConfig) -> float:
    """How much of one more iteration, with the measurement after it, fits into what was asked for; 0: none worth it."""
    if config.iterations:
        return float(parts.iteration < config.iterations)
    share = parts.clock.share("iteration", "measuring")
    return share if share >= LEAST_SHARE else 0.0
