"""Try the site's controls once, each on a fresh page: search boxes, sortings, filters, fields.

What a control does cannot be read off it. A trial tells which address a choice leads to, or, when nothing is sent,
how its state can be read back.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import zip_longest

from paestudio.core.actions import Verb
from paestudio.core.checks import probe_key
from paestudio.core.errors import EnvironmentFault
from paestudio.core.protocols import Page
from paestudio.core.records import Element, Observation
from paestudio.proposer.addresses import canonical, is_page
from paestudio.proposer.atlas import Atlas, Kind, Place
from paestudio.proposer.controls import apply_button, boxes, choosers, fields, search_box, selectors, value_for
from paestudio.proposer.explorer import Explorer, broken
from paestudio.proposer.sending import send_button, try_sending
from paestudio.proposer.sitemap import Move, Node, Spot, Trial, new_params, plain

OPTIONS = 6  # options of one select that are tried
SEARCHES = 3  # words that are searched for
FIELDS = 10  # fields that are filled in
PLACES = 2  # pages on which one kind of select is tried


@dataclass(frozen=True, slots=True)
class _Job:
    page: str
    purpose: str
    control: Element
    verb: Verb
    value: str


class Trials:
    """Plans the trials of a site map and carries them out, `slots` at a time."""

    def __init__(self, explorer: Explorer, atlas: Atlas, words: list[str], seed: int) -> None:
        self._explorer = explorer
        self._atlas = atlas
        self._words = words
        self._seed = seed

    async def run(self, parallel: int) -> AsyncIterator[Trial]:
        """Each control that did something, in the order planned."""
        jobs = self._plan()
        for start in range(0, len(jobs), max(1, parallel)):
            if self._explorer.out_of_time:
                return
            batch = jobs[start : start + max(1, parallel)]
            for trial in await asyncio.gather(*(self._try(job) for job in batch)):
                if trial is not None:
                    self._explorer.map.trials.append(trial)
                    yield trial

    def _plan(self) -> list[_Job]:
        """Searches first, then choices and fields in turn: the time may not be enough for all."""
        turns = zip_longest(self._choices(), self._fields())
        jobs = [*self._searches(), *self._sendings(), *(job for turn in turns for job in turn if job is not None)]
        return list(dict.fromkeys(jobs))

    def _searches(self) -> list[_Job]:
        nodes = [self._atlas.home.node, *self._atlas.site.nodes.values()]
        for node in nodes:
            box = search_box(node.seen)
            if box:
                return [_Job(node.key, "search", box, Verb.TYPE, word) for word in self._words[:SEARCHES]]
        return []

    def _choices(self) -> list[_Job]:
        """Selects and boxes of listings, each kind on a few pages, the fullest listing first."""
        places = sorted(self._atlas.places.values(), key=lambda p: (p.kind is not Kind.LISTING, -len(p.items)))
        tried: Counter[tuple[str, str]] = Counter()
        jobs: list[_Job] = []
        for place in [p for p in places if not self._atlas.is_variant(p.node.key)]:
            for control in [*choosers(place.node.seen), *boxes(place.node.seen)[:8]]:
                mark = (control.role, plain(control.name))
                tried[mark] += 1
                if tried[mark] > (PLACES if control.options else 1):
                    continue
                jobs += self._options(place, control, OPTIONS if tried[mark] == 1 else 1)
        return jobs

    def _options(self, place: Place, control: Element, most: int) -> list[_Job]:
        if not control.options:
            return [_Job(place.node.key, "choose", control, Verb.CLICK, control.name)]
        options = [o for o in control.options if o != control.value and not blank(o)]
        return [_Job(place.node.key, "choose", control, Verb.SELECT, o) for o in options[:most]]

    def _sendings(self) -> list[_Job]:
        """One form of each kind of page, if the site may be changed."""
        if not self._explorer.limits.allow_state_changes:
            return []
        jobs: dict[str, _Job] = {}
        for place in self._atlas.places.values():
            button = send_button(place.node.seen)
            if button is not None:
                job = _Job(place.node.key, "send", button, Verb.CLICK, button.name)
                jobs.setdefault(self._atlas.site.patterns.of(place.node.key), job)
        return list(jobs.values())[:FIELDS]

    def _fields(self) -> list[_Job]:
        tried: set[tuple[str, str, str]] = set()
        jobs: list[_Job] = []
        for place in self._atlas.places.values():
            for control in fields(place.node.seen):
                mark = (self._atlas.site.patterns.of(place.node.key), control.role, plain(control.name))
                value = value_for(control, f"{self._seed}|{place.node.key}")
                if mark in tried or not value or len(jobs) >= FIELDS:
                    continue
                tried.add(mark)
                jobs.append(_Job(place.node.key, "field", control, Verb.TYPE, value))
        return jobs

    async def _try(self, job: _Job) -> Trial | None:
        node = self._atlas.site.nodes[job.page]
        try:
            page = await self._explorer.open(node.url)
        except EnvironmentFault as e:  # a page that does not load is no trial
            self._explorer.failed.append(f"{node.url}: {e}")
            return None
        try:
            if job.purpose == "send":
                return await try_sending(page, job.page, f"{self._seed}|{job.page}")
            return await self._carry_out(page, job)
        except EnvironmentFault as e:  # BrowserLost: the same
            self._explorer.failed.append(f"{node.url}: {e}")
            return None
        finally:
            await page.close()

    async def _carry_out(self, page: Page, job: _Job) -> Trial | None:
        seen = await page.observe()
        spot = Spot.of(job.control, self._atlas.site.nodes[job.page].seen)
        submit = job.purpose == "search" and job.control.submits
        moves = [Move(job.verb, spot, job.value if job.verb is not Verb.CLICK else "", submit)]
        action = moves[0].action(seen)
        before = await _state(page, job.control) if job.verb is not Verb.CLICK and job.purpose != "search" else {}
        if action is None or await page.act(action, seen):
            return None
        after = await page.observe()
        button = apply_button(after, job.control) if canonical(after.url) == canonical(seen.url) else None
        if button is not None and job.purpose != "field":
            sent = Move(Verb.CLICK, Spot.of(button, after))
            pressed = sent.action(after)
            if pressed is not None and not await page.act(pressed, after):
                moves.append(sent)
                after = await page.observe()
        if canonical(after.url) != canonical(seen.url):
            return self._led(seen, after, job, tuple(moves))
        if len(moves) > 1 or not before:
            return None
        return _filled(job, tuple(moves), before, await _state(page, job.control))

    def _led(self, seen: Observation, after: Observation, job: _Job, moves: tuple[Move, ...]) -> Trial | None:
        home = self._atlas.home.node.url
        if job.purpose == "field" or not is_page(after.url, home) or broken(after):
            return None
        result = Node.of(after, home, self._atlas.site.nodes[job.page].depth + 1, job.page)
        return Trial(job.page, job.purpose, job.control, job.value, moves, result, new_params(seen.url, after.url))


async def _state(page: Page, control: Element) -> dict[str, str]:
    """What each selector that may be the control's reads now; those that find nothing are left out."""
    tries = list(selectors(control))
    check = {"all": [{"element": {"selector": s, "property": "value", "value": "?"}} for s in tries]}
    probes = (await page.finish(check)).probes
    read = {s: probes.get(probe_key(s, "value")) for s in tries}
    return {s: value for s, value in read.items() if value is not None}


def _filled(job: _Job, moves: tuple[Move, ...], before: dict[str, str], after: dict[str, str]) -> Trial | None:
    """A trial whose control can be read back: the first selector that tells its new state from the old."""
    for selector, value in after.items():
        if value and value != before.get(selector) and (job.purpose == "choose" or value == job.value):
            return Trial(job.page, "field", job.control, job.value, moves, None, (), selector, "value", value)
    return None


def blank(option: str) -> bool:
    """Whether an option of a select only asks to choose."""
    return not re.search(r"\w", option) or bool(re.match(r"(please |-+ ?)?(select|choose)\b", option, re.I))
