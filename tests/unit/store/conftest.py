"""A short run that has every kind of event, and a store to record it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from paestudio.core import events as ev
from paestudio.core.actions import Action, Verb
from paestudio.core.records import (
    Cause,
    Credit,
    Decision,
    Element,
    Episode,
    Final,
    Observation,
    Outcome,
    Purpose,
    Rate,
    Run,
    SitePage,
    Status,
    Step,
    Stop,
    Task,
    Text,
    Update,
    Verdict,
)
from paestudio.store import Recorder, Store

RUN = "run-1"
SHOT = "a" * 64 + ".jpg"


@dataclass(frozen=True)
class Maker:
    """Small records for tests."""

    run: str = RUN

    def task(self, name: str, **rest: str) -> Task:
        """A task called `name`."""
        return Task.make(f"Find {name}", "http://shop.test/", {"url": f"^/{name}$"}, **rest)

    def step(self, index: int, shot: str | None = None) -> Step:
        """A step on a page with a link and a text."""
        page = Observation(
            "http://shop.test/",
            "Shop “Ünïcode” \ud83d",
            (
                Element(1, "link", "Blue mug", box=(1.5, 2, 3, 4), order=2),
                Element(2, "textbox", "Search", "tea", order=0),
            ),
            (Text("Welcome", 1, heading=1),),
            shot,
            scroll=(0, 800, 2400),
        )
        said = Decision(
            "Click [1]", Action(Verb.CLICK, 1), "the mug", tokens=(1, 2), logprobs=(-0.1, -2.5), entropy=0.3
        )
        return Step(index, page, said, seconds=0.25)

    def episode(self, key: str, task: Task, steps: int = 2, **rest: object) -> Episode:
        """A complete episode."""
        done = Episode(key, task, tuple(self.step(i) for i in range(steps)), Stop.ANSWERED, "42", iteration=1)
        return replace(done, **rest)  # type: ignore[arg-type]

    def verdict(self, key: str, task: Task, outcome: Outcome, by: str = "check") -> Verdict:
        """One evaluator's word."""
        return Verdict(key, task.id, outcome, by, Cause.MODEL if outcome is Outcome.UNKNOWN else None, "seen", 0.9, 5.0)

    def played(
        self, key: str, task: Task, outcome: Outcome | None = Outcome.SUCCESS, **rest: object
    ) -> Iterator[ev.Event]:
        """What the loop tells of one episode."""
        episode = self.episode(key, task, **rest)  # type: ignore[arg-type]
        yield ev.EpisodeStarted(key, task, 0, episode.purpose, episode.iteration)
        for step in episode.steps:
            yield ev.StepTaken(key, 0, step)
        yield ev.EpisodeEnded(episode, 0)
        if outcome is not None:
            said = self.verdict(key, task, outcome)
            yield ev.EpisodeJudged(said, said)

    def whole_run(self) -> list[ev.Event]:
        """Every kind of event at least once."""
        a, b, c = self.task("mug"), self.task("tea pot", login="mira"), self.task("lamp")
        edited = replace(self.task("desk lamp"), parent=c.id, origin="human")
        overruled = self.verdict("e2", a, Outcome.SUCCESS, "human")
        last = Final("http://x/", "text", "X", {"a": None}, SHOT)
        page = SitePage(
            "http://shop.test/", "Shop", 0, None, (("Mugs", "/mugs"),), ("search",), (("Price", "£9"),), SHOT
        )
        credits = (Credit("e1", 1, 0.5, 0.5), Credit("e2", 0, 0.5, -0.5))
        rate = Rate(0.5, 0.3, 0.7, 10, 1)
        proof = self.episode("proof-1", a, policy="demonstration", purpose=Purpose.PROOF, iteration=0)
        return [
            ev.RunStarted(Run(self.run, "http://shop.test/", {"seed": 3, "model": "m"}, 3, {"python": "3.11"}, 100.0)),
            ev.PhaseChanged("exploring", "page 1", 1, 80, 710.5),
            ev.PageExplored(page),
            ev.EpisodeEnded(proof),
            ev.TaskProposed(a, "proof-1"),
            ev.TaskProposed(b),
            ev.TaskProposed(c),
            ev.TaskSettled(a.id, Status.APPROVED, "policy", held_out=False),
            ev.TaskSettled(b.id, Status.APPROVED, "policy", held_out=True),
            ev.TaskSettled(c.id, Status.REJECTED, "human", "silly"),
            ev.TaskEdited(c.id, edited),
            ev.Measured("before", 0, rate, {"navigation": rate}),
            *self.played("e1", a),
            *self.played("e2", a, Outcome.FAILURE),
            ev.EpisodeJudged(overruled, overruled),
            *self.played("h1", b, Outcome.UNKNOWN, purpose=Purpose.HELD_OUT, final=last),
            ev.UpdateMade(Update(1, 1, "rloo", ("e1", "e2"), credits, {"loss": 0.25}, "v1", 2.5)),
            ev.Metric("reward", 0.5, 1),
            ev.Metric("reward", 0.75, 2),
            ev.Metric("loss", -1e-9, 1),
            ev.Noticed("warning", "The site is slow.", "Wait."),
            ev.RunEnded("finished", {"held_out": {"before": {"success": 0.5}}, "episodes": 3}),
        ]  # fmt: skip


@pytest.fixture
def maker() -> Maker:
    """Small records."""
    return Maker()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store of a test lies."""
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """A new store, open to write."""
    with Store.open(folder) as opened:
        yield opened


@pytest.fixture
def tell(store: Store) -> Callable[..., None]:
    """Record events into the store, all on disk afterwards."""

    def record(*told: ev.Event, run: str = RUN) -> None:
        with Recorder(store, run) as recorder:
            for event in told:
                recorder.record(event)

    return record
