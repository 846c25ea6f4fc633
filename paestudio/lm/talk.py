"""The loaded model as one that is talked to: its base weights, the adapter switched off for exactly these passes.

Many talks advance together, one packed pass at a time, so that whoever owns the model's thread can let decisions of
the agent come in between. A reply is free text, or held to a form (`core.forms`): what is certain is written by the
program, what is open is chosen among the tokens that may follow.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from jinja2 import TemplateError
from torch import Tensor

from paestudio.core.errors import UserError
from paestudio.core.forms import Form, Pick, Text, Walk, walk
from paestudio.core.samples import Picture
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import KV, Segment
from paestudio.lm.sight import Sent

CHUNK = 512  # tokens of a prompt in one pass: about what a decision waits for at most
ROOM = 1 << 14  # tokens, where a model does not say how much it reads
LEAST_REPLY = 256  # tokens that a prompt must leave


class TooLong(ValueError):
    """What was said does not fit into what the model reads at once."""


@dataclass(slots=True)
class Talk:
    """One reply in the making. `waiting` tokens are read with the next pass; `open` is the place that is filled."""

    waiting: list[int]
    tokens_in: int
    most: int
    temperature: float
    dice: random.Random
    pieces: Walk | None = None
    past: KV = field(default_factory=KV)
    tail: KV = field(default_factory=KV)
    text: str = ""
    open: Text | Pick | None = None
    filled: list[int] = field(default_factory=list)  # tokens in the open place
    left: dict[str, tuple[int, ...]] = field(default_factory=dict)  # options that they may still become
    tokens_out: int = 0
    cut: bool = False
    done: bool = False
    pictures: list[Picture] = field(default_factory=list)  # kept as long as their tokens are read


class Voice:
    """Talks with the base weights of a model. To be used in the model's own thread only."""

    def __init__(self, lm: LanguageModel) -> None:
        """Raises UserError for a model that was not made to be talked to."""
        self.images = lm.sight is not None
        source = lm.tokenizer if lm.sight is None else lm.sight.processor
        if not getattr(source, "chat_template", None):
            raise UserError(
                f"{lm.name} has no chat template: it was not made to be asked.",
                "Take an instruct model for this role, or one behind an endpoint.",
            )
        self.lm = lm
        self._strings: tuple[Tensor, Tensor] | None = None
        special = {str(token) for token in lm.tokenizer.all_special_tokens}
        self._special = sorted(special | set(map(str, lm.tokenizer.get_added_vocab())), key=len, reverse=True)

    def begin(
        self,
        messages: Sequence[tuple[str, Sequence[str | bytes]]],
        *,
        max_tokens: int,
        temperature: float,
        seed: int | None,
        form: Form | None,
    ) -> Talk:
        """A talk about (role, texts and pictures' files). Raises TooLong when they leave no room for a reply."""
        tokens, pictures = self._encoded(messages)
        room = getattr(self.lm.model.config, "max_position_embeddings", None) or ROOM
        left = room - len(tokens)
        if left < min(max_tokens, LEAST_REPLY):
            raise TooLong(f"it has {len(tokens):,} tokens, and the model reads {room:,} with its reply")
        talk = Talk(
            tokens, len(tokens), min(max_tokens, left), temperature, random.Random(seed), walk(form) if form else None
        )
        talk.pictures = pictures
        if talk.pieces is not None:
            self._go_on(talk, next(talk.pieces))
        return talk

    @torch.no_grad()
    def advance(self, talks: Sequence[Talk]) -> None:
        """One pass: each talk reads on in what it is told, or says its next token."""
        going = [talk for talk in talks if not talk.done]
        if not going:
            return
        parts = [talk.waiting[: whole(talk.waiting, CHUNK)] for talk in going]
        segments = [
            Segment(part, tuple(kv for kv in (talk.past, talk.tail) if kv.length))
            for talk, part in zip(going, parts, strict=True)
        ]
        with self.lm.base_only():
            hidden, pack = self.lm.forward(segments, keep=True)
        for talk, part, (_, end), fresh in zip(going, parts, pack.spans, pack.fresh, strict=True):
            talk.waiting = talk.waiting[len(part) :]
            if talk.past.length < talk.tokens_in and not talk.tail.length:
                talk.past = talk.past.then(fresh)
            else:
                talk.tail = talk.tail.then(fresh)
            if not talk.waiting:
                self._say(talk, (self.lm.head @ hidden[end - 1]).float())

    def _say(self, talk: Talk, logits: Tensor) -> None:
        """The next token, and all that is certain after it."""
        if talk.tokens_out >= talk.most:
            talk.cut = talk.done = True
        elif isinstance(talk.open, Pick):
            self._pick(talk, talk.open, logits)
        elif talk.open is not None:
            self._write(talk, talk.open, logits)
        else:
            token = _draw(logits, talk)
            if token in self.lm.ends:
                talk.done = True
            else:
                self._take(talk, token)
                talk.text = self.lm.text(talk.filled)

    def _write(self, talk: Talk, place: Text, logits: Tensor) -> None:
        """A token of a text in quotes, or its end."""
        inside, ends = self._string_tokens(logits.device)
        full = len(self.lm.text(talk.filled)) >= place.limit if talk.filled else False
        token = _draw(logits.masked_fill(~(ends if full else inside | ends), float("-inf")), talk)
        if ends[token]:
            self._close(talk, json.dumps(self.lm.text(talk.filled), ensure_ascii=False)[1:-1], "")
        else:
            self._take(talk, token)

    def _pick(self, talk: Talk, place: Pick, logits: Tensor) -> None:
        """A token that one of the options goes on with; the rest of the last one left is certain."""
        at = len(talk.filled)
        if not at:
            talk.left = {option: self.lm.tokens(option) for option in place.options}
        allowed = sorted({ids[at] for ids in talk.left.values()})
        token = allowed[_draw(logits[allowed], talk)] if len(allowed) > 1 else allowed[0]
        talk.left = {option: ids for option, ids in talk.left.items() if ids[at] == token}
        self._take(talk, token)
        if len(talk.left) == 1:
            ((option, ids),) = talk.left.items()
            talk.waiting += ids[at + 1 :]
            talk.tokens_out += len(ids) - at - 1
            self._close(talk, option, option)

    def _close(self, talk: Talk, text: str, picked: str) -> None:
        """The open place is filled."""
        assert talk.pieces is not None
        talk.text += text
        talk.open, talk.filled = None, []
        try:
            piece = talk.pieces.send(picked) if picked else next(talk.pieces)
        except StopIteration:
            talk.done = True
            return
        self._go_on(talk, piece)

    def _go_on(self, talk: Talk, piece: str | Text | Pick) -> None:
        """Write what is certain, up to the next open place or the end."""
        assert talk.pieces is not None
        certain = ""
        while isinstance(piece, str):
            certain += piece
            try:
                piece = next(talk.pieces)
            except StopIteration:
                talk.done = True
                break
        else:
            talk.open = piece
        tokens = self.lm.tokens(certain)
        talk.text += certain
        talk.waiting += tokens
        talk.tokens_out += len(tokens)

    def _take(self, talk: Talk, token: int) -> None:
        talk.filled.append(token)
        talk.waiting.append(token)
        talk.tokens_out += 1

    def _encoded(self, messages: Sequence[tuple[str, Sequence[str | bytes]]]) -> tuple[list[int], list[Picture]]:
        """The messages in the model's own template as tokens, and the pictures in them."""
        sight = self.lm.sight
        if sight is None:
            joined = [
                {"role": role, "content": self._tame("\n".join(part for part in parts if isinstance(part, str)))}
                for role, parts in messages
            ]
            return list(self.lm.tokens(self._rendered(joined))), []
        shown = [
            {
                "role": role,
                "content": [
                    {"type": "text", "text": self._tame(part)} if isinstance(part, str) else {"type": "image"}
                    for part in parts
                ],
            }
            for role, parts in messages
        ]
        sent = [Sent.of(part) for _, parts in messages for part in parts if isinstance(part, bytes)]
        first, *rest = self.lm.chat(shown).split(sight.token)
        tokens, kept = list(self.lm.tokens(first)), list[Picture]()
        for text, picture in zip(rest, sent, strict=True):
            marks, own = sight.tokens(picture)
            kept.append(own)
            tokens += [*marks, *self.lm.tokens(text)]
        return tokens, kept

    def _rendered(self, said: list[dict[str, str]]) -> str:
        """Texts in the template; one that knows no system message gets it in front of the first."""
        render = self.lm.tokenizer.apply_chat_template
        try:
            return str(render(said, add_generation_prompt=True, tokenize=False))
        except TemplateError:
            first, second, *rest = said
            both = {"role": second["role"], "content": f"{first['content']}\n\n{second['content']}"}
            return str(render([both, *rest], add_generation_prompt=True, tokenize=False))

    def _tame(self, text: str) -> str:
        """A text that cannot end its own message: marks of the chat template are broken up."""
        for mark in self._special:
            if len(mark) > 1 and not mark.isspace():
                text = text.replace(mark, f"{mark[0]} {mark[1:]}")
        return text

    def _string_tokens(self, device: torch.device) -> tuple[Tensor, Tensor]:
        """(those that may stand in a text in quotes, those that end it), each a [vocabulary] mask."""
        if self._strings is None:
            size = self.lm.head.shape[0]
            words = self.lm.tokenizer.batch_decode([[token] for token in range(min(size, len(self.lm.tokenizer)))])
            special = set(self.lm.tokenizer.all_special_ids)
            fine = [
                bool(word) and number not in special and not any(c in '"\\' or c < " " for c in word)
                for number, word in enumerate(words)
            ]
            quote = [word.startswith('"') and number not in special for number, word in enumerate(words)]
            masks = torch.zeros(2, size, dtype=torch.bool)
            masks[0, : len(words)], masks[1, : len(words)] = torch.tensor(fine), torch.tensor(quote)
            self._strings = masks[0].to(device), masks[1].to(device)
        return self._strings


def whole(tokens: Sequence[int], wanted: int) -> int:
    """How many tokens to read in one pass: `wanted`, or as many more as the pictures need that have begun by then."""
    end = min(wanted, len(tokens))
    while begun := {token for token in tokens[:end] if token < 0} & set(tokens[end:]):
        end = max(place for place, token in enumerate(tokens) if token in begun) + 1
    return end


def _draw(logits: Tensor, talk: Talk) -> int:
    """An index by its probability at the talk's temperature; the likeliest one at 0."""
    if talk.temperature <= 0:
        return int(logits.argmax())
    chances = (logits / talk.temperature).softmax(-1).cumsum(-1)
    drawn = torch.searchsorted(chances, chances.new_tensor(talk.dice.random() * float(chances[-1])))
    return min(int(drawn), len(logits) - 1)
