"""What the demo shop sells and says, read once from `resources/demo_site/data`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from paestudio.core import codec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Review:
    """What a buyer wrote; 1 to 5 stars."""

    author: str
    stars: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice to make before buying, such as the nib of a pen."""

    name: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """One thing for sale. `price` is in pence; `category` is the path of its (sub-)category."""

    slug: str
    name: str
    category: str
    price: int
    stock: int
    colour: str
    material: str
    picture: str
    tint: str
    summary: str
    text: str
    details: Mapping[str, str]
    related: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    option: Option | None = None
    featured: bool = False
    new: bool = False

    @property
    def stars(self) -> float:
        """The mean of the reviews' stars; 0.0 without reviews."""
        return sum(r.stars for r in self.reviews) / len(self.reviews) if self.reviews else 0.0


@dataclass(frozen=True, slots=True)
class Category:
    """A department (`pens`) or a part of one (`pens/fountain-pens`)."""

    path: str
    name: str
    blurb: str

    @property
    def parent(self) -> str:
        """The path of the category above; "" for a department."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the help section; `delivery/europe` lies below `delivery`."""

    path: str
    title: str
    summary: str

    @property
    def parent(self) -> str:
        """The path of the page above; "" at the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Store:
    """A shop in a town. `hours` are (days, times); `near` are the places it is the nearest shop of."""

    slug: str
    town: str
    address: str
    postcode: str
    phone: str
    manager: str
    since: str
    service: str
    hours: tuple[tuple[str, str], ...]
    near: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """A course that can be booked. `price` is in pence."""

    slug: str
    name: str
    teacher: str
    place: str
    price: int
    places: str
    length: str
    text: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A piece of news."""

    slug: str
    title: str
    author: str
    date: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order of the past. `lines` are (name with option, quantity, pence for one); `extras` (what, pence)."""

    number: str
    date: str
    status: str
    carrier: str
    lines: tuple[tuple[str, int, int], ...]
    extras: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """Pence, all in."""
        return sum(n * each for _, n, each in self.lines) + sum(pence for _, pence in self.extras)


class Content:
    """Everything the shop's pages show."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.shop: Mapping[str, Any] = self._json("shop")
        self.forms: Mapping[str, Any] = self._json("forms")
        self.account: Mapping[str, Any] = self._json("account")
        self.products = {p.slug: p for p in self._records("products", Product)}
        self.categories = {c.path: c for c in self._records("categories", Category)}
        self.help = {h.path: h for h in self._records("help", HelpPage)}
        self.stores = {s.slug: s for s in self._records("shops", Store)}
        self.workshops = {w.slug: w for w in self._records("workshops", Workshop)}
        self.news = {a.slug: a for a in self._records("news", Article)}

    def _json(self, name: str) -> Any:
        return json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))

    def _records(self, name: str, kind: type[T]) -> Iterator[T]:
        return (codec.decode(kind, row) for row in self._json(name))

    @cached_property
    def departments(self) -> list[Category]:
        """The top categories, in the order of the menu."""
        return self.below("")

    def below(self, path: str) -> list[Category]:
        """The categories directly below `path`."""
        return [c for c in self.categories.values() if c.parent == path]

    def inside(self, path: str) -> list[Product]:
        """The products of a category and of those below it, in the shop's own order."""
        return [p for p in self.products.values() if p.category == path or p.category.startswith(path + "/")]

    def trail(self, path: str) -> list[Category]:
        """The categories from the department down to `path`."""
        parts = path.split("/")
        return [self.categories["/".join(parts[: i + 1])] for i in range(len(parts))]

    def help_below(self, path: str) -> list[HelpPage]:
        """The help pages directly below `path`."""
        return [h for h in self.help.values() if h.parent == path]

    @cached_property
    def past_orders(self) -> tuple[PlacedOrder, ...]:
        """The demo account's orders, newest first."""
        return tuple(self._past(row) for row in self.account["orders"])

    def _past(self, row: Mapping[str, Any]) -> PlacedOrder:
        lines = tuple((self.products[s].name, n, self.products[s].price) for s, n in row["lines"])
        extras = (("Delivery", int(row["delivery"])),)
        return PlacedOrder(row["number"], row["date"], row["status"], row["carrier"], lines, extras)
