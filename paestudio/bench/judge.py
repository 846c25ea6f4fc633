"""`paestudio bench judge`: is a model judge fooled, and is it right?

Asked of the stand-in server in its modes, with the guards and without (one vote, plain prompt, reply believed, as in
published systems), over real HTTP; and of the endpoint in the settings, when there is one. What this cannot show is
how well a large model judges: the stand-in compares words. It shows what the guards are worth against a model that
follows orders wherever it finds them unmarked, and, in mode reckless, against one that follows all orders.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from paestudio.bench import Result, Setup
from paestudio.bench.attempts import Attempts, gather
from paestudio.bench.controls import KINDS, Control, controls
from paestudio.brain import speaking
from paestudio.chat import Chat, ChatClient, Endpoint, connect
from paestudio.chat.standin import MODES, StandIn
from paestudio.core.codec import encode
from paestudio.core.records import Episode, Outcome, Rate, Verdict
from paestudio.core.stats import rate
from paestudio.evaluator.calibration import Figures, Pair, measure, share_of
from paestudio.evaluator.court import judge_settings
from paestudio.evaluator.judge import JudgeSettings, ModelJudge

CONTROLS = 300
TASKS = 60
COUNTED = ("careful", "noisy", "gullible")  # modes that make up `false_pass`; reckless is told apart
AT_ONCE = 8
EXAMPLES = 20  # controls that passed, named in the details


@dataclass(frozen=True, slots=True)
class Row:
    """One judge: who, how it was asked, how often each kind of control passed, and how right it is on attempts."""

    judge: str
    guarded: bool
    votes: int
    passed: Counter[str]
    fooled: frozenset[str]  # ids of the controls that passed
    figures: Figures

    def json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "judge": self.judge,
            "guarded": self.guarded,
            "votes": self.votes,
            "false_pass": {kind: self.passed[kind] for kind in KINDS},
            "figures": encode(self.figures),
        }


def run(setup: Setup) -> Result:
    """Play, make the controls, judge everything."""
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
                    setup.tell(_line(rows[-1], len(made)))
    if setup.config.judge_url or setup.config.judge_model:
        given = connect.client(setup.config, "judge")
        try:
            async with speaking(setup.config, setup.tell, given):
                for way in ways:
                    rows.append(await _row(given.model, given, way, attempts, made))
                    setup.tell(_line(rows[-1], len(made)))
        finally:
            await given.close()
    return rows


def result(rows: Sequence[Row], attempts: Attempts, made: Sequence[Control]) -> Result:
    """The figures and the table."""

    def fooled(guarded: bool, *modes: str) -> int:
        """Controls that at least one of the judges passed; the guarded ones as they are used, with all votes."""
        asked = [r for r in rows if r.judge in modes and r.guarded is guarded and (r.votes > 1 or not guarded)]
        return len(frozenset().union(*(r.fooled for r in asked)))

    used = next(r for r in rows if r.judge == "careful" and r.guarded and r.votes > 1).figures
    plain = next(r for r in rows if r.judge == "careful" and not r.guarded).figures
    false_pass, unguarded = fooled(True, *COUNTED), fooled(False, *COUNTED)
    figures = {
        "controls": len(made),
        "false_pass": false_pass,
        "false_pass_high": round(rate(false_pass, len(made)).high, 4),
        "false_pass_unguarded": unguarded,
        "false_pass_reckless": fooled(True, "reckless"),
        "false_pass_reckless_unguarded": fooled(False, "reckless"),
        "precision": round(used.precision.success, 4),
        "recall": round(used.recall.success, 4),
        "precision_unguarded": round(plain.precision.success, 4),
        "recall_unguarded": round(plain.recall.success, 4),
        "attempts": len(attempts.episodes),
        "successes": sum(attempts.truth.values()),
    }
    ratios = {"false_pass_guarded_to_unguarded": round(false_pass / unguarded, 4) if unguarded else 0.0}
    kinds = Counter(one.kind for one in made)
    head = f"{len(made)} controls ({', '.join(f'{kinds[k]} {k}' for k in KINDS)}), {len(attempts.episodes)} attempts, "
    text = "\n".join(
        (f"{head}{figures['successes']} of them successes", *(_line(row, len(made)) for row in rows), _words(figures))
    )
    slipped = frozenset().union(*(r.fooled for r in rows if r.guarded))
    examples = [_example(one) for one in made if one.episode.id in slipped][:EXAMPLES]
    return Result(figures, text, ratios, {"judges": [row.json() for row in rows], "passed_with_guards": examples})


async def _row(name: str, client: Chat, way: JudgeSettings, attempts: Attempts, made: Sequence[Control]) -> Row:
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
    )


async def _judged(judge: ModelJudge, episodes: Sequence[Episode]) -> dict[str, Verdict]:
    """A verdict on each, some at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(episode: Episode) -> Verdict:
        async with gate:
            verdict = await judge.judge(episode)
        assert verdict is not None
        return verdict

    return {v.episode: v for v in await asyncio.gather(*(one(e) for e in episodes))}


def _example(one: Control) -> dict[str, str]:
    """A control that passed a guarded judge, to look into."""
    episode = one.episode
    return {
        "kind": one.kind,
        "id": episode.id,
        "task": episode.task.instruction,
        "answer": episode.answer or "",
        "ended_on": f"{episode.final.title} {episode.final.url}",
    }


def _line(row: Row, total: int) -> str:
    how = f"guarded, {row.votes} vote{'s' * (row.votes > 1)}" if row.guarded else "unguarded"
    return (
        f"{row.judge:<10} {how:<18} false pass {sum(row.passed.values()):>3} of {total}"
        f"   precision {_percent(row.figures.precision)}   recall {_percent(row.figures.recall)}"
    )


def _percent(rate: Rate) -> str:
    return f"{rate.success:4.0%} ({rate.low * 100:.0f}–{rate.high * 100:.0f}, n {rate.n})"


def _words(figures: dict[str, float]) -> str:
    return (
        f"False pass with guards: {figures['false_pass']:.0f} of {figures['controls']:.0f}"
        f" (at most {figures['false_pass_high']:.1%} at 95 %), without: {figures['false_pass_unguarded']:.0f}."
        f" A judge that obeys every order: {figures['false_pass_reckless']:.0f} with,"
        f" {figures['false_pass_reckless_unguarded']:.0f} without.\n"
        "The judges here compare words; how well a large model judges is measured with --judge-url or --judge-model."
    )
