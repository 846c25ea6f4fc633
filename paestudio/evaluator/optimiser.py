"""Better guidance for a judge, from the cases in which a person knew better; shown on cases it was not made from.

Half of the known cases go to the model that writes the guidance, the other half only measures: before and after.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paestudio.chat.asking import Chat
from paestudio.chat.messages import system, user
from paestudio.chat.slots import Fence, prompt_file, shorten
from paestudio.chat.strict_json import NotJson, parse_object
from paestudio.core import forms
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Episode, Outcome
from paestudio.evaluator.calibration import Figures, Pair, measure, share_of
from paestudio.evaluator.judge import ROOM, JudgeSettings, LoadPicture, ModelJudge, check_guidance, shipped_guidance
from paestudio.evaluator.showing import show

SHOWN = 12  # cases in the request
PAGE_LENGTH = 800
FEWEST = 4  # cases that measure
AT_ONCE = 4
REPLY = forms.Record((("guidance", forms.Text(1_500)), ("why", forms.Text(200))))


@dataclass(frozen=True, slots=True)
class Case:
    """An episode, what is known of it, and what the judge said."""

    episode: Episode
    truth: bool
    said: Outcome

    @property
    def differs(self) -> bool:
        """Whether the judge was wrong, or could not say."""
        return (self.said is Outcome.SUCCESS) != self.truth or self.said is Outcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class Improvement:
    """New guidance, and how the judge does on the cases kept apart, with the old and with the new."""

    guidance: str
    why: str
    learned_from: int
    before: Figures
    after: Figures

    @property
    def better(self) -> bool:
        """More agreement on the cases kept apart, and no more false passes."""
        right = [f.hits + f.rejections for f in (self.before, self.after)]
        return right[1] > right[0] and self.after.false_passes <= self.before.false_passes


async def improve(
    client: Chat, settings: JudgeSettings, cases: Sequence[Case], load: LoadPicture = lambda name: None
) -> Improvement:
    """Ask for better guidance and measure it. Raises UserError when there is too little to learn or measure from."""
    learn, held = split(cases)
    wrong = [case for case in learn if case.differs][:SHOWN]
    if len(held) < FEWEST or not wrong:
        raise UserError(
            f"{len(cases)} known cases, {len(wrong)} of them to learn from: too few to improve the judge.",
            "Overrule some more verdicts of the judge first.",
        )
    guidance, why = await ask(client, settings.guidance.strip() or shipped_guidance(), wrong)
    before = await figures(client, settings, held, load)
    after = await figures(client, replace(settings, guidance=guidance), held, load)
    return Improvement(guidance, why, len(wrong), before, after)


def split(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """(to learn from, to measure with): successes and failures divided alike, the same way every time."""
    parts: tuple[list[Case], list[Case]] = ([], [])
    for truth in (True, False):
        some = sorted((c for c in cases if c.truth is truth), key=lambda c: _mix(c.episode.id))
        for number, case in enumerate(some):
            parts[number % 2].append(case)
    return parts


async def ask(client: Chat, guidance: str, cases: Sequence[Case]) -> tuple[str, str]:
    """(new guidance, why). Raises EnvironmentFault when the model gives none that can be used."""
    fence = Fence()
    told = "\n\n".join(_told(number, case) for number, case in enumerate(cases, 1))
    messages = [
        system(prompt_file(ROOM, "improve.txt", code=fence.code)),
        user(f"{fence.slot('GUIDANCE', guidance)}\n\n{fence.slot('CASES', told, 20_000)}\n\nWrite the guidance now."),
    ]
    reply = await client.ask(messages, temperature=0.7, form=REPLY)
    try:
        said = parse_object(reply.text)
        return check_guidance(str(said.get("guidance", ""))), str(said.get("why", ""))[:300]
    except (NotJson, ValueError) as e:
        raise EnvironmentFault(f"{client} gave no guidance that can be used: {e}.", "Try again.") from e


async def figures(client: Chat, settings: JudgeSettings, cases: Sequence[Case], load: LoadPicture) -> Figures:
    """How a judge with these settings does on cases."""
    judge = ModelJudge(client, settings, load)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(case: Case) -> Pair:
        async with gate:
            verdict = await judge.judge(case.episode)
        assert verdict is not None
        if judge.fault is not None:
            raise judge.fault
        return Pair("", judge.name, case.episode.id, case.truth, "human", verdict.outcome, share_of(verdict))

    return measure(await asyncio.gather(*(one(case) for case in cases)))


def _told(number: int, case: Case) -> str:
    shown = show(case.episode, 1)
    page = shown.pages[-1].body(PAGE_LENGTH) if shown.pages else "(no page)"
    truth = Outcome.SUCCESS if case.truth else Outcome.FAILURE
    return (
        f"Case {number}: truth: {truth}, judge: {case.said}\nTask: {shown.task}\nAnswer: {shown.answer or '(none)'}\n"
        f"Ended on: {shorten(page, PAGE_LENGTH)}"
    )


def _mix(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
