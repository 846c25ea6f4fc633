"""A step as tokens: what the policy decodes from and what the learner learns from are made in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from paestudio.agent import prompt, spell
from paestudio.agent.grammar import Copy, Free, Node
from paestudio.agent.page_text import PageText, render
from paestudio.core.protocols import Context
from paestudio.core.records import Episode, Observation, Step
from paestudio.core.samples import Sample


class Tokenizer(Protocol):
    """What the reader needs of a model."""

    def tokens(self, text: str) -> tuple[int, ...]:
        """Token ids, nothing added."""
        ...

    def text(self, ids: Sequence[int]) -> str:
        """The text of token ids."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """A context as the model gets it."""

    prefix: tuple[int, ...]
    prompt: tuple[int, ...]
    grammar: Node
    page: PageText


class Reader:
    """Turns contexts into tokens and grammar; remembers pages, which come again and again."""

    def __init__(self, tokenizer: Tokenizer, page_tokens: int) -> None:
        self._budget = page_tokens
        self._tokenizer = tokenizer
        self._tokens = lru_cache(maxsize=50_000)(tokenizer.tokens)
        self._text = lru_cache(maxsize=100_000)(lambda ids: tokenizer.text(ids))

    def text(self, ids: Sequence[int]) -> str:
        """The text of token ids."""
        return self._tokenizer.text(ids)

    def read(self, context: Context) -> Read:
        """The prompt in two parts, and what may be said."""
        page = self._rendered(context.observation)
        prefix = self._prefix(page)
        after = self._tokens(prompt.after_page(context, page))
        grammar = spell.build(context, page, self._tokens, lambda ids: self._text(tuple(ids)))
        return Read(prefix, after, grammar, page)

    def page(self, seen: Observation) -> tuple[int, ...]:
        """The part of the prompt that is the same whatever is to be done on the page."""
        return self._prefix(self._rendered(seen))

    def _rendered(self, seen: Observation) -> PageText:
        return render(seen, self._budget, lambda text: len(self._tokens(text)))

    def _prefix(self, page: PageText) -> tuple[int, ...]:
        return self._tokens(prompt.examples()) + self._tokens(page.text)

    def sample(self, episode: Episode, step: Step) -> Sample | None:
        """The step as the learner wants it (core.samples.Encoder)."""
        history = tuple(s for s in episode.steps if s.index < step.index)
        context = Context(episode.task, step.observation, history)
        tokens = step.decision.tokens or self._spelled(context, self.read(context), step)
        logprob = sum(step.decision.logprobs) if step.decision.tokens else None
        return self.sample_of(context, tokens, logprob) if tokens else None

    def sample_of(self, context: Context, tokens: tuple[int, ...], logprob: float | None) -> Sample | None:
        """A reply to a context as a sample; None when the tokens are not a whole action of that page."""
        read = self.read(context)
        allowed = self._walk(read.grammar, tokens)
        return None if allowed is None else Sample(read.prefix, read.prompt, tokens, allowed, logprob)

    def _spelled(self, context: Context, read: Read, step: Step) -> tuple[int, ...]:
        """Tokens of an action that no policy of ours decided: copied where that is possible, else free."""
        if step.decision.action is None:
            return ()
        text = spell.spell(step.decision.action, context, read.page)
        if text is None:
            return ()
        fixed = self._tokens(f" {text}")
        newline = self._tokens("\n")
        for tokens in (fixed, (*fixed, *newline)):
            if self._walk(read.grammar, tokens) is not None:
                return tokens
        head, colon, rest = text.partition(": ")
        free = (*self._tokens(f" {head} ="), *self._tokens(f" {rest}"), *newline) if colon else ()
        return free if free and self._walk(read.grammar, free) is not None else ()

    @staticmethod
    def _walk(grammar: Node, tokens: tuple[int, ...]) -> tuple[tuple[int, ...], ...] | None:
        """What was possible at each token; None when the tokens are not a whole action of this page."""
        place: Node | Copy | Free = grammar
        allowed: list[tuple[int, ...]] = []
        for token in tokens:
            options = () if place.finished else place.options()
            if place.finished or (options and token not in options):
                return None
            allowed.append(options)
            place = place.step(token)
        return tuple(allowed) if place.finished else None
