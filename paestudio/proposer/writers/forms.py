"""Tasks that fill in a field and send nothing: the field's own state is the check."""

from __future__ import annotations

from collections.abc import Iterator

from paestudio.proposer.addresses import check_regex
from paestudio.proposer.atlas import Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.controls import value_for
from paestudio.proposer.naming import label_words, the, topic
from paestudio.proposer.sitemap import Move, Spot, Trial, plain
from paestudio.proposer.wording import number, say

PER_FIELD = 6  # pages of one kind on which the same field is asked for


def write_forms(desk: Desk) -> Iterator[Candidate]:
    """Each field that can be read back, on a few pages of its kind."""
    for trial in desk.atlas.site.by_purpose("field"):
        pattern = desk.atlas.site.patterns.of(trial.page)
        alike = [
            p
            for p in desk.atlas.places.values()
            if desk.atlas.site.patterns.of(p.node.key) == pattern and (p.name or p is desk.home)
        ]
        alike.sort(key=lambda p: number(f"{p.node.key}|{trial.control.name}", "forms"))
        for place in alike[:PER_FIELD]:
            made = _fill(desk, place, trial)
            if made:
                yield made


def _fill(desk: Desk, place: Place, trial: Trial) -> Candidate | None:
    first = trial.moves[0]
    found = first.spot.find(place.node.seen) if first.spot else None
    if found is None or found.options != trial.control.options:
        return None
    goal = f"field|{place.node.key}|{plain(trial.control.name)}"
    value, reads = _value(place, trial, goal)
    start = desk.start(goal, place.node.key)
    way = desk.paths.clicks(start.node.key, place.node.key, "forms")
    if not value or value == found.value or way is None or not (way or place is desk.home):
        return None
    move = Move(first.verb, Spot.of(found, place.node.seen), value)
    check = {
        "url": check_regex(place.node.key),
        "element": {"selector": trial.selector, "property": trial.prop, "value": reads},
    }
    return Candidate(goal, "form", _ask(goal, place, trial, value), start.node.url, (*way, move), check)


def _value(place: Place, trial: Trial, goal: str) -> tuple[str, str]:
    """(what to put in, how it reads back). Typed values vary over pages; of a select only the tried one is known."""
    if trial.control.options or place.node.key == trial.page:
        return trial.value, trial.reads
    value = value_for(trial.control, goal)
    return value, value


def _ask(goal: str, place: Place, trial: Trial, value: str) -> str:
    label = label_words(trial.control.name)
    if not way_named(place):
        return say(goal, "fill_home", label=label, value=value)
    if trial.control.options:
        return say(goal, "set_choice", label=label, value=value, the_name=the(place.name))
    if place.kind is Kind.ITEM:
        return say(goal, "fill", label=label, value=value, the_name=the(place.name))
    return say(goal, "fill_page", label=label, value=value, page=topic(place.name))


def way_named(place: Place) -> bool:
    """Whether a place can be named in the request."""
    return bool(place.name)
