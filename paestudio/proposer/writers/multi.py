"""Tasks of several parts: search then sort, the cheapest of a list, compare two things, find then answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from urllib.parse import urlencode

from paestudio.core.actions import Verb
from paestudio.proposer.addresses import check_regex, params
from paestudio.proposer.atlas import Item, Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.facts import Fact
from paestudio.proposer.naming import label_words, the
from paestudio.proposer.paths import click
from paestudio.proposer.sitemap import Move, Spot, Trial, plain
from paestudio.proposer.wording import number, pick, say
from paestudio.proposer.words import bank
from paestudio.proposer.writers.navigation import arrives
from paestudio.proposer.writers.ordering import (
    among,
    inside,
    is_sort,
    listings,
    order_words,
    reach,
    spot_on,
    start_for,
    things,
    use,
)
from paestudio.proposer.writers.retrieval import accepted, be, choose, question
from paestudio.proposer.writers.search import search_words, type_in, via_search

QUANTITY = re.compile(
    r"^((\w+ )?weight|length|height|width|depth|diameter|thickness|volume|capacity|(number of )?pages|output|year)$",
    re.I,
)
PAIRS = 24  # comparisons written at most


def write_multi(desk: Desk) -> Iterator[Candidate]:
    """All kinds of combination that the site allows."""
    for place in listings(desk):
        yield from _extremes(desk, place)
        yield from _priced(desk, place)
        yield from _sort_open(desk, place)
    yield from _search_sort(desk)
    yield from _search_ask(desk)
    yield from _compare(desk)


def amount(text: str) -> float | None:
    """The number in a price or a measure, None when there is none."""
    made = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(made[0].replace(",", "")) if made else None


def complete(place: Place) -> bool:
    """Whether a listing shows all its things, each with one price, and no two with the same."""
    prices = [amount(i.price) for i in place.items]
    return len(prices) >= 3 and not place.more and None not in prices and len(set(prices)) == len(prices)


def _extremes(desk: Desk, place: Place) -> Iterator[Candidate]:
    """The cheapest and the dearest of a listing: name it, open it, tell a fact of it."""
    if not complete(place) or "?" in place.node.key:
        return
    ranked = sorted(place.items, key=lambda i: amount(i.price) or 0.0)
    for most, item in (("cheapest", ranked[0]), ("most expensive", ranked[-1])):
        goal = f"extreme|{place.node.key}|{most}"
        start = start_for(desk, goal, place)
        way = desk.paths.clicks(start.node.key, place.node.key, "extreme")
        if way is None:
            continue
        what, there = among(desk, place), desk.atlas.places.get(item.to)
        match number(goal, "turn") % 3:
            case 0:
                text = say(goal, "extreme", most=most, among=what)
                yield Candidate(goal, "multi", text, start.node.url, way, {"answer": [item.name]}, item.name)
            case 1 if there:
                text = say(goal, "open_extreme", most=most, among=what)
                yield Candidate(goal, "multi", text, start.node.url, (*way, click(item.link)), arrives(there))
            case _ if there and there.name:
                rows = [f for f in choose(there, 8) if f.form == "row" and not f.label.endswith(" by")]
                for fact in rows[:1]:
                    label = label_words(fact.label)
                    text = say(goal, "extreme_fact", most=most, among=what, label=label, be=be(fact.label))
                    check = {"answer": accepted(fact)}
                    yield Candidate(goal, "multi", text, start.node.url, (*way, click(item.link)), check, fact.value)


def _priced(desk: Desk, place: Place) -> Iterator[Candidate]:
    """Open the one thing of a listing that has a certain price."""
    prices = [i.price for i in place.items]
    once = [i for i in place.items if i.price and prices.count(i.price) == 1 and i.to in desk.atlas.places]
    if place.more or "?" in place.node.key or len(once) < 3:
        return
    goal = f"priced|{place.node.key}"
    item = once[number(goal) % len(once)]
    start = start_for(desk, goal, place)
    way = desk.paths.clicks(start.node.key, place.node.key, "priced")
    if way is not None:
        text = say(goal, "open_priced", inside=inside(desk, place), price=item.price)
        check = arrives(desk.atlas.places[item.to])
        yield Candidate(goal, "multi", text, start.node.url, (*way, click(item.link)), check)


def _sort_open(desk: Desk, place: Place) -> Iterator[Candidate]:
    """Sort a listing by price and open what comes first."""
    if not complete(place):
        return
    ranked = sorted(place.items, key=lambda i: amount(i.price) or 0.0)
    for trial in desk.atlas.site.by_purpose("choose"):
        way = _direction(trial)
        if not (is_sort(trial) and spot_on(place, trial) and way):
            continue
        item: Item = ranked[0] if way == "up" else ranked[-1]
        goal = f"sort-open|{place.node.key}|{way}"
        made = reach(desk, goal, place, trial)
        there = desk.atlas.places.get(item.to)
        if made and there and number(goal, "take") % 2:
            start, moves = made
            text = say(goal, "sort_open", things=things(desk, place), order_short=order_words(goal, trial.value))
            last = Move(Verb.CLICK, Spot("link", item.name, item.to))
            yield Candidate(goal, "multi", text, start.node.url, (*moves, last), arrives(there))


def _direction(trial: Trial) -> str:
    entry: dict[str, str] = next((e for e in bank("orders.json") if re.search(e["option"], trial.value, re.I)), {})
    return str(entry.get("direction", "")) if entry.get("by") == "price" else ""


def _search_sort(desk: Desk) -> Iterator[Candidate]:
    """Search for a word, then sort what was found."""
    search = desk.search()
    if search is None or search.result is None:
        return
    results = Place(search.result, "", Kind.LISTING)
    sorts = [t for t in desk.atlas.site.by_purpose("choose") if is_sort(t) and t.sets and spot_on(results, t)]
    name = next((k for k, v in search.sets if plain(v) == plain(search.value)), "")
    if not sorts or not name:
        return
    for word in search_words(desk.atlas)[:24]:
        goal = f"search-sort|{word}"
        trial = sorts[number(goal, "sort") % len(sorts)]
        moves = type_in(desk, desk.home, word, search)
        if moves:
            wanted = {**params(search.result.key), name: word, **dict(trial.sets)}
            check = {"url": check_regex(f"{search.result.key.split('?')[0]}?{urlencode(wanted)}")}
            text = say(goal, "search_sort", word=word, order=order_words(goal, trial.value))
            yield Candidate(goal, "multi", text, desk.home.node.url, (*moves, *use(results, trial)), check)


def _search_ask(desk: Desk) -> Iterator[Candidate]:
    """Find a thing with the search box and tell a fact of it."""
    search = desk.search()
    if search is None:
        return
    for place in desk.atlas.of(Kind.ITEM):
        made = via_search(desk, place, search)
        pool = [f for f in choose(place, 6) if f.form in ("row", "price", "stock")]
        if not made or not pool or number(place.node.key, "search-ask") % 2:
            continue
        word, moves = made
        fact: Fact = pool[-1]
        goal = f"search-fact|{place.node.key}|{plain(fact.label)}"
        text = say(goal, "search_ask", word=word, question=question(goal, place, fact))
        yield Candidate(goal, "multi", text, desk.home.node.url, moves, {"answer": accepted(fact)}, fact.value)


def _compare(desk: Desk) -> Iterator[Candidate]:
    """Which of two things of a kind is cheaper, lighter, higher in some figure."""
    found: list[tuple[str, Place, Place, Fact, Fact]] = []
    for listing in desk.atlas.of(Kind.LISTING):
        places = [p for i in listing.items if (p := desk.atlas.places.get(i.to)) and p.name]
        for a, b in combinations(places[:6], 2):
            for fa in a.facts:
                fb = next((f for f in b.facts if f.label == fa.label and f.form == fa.form), None)
                if fb and not fa.row and _comparable(fa, fb):
                    found.append((f"compare|{a.node.key}|{b.node.key}", a, b, fa, fb))
    seen: set[str] = set()
    for goal, a, b, fa, fb in sorted(found, key=lambda f: number(f[0] + f[3].label, "compare")):
        way = _both(desk, a, b, goal)
        if goal in seen or way is None or len(seen) >= PAIRS:
            continue
        seen.add(goal)
        low, high = (a, b) if (amount(fa.value) or 0) < (amount(fb.value) or 0) else (b, a)
        bank_name, wanted = _comparison(goal, fa, low, high)
        text = say(goal, bank_name, the_a=the(a.name), the_b=the(b.name), label=label_words(fa.label))
        yield Candidate(goal, "multi", text, desk.home.node.url, way, {"answer": [wanted.name]}, wanted.name)


def _comparison(goal: str, fact: Fact, low: Place, high: Place) -> tuple[str, Place]:
    """(the bank to ask with, which of the two is the answer)."""
    if plain(fact.label) == "weight":
        return "compare_weight", low
    if fact.form == "price" or plain(fact.label) == "price":
        name = pick(goal, ["compare_price", "compare_price_more"], "side")
        return name, low if name == "compare_price" else high
    name = pick(goal, ["compare_number", "compare_less"], "side")
    return name, high if name == "compare_number" else low


def _comparable(a: Fact, b: Fact) -> bool:
    """Both one number with the same unit, different, of a label that means a quantity."""
    if a.form != "price" and plain(a.label) != "price" and not QUANTITY.search(a.label):
        return False
    shape = r"\D{0,2}\d[\d,]*(?:\.\d+)?(\s?[^\W\d]{0,8})"
    one, two = re.fullmatch(shape, a.value), re.fullmatch(shape, b.value)
    return bool(one and two and one[1] == two[1] and amount(a.value) != amount(b.value))


def _both(desk: Desk, a: Place, b: Place, goal: str) -> tuple[Move, ...] | None:
    """The clicks from home to one thing and on to the other."""
    keys = (desk.home.node.key, a.node.key, b.node.key)
    ways = [desk.paths.clicks(x, y, goal) for x, y in pairwise(keys)]
    if any(not way for way in ways):
        return None
    return tuple(move for way in ways if way for move in way)
