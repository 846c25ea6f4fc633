"""A step of a chat model as tokens: what is said from and what is learned from are made in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from paestudio.agent import chat_prompt
from paestudio.agent.chat_prompt import SPLIT
from paestudio.agent.page_text import render
from paestudio.core.errors import UserError
from paestudio.core.protocols import Context
from paestudio.core.records import Episode, Observation, Step
from paestudio.core.samples import Picture, Sample
from paestudio.lm.model import LanguageModel


@dataclass(frozen=True, slots=True)
class ReadChat:
    """A context as the model gets it. `pictures` must be kept while the tokens are used."""

    prefix: tuple[int, ...]
    prompt: tuple[int, ...]
    pictures: tuple[Picture, ...]


class ChatReader:
    """Turns contexts into tokens. `images`: screenshots shown, of the last steps; `apart`: the page is the prefix.

    Raises UserError when images are asked of a model without eyes, or the model has no chat template.
    """

    def __init__(self, lm: LanguageModel, page_tokens: int, images: int, *, apart: bool) -> None:
        if images and lm.sight is None:
            raise UserError(
                f"The model {lm.name} cannot see pictures.",
                "Set policy_images to 0, or choose a vision-language model.",
            )
        self._lm = lm
        self._budget = page_tokens
        self._images = images
        self.apart = apart
        self._special = _specials(lm)
        self._count: Callable[[str], int] = lru_cache(maxsize=50_000)(lambda text: len(lm.tokens(text)))
        self._tokens = lru_cache(maxsize=2_000)(lm.tokens)
        parts = [{"type": "text", "text": "Hello"}]
        lm.chat([{"role": role, "content": parts if lm.sight else "Hello"} for role in ("system", "user")])

    def read(self, context: Context) -> ReadChat:
        """The prompt in two parts, the page first."""
        page = render(
            context.observation, self._budget, self._count, chat_prompt.numbered(context.observation.elements)
        )
        shown = self._shown(context)
        before = [step.index for step, _ in shown if step is not None]
        now = any(step is None for step, _ in shown)
        in_parts = self._lm.sight is not None
        messages = chat_prompt.messages(context, page, now=now, before=before, in_parts=in_parts)
        text = self._lm.chat(self._defused(messages))
        order = [picture for step, picture in shown if step is None] + [p for s, p in shown if s is not None]
        first, _, rest = text.partition(SPLIT)
        prefix, kept = self._encoded(first, order)
        prompt, later = self._encoded(rest, order[len(kept) :])
        if not self.apart:
            prefix, prompt = (), (*prefix, *prompt)
        return ReadChat(prefix, prompt, (*kept, *later))

    def sample(self, episode: Episode, step: Step) -> Sample | None:
        """The step as the learner wants it (core.samples.Encoder)."""
        history = tuple(s for s in episode.steps if s.index < step.index)
        context = Context(episode.task, step.observation, history)
        said = step.decision
        tokens = said.tokens or self._demonstrated(context, step)
        if not tokens:
            return None
        read = self.read(context)
        logprob = sum(said.logprobs) if said.tokens else None
        return Sample(read.prefix, read.prompt, tokens, ((),) * len(tokens), logprob, read.pictures)

    def _demonstrated(self, context: Context, step: Step) -> tuple[int, ...]:
        """The reply that would have taken an action that no model decided."""
        action = step.decision.action
        if action is None:
            return ()
        reply = chat_prompt.shown_reply(context, str(action), context.observation.element(action.ref))
        return (*self._tokens(self._defuse(reply)), min(self._lm.ends))

    def _shown(self, context: Context) -> list[tuple[Step | None, Picture]]:
        """The screenshots shown, oldest first; None for the page now."""
        seen: list[tuple[Step | None, Observation]] = [(s, s.observation) for s in context.history]
        seen = [*seen, (None, context.observation)][-self._images :] if self._images else []
        return [(step, _picture(page)) for step, page in seen if page.screenshot]

    def _encoded(self, text: str, pictures: Sequence[Picture]) -> tuple[tuple[int, ...], list[Picture]]:
        """Tokens of a text in which the model's sign for a picture stands for the next one."""
        sight = self._lm.sight
        if sight is None:
            return self._tokens(text), []
        pieces = text.split(sight.token)
        tokens, kept = list(self._tokens(pieces[0])), []
        for piece, picture in zip(pieces[1:], pictures, strict=False):
            marks, own = sight.tokens(picture)
            kept.append(own)
            tokens += [*marks, *self._tokens(piece)]
        return tuple(tokens), kept

    def _defused(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What comes from pages and tasks cannot end a turn or stand for a picture."""
        *rules, last = messages
        content = last["content"]
        if isinstance(content, str):
            return [*rules, {**last, "content": self._defuse(content)}]
        parts = [{**part, "text": self._defuse(part["text"])} if "text" in part else part for part in content]
        return [*rules, {**last, "content": parts}]

    def _defuse(self, text: str) -> str:
        return self._special.sub(lambda hit: f"{hit[0][0]} {hit[0][1:]}", text)


def _picture(page: Observation) -> Picture:
    return Picture(page.screenshot or "", chat_prompt.pictured(page), page.viewport)


def _specials(lm: LanguageModel) -> re.Pattern[str]:
    """The signs that a tokenizer reads as one special token wherever they stand."""
    added = lm.tokenizer.added_tokens_decoder.values()
    signs = {str(token.content) for token in added if token.special} | {*lm.tokenizer.all_special_tokens}
    if lm.sight is not None:
        signs.add(lm.sight.token)
    return re.compile(
        "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True) if len(sign) > 2) or "(?!)"
    )
