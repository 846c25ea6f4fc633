"""The agent in its own words: a chat model, seeing or not, that thinks and then says one action."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from paestudio.agent import thought
from paestudio.agent.chat_reader import ChatReader
from paestudio.agent.spell import takes_text
from paestudio.core.actions import Action, Verb
from paestudio.core.protocols import Context
from paestudio.core.records import Decision, Observation
from paestudio.lm.speak import Ask, Said, Speaker


class ThoughtPolicy:
    """core.protocols.Policy over a local chat model; `version` follows the adapter's."""

    def __init__(self, reader: ChatReader, speaker: Speaker, name: str) -> None:
        self.name = name
        self.version = 0
        self.reader = reader
        self._speaker = speaker

    def renew(self, version: int) -> None:
        """The adapter changed."""
        self.version = version

    def reseed(self, seed: int) -> None:
        """What is drawn from now on follows from `seed`."""
        self._speaker.reseed(seed)

    def decide(self, contexts: Sequence[Context]) -> list[Decision]:
        """One packed pass a token for all contexts together."""
        started = time.monotonic()
        asks = []
        for context in contexts:
            read = self.reader.read(context)
            asks.append(Ask(read.prefix, read.prompt, context.greedy, read.pictures))
        replies = self._speaker.speak(asks)
        each = (time.monotonic() - started) / max(1, len(contexts))
        decided = [self._decision(context, said) for context, said in zip(contexts, replies, strict=True)]
        return [replace(d, seconds=each) for d in decided]

    def read_ahead(self, seen: Observation) -> bool:
        """What it reads depends on the task and on what was done: nothing comes again."""
        return False

    def _decision(self, context: Context, said: Said) -> Decision:
        ends = self._speaker.lm.ends
        raw = self._speaker.lm.text([t for t in said.tokens if t not in ends]).strip()
        parsed = thought.parse(raw)
        action, told = parsed.action, parsed.told
        if action is not None:
            action, told = fitted(action, context.observation, told)
        return Decision(
            raw,
            action,
            parsed.thought,
            told,
            tokens=tuple(said.tokens),
            logprobs=tuple(said.logprobs),
            entropy=said.entropy,
        )


def fitted(action: Action, page: Observation, told: str) -> tuple[Action | None, str]:
    """The action on this page: Enter follows where the field wants it; a number that is not there is explained."""
    if action.ref is None:
        return action, told
    element = page.element(action.ref)
    if element is None:
        return None, f"There is no element [{action.ref}] on this page now. Use a number from the list."
    if action.verb is Verb.TYPE and element.options:
        return Action(Verb.SELECT, action.ref, action.text), told
    if action.verb is Verb.TYPE and not takes_text(element):
        return None, f"[{action.ref}] is a {element.role}: nothing can be typed into it."
    return replace(action, submit=element.submits) if action.verb is Verb.TYPE else action, told
