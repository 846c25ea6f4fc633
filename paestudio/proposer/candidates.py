"""A task before it is proved, and what the task writers work with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from paestudio.core.records import Check, Task
from paestudio.proposer.atlas import Atlas, Kind, Place
from paestudio.proposer.paths import Paths
from paestudio.proposer.sitemap import Move, Trial
from paestudio.proposer.wording import number

ELSEWHERE = 6  # one goal in so many starts on another page than the home page


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task with the moves that should do it. `goal` is what makes two tasks the same whatever their words."""

    goal: str
    kind: str
    instruction: str
    start: str
    moves: tuple[Move, ...]
    check: Check
    answer: str | None = None

    @property
    def steps(self) -> int:
        """Actions a person would count: the moves, and the answer when there is something to say."""
        return len(self.moves) + (self.answer is not None)

    @property
    def readable(self) -> bool:
        """Whether the answer must stand on the page to end on."""
        return True

    def task(self, login: str | None) -> Task:
        """The record. Difficulty: 0 for one step, 1 for seven and more."""
        hard = round(min(1.0, max(0, self.steps - 1) / 6), 3)
        return Task.make(
            self.instruction, self.start, self.check, kind=self.kind, origin="explored", difficulty=hard, login=login
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """What a task writer has in front of it."""

    atlas: Atlas
    paths: Paths
    seed: int
    allow_state_changes: bool = False

    @property
    def home(self) -> Place:
        """Where most tasks start."""
        return self.atlas.home

    def start(self, goal: str, near: str = "") -> Place:
        """The page a task starts on: mostly home; the same for one goal. Never the page `near`."""
        others = [p for p in self.atlas.places.values() if p.name and p.node.key not in (near, self.home.node.key)]
        others = [p for p in others if p.kind is not Kind.INFO and "?" not in p.node.key]
        if not others or number(goal, "elsewhere") % ELSEWHERE:
            return self.home
        return others[number(goal, "start") % len(others)]

    def search(self) -> Trial | None:
        """A search that worked."""
        return next(iter(self.atlas.site.by_purpose("search")), None)


class Writer(Protocol):
    """Writes the tasks of one kind."""

    def __call__(self, desk: Desk) -> Iterator[Candidate]:
        """All tasks of that kind that the site map gives, unproved."""
        ...
