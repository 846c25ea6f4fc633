"""The agent that learns: a small language model that says one of the actions the page allows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from paestudio.agent.grammar import FREE
from paestudio.agent.reader import Reader
from paestudio.agent.spell import tried
from paestudio.core.protocols import Context
from paestudio.core.records import Decision, Observation
from paestudio.lm.decode import Decoder, Request

FREE_TEXT_COST = 6.0  # nats: what is typed or answered is nearly always in the task or on the page


class SpelledPolicy:
    """core.protocols.Policy over a local model; `version` follows the adapter's."""

    def __init__(self, reader: Reader, decoder: Decoder, name: str) -> None:
        self.name = name
        self.version = 0
        self._reader = reader
        self._decoder = decoder
        decoder.lm.discourage(FREE, FREE_TEXT_COST)

    def renew(self, version: int) -> None:
        """The adapter changed."""
        self.version = version
        self._decoder.forget()

    def reseed(self, seed: int) -> None:
        """What is drawn from now on follows from `seed`."""
        self._decoder.rng.seed(seed)

    def decide(self, contexts: Sequence[Context]) -> list[Decision]:
        """One packed pass a branching token for all contexts together."""
        started = time.monotonic()
        requests = []
        for context in contexts:
            read = self._reader.read(context)
            key = (tuple(read.page.labels), context.observation.scroll, bool(context.history), tried(context))
            requests.append(Request(read.prefix, read.prompt, read.grammar, key, context.greedy))
        decisions = []
        for reply in self._decoder.decode(requests):
            action = reply.end.action  # type: ignore[attr-defined]
            text = self._reader.text(reply.tokens).strip()
            decisions.append(
                Decision(text, action, tokens=reply.tokens, logprobs=reply.logprobs, entropy=reply.entropy)
            )
        each = (time.monotonic() - started) / max(1, len(contexts))
        return [replace(d, seconds=each) for d in decisions]

    def read_ahead(self, seen: Observation) -> bool:
        """Read a page by the base weights, as long as there is room to keep it."""
        if self._decoder.lm.room_for_pages:
            self._decoder.lm.pages([self._reader.page(seen)])
        return self._decoder.lm.room_for_pages
