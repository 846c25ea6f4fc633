"""A realistic run as a list of events: a small shop, two iterations, every kind of event, some things going wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator

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
    Update,
    Verdict,
)

SITE = "http://127.0.0.1:8101/"
RUN = "20261122-080000-shop"
_SUBJECTS = ("The Time Machine", "a cook book under £20", "Hacking Exposed", "garden tools", "the returns policy")
_BASKET = {"selector": "#basket", "property": "textContent", "value": "2"}
_FORMS = (
    ("navigation", "Show me the page of {}.", {"url": "^/catalogue/"}),
    ("search", "Search the shop for {} and open the first result.", {"url": "q=", "text": "results"}),
    ("retrieval", "What does {} cost?", {"answer": ["£9.99", "9.99"]}),
    ("form", "Put {} into the basket, twice.", {"element": _BASKET}),
    ("sort", "Sort the list that has {} by price, cheapest first.", {"url": "sort=price"}),
)


def tasks(count: int) -> list[Task]:
    """`count` distinct tasks of all kinds."""
    made = []
    for i in range(count):
        kind, words, check = _FORMS[i % len(_FORMS)]
        subject = _SUBJECTS[(i // len(_FORMS)) % len(_SUBJECTS)]
        extra = f" (shelf {i // 25})" if i >= 25 else ""
        made.append(Task.make(words.format(subject + extra), SITE, check, kind=kind, difficulty=(i % 10) / 10))
    return made


def observation(number: int = 0, error: str = "", screenshot: str | None = None) -> Observation:
    """A page of the shop with a few elements."""
    elements = (
        Element(1, "searchbox", "Search the shop", box=(300, 20, 380, 36), submits=True),
        Element(2, "link", "Clothing", box=(40, 160, 120, 24), href=f"{SITE}catalogue/clothing/"),
        Element(3, "button", "Add to basket", box=(620, 420, 140, 38)),
    )
    page = ("", "catalogue/", "catalogue/the-time-machine_12/", "basket/")[number % 4]
    title = ("Oscar shop", "All products", "The Time Machine", "Basket")[number % 4]
    return Observation(f"{SITE}{page}", title, elements, last_error=error, screenshot=screenshot)


def steps(count: int, *, error: str = "", screenshot: str | None = None) -> tuple[Step, ...]:
    """`count` steps; the last but one fails when `error` is given."""
    actions = (
        Action(Verb.TYPE, 1, "time machine", submit=True),
        Action(Verb.CLICK, 2),
        Action(Verb.CLICK, 3),
        Action(Verb.ANSWER, text="£9.99"),
    )
    thoughts = ("I should search for it.", "This link leads on.", "Now the basket.", "The price is on the page.")
    made = []
    for i in range(count):
        action = actions[-1] if i == count - 1 else actions[i % 3]
        thought = thoughts[-1] if i == count - 1 else thoughts[i % 3]
        failed = error if error and i == count - 2 else ""
        made.append(
            Step(
                i,
                observation(i, screenshot=screenshot),
                Decision(str(action), action, thought),
                error=failed,
                seconds=0.4,
            )
        )
    return tuple(made)


class Story:
    """Tells a run event by event; episode ids count up."""

    def __init__(self, seed: int = 0, slots: int = 4, screenshot: str | None = None) -> None:
        self.screenshot = screenshot
        self.random = random.Random(seed)
        self.slots = slots
        self.episodes = 0
        self.rewards: dict[str, float] = {}

    def opening(self, count: int = 12, approve: bool = True) -> Iterator[ev.Event]:
        """Start, explore, propose; approve by policy or leave to a person."""
        yield ev.RunStarted(Run(RUN, SITE, {"auto_approve": approve}, started=1.0))
        for i in range(4):
            yield ev.PageExplored(SitePage(f"{SITE}page/{i}", f"Page {i}"))
            yield ev.PhaseChanged("exploring", f"{SITE}page/{i}", i + 1, 4, 700.0)
        for i, task in enumerate(tasks(count)):
            yield ev.TaskProposed(task, f"proof-{i}")
            if approve:
                yield ev.TaskSettled(task.id, Status.APPROVED, "policy", held_out=i % 4 == 3)
        if not approve:
            yield ev.PhaseChanged("waiting", "approve some tasks to go on", 0, 8, 690.0)

    def episode(
        self,
        task: Task,
        outcome: Outcome,
        purpose: Purpose = Purpose.TRAIN,
        iteration: int = 1,
        slot: int = 0,
        length: int = 4,
        ended: bool = True,
    ) -> Iterator[ev.Event]:
        """One episode from its start to its verdict (or left open)."""
        self.episodes += 1
        name = f"ep{self.episodes:05d}"
        yield ev.EpisodeStarted(name, task, slot, purpose, iteration)
        error = "“Add to basket” is covered by the cookie notice" if outcome is Outcome.FAILURE else ""
        played = steps(length, error=error, screenshot=self.screenshot)
        for step in played:
            yield ev.StepTaken(name, slot, step)
        if not ended:
            return
        broken = outcome is Outcome.UNKNOWN
        episode = Episode(
            name,
            task,
            played,
            Stop.BROWSER_ERROR if broken else Stop.ANSWERED,
            answer=None if broken else "£9.99",
            final=Final(f"{SITE}basket/", "", "Basket"),
            purpose=purpose,
            iteration=iteration,
            error="The page did not answer for 30 s" if broken else "",
        )
        yield ev.EpisodeEnded(episode, slot)
        why = {Outcome.SUCCESS: "", Outcome.FAILURE: "answer '£9.99', wanted ['£12.50']"}.get(outcome, "no end state")
        cause = Cause.ENVIRONMENT if broken else None
        if not broken:
            self.rewards[name] = 1.0 if outcome is Outcome.SUCCESS else 0.0
        verdict = Verdict(name, task.id, outcome, "check", cause, why, at=2.0)
        yield ev.EpisodeJudged(verdict, verdict)

    def iteration(self, number: int, chosen: list[Task], success: float) -> Iterator[ev.Event]:
        """Practise, then one update and its numbers."""
        first = self.episodes + 1
        for i, task in enumerate(chosen):
            yield ev.PhaseChanged("acting", f"iteration {number}", i, len(chosen), 600.0 - 60 * number)
            draw = self.random.random()
            outcome = Outcome.UNKNOWN if draw > 0.95 else Outcome.SUCCESS if draw < success else Outcome.FAILURE
            yield from self.episode(task, outcome, iteration=number, slot=i % self.slots, length=2 + i % 4)
        used = tuple(f"ep{i:05d}" for i in range(first, self.episodes + 1))
        yield ev.PhaseChanged("learning", "", 0, 1, 540.0 - 60 * number)
        rewards = {name: self.rewards[name] for name in used if name in self.rewards}
        credits = tuple(Credit(name, reward, 0.5, reward - 0.5) for name, reward in rewards.items())
        numbers = {"loss": 0.9 / number, "entropy": 2.0 - 0.2 * number}
        yield ev.UpdateMade(Update(number, number, "rloo", used, credits, numbers, f"v{number}", 4.0))
        yield ev.Metric("reward", success, number)

    def whole(self, iterations: int = 3, count: int = 12) -> Iterator[ev.Event]:
        """A run that ends well."""
        yield from self.opening(count)
        made = tasks(count)
        yield ev.PhaseChanged("measuring", "before training", 0, 4, 650.0)
        yield ev.Measured("before", 0, Rate(0.2, 0.11, 0.33, 50))
        yield ev.PhaseChanged("warm_start", "", 1, 3, 620.0)
        yield ev.Measured("warm_start", 0, Rate(0.44, 0.31, 0.58, 50))
        for number in range(1, iterations + 1):
            yield from self.iteration(number, made[:8], 0.4 + 0.1 * number)
        yield ev.TaskSettled(made[0].id, Status.MASTERED, "pass_rate")
        yield ev.TaskSettled(made[1].id, Status.IN_BAND, "pass_rate")
        yield ev.TaskSettled(made[2].id, Status.PARKED, "pass_rate")
        yield ev.Measured("after", iterations, Rate(0.68, 0.54, 0.79, 50))
        yield ev.Noticed("info", "The checkpoint is in the run's folder.")
        yield ev.RunEnded("finished", {"episodes": self.episodes})
