"""Make a page fit: what is off the screen and only text goes first, controls in view go last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from paestudio.core.records import Element, Observation, Text


def cost(item: Element | Text) -> int:
    """Characters an item takes in a description of the page, roughly (four are a token)."""
    if isinstance(item, Text):
        return len(item.text) + 1
    chosen = sum(len(option) + 2 for option in item.options)
    return len(item.role) + len(item.name) + len(item.value) + len(item.hint) + len(item.context) + chosen + 4


def fit(seen: Observation, characters: int) -> Observation:
    """`seen` cut to about `characters`: off-screen text, then off-screen controls, then text in view, then controls.

    Of each kind the furthest down goes first. `dropped` says in words what went.
    """
    over = sum(map(cost, seen.elements)) + sum(map(cost, seen.texts)) - characters
    if over <= 0:
        return seen
    gone: set[int] = set()
    counts: list[str] = []
    layers: tuple[tuple[str, Iterable[Element | Text]], ...] = (
        ("text(s) off the screen", [t for t in seen.texts if not t.on_screen]),
        ("control(s) off the screen", [e for e in seen.elements if not e.on_screen]),
        ("text(s) in view", [t for t in seen.texts if t.on_screen]),
        ("control(s) in view", [e for e in seen.elements if e.on_screen]),
    )
    for words, layer in layers:
        here = 0
        for item in sorted(layer, key=lambda one: -one.order):
            if over <= 0:
                break
            gone.add(item.order)
            over -= cost(item)
            here += 1
        if here:
            counts.append(f"{here} {words}")
    return replace(
        seen,
        elements=tuple(e for e in seen.elements if e.order not in gone),
        texts=tuple(t for t in seen.texts if t.order not in gone),
        dropped="Left out: " + ", ".join(counts) + ".",
    )
