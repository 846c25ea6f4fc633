"""Tasks that end with an answer: a fact of a page, asked with the page's subject in the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from paestudio.proposer.atlas import Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.facts import Fact
from paestudio.proposer.naming import label_words, plural, the
from paestudio.proposer.sitemap import plain
from paestudio.proposer.wording import number, say, tidy
from paestudio.proposer.words import bank

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
            if fact.form == "row" and place.kind is not Kind.ITEM and shared[plain(fact.label)] > 1 and not place.name:
                continue
            goal = f"fact|{place.node.key}|{plain(fact.row)}|{plain(fact.label)}"
            start = desk.start(goal)
            moves = desk.paths.clicks(start.node.key, place.node.key, "retrieval")
            if moves is None or (fact.form == "sentence" and not moves):
                continue
            check = {"answer": accepted(fact)}
            yield Candidate(goal, "retrieval", question(goal, place, fact), start.node.url, moves, check, fact.value)


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


def question(goal: str, place: Place, fact: Fact) -> str:
    """The question a person would ask to get that fact."""
    if fact.form == "sentence":
        return fact.label
    if fact.form == "cell":
        return say(goal, "ask_cell", column=label_words(fact.label), row=fact.row, page=place.name, be=be(fact.label))
    subject = the(place.name)
    if place.kind is not Kind.ITEM and not place.priced:
        return _inform(goal, place, fact)
    for entry in bank("labels.json"):
        if re.search(entry["label"], fact.label, re.I) and re.search(entry.get("value", ""), fact.value, re.I):
            choices = entry["ask"]
            made = choices[number(goal, "label") % len(choices)]
            return tidy(made.format(name=place.name, the_name=subject, label=label_words(fact.label)))
    return say(goal, "ask_fact", label=label_words(fact.label), the_name=subject, be=be(fact.label))


def _inform(goal: str, place: Place, fact: Fact) -> str:
    """A question to a help or contact page, which is about the site itself."""
    for entry in bank("site_labels.json"):
        if re.search(entry["label"], fact.label, re.I) and re.search(entry.get("value", ""), fact.value):
            choices = entry["ask"]
            return tidy(choices[number(goal, "label") % len(choices)].format(label=fact.label, page=place.name))
    return say(goal, "ask_page", label=fact.label, page=place.name)


def accepted(fact: Fact) -> list[str]:
    """The answers that are right: as the page writes it, and without the space before the unit."""
    tight = re.sub(r"(?<=\d) (?=[^\W\d])", "", fact.value)
    return list(dict.fromkeys([fact.value, *fact.also, tight]))
