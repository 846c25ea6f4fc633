"""Two attempts at one task laid beside each other: which steps belong together, and the first difference in words.

No Qt: sentences are made by the `tr` that is handed in, which also lets lupdate find them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from urllib.parse import urlsplit

from paestudio.core.actions import Verb
from paestudio.core.records import Step

Say = Callable[[str], str]
LONGEST = 50  # characters of a name or text in a sentence


@dataclass(frozen=True, slots=True)
class Move:
    """What one step was, as far as two agents' steps are compared: numbers of elements differ from load to load."""

    page: str  # address within the site
    verb: Verb | None  # None: the reply was no action
    name: str = ""  # of the element acted on
    role: str = ""
    context: str = ""
    text: str = ""
    submit: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Steps of the two that stand below each other; None: this one has none here."""

    a: int | None
    b: int | None
    same: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is called inside a sentence, its moves, and whether more may come."""

    name: str
    moves: Sequence[Move]
    ended: bool = True


def move(step: Step) -> Move:
    """A step as a move."""
    parts = urlsplit(step.observation.url)
    page = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    action = step.decision.action
    if action is None:
        return Move(page, None, text=" ".join(step.decision.raw.split()))
    element = step.observation.element(action.ref)
    name, role, context = (element.name, element.role, element.context) if element is not None else ("", "", "")
    return Move(page, action.verb, name, role, context, action.text, action.submit)


def first_difference(a: Side, b: Side) -> int | None:
    """The number (from 0) of the first step that differs; None when there is none, or none yet."""
    at = _common(a.moves, b.moves)
    more = at < len(a.moves), at < len(b.moves)
    if all(more) or (more[0] and b.ended) or (more[1] and a.ended):
        return at
    return None


def align(a: Sequence[Move], b: Sequence[Move]) -> list[Column]:
    """Every step of both in one column each, in order; equal steps share theirs as far as that is possible.

    Up to the first difference step n stands below step n.
    """
    start = _common(a, b)
    columns = [Column(i, i, True) for i in range(start)]
    for kind, a_from, a_to, b_from, b_to in SequenceMatcher(None, a[start:], b[start:], autojunk=False).get_opcodes():
        pairs = zip_longest(range(start + a_from, start + a_to), range(start + b_from, start + b_to))
        columns += [Column(i, j, kind == "equal") for i, j in pairs]
    return columns


def difference(a: Side, b: Side, tr: Say = str) -> str:
    """The first difference as a sentence; "" while both still play and have done the same."""
    at = first_difference(a, b)
    if at is None:
        return tr("Both do the same, step by step.") if a.ended and b.ended else ""
    one = a.moves[at] if at < len(a.moves) else None
    other = b.moves[at] if at < len(b.moves) else None
    if one is not None and other is not None and _deed(one) == _deed(other):
        said = tr("From step {number} they are on different pages: {one} on {here}, {other} on {there}.")
        pages = {"here": _cut(one.page), "there": _cut(other.page)}
        return said.format(number=at + 1, one=a.name, other=b.name, **pages)
    exact = one is not None and other is not None and _plain(one) == _plain(other)
    deeds = {"one": _does(a.name, one, exact, tr), "other": _does(b.name, other, exact, tr)}
    return tr("From step {number}: {one}, {other}.").format(number=at + 1, **deeds)


def _common(a: Sequence[Move], b: Sequence[Move]) -> int:
    """How many steps both begin with."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _deed(done: Move) -> tuple[object, ...]:
    return done.verb, done.name, done.role, done.context, done.text, done.submit


def _cut(text: str) -> str:
    """On one line, at most LONGEST characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rstrip() + "…"


def _plain(done: Move) -> tuple[object, ...]:
    """What a short sentence says of a move: two moves that are one in it need a longer one."""
    return done.verb, done.name if done.verb is Verb.CLICK else "", done.text


def _does(who: str, done: Move | None, exact: bool, tr: Say) -> str:
    if done is None:
        return tr("{who} has ended").format(who=who)
    text, what = _cut(done.text), _what(done, exact, tr)
    match done.verb:
        case None:
            said = tr("{who} says no action: “{text}”") if text else tr("{who} says nothing")
        case Verb.CLICK:
            said = tr("{who} clicks {what}")
        case Verb.TYPE if exact and done.submit:
            said = tr("{who} types “{text}” into {what} and presses Enter")
        case Verb.TYPE:
            said = tr("{who} types “{text}” into {what}") if exact else tr("{who} types “{text}”")
        case Verb.SELECT:
            said = tr("{who} chooses “{text}” in {what}") if exact else tr("{who} chooses “{text}”")
        case Verb.PRESS:
            said = tr("{who} presses {text}")
        case Verb.SCROLL:
            said = tr("{who} scrolls up") if text == "up" else tr("{who} scrolls down")
        case Verb.WAIT:
            said = tr("{who} waits")
        case Verb.BACK:
            said = tr("{who} goes back")
        case Verb.ANSWER:
            said = tr("{who} answers “{text}”") if text else tr("{who} says that it is done")
    return said.format(who=who, what=what, text=text)


def _what(done: Move, exact: bool, tr: Say) -> str:
    name = tr("“{text}”").format(text=_cut(done.name)) if done.name else done.role or tr("the page")
    if exact and done.context:
        return tr("{name} at “{context}”").format(name=name, context=_cut(done.context))
    return f"{done.role} {name}" if exact and done.name and done.role else name
