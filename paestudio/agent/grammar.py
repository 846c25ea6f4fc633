"""Which actions can be said on this page: a trie over the spelled actions, with slots for text.

    click link "Boots" · type textbox "Search": merino · select combobox "Sort by" "Price" · press Enter
    scroll down · go back · answer: 1.2 kg · done

A slot is filled by copying a run of words from the task or the page (after ":"), or with free text (after " =").
On a page a run begins where a name or a value does: "Made in | Bath" and "In stock: 10" have two places each.
Copying is a walk through the source's own tokens, so it can neither misspell nor stop inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from paestudio.core.actions import Action, Verb

LONGEST = 24  # tokens of a slot
FREE = " ="  # what free text follows
_MARKS = re.compile(r'["“”()\[\]\n]')
_PARTS = re.compile(r'["“”()\[\]\n|·–]|: ')

Tokenize = Callable[[str], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for text: what the finished text makes of it, and what can be copied into it."""

    make: Callable[[str], Action]
    sources: CopySources


class CopySources:
    """Token runs that a slot can copy from: the task from any word on, the page from the start of a name or value."""

    def __init__(
        self, task: str, page: Sequence[str], tokenize: Tokenize, text_of: Callable[[Sequence[int]], str]
    ) -> None:
        asked = dict.fromkeys(_pieces(_MARKS, [task]))
        self.runs = [tokenize(" " + piece) for piece in (*asked, *dict.fromkeys(_pieces(_PARTS, page)))]
        self._asked = len(asked)
        self.text_of = text_of
        self.newline = tokenize("\n")[0]
        self._starts_word = {t: text_of((t,))[:1].isspace() for run in self.runs for t in run}
        self._joins = {t: text_of((t,))[:1].isalnum() for run in self.runs for t in run}

    def starts(self) -> list[tuple[int, int]]:
        """Every (run, place) where a copy may begin."""
        inside = [(r, i) for r in range(self._asked) for i, t in enumerate(self.runs[r]) if i and self._starts_word[t]]
        return [(r, 0) for r in range(len(self.runs))] + inside

    def can_end(self, run: int, place: int) -> bool:
        """Whether a copy may stop before that place: not inside a word or number."""
        tokens = self.runs[run]
        if place >= len(tokens):
            return True
        if self._joins[tokens[place]]:
            return False
        mark = self.text_of((tokens[place],))
        return mark not in ".,:/-'’" or place + 1 >= len(tokens) or not self._joins[tokens[place + 1]]


def _pieces(marks: re.Pattern[str], texts: Sequence[str]) -> Iterator[str]:
    return (piece.strip() for text in texts for piece in marks.split(text) if piece.strip())


@dataclass(slots=True)
class Node:
    """A place in the trie of fixed words. `action` is set on leaves, `slot` where text begins."""

    children: dict[int, Node] = field(default_factory=dict)
    action: Action | None = None
    slot: Slot | None = None
    free: bool = False

    @property
    def finished(self) -> bool:
        """A whole action was said."""
        return self.action is not None

    def options(self) -> tuple[int, ...]:
        """The tokens that may follow."""
        if self.slot is not None:
            return self._text().options()
        return tuple(sorted(self.children))

    def step(self, token: int) -> Node | Copy | Free:
        """The place after `token`."""
        if self.slot is not None:
            return self._text().step(token)
        return self.children[token]

    def _text(self) -> Copy | Free:
        assert self.slot is not None
        return Free(self.slot, ()) if self.free else Copy(self.slot, tuple(self.slot.sources.starts()), ())


@dataclass(frozen=True, slots=True)
class Copy:
    """Inside a copied text: all the places in the sources that still match."""

    slot: Slot
    places: tuple[tuple[int, int], ...]
    said: tuple[int, ...]
    finished: bool = False

    def options(self) -> tuple[int, ...]:
        """Next tokens of the matching runs, and the end of line where the text may stop."""
        runs = self.slot.sources.runs
        tokens: set[int] = set()
        if len(self.said) < LONGEST:
            tokens = {runs[r][i] for r, i in self.places if i < len(runs[r])}
        if self.said and (not tokens or any(self.slot.sources.can_end(r, i) for r, i in self.places)):
            tokens.add(self.slot.sources.newline)
        return tuple(sorted(tokens))

    def step(self, token: int) -> Copy:
        """One token on."""
        if token == self.slot.sources.newline and self.said:
            return Copy(self.slot, (), self.said, finished=True)
        runs = self.slot.sources.runs
        places = tuple((r, i + 1) for r, i in self.places if i < len(runs[r]) and runs[r][i] == token)
        return Copy(self.slot, places, (*self.said, token))

    @property
    def action(self) -> Action:
        """The action with its text."""
        return self.slot.make(self.slot.sources.text_of(self.said).strip())


@dataclass(frozen=True, slots=True)
class Free:
    """Inside a free text: anything up to the end of the line."""

    slot: Slot
    said: tuple[int, ...]
    finished: bool = False

    def options(self) -> tuple[int, ...]:
        """Empty: the whole vocabulary; at the longest only the end of line."""
        return (self.slot.sources.newline,) if len(self.said) >= LONGEST else ()

    def step(self, token: int) -> Free:
        """One token on."""
        return Free(self.slot, (*self.said, token), finished="\n" in self.slot.sources.text_of((token,)))

    @property
    def action(self) -> Action:
        """The action with its text."""
        return self.slot.make(self.slot.sources.text_of(self.said).strip())


class Trie:
    """Builds the trie of one page."""

    def __init__(self, tokenize: Tokenize) -> None:
        self.root = Node()
        self._tokenize = tokenize

    def say(self, text: str, action: Action) -> None:
        """A whole action in fixed words."""
        self._walk(text).action = action

    def fill(self, text: str, slot: Slot) -> None:
        """An action that ends in text: copied after ":", free after " ="."""
        self._walk(f"{text}:").slot = slot
        node = self._walk(f"{text}{FREE}")
        node.slot, node.free = slot, True

    def close(self) -> Node:
        """The root; an action that begins another one now ends with the end of line."""
        newline = self._tokenize("\n")[0]
        todo = [self.root]
        while todo:
            node = todo.pop()
            todo.extend(node.children.values())
            if node.action is not None and node.children:
                node.children[newline] = Node(action=node.action)
                node.action = None
        return self.root

    def _walk(self, text: str) -> Node:
        node = self.root
        for token in self._tokenize(" " + text):
            node = node.children.setdefault(token, Node())
        return node


def press(key: str) -> Action:
    """A key press."""
    return Action(Verb.PRESS, text=key)
