"""Tasks invented by a model: read strictly, not twice, few impossible ones; asked of the shipped server over HTTP."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from typing import Any

import pytest

from paestudio.chat import ChatClient, ChatFault, Endpoint
from paestudio.chat.standin import StandIn
from paestudio.config import from_mapping
from paestudio.core.actions import Action, Verb
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.records import Decision, Element, Episode, Observation, Proposal, SitePage, Step, Stop, Task
from paestudio.proposer.alike import Known
from paestudio.proposer.choose import Inventor
from paestudio.proposer.mixed import MixedProposer
from paestudio.proposer.model import ModelProposer, ModelSettings
from paestudio.proposer.schema import Refused, read_task

HOME = "http://shop.test/"
GOOD: dict[str, Any] = {
    "instruction": "Open the page about delivery.",
    "start": "/",
    "criteria": ["The delivery page is open."],
    "check": {"url": "^/help/delivery$"},
}
TITLES = (
    "Delivery Costs", "Leather Boots", "Copper Kettle", "Canvas Tent", "Oak Stool", "Wool Blanket", "Clay Bowl",
    "Steel Trowel", "Hemp Twine", "Glass Jug", "Opening Hours", "Gift Vouchers", "Tin Cup", "Ash Rake", "Iron Pan",
)  # fmt: skip
PAGES = [SitePage(HOME, "Corner Shop", links=(("Boots", "/boots"),))] + [
    SitePage(f"{HOME}{title.lower().replace(' ', '-')}", f"{title} · Corner Shop") for title in TITLES
]


def read(**changes: Any) -> Task:
    return read_task({**GOOD, **changes}, HOME, None, ["not possible"])


def test_a_good_proposal_becomes_a_task() -> None:
    task = read()
    assert (task.start_url, task.origin, task.kind) == (HOME, "model", "navigation")
    assert task.check == {"url": "^/help/delivery$"} and task.rubric == "The delivery page is open."
    assert read(check=None).check is None
    assert read(check={"answer": ["£3", "3"]}).kind == "retrieval"


def test_an_impossible_task_has_its_right_answer() -> None:
    task = read(feasible=False, check={"url": "^/x$"})
    assert (task.kind, task.check) == ("infeasible", {"answer": ["not possible"]})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"instruction": ""}, "no sentence"),
        ({"instruction": 5}, "no sentence"),
        ({"instruction": "x" * 400}, "no sentence"),
        ({"instruction": "Buy the copper kettle."}, "change something"),
        ({"instruction": "Delete my account."}, "change something"),
        ({"instruction": "Log in and show me my orders."}, "change something"),
        ({"start": "https://elsewhere.test/"}, "another site"),
        ({"start": "//elsewhere.test/"}, "another site"),
        ({"start": "javascript:alert(1)"}, "another site"),
        ({"start": ["/"]}, "another site"),
        ({"criteria": []}, "criteria"),
        ({"criteria": "It is open."}, "criteria"),
        ({"criteria": [1]}, "no sentences"),
        ({"check": {"nonsense": 1}}, "check is wrong"),
        ({"check": "^/x"}, "check is wrong"),
        ({"check": {"url": "("}}, "check is wrong"),
        ({"check": {"url": "(a+)+$"}}, "too slow"),
        ({"check": {"url": "^/"}}, "before anything is done"),
        ({"check": {"sql": {"db": "x", "query": "select 1", "rows": []}}}, "may not use"),
        ({"check": {"any": [{"file": {"path": "*", "regex": "x"}}]}}, "may not use"),
        ({"check": {"not": {"http": {"path": "/", "regex": "x"}}}}, "may not use"),
        ({"feasible": "no"}, "feasible"),
    ],
)
def test_what_is_no_task_is_refused_with_a_reason(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(**changes)


@pytest.mark.parametrize(
    "said", ["Show me the booking conditions.", "Find a book about knots.", "Which payment cards are taken?"]
)
def test_reading_about_it_does_no_harm(said: str) -> None:
    assert read(instruction=said).instruction == said


def test_tasks_that_say_the_same_are_one() -> None:
    known = Known()
    assert known.add(read())
    assert not known.add(read())
    assert not known.add(read(instruction="Where can I read what parcels cost?"))  # the same check
    assert not known.add(read(instruction="Open the delivery page.", check=None))  # nearly the same words
    assert known.add(read(instruction="Open the page about gift vouchers.", check={"url": "^/vouchers$"}))


def propose(server: StandIn, count: int, pages: list[SitePage], **settings: Any) -> tuple[list[Task], ModelProposer]:
    async def main() -> tuple[list[Task], ModelProposer]:
        async with ChatClient(Endpoint.make(base, "m", max_tokens=6000, backoff=0.01)) as client:
            proposer = ModelProposer(client, HOME, ModelSettings(**settings), pages=list(pages))
            return [item.task async for item in proposer.propose(count) if isinstance(item, Proposal)], proposer

    with server as base:
        return asyncio.run(main())


def test_tasks_come_from_the_explored_pages() -> None:
    server = StandIn()
    tasks, _ = propose(server, 15, PAGES)
    assert len({t.id for t in tasks}) == len(tasks) >= 12
    assert sum(t.kind == "infeasible" for t in tasks) == 1
    assert any(t.check == {"url": r"^/leather\-boots(\?|$)"} for t in tasks)
    said = str(server.requests[0]["messages"])
    assert "links: Boots" in said and "anybody would want" in said and "Propose 15 tasks" in said


def test_the_sites_name_is_enough() -> None:
    server = StandIn()
    tasks, _ = propose(server, 6, [], name="Corner Shop, a shop for things that last")
    assert len(tasks) >= 4 and all("Corner Shop" in t.instruction or t.kind == "infeasible" for t in tasks)
    assert "PAGES" not in server.requests[0]["messages"][1]["content"]


def test_tasks_to_start_from_and_tasks_there_are_go_along() -> None:
    server = StandIn()
    propose(server, 30, PAGES, seeds=("Find the price of the Copper Kettle.",))
    first, second = (r["messages"][1]["content"] for r in server.requests[:2])
    assert "Find the price of the Copper Kettle." in first and "ALREADY" not in first
    assert "ALREADY" in second
    assert server.requests[0]["messages"][0]["content"] != server.requests[1]["messages"][0]["content"]


def test_a_sloppy_model_gives_only_what_holds() -> None:
    tasks, proposer = propose(StandIn("noisy"), 12, PAGES)
    assert tasks and len({t.id for t in tasks}) == len(tasks)
    reasons = " ".join(why for _, why in proposer.refused)
    for reason in ("check is wrong", "another site", "no sentence", "no JSON"):
        assert reason in reasons


def test_without_a_judge_only_tasks_with_a_check_are_kept() -> None:
    tasks, _ = propose(StandIn(), 10, PAGES, need_check=True, seeds=("Find the price of the Copper Kettle.",))
    assert tasks and all(t.check for t in tasks)


def test_impossible_tasks_are_few_or_none() -> None:
    assert (
        sum(t.kind == "infeasible" for t in propose(StandIn(), 15, PAGES, infeasible=0.2)[0]) == 1
    )  # of three asked for it writes one
    server = StandIn()
    assert all(t.kind != "infeasible" for t in propose(server, 15, PAGES, infeasible=0.0)[0])
    assert "impossible" not in str(server.requests[0]["messages"])


def test_nothing_usable_is_said() -> None:
    with pytest.raises(UserError, match="no task that can be used"):
        propose(StandIn(), 5, [], need_check=True, infeasible=0.0)


class Explored:
    """A proposer that has a list."""

    def __init__(self, tasks: int) -> None:
        self.tasks = tasks

    async def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        for page in PAGES:
            yield PageExplored(page)
        for number in range(min(count, self.tasks)):
            await asyncio.sleep(0.02)
            words = f"Prove number {number} of the things explored, {TITLES[number]}."
            yield Proposal(Task.make(words, HOME, {"url": f"^/p{number}$"}))


def mixed(server: StandIn, count: int) -> list[PhaseChanged | PageExplored | Proposal]:
    async def main() -> list[PhaseChanged | PageExplored | Proposal]:
        async with ChatClient(Endpoint.make(base, "m", max_tokens=6000, backoff=0.01, retries=0)) as client:
            proposer = MixedProposer(Explored(9), ModelProposer(client, HOME), 0.4)
            return [item async for item in proposer.propose(count)]

    with server as base:
        return asyncio.run(main())


def test_explored_and_invented_tasks_come_in_turn() -> None:
    tasks = [item.task.origin for item in mixed(StandIn(), 15) if isinstance(item, Proposal)]
    assert tasks.count("explored") == 9 and tasks.count("model") == 6
    assert "model" in tasks[:-6]  # not all of them last


def test_without_a_model_the_explored_ones_are_still_there() -> None:
    told = mixed(StandIn(trouble="error"), 15)
    assert sum(isinstance(item, Proposal) for item in told) == 9
    last = told[-1]
    assert isinstance(last, PhaseChanged) and "The model crashed" in last.detail


def test_alone_a_model_that_cannot_be_asked_is_a_fault() -> None:
    with pytest.raises(ChatFault) as caught:
        propose(StandIn(trouble="key"), 5, PAGES)
    assert isinstance(caught.value, EnvironmentFault)


SHOT = bytes(range(256)) * 20


def test_what_was_demonstrated_comes_first_and_is_an_example() -> None:
    server = StandIn()
    page = Observation(HOME, "Shop", (Element(4, "link", "Boots"),))
    step = Step(0, page, Decision("click", Action(Verb.CLICK, 4)))
    task = Task.make("Look at the boots.", HOME, {"url": "^/boots$"})
    proof = Episode("p", task, (step,), Stop.ANSWERED)

    async def main() -> list[Proposal]:
        config = from_mapping(
            {
                "proposer": "name",
                "proposer_url": base,
                "proposer_model": "m",
                "proposer_seeds": "Find it; Buy nothing",
                "evaluator": "both",
            }
        )
        inventor = Inventor(config)
        proposer = inventor.over(None, HOME, None, (), [Proposal(task, proof)])  # type: ignore[arg-type]
        found = [item async for item in proposer.propose(6) if isinstance(item, Proposal)]
        await inventor.close()
        return found

    with server as base:
        first, *others = asyncio.run(main())
    assert first == Proposal(task, proof) and len(others) == 5 and task.id not in {p.task.id for p in others}
    said = server.requests[0]["messages"][1]["content"]
    assert "Look at the boots. (click “Boots”)" in said and "> Find it\n> Buy nothing" in said


def test_what_was_dropped_is_told_with_its_reasons() -> None:
    async def main() -> tuple[list[Proposal], list[tuple[str, str]]]:
        settings = {"proposer": "name", "proposer_url": base, "proposer_model": "m", "evaluator": "both"}
        inventor = Inventor(from_mapping(settings))
        assert inventor.dropped() == ()
        proposer = inventor.over(None, HOME, None)  # type: ignore[arg-type]
        found = [item async for item in proposer.propose(12) if isinstance(item, Proposal)]
        await inventor.close()
        return found, list(inventor.dropped())

    with StandIn("noisy") as base:
        found, dropped = asyncio.run(main())
    assert found and ("", 'no JSON: {"instruction": "unfinished') in dropped
    assert {why for said, why in dropped if said} >= {"it starts on another site", "there is one like it"}


def test_screenshots_of_the_explored_pages_go_along() -> None:
    server = StandIn()

    async def main() -> None:
        async with ChatClient(Endpoint.make(base, "m", max_tokens=6000, images=True)) as client:
            proposer = ModelProposer(client, HOME, load={"shot": SHOT}.get)
            proposer.pages += [SitePage(f"{HOME}a", "A", screenshot="shot"), SitePage(f"{HOME}b", "B", screenshot="no")]
            await proposer.request(4)

    with server as base:
        asyncio.run(main())
    text, name, picture = server.requests[0]["messages"][1]["content"]
    assert "/a · A" in text["text"] and name["text"] == "Screenshot of /a:"
    assert b64decode(picture["image_url"]["url"].removeprefix("data:image/jpeg;base64,")) == SHOT
