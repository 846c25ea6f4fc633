"""Tasks that sort or filter a listing with its own controls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from paestudio.core.actions import Verb
from paestudio.core.records import Check
from paestudio.proposer.addresses import check_regex, params
from paestudio.proposer.atlas import Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.controls import choosers
from paestudio.proposer.naming import is_title, label_words, plural
from paestudio.proposer.sitemap import Move, Spot, Trial, plain
from paestudio.proposer.trials import blank
from paestudio.proposer.wording import number, pick, say
from paestudio.proposer.words import bank

SORTS = re.compile(r"\b(sort|order|arrange)", re.I)
ALL = re.compile(r"(all|everything|our)\b", re.I)
PER_LISTING = 2  # sortings asked of one listing
AMOUNT = re.compile(r"\b(min|max|from|to|under|over|below|above|up to)\b", re.I)


def write_sorts(desk: Desk) -> Iterator[Candidate]:
    """Each sortable listing in a couple of orders."""
    trials = [t for t in desk.atlas.site.by_purpose("choose") if is_sort(t) and t.sets]
    for place in listings(desk):
        fits = [t for t in trials if spot_on(place, t)]
        fits = sorted(fits, key=lambda t: number(f"{place.node.key}|{t.value}", "sort"))
        for trial in fits[: PER_LISTING if place is not desk.home else len(fits)]:
            goal = f"sort|{place.node.key}|{plain(trial.value)}"
            made = reach(desk, goal, place, trial)
            if made:
                start, moves = made
                text = say(goal, "sort", things=things(desk, place), order=order_words(goal, trial.value))
                yield Candidate(goal, "sort", text, start.node.url, moves, sorted_check(place, trial))


def write_filters(desk: Desk) -> Iterator[Candidate]:
    """Listings narrowed by a select or a box to tick."""
    trials = [t for t in desk.atlas.site.by_purpose("choose") if not is_sort(t) and t.sets and t.result]
    for place in listings(desk):
        fits = [t for t in (*trials, *guessed(place, trials)) if spot_on(place, t)]
        for trial in sorted(fits, key=lambda t: number(f"{place.node.key}|{t.value}", "filter"))[:PER_LISTING]:
            goal = f"filter|{place.node.key}|{plain(trial.control.name)}|{plain(trial.value)}"
            made = reach(desk, goal, place, trial)
            if made:
                start, moves = made
                text = filter_words(goal, trial, things(desk, place))
                yield Candidate(goal, "filter", text, start.node.url, moves, sorted_check(place, trial))


def guessed(place: Place, trials: list[Trial]) -> Iterator[Trial]:
    """Trials of a select that has other options here, when the address carries the option's own words."""
    done: set[str] = set()
    for trial in trials:
        plainly = len(trial.sets) == 1 and plain(trial.sets[0][1]) == plain(trial.value)
        if not plainly or not trial.control.options or trial.control.name in done:
            continue
        done.add(trial.control.name)
        for control in choosers(place.node.seen):
            if plain(control.name) != plain(trial.control.name) or control.options == trial.control.options:
                continue
            first = trial.moves[0]
            for option in [o for o in control.options if o != control.value and not blank(o)]:
                moves = (Move(first.verb, Spot.of(control, place.node.seen), option), *trial.moves[1:])
                sets = ((trial.sets[0][0], option),)
                yield replace(trial, control=control, value=option, moves=moves, sets=sets)


def listings(desk: Desk) -> list[Place]:
    """The listings that have a name, home among them if it lists things."""
    found = desk.atlas.of(Kind.LISTING)
    return found if desk.home in found or not desk.home.items else [desk.home, *found]


def is_sort(trial: Trial) -> bool:
    """Whether a trial changed the order of things."""
    named = f"{trial.control.name} {' '.join(name for name, _ in trial.sets)}"
    return trial.moves[0].verb is Verb.SELECT and bool(SORTS.search(named))


def spot_on(place: Place, trial: Trial) -> Spot | None:
    """Where the tried control is on another page of the same kind, or None."""
    spot = trial.moves[0].spot
    found = spot.find(place.node.seen) if spot else None
    if found is None or trial.value == found.value:
        return None
    if found.options and trial.value not in found.options:
        return None
    return Spot.of(found, place.node.seen)


def reach(desk: Desk, goal: str, place: Place, trial: Trial) -> tuple[Place, tuple[Move, ...]] | None:
    """(start, moves) that go to a listing and use the control there."""
    start = start_for(desk, goal, place)
    way = desk.paths.clicks(start.node.key, place.node.key, "ordering")
    return (start, (*way, *use(place, trial))) if way is not None else None


def start_for(desk: Desk, goal: str, place: Place) -> Place:
    """Where a task about a listing starts: home's own listing is only spoken of on the home page."""
    return desk.home if place is desk.home else desk.start(goal, place.node.key)


def use(place: Place, trial: Trial) -> tuple[Move, ...]:
    """The trial's moves on another page that has the control."""
    first = trial.moves[0]
    return (Move(first.verb, spot_on(place, trial) or first.spot, first.text, first.submit), *trial.moves[1:])


def sorted_check(place: Place, trial: Trial) -> Check:
    """The listing's address with what the control sets."""
    wanted = {**params(place.node.key), **dict(trial.sets)}
    base = place.node.key.split("?")[0]
    if trial.result is not None and trial.page == place.node.key:
        base = trial.result.key.split("?")[0]
    return {"url": check_regex(f"{base}?{urlencode(wanted)}")}


def things(desk: Desk, place: Place) -> str:
    """The contents of a listing inside a sentence: `the Fountain Pens`, `everything in Bottled Ink`."""
    if ALL.match(place.name):
        return place.name[0].lower() + place.name[1:]
    if place is desk.home:
        return "the things on this page"
    if not is_title(place.name) or place.name.split()[0] == "New":
        return f"everything under “{place.name}”"
    return f"the {place.name}" if plural(place.name) else f"everything in {place.name}"


def among(desk: Desk, place: Place) -> str:
    """The same after `the cheapest`: `of the Fountain Pens`, `product in Bottled Ink`."""
    what = things(desk, place)
    return what.replace("everything", "product", 1) if what.startswith("everything ") else f"of {what}"


def inside(desk: Desk, place: Place) -> str:
    """Where a thing is: `in the Fountain Pens section`."""
    if place is desk.home:
        return "on this page"
    named = is_title(place.name) and not ALL.match(place.name)
    return f"in the {place.name} section" if named else f"under “{place.name}”"


def order_words(goal: str, option: str) -> str:
    """A sorting as a person puts it: `Price low to high` → `cheapest first`."""
    for entry in bank("orders.json"):
        if re.search(entry["option"], option, re.I):
            return pick(goal, entry["say"], "order")
    return f"sorted by {label_words(option)}"


def filter_words(goal: str, trial: Trial, what: str) -> str:
    """A filter as a request."""
    label, value = label_words(trial.control.name), trial.value
    if trial.moves[0].verb is Verb.CLICK:
        return say(goal, "filter", things=what, choice=trial.control.name)
    if trial.moves[0].verb is Verb.TYPE and AMOUNT.search(label):
        return say(goal, "filter_amount", things=what, label=label, choice=value)
    return say(goal, "filter_choose", things=what, label=label, choice=value)
