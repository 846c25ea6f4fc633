"""A model as judge of what no check can decide: asked several times, believed only where the pages bear it out."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from paestudio.chat.asking import Chat
from paestudio.chat.faults import ChatFault, Trouble
from paestudio.chat.messages import Image, Message, system, user
from paestudio.chat.slots import Fence, clean, prompt_file
from paestudio.core import forms
from paestudio.core.records import Cause, Episode, Outcome, Verdict
from paestudio.evaluator import guards
from paestudio.evaluator.ballot import Unreadable, Vote, read_vote, tally
from paestudio.evaluator.checks import BLAMELESS
from paestudio.evaluator.showing import Shown, plain, show, slots

ROOM = "paestudio.evaluator"
LONGEST_GUIDANCE = 4_000
PATIENCE = 3  # episodes in a row without a reply: whatever the trouble is, it does not pass
SHORTEST_PAGE, ALL_PAGES = 600, 40_000  # characters of one page at least, of all together at most
QUOTES, LONGEST_QUOTE = 200, 160  # lines that a judge held to a form may quote, and their characters
LoadPicture = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """How a judge judges. `threshold`: share of the votes that must say success. `guidance` "" is the shipped one."""

    votes: int = 3
    threshold: float = 1.0
    pages: int = 3  # the last ones; 0: all
    page_length: int = 5_000  # characters
    guidance: str = ""
    guarded: bool = True  # False: as published judges do it, to measure what the guards are worth


class ModelJudge:
    """core.protocols.Evaluator. `fault` is the last trouble that will come back for every episode, None while well."""

    def __init__(
        self, client: Chat, settings: JudgeSettings | None = None, load: LoadPicture = lambda name: None
    ) -> None:
        self.fault: ChatFault | None = None
        self._client = client
        self._settings = settings or JudgeSettings()
        self._failed = 0  # episodes in a row that got no reply
        self._load = load
        self._length = self._settings.page_length  # less for a model that does not read as much
        # A judge with other guidance is another judge: it is calibrated apart.
        own = self._settings.guidance.strip()
        mark = f"+{hashlib.sha256(own.encode()).hexdigest()[:4]}" if own else ""
        self.name = f"judge:{client.model}{mark}"

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
            self._failed += 1
            self.fault = e if e.lasting or self._failed >= PATIENCE else self.fault
            return self._verdict(episode, Outcome.UNKNOWN, f"The judge could not be asked. {e}", Cause.JUDGE)
        self.fault, self._failed = None, 0
        votes = [vote for vote in said if isinstance(vote, Vote)]
        if not votes:
            why = next(str(fault) for fault in said if isinstance(fault, Unreadable))
            return self._verdict(episode, Outcome.UNKNOWN, f"The judge's replies cannot be read: {why}.", Cause.JUDGE)
        found = tally(votes, len(asked), self._settings.threshold)
        cause = Cause.JUDGE if found.outcome is Outcome.UNKNOWN else None
        return self._verdict(episode, found.outcome, found.why, cause, found.share)

    async def _vote(self, shown: Shown, number: int) -> Vote | Unreadable:
        """One vote, with a code of its own; an unreadable reply gets one chance to be put right."""
        form, heat = form_of(shown), 0.0 if self._settings.votes == 1 else 0.7
        while True:
            messages, length = self._messages(shown), self._length
            try:
                reply = await self._client.ask(messages, temperature=heat, seed=number, form=form)
                break
            except ChatFault as e:
                if e.trouble is not Trouble.LENGTH or length < SHORTEST_PAGE:
                    raise
                self._length = min(self._length, length // 2)
        try:
            return read_vote(reply.text, shown, guarded=self._settings.guarded)
        except Unreadable as first:
            again = user(prompt_file(ROOM, "repair.txt", why=str(first)))
            said = Message("assistant", (clean(reply.text)[:2_000] or "(nothing)",))
            reply = await self._client.ask([*messages, said, again], temperature=heat, seed=number, form=form)
        try:
            return read_vote(reply.text, shown, guarded=self._settings.guarded)
        except Unreadable as second:
            return second

    def _messages(self, shown: Shown) -> list[Message]:
        length = min(self._length, ALL_PAGES // max(1, len(shown.pages)))
        pictures = self._pictures(shown)
        if not self._settings.guarded:
            return [system(prompt_file(ROOM, "plain.txt")), user(plain(shown, length), *pictures)]
        fence = Fence()
        guidance = self._settings.guidance.strip() or shipped_guidance()
        head = prompt_file(ROOM, "judge.txt", code=fence.code, guidance=guidance)
        return [system(head), user(slots(shown, fence, length), *pictures)]

    def _pictures(self, shown: Shown) -> list[str | Image]:
        """The screenshots in the order of the pages, each after the name of its page."""
        if not self._client.images:
            return []
        found = [(n, self._load(page.screenshot)) for n, page in enumerate(shown.pages, 1) if page.screenshot]
        return [part for n, data in found if data for part in (f"Screenshot of page {n}:", Image(data))]

    def _verdict(
        self, episode: Episode, outcome: Outcome, evidence: str, cause: Cause | None = None, share: float = 1.0
    ) -> Verdict:
        return Verdict(episode.id, episode.task.id, outcome, self.name, cause, evidence, share, time.time())


def form_of(shown: Shown) -> forms.Record:
    """A vote as it must look; its evidence can only be a line of a page."""
    lines = [line.strip() for page in reversed(shown.texts) for line in page.splitlines()]
    quotes = dict.fromkeys(line for line in lines if 2 <= len(line) <= LONGEST_QUOTE)
    evidence = forms.Choice(("", *list(quotes)[:QUOTES]))
    met = forms.Choice((True, False, None))
    each = [
        forms.Record((("number", forms.Choice((n,))), ("met", met), ("evidence", evidence)))
        for n in range(1, len(shown.criteria) + 1)
    ]
    verdict = forms.Choice(tuple(str(outcome) for outcome in Outcome))
    return forms.Record((("criteria", forms.Each(tuple(each))), ("verdict", verdict)))


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
