"""`paestudio bench judge`: is a model judge fooled, and is it right?

Asked of the stand-in server in its modes, with the guards and without (one vote, plain prompt, reply believed, as in
published systems), over real HTTP; and of the model in the settings, on this machine or behind an endpoint, when there
is one. The stand-in compares words: it shows what the guards are worth against a model that follows orders wherever it
finds them unmarked, and, in mode reckless, against one that follows all orders. How well a model judges is measured
with that model.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from paestudio.bench import Result, Setup
from paestudio.bench.attempts import Attempts, gather
from paestudio.bench.controls import Control, controls
from paestudio.bench.judged import Row, line, result
from paestudio.brain import speaking
from paestudio.chat import Chat, ChatClient, Endpoint, connect
from paestudio.chat.standin import MODES, StandIn
from paestudio.core.errors import UserError
from paestudio.core.records import Episode, Outcome, Verdict
from paestudio.evaluator.calibration import Pair, measure, share_of
from paestudio.evaluator.court import judge_settings
from paestudio.evaluator.judge import JudgeSettings, ModelJudge

CONTROLS = 300
TASKS = 60
AT_ONCE = 8


def run(setup: Setup) -> Result:
    """Play, make the controls, judge everything. Raises UserError for a judge that is to see what was not kept."""
    if setup.config.judge_images:
        raise UserError("This benchmark shows a judge the words of pages only.", "Leave --judge-images out.")
    count = setup.size or CONTROLS
    attempts = gather(setup, min(TASKS, max(4, count // 3)))
    made = controls(attempts.failed(idle=True), attempts.failed(idle=False), count, attempts.fails)
    setup.tell(f"{len(attempts.episodes)} attempts, {len(made)} controls")
    rows = asyncio.run(rows_of(setup, attempts, made))
    return result(rows, attempts, made)


async def rows_of(setup: Setup, attempts: Attempts, made: Sequence[Control]) -> list[Row]:
    """Every judge in every way of asking."""
    own = judge_settings(setup.config)
    ways = [
        replace(own, guarded=False, votes=1),
        replace(own, guarded=True, votes=1),
        replace(own, guarded=True, votes=max(2, own.votes)),
    ]
    rows = []
    for mode in MODES:
        with StandIn(mode, seed=setup.config.seed) as base:
            endpoint = Endpoint.make(base, f"stand-in {mode}", parallel=AT_ONCE, backoff=0.05)
            async with ChatClient(endpoint) as client:
                for way in ways:
                    rows.append(await _row(mode, client, way, attempts, made))
                    setup.tell(line(rows[-1], len(made)))
    if setup.config.judge_url or setup.config.judge_model:
        given = connect.client(setup.config, "judge")
        try:
            async with speaking(setup.config, setup.tell, given):
                for way in ways:
                    rows.append(replace(await _row(given.model, given, way, attempts, made), given=True))
                    setup.tell(line(rows[-1], len(made)))
        finally:
            await given.close()
    return rows


async def _row(name: str, client: Chat, way: JudgeSettings, attempts: Attempts, made: Sequence[Control]) -> Row:
    started = time.monotonic()
    judge = ModelJudge(client, way)
    on_controls = await _judged(judge, [one.episode for one in made])
    on_attempts = await _judged(judge, attempts.episodes)
    fooled = [one for one in made if on_controls[one.episode.id].outcome is Outcome.SUCCESS]
    pairs = [
        Pair("demo", judge.name, key, attempts.truth[key], "check", v.outcome, share_of(v))
        for key, v in on_attempts.items()
    ]
    return Row(
        name,
        way.guarded,
        way.votes,
        Counter(one.kind for one in fooled),
        frozenset(one.episode.id for one in fooled),
        measure(pairs),
        time.monotonic() - started,
    )


async def _judged(judge: ModelJudge, episodes: Sequence[Episode]) -> dict[str, Verdict]:
    """A verdict on each, some at a time. Raises ChatFault for a judge that cannot be asked: it was not measured."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(episode: Episode) -> Verdict:
        async with gate:
            verdict = await judge.judge(episode)
            if judge.fault is not None:
                raise judge.fault
        assert verdict is not None
        return verdict

    return {v.episode: v for v in await asyncio.gather(*(one(e) for e in episodes))}
