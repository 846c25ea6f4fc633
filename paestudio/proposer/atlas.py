"""The site map read as a person would: which pages are things, which list things, which inform."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from paestudio.proposer.addresses import path_of
from paestudio.proposer.facts import MONEY, Fact, facts_of, repeated_labels
from paestudio.proposer.naming import page_names, sayable
from paestudio.proposer.safety import boilerplate
from paestudio.proposer.sitemap import Link, Node, SiteMap, plain

MANY = 5  # addresses of one pattern that make it a kind of page
MORE = re.compile(r"^(next|older|more results|load more|show more|»|›|→)\b|^next\W*$|^page \d+ of", re.I)


class Kind(StrEnum):
    """What a page is for."""

    ITEM = "item"  # one of many alike: a product, a book, a thread
    LISTING = "listing"  # links to many items
    INFO = "info"  # anything else: help, contact, about


@dataclass(frozen=True, slots=True)
class Item:
    """A thing on a listing: `price` is the one amount shown with it, "" when there is none or more than one."""

    name: str
    to: str
    link: Link
    price: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A page with its name, kind and facts."""

    node: Node
    name: str  # "" when it has no name that tells it apart
    kind: Kind
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    more: bool = False  # a listing that goes on on another page

    @property
    def priced(self) -> bool:
        """Whether it is something with a price."""
        return any(f.form == "price" for f in self.facts)


class Atlas:
    """Places by key, read once from a finished site map."""

    def __init__(self, site: SiteMap) -> None:
        self.site = site
        self._global = site.global_links()
        self._known = site.known_in()
        self._paths = {path_of(key) for key in {*site.known, *site.nodes}}
        names = page_names(site.nodes.values())
        facts = self._facts()
        self._item_patterns = self._patterns_of_items(facts)
        things = {node.path + "/" for node in site.nodes.values() if self.is_item(node.key)}
        names = {k: name for k, name in names.items() if not any(site.nodes[k].path.startswith(t) for t in things)}
        self.places = {
            key: self._place(node, names.get(key, ""), tuple(facts[key])) for key, node in site.nodes.items()
        }
        self._sections()
        self.home = self.places[site.home]

    def of(self, kind: Kind) -> list[Place]:
        """Named places of a kind, in the order they were found, without variants (sortings) of another page."""
        return [p for p in self.places.values() if p.kind is kind and p.name and not self.is_variant(p.node.key)]

    def is_variant(self, key: str) -> bool:
        """Whether the page is another page with a query: sorted, filtered, page 2."""
        bare = key.split("?")[0]
        return "?" in key and (bare in self.site.nodes or bare in self.site.known)

    def is_item(self, key: str) -> bool:
        """Whether an address belongs to a kind of page with many members that each are about one thing."""
        return self.site.patterns.of(key) in self._item_patterns

    def content(self, node: Node) -> list[Link]:
        """The links of a page that are not on most pages."""
        return [link for link in node.links if link.to not in self._global]

    def _patterns_of_items(self, facts: dict[str, list[Fact]]) -> set[str]:
        """Patterns with many members, whose pages are alike in what they tell and do not list other things."""
        found = set()
        for pattern, nodes in self.site.spread().items():
            if self._known[pattern] < MANY or "?page" in pattern or median(self._width(n, pattern) for n in nodes) >= 3:
                continue
            labels = Counter(plain(f.label) for n in nodes for f in facts[n.key] if f.form in ("row", "price"))
            alike = max(labels.values(), default=0) >= 0.5 * len(nodes)
            if alike or "{n}" in pattern:
                found.add(pattern)
        return {p for p in found if not any(p.startswith(other + "/") for other in found)}

    def _width(self, node: Node, pattern: str) -> int:
        """To how many pages of one other kind a page links."""
        kinds = Counter(self.site.patterns.of(to) for to in {link.to for link in self.content(node)})
        return max((n for p, n in kinds.items() if p != pattern and self._known[p] >= MANY), default=0)

    def _facts(self) -> dict[str, list[Fact]]:
        """Facts by page, without labels that say the same on all pages of a kind."""
        facts = {key: facts_of(node.seen) for key, node in self.site.nodes.items()}
        for nodes in self.site.spread().values():
            if len(nodes) < 2:
                continue
            varied = repeated_labels([facts[n.key] for n in nodes])
            holders = Counter(plain(f.label) for n in nodes for f in facts[n.key])
            for node in nodes:
                facts[node.key] = [
                    f for f in facts[node.key] if varied[plain(f.label)] > 1 or holders[plain(f.label)] == 1
                ]
        return facts

    def _place(self, node: Node, name: str, facts: tuple[Fact, ...]) -> Place:
        items = tuple(self._items(node))
        if self.is_item(node.key):
            kind = Kind.ITEM
        elif len(items) >= 3 or (items and self._has_children(node)):
            kind = Kind.LISTING
            facts = tuple(f for f in facts if f.form not in ("price", "stock"))
        else:
            kind = Kind.INFO
        if not any(f.form == "price" for f in facts):
            facts = tuple(f for f in facts if f.form != "stock")
        more = any(MORE.search(e.name.strip()) for e in node.seen.elements if e.role in ("link", "button"))
        return Place(node, name, kind, facts, items, more)

    def _sections(self) -> None:
        """A page with one or two things is a listing too when its kind is mostly listings."""
        kinds = Counter((self.site.patterns.of(key), p.kind) for key, p in self.places.items())
        for key, place in self.places.items():
            pattern = self.site.patterns.of(key)
            if place.kind is Kind.INFO and place.items and kinds[pattern, Kind.LISTING] > kinds[pattern, Kind.INFO]:
                self.places[key] = replace(place, kind=Kind.LISTING)

    def _has_children(self, node: Node) -> bool:
        return sum(key.startswith(node.path.rstrip("/") + "/") for key in self._paths) >= 2

    def _items(self, node: Node) -> Iterable[Item]:
        links = [link for link in self.content(node) if self.is_item(link.to)]
        firsts = {link.to: link.order for link in reversed(links)}
        starts = sorted(firsts.values())
        for to, start in sorted(firsts.items(), key=lambda pair: pair[1]):
            named = [link for link in links if link.to == to and sayable(link.text) and not boilerplate(link.text)]
            if not named:
                continue
            end = next((s for s in starts if s > start), float("inf"))
            near = [t.text for t in node.seen.texts if start < t.order < end and len(t.text) < 40]
            amounts = [made[0] for text in near if (made := MONEY.search(text))]
            yield Item(named[-1].text, to, named[-1], amounts[0] if len(amounts) == 1 else "")
