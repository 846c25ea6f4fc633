"""Whether an invented task can be done: a way is looked for on the site map, and walked on the real site.

What was walked proves the task, as it does for an explored one, and the warm start can learn from it. A task whose
check no page bears out is dropped, with the reason; so is one that is meant to be impossible, when the site has what
it asks for. What no program can decide (a task without a check) is left to the agent's own attempts.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from paestudio.core.checks import Site, holds, same_answer
from paestudio.core.errors import EnvironmentFault
from paestudio.core.records import Check, Final, Observation, Proposal, Task
from paestudio.proposer.addresses import canonical
from paestudio.proposer.alike import subject
from paestudio.proposer.atlas import Atlas
from paestudio.proposer.candidates import Candidate, Desk
from paestudio.proposer.explorer import Explorer, broken
from paestudio.proposer.facts import facts_of
from paestudio.proposer.paths import Paths, click
from paestudio.proposer.replay import Prover
from paestudio.proposer.schema import INFEASIBLE, Refused
from paestudio.proposer.sitemap import Move, heading_text, plain
from paestudio.proposer.words import lines
from paestudio.proposer.writers.search import type_in

WAYS = 3  # that are walked for one task
OFFERED = 0.7  # share of the words of an impossible task that one page has: it is not impossible
SEARCHED = 2  # words of an impossible task that are searched for
_TAIL = re.compile(r"\(\\\?\|\$\)$|\$$")  # how checks end an address
_OPEN = re.compile(r"(?<!\\)[][(){}*+?|^$]")  # what makes an expression stand for several; a bare dot is meant as a dot


@dataclass(frozen=True, slots=True)
class Invented(Candidate):
    """A way to do a task that there is already."""

    whole: Task = field(kw_only=True)

    def task(self, login: str | None) -> Task:
        """That task."""
        return self.whole

    @property
    def readable(self) -> bool:
        """“Not possible” stands on no page."""
        return self.whole.kind != INFEASIBLE


@dataclass(frozen=True, slots=True)
class End:
    """Where some moves lead. `seen` is None for a page that is linked to and was not visited."""

    final: Final
    seen: Observation | None
    moves: tuple[Move, ...]

    @classmethod
    def of(cls, url: str, seen: Observation | None, moves: tuple[Move, ...]) -> End:
        """With the page's text as a check reads it, as far as an observation has it."""
        return cls(Final(seen.url, _text(seen), seen.title) if seen else Final(url), seen, moves)


