"""Facts on a page that have one short answer: rows of tables, definitions, prices, stock, sentences with a figure.

An observation gives a table row as one text with ` | ` between its cells and a definition as `term: value`. Every
value kept here can be copied from the page's visible text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from paestudio.core.records import Observation
from paestudio.proposer.naming import clean
from paestudio.proposer.sitemap import plain
from paestudio.proposer.words import bank

MONEY = re.compile(r"(?:[£$€]\s?\d[\d,]*(?:\.\d{1,2})?|\d[\d,]*(?:[.,]\d{2})?\s?(?:€|EUR|GBP|USD)\b)")
STOCK = re.compile(r"\b(?:in stock\D{0,12}(\d+)|(\d+) (?:in stock|available|left|copies available))\b", re.I)
WORDS = 6  # longest answer


@dataclass(frozen=True, slots=True)
class Fact:
    """`label` is asked for, `value` is the answer as the page writes it. `row` names the line of a wider table.

    `form`: row (label and value) | cell (row, column, value) | price | stock | sentence (`label` is the question).
    """

    label: str
    value: str
    form: str = "row"
    row: str = ""
    also: tuple[str, ...] = ()  # other answers that say the same


def facts_of(seen: Observation) -> list[Fact]:
    """Every fact of a page whose label has one value there, in the order of the page."""
    found = [*_price(seen), *_stock(seen), *_rows(seen), *_sentences(seen)]
    values: dict[tuple[str, str], set[str]] = {}
    for fact in found:
        values.setdefault((plain(fact.label), plain(fact.row)), set()).add(plain(fact.value))
    kept: dict[tuple[str, str], Fact] = {}
    for fact in found:
        key = (plain(fact.label), plain(fact.row))
        if len(values[key]) == 1:
            kept.setdefault(key, fact)
    return list(kept.values())


def short(value: str) -> bool:
    """Whether a value is a short span that a person would give as the answer."""
    if not value or len(value) > 60 or len(value.split()) > WORDS or value.endswith(("…", ":")):
        return False
    if len(value.split()) > 4 and not re.match(r"[A-Z0-9£$€]", value):
        return False
    return bool(re.search(r"\w", value)) and not re.fullmatch(r"(n/?a|none|unknown|-+|0|£0\.00|\$0\.00)", value, re.I)


def asked(label: str) -> bool:
    """Whether a label can stand in a question."""
    bare = label.strip().rstrip(":?")
    if not 2 <= len(bare) <= 32 or len(bare.split()) > 4 or not re.match(r"[^\W\d_]", bare):
        return False
    if re.search(r"[.!\"“”|/@]|\d", re.sub(r"\b(excl|incl|no)\.", "", bare)):
        return False
    if re.search(r"\b(and|or|but|your|please)$", bare):
        return False
    return not re.match(r"(note|tip|warning|example|see|also|share|tags?|actions?|total|subtotal|error)\b", bare, re.I)


def _rows(seen: Observation) -> Iterator[Fact]:
    header: list[str] = []
    for text in seen.texts:
        cells = [c.strip() for c in text.text.split(" | ")]
        if len(cells) == 1:
            if text.heading:
                header = []
            made = re.fullmatch(r"([^:|]{2,32}):\s+(\S.{0,60})", text.text)
            if made and not text.heading and asked(made[1]) and short(clean(made[2])):
                yield Fact(made[1].strip(), clean(made[2]))
        elif len(cells) == 2 and len(header) != 2:
            if asked(cells[0].rstrip(":")) and short(cells[1]):
                yield Fact(cells[0].rstrip(":"), cells[1])
            elif asked(cells[0]) and asked(cells[1]):
                header = cells
        elif len(cells) == len(header):
            yield from _cells(header, cells)
        else:
            header = cells if all(asked(c) for c in cells) else []


def _cells(header: list[str], cells: list[str]) -> Iterator[Fact]:
    for column, value in list(zip(header, cells, strict=True))[1:]:
        if short(value) and 2 <= len(cells[0]) <= 48:
            yield Fact(column, value, "cell", cells[0])


def _price(seen: Observation) -> Iterator[Fact]:
    """The price of what the page is about: the first amount that stands alone soon after the main heading.

    A link in between (but to its reviews) means that the amount belongs to something that is listed.
    """
    heads = [t.order for t in seen.texts if t.heading == 1]
    if len(heads) != 1:
        return
    for text in [t for t in seen.texts if t.order > heads[0]][:4]:
        made = re.fullmatch(r"(?:(?:our |now |sale )?price:?\s*)?(" + MONEY.pattern + r")", text.text.strip(), re.I)
        if made:
            between = [e for e in seen.elements if e.role == "link" and heads[0] < e.order < text.order]
            if all(re.search(r"review|rating|star", e.name, re.I) for e in between):
                yield Fact("Price", made[1], "price")
            return


def _stock(seen: Observation) -> Iterator[Fact]:
    for text in seen.texts:
        made = STOCK.search(text.text)
        if made and len(text.text) < 40 and " | " not in text.text:
            number = made[1] or made[2]
            yield Fact("Number in stock", number, "stock", also=(text.text, f"{number} available"))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentence patterns of `words/questions.json`, each with the question it answers."""
    source = bank("questions.json")

    def whole(text: str) -> str:
        while made := re.search(r"<([A-Z]+)>", text):
            text = text.replace(made[0], source["parts"][made[1]])
        return text

    return tuple((re.compile(whole(entry["says"])), entry["ask"]) for entry in source["sentences"])


def _sentences(seen: Observation) -> Iterator[Fact]:
    for text in seen.texts:
        if text.heading or " | " in text.text or len(text.text) > 1200:
            continue
        for sentence in re.split(r"(?<=[.!?])\s+", text.text):
            found = ((pattern.match(sentence), ask) for pattern, ask in _patterns())
            made, ask = next(((m, ask) for m, ask in found if m), (None, ""))
            if made:
                yield Fact(_ask(ask, made), made["value"], "sentence")


def _ask(question: str, made: re.Match[str]) -> str:
    parts = {k: v for k, v in made.groupdict().items() if v}
    thing = parts.get("thing", "")
    first, _, rest = thing.partition(" ")
    name = (first.isupper() and len(first) > 1) or (not rest and "year" in question) or rest[:1].isupper()
    parts["thing"] = thing if name else first.lower() + (f" {rest}" if rest else "")
    parts["who"] = "I" if parts.get("who") == "You" else parts.get("who", "").lower()
    return question.format(**parts)


def repeated_labels(pages: list[list[Fact]]) -> dict[str, int]:
    """How many different values each label has over pages of one kind: 1 on many pages is boilerplate."""
    values: dict[str, set[str]] = {}
    for facts in pages:
        for fact in facts:
            values.setdefault(plain(fact.label), set()).add(plain(fact.value))
    count = Counter({label: len(v) for label, v in values.items()})
    return dict(count)
