"""Facts on a page that have one short answer: rows of tables, definitions, prices, stock, sentences with a figure.

An observation gives a table row as one text with ` | ` between its cells and a definition as `term: value`. Every
value kept here can be copied from the page's visible text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from paestudio.core.records import Observation
from paestudio.proposer.naming import clean
from paestudio.proposer.sitemap import plain

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
    return bool(re.search(r"\w", value)) and not re.fullmatch(r"(n/?a|none|unknown|-+|0|£0\.00|\$0\.00)", value, re.I)


def asked(label: str) -> bool:
    """Whether a label can stand in a question."""
    bare = label.strip().rstrip(":?")
    if not 2 <= len(bare) <= 32 or len(bare.split()) > 4 or not re.match(r"[^\W\d_]", bare):
        return False
    if re.search(r"[.!\"“”|/@]|\d", re.sub(r"\b(excl|incl|no)\.", "", bare)) or re.search(r"\b(and|or|but|your|please)$", bare):
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
    """The price of what the page is about: the first amount that stands alone right after the main heading."""
    heads = [t.order for t in seen.texts if t.heading == 1]
    if len(heads) != 1:
        return
    after = [t for t in seen.texts if t.order > heads[0]][:4]
    for text in after:
        made = re.fullmatch(r"(?:(?:our |now |sale )?price:?\s*)?(" + MONEY.pattern + r")", text.text.strip(), re.I)
        if made:
            yield Fact("Price", made[1], "price")
            return


def _stock(seen: Observation) -> Iterator[Fact]:
    for text in seen.texts:
        made = STOCK.search(text.text)
        if made and len(text.text) < 40 and " | " not in text.text:
            number = made[1] or made[2]
            yield Fact("Number in stock", number, "stock", also=(text.text, f"{number} available"))


_UNITS = r"(?:working |business |calendar )?(?:days?|hours?|weeks?|months?|minutes?|years?)"
_SPAN = rf"(?:about |around )?(?:\d+|one|two|three|four|five|six|seven|ten|twelve|fourteen|thirty)(?:\s?(?:to|-|–)\s?\d+)? {_UNITS}"
_THING = r"(?P<thing>(?:[A-Z][\w'’-]*)(?: [\w'’-]+){0,6}?)"
_SENTENCES: tuple[tuple[str, str], ...] = (
    (rf"{_THING} takes (?P<value>{_SPAN})\b", "How long does {thing} take?"),
    (rf"{_THING} take (?P<value>{_SPAN})\b", "How long do {thing} take?"),
    (rf"{_THING} lasts (?P<value>{_SPAN})\b", "How long does {thing} last?"),
    (rf"{_THING} (?P<verb>may|can|must) be (?P<done>\w+ed|kept|sent back) (?:for up to|within|for) (?P<value>{_SPAN})\b",
     "For how long {verb} {thing} be {done}?"),
    (rf"{_THING} costs (?P<value>{MONEY.pattern})", "How much does {thing} cost?"),
    (rf"{_THING} cost (?P<value>{MONEY.pattern})", "How much do {thing} cost?"),
    (rf"{_THING} (?:is|are) free (?:for|on) (?:all )?orders (?:over|above|of) (?P<value>{MONEY.pattern})",
     "From which order value is {thing} free?"),
    (rf"{_THING} began in (?P<value>(?:1[5-9]|20)\d\d)\b", "In which year did {thing} begin?"),
    (rf"{_THING} opened in (?P<value>(?:1[5-9]|20)\d\d)\b", "In which year did {thing} open?"),
    (rf"{_THING} was (?P<done>founded|built|started|established|opened) in (?P<value>(?:1[5-9]|20)\d\d)\b",
     "In which year was {thing} {done}?"),
    (rf"{_THING} (?P<verb>opens|closes) at (?P<value>\d{{1,2}}(?:[:.]\d\d)?\s?(?:am|pm)?)\b", "At what time does {thing} {stem}?"),
    (r"(?P<who>You|Members|Readers|Customers|Guests) (?:can|may) (?P<done>borrow|keep|take|order|book|reserve|hold) up to "
     r"(?P<value>\d+|two|three|four|five|six|eight|ten|twelve|twenty) (?P<thing>[\w'-]+(?: at (?:a|one) time)?)\b",
     "How many {thing} can {who} {done}?"),
)


def _sentences(seen: Observation) -> Iterator[Fact]:
    for text in seen.texts:
        if text.heading or " | " in text.text or len(text.text) > 1200:
            continue
        for sentence in re.split(r"(?<=[.!?])\s+", text.text):
            for pattern, question in _SENTENCES:
                made = re.match(pattern, sentence)
                if made:
                    yield Fact(_ask(question, made), made["value"], "sentence")
                    break


def _ask(question: str, made: re.Match[str]) -> str:
    parts = {k: v for k, v in made.groupdict().items() if v}
    thing = parts.get("thing", "")
    first, _, rest = thing.partition(" ")
    keep = first.isupper() or (not rest and first.istitle() and "did" in question) or any(w[0].isupper() for w in rest.split())
    parts["thing"] = thing if keep else first.lower() + (f" {rest}" if rest else "")
    parts["stem"] = (parts.get("verb") or "").rstrip("s").replace("close", "close")
    parts["who"] = "I" if parts.get("who") == "You" else (parts.get("who") or "").lower()
    return question.format(**parts)


def repeated_labels(pages: list[list[Fact]]) -> dict[str, int]:
    """How many different values each label has over pages of one kind: 1 on many pages is boilerplate."""
    values: dict[str, set[str]] = {}
    for facts in pages:
        for fact in facts:
            values.setdefault(plain(fact.label), set()).add(plain(fact.value))
    count = Counter({label: len(v) for label, v in values.items()})
    return dict(count)
