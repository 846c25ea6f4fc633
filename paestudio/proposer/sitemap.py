"""What the explorer knows of a site: pages, the links between them, and what trying its controls did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Element, Observation, SitePage
from paestudio.proposer.addresses import Patterns, canonical, is_page, params, path_of
from paestudio.proposer.safety import forbidden

GLOBAL = 0.6  # a link on more than this share of the pages is navigation, not content


@dataclass(frozen=True, slots=True)
class Spot:
    """An element as it can be found again in a fresh observation: refs are of one page load only."""

    role: str
    name: str
    href: str = ""  # canonical
    context: str = ""
    nth: int = 0  # among those of one role, name and address

    @staticmethod
    def of(element: Element, seen: Observation) -> Spot:
        """The spot of `element` on the page `seen`."""
        alike = [e for e in seen.elements if _same(e, element)]
        return Spot(element.role, element.name, address(element), element.context, alike.index(element))

    def find(self, seen: Observation) -> Element | None:
        """The element on another load of the page: same role, name and address; else same role and address."""
        alike = [
            e for e in seen.elements if e.role == self.role and plain(e.name) == plain(self.name) and self._leads(e)
        ]
        if not alike and self.href:
            alike = [e for e in seen.elements if e.role == self.role and address(e) == self.href]
        alike = [e for e in alike if "disabled" not in e.state]
        near = [e for e in alike if e.context == self.context]
        if len(near) == 1:
            return near[0]
        return alike[self.nth] if self.nth < len(alike) else (alike[0] if alike else None)

    def _leads(self, element: Element) -> bool:
        return not self.href or address(element) == self.href


@dataclass(frozen=True, slots=True)
class Move:
    """One planned action: `spot` None means the page itself."""

    verb: Verb
    spot: Spot | None = None
    text: str = ""
    submit: bool = False

    def action(self, seen: Observation) -> Action | None:
        """The move on the page as it is now, or None when its element is not there."""
        if self.spot is None:
            return Action(self.verb, None, self.text)
        element = self.spot.find(seen)
        return Action(self.verb, element.ref, self.text, self.submit) if element else None


@dataclass(frozen=True, slots=True)
class Link:
    """A link a person would follow: its text, the page it leads to (a key), where it is."""

    text: str
    to: str
    spot: Spot
    order: int


@dataclass(frozen=True, slots=True)
class Node:
    """One page seen. `key` is its canonical address; `url` as the browser showed it."""

    key: str
    url: str
    depth: int
    parent: str | None
    seen: Observation
    links: tuple[Link, ...]

    @staticmethod
    def of(seen: Observation, home: str, depth: int, parent: str | None) -> Node:
        """The page as the explorer keeps it."""
        return Node(canonical(seen.url), seen.url, depth, parent, seen, tuple(_links(seen, home)))

    @property
    def path(self) -> str:
        """Path without query: shared by the sortings of one page."""
        return path_of(self.key)

    def record(self, forms: Iterable[str], facts: Iterable[tuple[str, str]]) -> SitePage:
        """The page for the store and the window."""
        links = tuple((link.text, link.to) for link in self.links)
        return SitePage(
            self.url,
            self.seen.title,
            self.depth,
            self.parent,
            links,
            tuple(forms),
            tuple(facts),
            self.seen.screenshot,
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """One control that was tried on a page, and what came of it.

    purpose: search (a word was typed and sent), choose (an option or a box that leads to another address),
    field (filled in, nothing sent), send (a form was sent, `value` is what the site said to it).
    """

    page: str  # key of the page it was tried on
    purpose: str
    control: Element
    value: str  # what was typed or chosen
    moves: tuple[Move, ...]
    result: Node | None = None  # the page it led to; None: it stayed
    sets: tuple[tuple[str, str], ...] = ()  # query parameters it set
    selector: str = ""  # a CSS selector that reads the control's state back …
    prop: str = "value"  # … with this property …
    reads: str = ""  # … which then says this


@dataclass(slots=True)
class SiteMap:
    """Everything explored. Filled by the explorer, read by the task writers."""

    home: str  # key of the home page
    nodes: dict[str, Node] = field(default_factory=dict)
    patterns: Patterns = field(default_factory=Patterns)
    trials: list[Trial] = field(default_factory=list)
    misleading: set[tuple[str, str]] = field(default_factory=set)  # (page, kind of address): a click leads elsewhere
    known: dict[str, None] = field(default_factory=dict)  # every address seen, in order of discovery

    def add(self, node: Node) -> bool:
        """Take a page; False when it was there already."""
        fresh = [link.to for link in node.links if link.to not in self.known]
        self.known.update(dict.fromkeys(fresh))
        self.patterns.add([*fresh, node.key])
        if node.key in self.nodes:
            return False
        self.nodes[node.key] = node
        return True

    def global_links(self) -> set[str]:
        """Addresses that most pages link to."""
        count = Counter(to for node in self.nodes.values() for to in {link.to for link in node.links})
        return {to for to, n in count.items() if n > max(2, GLOBAL * len(self.nodes))}

    def spread(self) -> dict[str, list[Node]]:
        """Pages by pattern."""
        groups: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            groups.setdefault(self.patterns.of(node.key), []).append(node)
        return groups

    def known_in(self) -> Counter[str]:
        """How many addresses of each pattern were seen, visited or not."""
        return Counter(self.patterns.of(key) for key in {*self.known, *self.nodes})

    def by_purpose(self, purpose: str) -> list[Trial]:
        """Trials of one purpose, in order."""
        return [trial for trial in self.trials if trial.purpose == purpose]


def heading_text(seen: Observation) -> str:
    """The page's first main heading, "" without one."""
    heads = [t for t in seen.texts if t.heading]
    return min(heads, key=lambda t: (t.heading, t.order)).text if heads else ""


def plain(text: str) -> str:
    """Text for comparing: single spaces, no case."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def address(element: Element) -> str:
    """The canonical address of a link, "" for anything else."""
    return canonical(element.href) if element.href else ""


def new_params(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Query parameters that are new or changed between two addresses, without the empty ones."""
    old = params(before)
    return tuple(sorted((k, v) for k, v in params(after).items() if v and old.get(k) != v))


def _same(a: Element, b: Element) -> bool:
    return a.role == b.role and plain(a.name) == plain(b.name) and address(a) == address(b)


def _links(seen: Observation, home: str) -> Iterator[Link]:
    here = canonical(seen.url)
    for e in seen.elements:
        if e.role != "link" or not e.href or not e.name.strip() or not is_page(e.href, home):
            continue
        to = address(e)
        if to == here or forbidden(e.name, e.href):
            continue
        yield Link(re.sub(r"\s+", " ", e.name).strip(), to, Spot.of(e, seen), e.order)
