"""Messages as the model's tokens.

A message that is a whole prompt of the agent (`parts` knows one) is read exactly as in training: no chat around it, the
page by the base weights, the rest by the adapted ones, and a line is a reply. Any other chat goes through the model's
own template, all but its last message by the base weights, so that a long chat is computed once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from jinja2 import TemplateError

from paestudio.lm.generate import Wanted
from paestudio.lm.model import LanguageModel
from paestudio.serving.wire import Asked, Refusal

DEFAULT_TOKENS = 512  # of a reply, when the request does not say
NAMES = {"system": "System", "user": "User", "assistant": "Assistant"}
Parts = Callable[[str], tuple[tuple[str, ...], str] | None]


class Prompts:
    """For one model. `parts` splits a whole prompt of the agent into (texts of the page's part, the rest)."""

    def __init__(self, lm: LanguageModel, parts: Parts) -> None:
        self._lm = lm
        self._parts = parts
        self._turn = threading.Lock()  # requests come in threads of their own
        self.longest = int(getattr(lm.model.config, "max_position_embeddings", 0) or 2**31)

    def wanted(self, asked: Asked) -> tuple[Wanted, tuple[str, ...]]:
        """What to write, and the texts that end it. Raises Refusal for what does not fit, or has no place in a chat."""
        (role, text) = asked.messages[-1]
        own = self._parts(text) if len(asked.messages) == 1 and role == "user" else None
        if own is not None:
            heads, tail = own
            stops = (*asked.stop, "\n")
        else:
            heads, tail = self._chat(asked.messages)
            stops = asked.stop
        with self._turn:
            before = tuple(token for part in heads for token in self._lm.tokens(part))
            after = self._lm.tokens(tail)
        read = len(before) + len(after)
        room = self.longest - read
        if room < 1 or (asked.max_tokens or 0) > room:
            more = f" and the reply {asked.max_tokens}" if asked.max_tokens else ""
            raise Refusal(
                400,
                f"This model's context is {self.longest} tokens; the messages take {read}{more}.",
                "messages",
                "context_length_exceeded",
            )
        limit = asked.max_tokens or min(DEFAULT_TOKENS, room)
        return Wanted(before, after, limit, asked.temperature, asked.top_p, asked.seed), stops

    def _chat(self, messages: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], str]:
        """The chat's text: what comes before the last message, if the template lets it be told apart, and the rest."""
        whole = self._rendered(messages, True)
        before = self._rendered(messages[:-1], False) if len(messages) > 1 else ""
        return ((before,), whole[len(before) :]) if before and whole.startswith(before) else ((), whole)

    def _rendered(self, messages: Sequence[tuple[str, str]], reply: bool) -> str:
        tokenizer = self._lm.tokenizer
        if not getattr(tokenizer, "chat_template", None):
            said = [f"{NAMES[role]}: {text}\n\n" for role, text in messages]
            return "".join(said) + ("Assistant:" if reply else "")
        rows = [{"role": role, "content": text} for role, text in messages]
        try:
            made: str = tokenizer.apply_chat_template(rows, tokenize=False, add_generation_prompt=reply)
        except TemplateError as e:
            raise Refusal(400, f"This model's chat template does not take these messages: {e}.", "messages") from e
        return made
