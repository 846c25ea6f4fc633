"""Finding products: search by words, filter, sort, cut into pages. An address says it all, in one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode

from paestudio.demo.content import Content, HelpPage, Product

SORTS: Mapping[str, str] = {
    "": "Our favourites first",
    "price-asc": "Price, low to high",
    "price-desc": "Price, high to low",
    "name": "Name, A to Z",
    "rating": "Best reviews first",
}
_MONEY = re.compile(r"\d{1,5}(\.\d{1,2})?")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants to see. Empty fields mean: any. `low` and `high` are pounds as typed."""

    q: str = ""
    sort: str = ""
    low: str = ""
    high: str = ""
    colour: str = ""
    stock: bool = False
    page: int = 1

    @staticmethod
    def read(query: Mapping[str, str]) -> Wish:
        """From an address; what makes no sense is left out."""
        sort, page = query.get("sort", ""), query.get("page", "")
        low, high = query.get("min", "").strip(), query.get("max", "").strip()
        return Wish(
            q=" ".join(query.get("q", "").split())[:100],
            sort=sort if sort in SORTS else "",
            low=low if _MONEY.fullmatch(low) else "",
            high=high if _MONEY.fullmatch(high) else "",
            colour=query.get("colour", "").strip()[:30],
            stock=query.get("stock") == "yes",
            page=int(page) if re.fullmatch("[1-9][0-9]{0,2}", page) else 1,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The address's query, without what is empty, always in this order."""
        pairs = [("q", self.q), ("sort", self.sort), ("min", self.low), ("max", self.high), ("colour", self.colour)]
        pairs += [("stock", "yes" if self.stock else ""), ("page", str(self.page) if self.page > 1 else "")]
        return [(k, v) for k, v in pairs if v]

    def address(self, path: str, page: int | None = None) -> str:
        """`path` with this query, on this or another page."""
        pairs = (replace(self, page=page) if page else self).pairs()
        return path + ("?" + urlencode(pairs) if pairs else "")

    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.low or self.high or self.colour or self.stock)

    def fits(self, product: Product) -> bool:
        """Whether the filters let it through."""
        return (
            (not self.low or product.price >= round(float(self.low) * 100))
            and (not self.high or product.price <= round(float(self.high) * 100))
            and (not self.colour or product.colour.casefold() == self.colour.casefold())
            and (not self.stock or product.stock > 0)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list: `shown` of `total`, page `page` of `pages`."""

    shown: Sequence[Product]
    total: int
    page: int
    pages: int
    colours: Sequence[str]


def choose(products: Sequence[Product], wish: Wish, size: int) -> Found:
    """Filter, sort and cut. A page past the end is the last one."""
    kept = _sorted([p for p in products if wish.fits(p)], wish.sort)
    pages = max(1, -(-len(kept) // size))
    page = min(wish.page, pages)
    colours = sorted({p.colour for p in products})
    return Found(kept[(page - 1) * size : page * size], len(kept), page, pages, colours)


def search(content: Content, words: str) -> list[Product]:
    """Products that have every word, those with the words in their name first."""
    wanted = _stems(words)
    hits = []
    for place, product in enumerate(content.products.values()):
        name = _stems(product.name)
        trail = " ".join(c.name for c in content.trail(product.category))
        rest = _stems(f"{trail} {product.summary} {product.colour} {product.material} {product.text}")
        if wanted and all(_in(w, name) or _in(w, rest) for w in wanted):
            hits.append((-sum(_in(w, name) for w in wanted), place, product))
    return [product for _, _, product in sorted(hits, key=lambda hit: hit[:2])]


def search_help(content: Content, words: str) -> list[HelpPage]:
    """At most three help pages that have every word, those with the words in their title first."""
    wanted = _stems(words)
    hits = []
    for page in content.help.values():
        title = _stems(page.title)
        if wanted and all(_in(w, title) or _in(w, _stems(page.summary)) for w in wanted):
            hits.append((sum(_in(w, title) for w in wanted), page))
    return [page for _, page in sorted(hits, key=lambda hit: -hit[0])[:3]]


def _sorted(products: list[Product], sort: str) -> list[Product]:
    match sort:
        case "price-asc":
            return sorted(products, key=lambda p: (p.price, p.name))
        case "price-desc":
            return sorted(products, key=lambda p: (-p.price, p.name))
        case "name":
            return sorted(products, key=lambda p: p.name)
        case "rating":
            return sorted(products, key=lambda p: (-p.stars, p.name))
        case _:
            return products


def _stems(text: str) -> list[str]:
    return [w[:-1] if len(w) > 3 and w.endswith("s") else w for w in re.findall(r"[a-z0-9]+", text.casefold())]


def _in(word: str, stems: Iterable[str]) -> bool:
    return any(s == word or (len(word) > 2 and s.startswith(word)) for s in stems)
