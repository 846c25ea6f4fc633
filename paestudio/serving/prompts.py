"""Messages as the model's tokens.

What is a whole prompt of the agent is read exactly as in training: the page by the base weights, the rest by the
adapted ones. Such a prompt is either one user message without a chat around it (`parts` knows it; a line is a reply),
or a chat whose last message begins with a page (`page_end` knows it). Of any other chat, all but the last message is
read by the base weights, so that a long chat is computed once. An adapter that learned on whole texts (`apart` false)
reads chats as a whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import TemplateError

from paestudio.lm.generate import Wanted
from paestudio.lm.model import LanguageModel
from paestudio.serving.wire import Asked, Refusal

DEFAULT_TOKENS = 512  # of a reply, when the request does not say
NAMES = {"system": "System", "user": "User", "assistant": "Assistant"}
CUT = "\u241e"  # stands in a chat where the page ends
Parts = Callable[[str], tuple[tuple[str, ...], str] | None]
Message = tuple[str, str]  # role, text


class Prompts:
    """For one model. `parts` splits a whole prompt of the agent into (texts of the page's part, the rest)."""

    def __init__(
        self, lm: LanguageModel, parts: Parts, page_end: Callable[[str], int] = lambda text: 0, apart: bool = True
    ) -> None:
        self._lm = lm
        self._parts = parts
        self._page_end = page_end
        self._apart = apart
        self._turn = threading.Lock()  # requests come in threads of their own
        self.longest = int(getattr(lm.model.config.get_text_config(), "max_position_embeddings", 0) or 2**31)

    def wanted(self, asked: Asked) -> tuple[Wanted, tuple[str, ...]]:
        """What to write, and the texts that end it. Raises Refusal for what does not fit, or has no place in a chat."""
        (role, text) = asked.messages[-1]
        own = self._parts(text) if len(asked.messages) == 1 and role == "user" else None
        if own is not None:
            heads, tail = own
            stops = (*asked.stop, "\n")
        else:
            head, tail = self._chat(asked.messages)
            heads, stops = (head,), asked.stop
        with self._turn:
            before = tuple(token for part in heads for token in self._lm.tokens(part))
            after = self._lm.tokens(tail)
        if not after or (own is None and not self._apart):
            before, after = (), (*before, *after)
        if not after:
            raise Refusal(400, "These messages are no text for this model.", "messages")
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

    def _chat(self, messages: Sequence[Message]) -> tuple[str, str]:
        """The chat's text: the part that the base weights read, which may be empty, and the rest."""
        *before, (role, text) = messages
        if (end := self._page_end(text)) and role == "user":
            cut = text.replace(CUT, " ")
            head, _, tail = self._rendered([*before, (role, cut[:end] + CUT + cut[end:])], True).partition(CUT)
            return head, tail
        whole = self._rendered(messages, True)
        head = self._rendered(before, False) if before else ""
        return (head, whole[len(head) :]) if whole.startswith(head) else ("", whole)

    def _rendered(self, messages: Sequence[Message], reply: bool) -> str:
        source = self._lm.sight.processor if self._lm.sight is not None else self._lm.tokenizer
        if not getattr(source, "chat_template", None):
            said = [f"{NAMES[role]}: {text}\n\n" for role, text in messages]
            return "".join(said) + ("Assistant:" if reply else "")
        rows = [{"role": role, "content": self._content(text)} for role, text in messages]
        try:
            made: str = source.apply_chat_template(rows, tokenize=False, add_generation_prompt=reply)
        except TemplateError as e:
            raise Refusal(400, f"This model's chat template does not take these messages: {e}.", "messages") from e
        return made

    def _content(self, text: str) -> Any:
        """As the template takes it: parts for a model that sees, a plain text for others."""
        return [{"type": "text", "text": text}] if self._lm.sight is not None else text
