"""How to get from one page to another: the cheapest way over links whose names tell them apart."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from functools import cached_property

from paestudio.core.actions import Verb
from paestudio.proposer.atlas import Atlas
from paestudio.proposer.safety import boilerplate
from paestudio.proposer.sitemap import Link, Move, Node, plain

JITTER = 0.3  # how much chance may bend a path: less than one click
UNCLEAR = 0.8  # extra cost of a link whose name other links of the page have too, or that says nothing
FLEETING = 1.2  # extra cost of a link from one thing to another: "recently viewed" is not there next time


class Paths:
    """Click paths over the explored pages."""

    def __init__(self, atlas: Atlas, seed: int) -> None:
        self._atlas = atlas
        self._seed = seed

    @cached_property
    def _edges(self) -> dict[str, list[tuple[float, Link]]]:
        return {key: list(self._out(node)) for key, node in self._atlas.site.nodes.items()}

    def clicks(self, start: str, goal: str, salt: str = "") -> tuple[Move, ...] | None:
        """The clicks from page `start` to page `goal` (keys), or None. `salt` varies ways of equal length."""
        if start == goal:
            return ()
        dice = random.Random(f"{self._seed}|{salt}|{goal}")
        best = {start: 0.0}
        came: dict[str, tuple[str, Link]] = {}
        queue = [(0.0, start)]
        while queue:
            cost, at = heapq.heappop(queue)
            if at == goal:
                return tuple(_trace(start, goal, came))
            if cost > best[at]:
                continue
            for price, link in self._edges.get(at, ()):
                if link.to not in self._edges:
                    continue
                total = cost + price + dice.random() * JITTER
                if total < best.get(link.to, float("inf")):
                    best[link.to] = total
                    came[link.to] = (at, link)
                    heapq.heappush(queue, (total, link.to))
        return None

    def _out(self, node: Node) -> list[tuple[float, Link]]:
        targets: dict[str, set[str]] = {}
        for link in node.links:
            targets.setdefault(plain(link.text), set()).add(link.to)
        seen: Counter[tuple[str, str]] = Counter()
        out = []
        for link in node.links:
            seen[(plain(link.text), link.to)] += 1
            if (node.key, self._atlas.site.patterns.of(link.to)) in self._atlas.site.misleading:
                continue
            if seen[(plain(link.text), link.to)] > 1:
                continue
            unclear = UNCLEAR if len(targets[plain(link.text)]) > 1 or boilerplate(link.text) else 0.0
            fleeting = FLEETING if self._atlas.is_item(node.key) and self._atlas.is_item(link.to) else 0.0
            out.append((1.0 + unclear + fleeting, link))
        return out


def click(link: Link) -> Move:
    """The move that follows a link."""
    return Move(Verb.CLICK, link.spot)


def _trace(start: str, goal: str, came: dict[str, tuple[str, Link]]) -> list[Move]:
    moves: list[Move] = []
    at = goal
    while at != start:
        at, link = came[at]
        moves.append(click(link))
    return moves[::-1]
