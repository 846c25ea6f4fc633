"""Tasks that end with an answer: a fact of a page, asked with the page's subject in the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from paestudio.proposer.atlas import Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.facts import Fact
from paestudio.proposer.naming import is_title, label_words, plural, the
from paestudio.proposer.sitemap import plain
from paestudio.proposer.wording import number, pick, say, tidy
from paestudio.proposer.words import bank

NOUNS = re.compile(r"\b(price|cost|fee|charge|time|days|hours|date|size|weight|capacity|distance|rate|limit)s?$", re.I)
OWN = re.compile(r"\b(contact|visit|find us|opening|hours|about)\b", re.I)  # pages about the site as a whole
PER_PAGE = 4  # questions about one page
PER_TABLE = 2  # of them, about cells of a table


def write_retrieval(desk: Desk) -> Iterator[Candidate]:
    """A few questions a page."""
    shared = Counter(
        plain(f.label) for p in desk.atlas.places.values() if p.kind is not Kind.ITEM for f in p.facts if not f.row
    )
    for place in desk.atlas.places.values():
        if not place.name or desk.atlas.is_variant(place.node.key):
            continue
        for fact in choose(place, PER_PAGE):
            goal = f"fact|{place.node.key}|{plain(fact.row)}|{plain(fact.label)}"
            start = desk.start(goal)
            moves = desk.paths.clicks(start.node.key, place.node.key, "retrieval")
            if moves is None or (fact.form == "sentence" and not moves):
                continue
            text = question(goal, place, fact, alone=shared[plain(fact.label)] < 2)
            yield Candidate(goal, "retrieval", text, start.node.url, moves, {"answer": accepted(fact)}, fact.value)


def choose(place: Place, most: int) -> list[Fact]:
    """Facts worth asking, differing in label and value, not given away by the page's name; a fair mix of them."""
    kept: list[Fact] = []
    pool = [f for f in place.facts if plain(f.value) not in plain(place.name)]
    for fact in sorted(pool, key=lambda f: number(f"{place.node.key}|{f.row}|{f.label}", "facts")):
        near = {plain(f.value) for f in kept} | {stem(f.label) for f in kept if not f.row}
        if plain(fact.value) not in near and (fact.row or stem(fact.label) not in near):
            kept.append(fact)
    cells = [f for f in kept if f.row][PER_TABLE:]
    return [f for f in kept if f not in cells][:most]


def be(label: str) -> str:
    """`is` or `are`, as the label wants."""
    return "are" if plural(label) else "is"


def stem(label: str) -> str:
    """What a label is about: `Price (excl. tax)` and `Price` are one."""
    return re.split(r"[\s(]", plain(label))[0]


def question(goal: str, place: Place, fact: Fact, alone: bool = True) -> str:
    """The question a person would ask to get that fact. `alone`: no other help page has a fact of that label."""
    label = label_words(fact.label)
    if fact.form == "sentence":
        return fact.label
    if fact.form == "cell":
        named = NOUNS.search(fact.label)
        column = label if named else fact.label
        words = "ask_cell_noun" if named else "ask_cell"
        return say(goal, words, column=column, row=fact.row, page=place.name, be=be(fact.label))
    if place.kind is not Kind.ITEM and not place.priced:
        return _inform(goal, place, fact, alone)
    return _about(goal, the(place.name), place.name, fact)


def _about(goal: str, subject: str, name: str, fact: Fact) -> str:
    """A question about a thing, in the words that go with the label if there are some."""
    label = label_words(fact.label)
    for entry in bank("labels.json"):
        if _fits(entry, fact):
            made: str = pick(goal, entry["ask"], "label")
            return tidy(
                made.replace("“{name}”", "{subject}" if "“" in subject else "“{name}”").format(
                    name=name, the_name=subject, subject=subject, label=label, be=be(fact.label)
                )
            )
    return say(goal, "ask_fact", label=label, the_name=subject, be=be(fact.label))


def _inform(goal: str, place: Place, fact: Fact, alone: bool) -> str:
    """A question to a help or contact page, which is about the site itself or one of its branches."""
    for entry in bank("site_labels.json"):
        if _fits(entry, fact):
            asked: str = pick(goal, entry["ask"], "label").format(label=fact.label)
            return tidy(asked if alone and OWN.search(place.name) else f"{place.name}: {asked[0].lower() + asked[1:]}")
    if is_title(place.name) and len(place.name.split()) > 1:
        return _about(goal, f"“{place.name}”", place.name, fact)
    return say(goal, "ask_page", label=fact.label, page=place.name)


def _fits(entry: dict[str, str], fact: Fact) -> bool:
    return bool(re.search(entry["label"], fact.label, re.I) and re.search(entry.get("value", ""), fact.value, re.I))


def accepted(fact: Fact) -> list[str]:
    """The answers that are right: as the page writes it, and without the space before the unit."""
    unit = re.fullmatch(r"(\D{0,2}\d[\d.,]*) ([^\W\d]{1,7})", fact.value)
    brief = re.fullmatch(r"([A-Z][a-z ]{3,}) \(.+\)", fact.value)
    more = ([unit[1] + unit[2]] if unit else []) + ([brief[1]] if brief else [])
    return list(dict.fromkeys([fact.value, *fact.also, *more]))