class Trier:
    """Tries invented tasks over a finished site map."""

    def __init__(
        self, explorer: Explorer, prover: Prover, slots: int, seed: int, *, most: int, seconds: float = math.inf
    ) -> None:
        """`most` moves of a task, `seconds` for all tries; tasks after that are not tried."""
        self._explorer, self._prover, self._slots = explorer, prover, max(1, slots)
        self._most, self._until = most, time.monotonic() + seconds
        atlas = Atlas(explorer.map)
        self._desk = Desk(atlas, Paths(atlas, seed), seed)
        self._site = Site(explorer.map.home)
        self._ends: dict[str, list[End]] = {}  # by start
        self._pages = [plain(f"{node.seen.title}\n{_text(node.seen)}") for node in explorer.map.nodes.values()]

    async def try_out(self, tasks: Sequence[Task]) -> list[Proposal | Refused]:
        """For each task, in order: itself, with a proof when a program can decide it, or why it is dropped."""
        gate = asyncio.Semaphore(self._slots)

        async def one(task: Task) -> Proposal | Refused:
            async with gate:
                return await self._try(task)

        return list(await asyncio.gather(*(one(task) for task in tasks)))

    async def _try(self, task: Task) -> Proposal | Refused:
        if task.check is None or time.monotonic() > self._until or self._explorer.stopping():
            return Proposal(task)
        if task.kind == INFEASIBLE and self._offers(task):
            return Refused("the site seems to have what is said to be impossible")
        for way in self.ways(task)[:WAYS]:
            if proved := await self._prover.prove([way]):
                return proved[0]
        if task.kind != INFEASIBLE and await self._is_there(task.check):
            return Proposal(task)
        return Refused("no way to do it was found on the site")

    def ways(self, task: Task) -> list[Invented]:
        """Plans for a task, the likeliest first; none when nothing that was explored fulfils its check."""
        assert task.check is not None
        if task.kind == INFEASIBLE:
            return self._giving_up(task, task.check)
        answers: list[str | None] = [*_answers(task.check)] or [None]
        found: list[tuple[tuple[int, int], Invented]] = []
        start = self._start(task)
        if start not in self._ends:
            self._ends[start] = list(self._reached(start))
        for end in self._ends[start]:
            for answer in answers:
                if (fit := self._fit(task, task.check, end, answer)) is not None:
                    found.append(((-fit, len(end.moves)), _way(task, end.moves, answer)))
        return [way for _, way in sorted(found, key=lambda one: one[0])]

    def _giving_up(self, task: Task, check: Check) -> list[Invented]:
        """To search for what is asked for, where that can be done, or only to look; then to say that it is not."""
        answer = next(_answers(check))
        made = [_way(task, (), answer)]
        start, trial = self._desk.atlas.places.get(self._start(task)), self._desk.search()
        said = re.findall(r"[^\W\d_]+", task.instruction)[1:]  # the first asks: find, show, which
        words = [word for word in said if self._strange(word)][:SEARCHED]
        if start is not None and trial is not None and words:
            moves = type_in(self._desk, start, " ".join(words).casefold(), trial)
            if moves and len(moves) <= self._most:
                made.insert(0, _way(task, moves, answer))
        return made

    def _strange(self, word: str) -> bool:
        """Whether a word matters and is on no page."""
        known = word.casefold() in lines("stopwords.txt") or any(plain(word) in page for page in self._pages)
        return len(word) > 3 and not known

    def _offers(self, task: Task) -> bool:
        """Whether one page has most of the words that an impossible task is about."""
        asked = {word for word in subject(task.instruction) if len(word) > 3}
        return bool(asked) and any(len(asked & subject(page)) >= OFFERED * len(asked) for page in self._pages)

    def _reached(self, start: str) -> Iterator[End]:
        """All that can be reached from a page with as many moves as the agent has."""
        site = self._explorer.map
        links: set[str] = set()
        for key, node in site.nodes.items():
            moves = self._desk.paths.clicks(start, key)
            if moves is None or len(moves) > self._most:
                continue
            yield End.of(node.url, node.seen, moves)
            for link in node.links if len(moves) < self._most else ():
                if link.to not in site.nodes and link.to not in links:
                    links.add(link.to)
                    yield End.of(link.to, None, (*moves, click(link)))
            for trial in (t for t in site.trials if t.page == key):
                if trial.result is not None and len(moves) + len(trial.moves) <= self._most:
                    yield End.of(trial.result.url, trial.result.seen, (*moves, *trial.moves))

    def _start(self, task: Task) -> str:
        """The key of the page it starts on; the home page may have another address than the one that was given."""
        key = canonical(task.start_url)
        return key if key in self._explorer.map.nodes else self._explorer.map.home

    def _fit(self, task: Task, check: Check, end: End, answer: str | None) -> int | None:
        """How well an end fits a task: words in common, more where the answer is a fact there; None: not at all."""
        if end.seen is None:
            return 0 if answer is None and _url_fits(check, end.final.url, self._site) else None
        if not holds(check, end.final, answer, self._site)[0]:
            return None
        asked = subject(task.instruction)
        shared = len(asked & subject(f"{end.seen.title} {heading_text(end.seen)}"))
        if answer is None:
            return shared
        facts = [f for f in facts_of(end.seen) if same_answer(answer, f.value)]
        if any(asked & subject(f"{f.row} {f.label}") for f in facts):
            return shared + 2
        said = re.search(rf"(?<!\w){re.escape(plain(answer))}(?!\w)", plain(end.final.text))
        return shared if said and shared else None

    async def _is_there(self, check: Check) -> bool:
        """Whether the page that a check names is there, though nothing that was explored leads to it."""
        path = _literal(check.get("url"))
        if path is None or set(check) != {"url"}:
            return False
        try:
            page = await self._explorer.open(urljoin(self._explorer.map.home, path))
        except EnvironmentFault:
            return False
        try:
            seen = await page.observe()
            return not broken(seen) and holds(check, await page.finish(check), None, self._site)[0]
        except EnvironmentFault:
            return False
        finally:
            await page.close()


def _way(task: Task, moves: tuple[Move, ...], answer: str | None) -> Invented:
    assert task.check is not None
    return Invented(task.id, task.kind, task.instruction, task.start_url, moves, task.check, answer, whole=task)


def _answers(check: Any) -> Iterator[str]:
    """Every answer that a check takes."""
    for key, want in check.items():
        if key == "answer":
            yield from want if isinstance(want, list) else [want]
        elif key in ("all", "any"):
            for part in want:
                yield from _answers(part)


def _url_fits(check: Check, url: str, site: Site) -> bool:
    """Whether a check wants an address, and this is one."""
    wanted = [{"url": part["url"]} for part in (check, *check.get("all", ())) if "url" in part]
    return bool(wanted) and all(holds(part, Final(url), None, site)[0] for part in wanted)


def _literal(regex: Any) -> str | None:
    """The path that a regular expression of a check stands for; None when it stands for more than one."""
    if not isinstance(regex, str) or not regex.startswith("^/"):
        return None
    inner = _TAIL.sub("", regex[1:])
    return None if _OPEN.search(inner) else re.sub(r"\\(\W)", r"\1", inner)


def _text(seen: Observation) -> str:
    return "\n".join((*(t.text for t in seen.texts), *(e.name for e in seen.elements)))
