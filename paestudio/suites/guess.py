"""Guesses at what an instruction wants on a page: what it names, in the order it names it, then the button that sends.

A guess is tried on a training problem; one that the page rewards is a demonstration. Nobody told how: the reward did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Element, Observation

TYPED = ("textbox", "searchbox", "spinbutton")
SENDS = ("submit", "ok", "okay", "search", "login", "send", "post")
LONGEST = 8  # actions of a guess


def guesses(instruction: str, seen: Observation) -> Iterator[list[Action]]:
    """Distinct plans for the page, the likeliest first."""
    named = [*_named(instruction, seen), *_typed(instruction, seen)]
    ordered = [action for _, action in sorted(named, key=lambda pair: pair[0])]
    send = next((e for e in seen.elements if e.role == "button" and e.name.casefold() in SENDS), None)
    end = [Action(Verb.CLICK, send.ref)] if send else []
    told: list[list[Action]] = []
    for plan in ([*ordered, *end], ordered, [*ordered[:1], *end], [*ordered[-1:], *end], ordered[:1], ordered[-1:]):
        once = list(dict.fromkeys(plan))[:LONGEST]
        if once and once not in told:
            told.append(once)
            yield once


def _named(instruction: str, seen: Observation) -> Iterator[tuple[int, Action]]:
    """(place in the instruction, action) of every element and option that is named there; the longest name counts."""
    taken: list[tuple[int, int]] = []
    things = [(e.name, Action(Verb.CLICK, e.ref)) for e in seen.elements if e.role not in TYPED and not e.options]
    things += [(o, Action(Verb.SELECT, e.ref, o)) for e in seen.elements for o in e.options]
    for name, action in sorted(things, key=lambda thing: -len(thing[0])):
        found = _place(name, instruction)
        if found and not any(a < found[1] and found[0] < b and (a, b) != found for a, b in taken):
            taken.append(found)
            yield found[0], action


def _place(name: str, instruction: str) -> tuple[int, int] | None:
    found = re.search(rf"(?<!\w){re.escape(name.strip())}(?!\w)", instruction, re.I) if name.strip() else None
    return found.span() if found else None


def _typed(instruction: str, seen: Observation) -> Iterator[tuple[int, Action]]:
    """Texts in quotation marks go into the fields in turn; without a field for each, into none."""
    fields: list[Element] = [e for e in seen.elements if e.role in TYPED and "readonly" not in e.state]
    quoted = [(m.start(), m.group(1)) for m in re.finditer(r'"([^"]+)"', instruction)]
    if fields and quoted:
        for i, field in enumerate(fields):
            at, text = quoted[min(i, len(quoted) - 1)]
            yield at, Action(Verb.TYPE, field.ref, text)
