"""Tasks that change the site: put something in the basket, send a message. Only with leave to do so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paestudio.core.actions import Verb
from paestudio.proposer.atlas import Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.naming import label_words, the
from paestudio.proposer.sitemap import Move, Spot, Trial
from paestudio.proposer.wording import number, say

PLACES = 6  # pages of one kind on which the same button is asked for
ADDS = re.compile(r"^add to (?:my |your |the )?(basket|cart|bag|trolley)$", re.I)


def write_state(desk: Desk) -> Iterator[Candidate]:
    """Each form that was sent and confirmed, on a few pages of its kind when it is about a thing."""
    if not desk.allow_state_changes:
        return
    for trial in desk.atlas.site.by_purpose("send"):
        pattern = desk.atlas.site.patterns.of(trial.page)
        alike = [p for p in desk.atlas.places.values() if desk.atlas.site.patterns.of(p.node.key) == pattern and p.name]
        alike.sort(key=lambda p: number(p.node.key, "state"))
        for place in alike if ADDS.match(trial.control.name) else [p for p in alike if p.node.key == trial.page]:
            made = _send(desk, place, trial)
            if made and number(place.node.key, "place") % max(1, len(alike) // PLACES) == 0:
                yield made


def _send(desk: Desk, place: Place, trial: Trial) -> Candidate | None:
    goal = f"send|{place.node.key}|{trial.control.name}"
    way = desk.paths.clicks(desk.home.node.key, place.node.key, "state")
    moves = [_here(move, place) for move in trial.moves]
    if way is None or None in moves:
        return None
    tried = desk.atlas.places[trial.page].name
    confirmed = trial.value.replace(tried, place.name) if tried else trial.value
    text = _ask(goal, place, trial)
    done = (*way, *(move for move in moves if move is not None))
    return Candidate(goal, "state", text, desk.home.node.url, done, {"text": [confirmed]})


def _here(move: Move, place: Place) -> Move | None:
    found = move.spot.find(place.node.seen) if move.spot else None
    return Move(move.verb, Spot.of(found, place.node.seen), move.text) if found else None


def _ask(goal: str, place: Place, trial: Trial) -> str:
    typed = [(label_words(m.spot.name), m.text) for m in trial.moves if m.verb is Verb.TYPE and m.spot]
    adds = ADDS.match(trial.control.name)
    if adds and place.kind is Kind.ITEM:
        more = "".join(f", {label} {value}" for label, value in typed)
        return say(goal, "add", the_name=the(place.name), basket=adds[1].lower(), more=more)
    told = ", ".join(f"{label} “{value}”" for label, value in typed)
    return say(goal, "send", page=place.name, told=told, button=trial.control.name)
