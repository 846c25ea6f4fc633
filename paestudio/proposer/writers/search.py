"""Tasks for the search box: search for a word, and open something from what it finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from paestudio.core.actions import Verb
from paestudio.core.records import Check
from paestudio.proposer.addresses import check_regex, path_of
from paestudio.proposer.atlas import Atlas, Kind, Place
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.naming import the
from paestudio.proposer.sitemap import Move, Spot, Trial, plain
from paestudio.proposer.wording import number, say
from paestudio.proposer.words import lines
from paestudio.proposer.writers.navigation import arrives

WIDEST = 12  # a word that more names have than this finds too much to be asked for


def search_words(atlas: Atlas) -> list[str]:
    """Words worth searching for: from the names of the site's own things, rare ones spread over all pages."""
    names = _names(atlas)
    stop = set(lines("stopwords.txt"))
    split = [[plain(w) for w in re.findall(r"[^\W\d_]{3,}", name)] for name in names]
    count = Counter(w for words in split for w in set(words))
    last = {words[-1] for words in split if words}
    good = [w for w, n in count.items() if n <= WIDEST and len(w) > 3 and w not in stop and (n > 1 or w in last)]
    return sorted(good, key=lambda w: (count[w] == 1, number(w, "search")))


def write_search(desk: Desk) -> Iterator[Candidate]:
    """Searches for a word, and searches that open one of the results."""
    trial = desk.search()
    if trial is None:
        return
    names = _names(desk.atlas)
    for word in search_words(desk.atlas):
        found = [n for n in names if re.search(rf"\b{re.escape(word)}\b", n, re.I)]
        goal = f"search|{word}"
        start = desk.start(goal)
        moves = type_in(desk, start, word, trial)
        if moves and found:
            text, check = say(goal, "search", word=word), found_by(word, trial, found)
            yield Candidate(goal, "search", text, start.node.url, moves, check)
    for place in desk.atlas.of(Kind.ITEM):
        made = via_search(desk, place, trial)
        if made:
            word, moves = made
            goal = f"search-open|{place.node.key}"
            text = say(goal, "search_open", word=word, name=place.name, the_name=the(place.name))
            yield Candidate(goal, "search", text, desk.home.node.url, moves, arrives(place))


def type_in(desk: Desk, start: Place, word: str, trial: Trial) -> tuple[Move, ...] | None:
    """The moves that search for `word` from `start`: on the page itself when it has the box, else on the box's page."""
    there = trial.moves[0].spot
    if there is None:
        return None
    box = there.find(start.node.seen)
    way: tuple[Move, ...] | None = () if box else desk.paths.clicks(start.node.key, trial.page, "search")
    if way is None:
        return None
    spot = Spot.of(box, start.node.seen) if box else there
    return (*way, Move(Verb.TYPE, spot, word, trial.moves[0].submit), *trial.moves[1:])


def via_search(desk: Desk, place: Place, trial: Trial) -> tuple[str, tuple[Move, ...]] | None:
    """(query, moves) that open a place through the search box: its rarest words, then its link in the results."""
    word = query_for(desk.atlas, place)
    moves = type_in(desk, desk.home, word, trial) if word else None
    if not word or not moves:
        return None
    link = Spot("link", place.name, place.node.key)
    return word, (*moves, Move(Verb.CLICK, link))


def query_for(atlas: Atlas, place: Place) -> str:
    """What a person would type to find a place: the one or two words that tell its name from others."""
    stop = set(lines("stopwords.txt"))
    words = [w for w in re.findall(r"[^\W\d_][\w'-]{2,}", place.name) if plain(w) not in stop]
    if not words:
        return ""
    names = _names(atlas)
    count = {w: sum(plain(w) in plain(n) for n in names) for w in words}
    rare = sorted(words, key=lambda w: (count[w], words.index(w)))[: 1 + number(place.node.key, "query") % 2]
    return " ".join(sorted(rare, key=words.index)).casefold()


def found_by(word: str, trial: Trial, found: list[str]) -> Check:
    """The check of a search: the address with the word in it, and one thing that must be among the results."""
    shown = min(found, key=len)
    name = next((k for k, v in trial.sets if plain(v) == plain(trial.value)), "")
    if not name or trial.result is None:
        return {"text": [shown], "url": "."}
    return {"url": check_regex(f"http://x{path_of(trial.result.key)}?{urlencode({name: word})}"), "text": [shown]}


def _names(atlas: Atlas) -> list[str]:
    """Names of all things seen, on their own pages or on listings."""
    found = {p.node.key: p.name for p in atlas.of(Kind.ITEM)}
    for place in [p for p in atlas.places.values() if p.kind is Kind.LISTING]:
        for item in place.items:
            found.setdefault(item.to, item.name)
    return list(dict.fromkeys(found.values()))
