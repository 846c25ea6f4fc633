"""Tasks that end on a page: open this thing, that section, the page about something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paestudio.core.records import Check
from paestudio.proposer.addresses import check_regex
from paestudio.proposer.atlas import Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.naming import is_title, the, topic
from paestudio.proposer.sitemap import plain
from paestudio.proposer.wording import say

HELP = re.compile(r"/(help|support|info|information|faqs?|guides?|service|customer|about)\b", re.I)
NO_TOPIC = re.compile(
    r"^(about|contact|how|what|where|why|welcome|log|sign|register|your|my|frequently|faqs?|search|all|our|the|start|book|"
    r"track|find|get|make|write|send|change|join|meet|visit|read|order|pay|ask|become|help|home|basket|cart)\b",
    re.I,
)


def write_navigation(desk: Desk) -> Iterator[Candidate]:
    """One task a named page that can be reached by clicking."""
    for place in desk.atlas.places.values():
        if not place.name or desk.atlas.is_variant(place.node.key) or place is desk.home:
            continue
        goal = f"open|{place.node.key}"
        start = desk.start(goal, place.node.key)
        moves = desk.paths.clicks(start.node.key, place.node.key, "navigation")
        if moves:
            yield Candidate(goal, "navigation", ask(goal, place), start.node.url, moves, arrives(place))


def ask(goal: str, place: Place) -> str:
    """The request to open a place, in words that fit its kind."""
    name = place.name
    if place.kind is Kind.ITEM and place.priced:
        return say(goal, "open_product", name=name, the_name=the(name))
    if place.kind is Kind.ITEM:
        return say(goal, "open_item", name=name)
    if place.kind is Kind.LISTING and not re.match(r"(all|our|new|latest|home)\b", name, re.I):
        return say(goal, "open_listing", name=name)
    if NO_TOPIC.match(name) or is_title(name) or not HELP.search(place.node.path + "/"):
        return say(goal, "open_page", name=name)
    return say(goal, "open_topic", name=name, topic=topic(name))


def arrives(place: Place) -> Check:
    """The check that holds on that page: its address, and its name when the address does not tell."""
    check: dict[str, object] = {"url": check_regex(place.node.key)}
    words = set(re.findall(r"[a-z]{3,}", plain(place.name)))
    if words and not any(w in place.node.key.casefold() for w in words):
        check["text"] = [place.name]
    return check
