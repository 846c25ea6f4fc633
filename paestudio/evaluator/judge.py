"""A model as judge of what no check can decide: asked several times, believed only where the pages bear it out."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from paestudio.chat.client import ChatClient
from paestudio.chat.faults import ChatFault
from paestudio.chat.messages import Image, Message, system, user
from paestudio.chat.slots import Fence, clean, prompt_file
from paestudio.core.records import Cause, Episode, Outcome, Verdict
from paestudio.evaluator import guards
from paestudio.evaluator.ballot import Unreadable, Vote, read_vote, tally
from paestudio.evaluator.checks import BLAMELESS
from paestudio.evaluator.showing import Shown, plain, show, slots

ROOM = "paestudio.evaluator"
LONGEST_GUIDANCE = 4_000
LoadPicture = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """How a judge judges. `threshold`: share of the votes that must say success. `guidance` "" is the shipped one."""

    votes: int = 3
    threshold: float = 1.0
    pages: int = 3
    page_length: int = 5_000  # characters
    guidance: str = ""
    guarded: bool = True  # False: as published judges do it, to measure what the guards are worth


class ModelJudge:
    """core.protocols.Evaluator. `fault` is the last trouble that will come back for every episode, None while well."""

    def __init__(
        self, client: ChatClient, settings: JudgeSettings | None = None, load: LoadPicture = lambda name: None
    ) -> None:
        self.fault: ChatFault | None = None
        self._client = client
        self._settings = settings or JudgeSettings()
        self._load = load
        # A judge with other guidance is another judge: it is calibrated apart.
        own = self._settings.guidance.strip()
        mark = f"+{hashlib.sha256(own.encode()).hexdigest()[:4]}" if own else ""
        self.name = f"judge:{client.endpoint.model}{mark}"

    async def judge(self, episode: Episode) -> Verdict | None:
        """What the votes come to. Unknown with a cause for an outage, an unreadable reply, doubts, or a broken page."""
        if episode.stop in BLAMELESS:
            return self._verdict(episode, Outcome.UNKNOWN, episode.error or str(episode.stop), BLAMELESS[episode.stop])
        if self._settings.guarded:
            if guards.did_nothing(episode):
                return self._verdict(episode, Outcome.FAILURE, "Nothing was done on the site.")
            if episode.answer and guards.addressed(episode.answer):
                why = "The answer speaks to a judge: a person should look at it."
                return self._verdict(episode, Outcome.UNKNOWN, why, Cause.JUDGE)
        shown = show(episode, self._settings.pages, guarded=self._settings.guarded)
        asked = [asyncio.create_task(self._vote(shown, n)) for n in range(self._settings.votes)]
        try:
            said = await asyncio.gather(*asked)
        except ChatFault as e:
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
            self.fault = e if e.lasting else self.fault
            return self._verdict(episode, Outcome.UNKNOWN, f"The judge could not be asked. {e}", Cause.JUDGE)
        self.fault = None
        votes = [vote for vote in said if isinstance(vote, Vote)]
        if not votes:
            why = next(str(fault) for fault in said if isinstance(fault, Unreadable))
            return self._verdict(episode, Outcome.UNKNOWN, f"The judge's replies cannot be read: {why}.", Cause.JUDGE)
        found = tally(votes, len(asked), self._settings.threshold)
        cause = Cause.JUDGE if found.outcome is Outcome.UNKNOWN else None
        return self._verdict(episode, found.outcome, found.why, cause, found.share)

    async def _vote(self, shown: Shown, number: int) -> Vote | Unreadable:
        """One vote, with a code of its own; an unreadable reply gets one chance to be put right."""
        messages = self._messages(shown)
        heat = 0.0 if self._settings.votes == 1 else 0.7
        reply = await self._client.ask(messages, temperature=heat, seed=number, json_only=True)
        try:
            return read_vote(reply.text, shown, guarded=self._settings.guarded)
        except Unreadable as first:
            again = user(prompt_file(ROOM, "repair.txt", why=str(first)))
            said = Message("assistant", (clean(reply.text)[:2_000] or "(nothing)",))
            reply = await self._client.ask([*messages, said, again], temperature=heat, seed=number, json_only=True)
        try:
            return read_vote(reply.text, shown, guarded=self._settings.guarded)
        except Unreadable as second:
            return second

    def _messages(self, shown: Shown) -> list[Message]:
        length = self._settings.page_length
        pictures = self._pictures(shown)
        if not self._settings.guarded:
            return [system(prompt_file(ROOM, "plain.txt")), user(plain(shown, length), *pictures)]
        fence = Fence()
        guidance = self._settings.guidance.strip() or shipped_guidance()
        head = prompt_file(ROOM, "judge.txt", code=fence.code, guidance=guidance)
        return [system(head), user(slots(shown, fence, length), *pictures)]

    def _pictures(self, shown: Shown) -> list[Image]:
        if not self._client.endpoint.images:
            return []
        found = [self._load(page.screenshot) for page in shown.pages if page.screenshot]
        return [Image(data) for data in found if data]

    def _verdict(
        self, episode: Episode, outcome: Outcome, evidence: str, cause: Cause | None = None, share: float = 1.0
    ) -> Verdict:
        return Verdict(episode.id, episode.task.id, outcome, self.name, cause, evidence, share, time.time())


def shipped_guidance() -> str:
    """The part of the judge's prompt that a person or the optimiser may change."""
    return prompt_file(ROOM, "guidance.txt").strip()


def check_guidance(text: str) -> str:
    """Guidance that may be used: not empty, not long, without marks that belong to the fence. Raises ValueError."""
    tidy = clean(text)
    if not tidy or len(tidy) > LONGEST_GUIDANCE:
        raise ValueError(f"guidance must have 1 to {LONGEST_GUIDANCE} characters, not {len(tidy)}")
    if re.search(r"\[\[|\{code\}|\{guidance\}", tidy):
        raise ValueError("guidance must not have the marks of a slot")
    return tidy
