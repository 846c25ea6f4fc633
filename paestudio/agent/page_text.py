"""A page in words, for the model: one line an element or a piece of text, in document order.

What changes while a person fills in a form (values, ticks, errors) is not part of it but of the prompt, so that one
page stays one text, and its cache serves every step on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from paestudio.agent.labels import labels, short
from paestudio.core.records import Element, Observation, Text

TEXT_LENGTH = 220
OPTIONS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class PageText:
    """The text, the label of every element that is in it, and the texts that can be copied from."""

    text: str
    labels: dict[int, str]
    sources: tuple[str, ...]
    cut: bool  # something was left out: scrolling shows more

    @property
    def lines(self) -> list[str]:
        """Its lines, without the last one, which says what page it is."""
        return self.text.splitlines()[:-1]


def render(page: Observation, budget: int, count: Callable[[str], int]) -> PageText:
    """At most `budget` tokens by `count`. Off-screen text goes first, then text, then off-screen controls."""
    names = labels(page.elements)
    lines: list[tuple[int, int, str, Element | Text]] = []  # order, what goes first (high), line, thing
    seen: set[str] = set()
    for e in page.elements:
        if names[e.ref] not in seen:
            seen.add(names[e.ref])
            lines.append((e.order, 0 if e.on_screen else 1, _element_line(e, names[e.ref]), e))
    for t in page.texts:
        if t.heading:
            lines.append((t.order, 0 if t.on_screen else 2, f"# {short(t.text, TEXT_LENGTH)}", t))
        else:
            lines.append((t.order, 2 if t.on_screen else 3, short(t.text, TEXT_LENGTH), t))
    kept, cut = _fit(lines, budget, count)
    parts = urlsplit(page.url)
    here = f"Page: {short(page.title)} {parts.path}"  # last: pages of a site begin alike, and share that beginning
    body = "\n".join(line for _, _, line, _ in kept)
    said = {names[thing.ref] for _, _, _, thing in kept if isinstance(thing, Element)}
    shown = {ref: name for ref, name in names.items() if name in said}
    sources = tuple(_source(thing) for _, _, _, thing in kept)
    return PageText(f"{body}\n{here}", shown, sources, cut or bool(page.dropped))


def _fit(
    lines: list[tuple[int, int, str, Element | Text]], budget: int, count: Callable[[str], int]
) -> tuple[list[tuple[int, int, str, Element | Text]], bool]:
    costs = [count(line) + 1 for _, _, line, _ in lines]
    total = sum(costs)
    dropped: set[int] = set()
    for i in sorted(range(len(lines)), key=lambda i: (-lines[i][1], -lines[i][0])):
        if total <= budget:
            break
        total -= costs[i]
        dropped.add(i)
    kept = sorted((line for i, line in enumerate(lines) if i not in dropped), key=lambda line: line[0])
    return kept, bool(dropped)


def _element_line(e: Element, label: str) -> str:
    if e.options:
        choices = ", ".join(short(o, 30) for o in e.options[:OPTIONS_SHOWN])
        more = ", …" if len(e.options) > OPTIONS_SHOWN else ""
        return f"{label}: {choices}{more}"
    return f"{label} ({short(e.hint, 30)})" if e.hint and e.hint != e.name else label


def _source(thing: Element | Text) -> str:
    return thing.name if isinstance(thing, Element) else thing.text
