"""Invented tasks are tried on the explored site: walked and proved, or dropped with the reason."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from paestudio.browser.memory import MemoryBrowser, MemoryContent
from paestudio.chat import ChatClient, Endpoint
from paestudio.chat.standin import StandIn
from paestudio.core.actions import Verb
from paestudio.core.checks import Site, holds
from paestudio.core.records import Proposal, Purpose, Task
from paestudio.proposer import GroundedProposer, Limits
from paestudio.proposer.mixed import MapProposer
from paestudio.proposer.model import ModelProposer, ModelSettings
from paestudio.proposer.schema import Refused, read_task

HOME = "http://127.0.0.1:9/"  # nobody answers there: the pages are in memory
NAV = {"Home": "/", "Boots": "/boots", "Delivery": "/help/delivery"}
SITE = {
    HOME: MemoryContent("Corner Shop", NAV, ("Things that last.",), search="/search"),
    f"{HOME}boots": MemoryContent("Leather Boots", NAV, ("Price: £80.00", "Sole: rubber"), search="/search"),
    f"{HOME}help/delivery": MemoryContent(
        "Delivery", {**NAV, "Customs": "/help/customs"}, ("Parcels take 5 days.",), search="/search"
    ),
    f"{HOME}help/customs": MemoryContent("Customs", NAV, ("Forms are filled in for you.",)),
    f"{HOME}hidden": MemoryContent("Hidden", NAV, ("Nobody links to this.",)),
    f"{HOME}search": MemoryContent("Results", NAV, ("Nothing was found.",), search="/search"),
}
THINGS = ("Iron Pan", "Oak Spoon", "Clay Bowl", "Glass Jug", "Ash Rake", "Hemp Twine", "Copper Pan")
SHELF = {name: f"/things/{name.lower().replace(' ', '-')}" for name in THINGS}
SHOP = {
    HOME: MemoryContent("Corner Shop", {"Things": "/things"}, ("Things that last.",), search="/search"),
    f"{HOME}things": MemoryContent("Things", SHELF, search="/search"),
    f"{HOME}search": MemoryContent("Results", {"Iron Pan": SHELF["Iron Pan"]}, ("One result.",), search="/search"),
} | {
    f"{HOME}{path[1:]}": MemoryContent(name, {"Things": "/things"}, (f"£{at}0.00", f"Weight: {at} kg"))
    for at, (name, path) in enumerate(SHELF.items(), 1)
}


def task(instruction: str, check: Any, feasible: bool = True, start: str = "/") -> Task:
    said = {"instruction": instruction, "start": start, "criteria": ["It is so."], "check": check, "feasible": feasible}
    return read_task(said, HOME, None, ["not possible", "impossible"])


def tried(
    *tasks: Task, pages: int = 20, steps: int = 6, site: dict[str, MemoryContent] = SITE
) -> Sequence[Proposal | Refused]:
    async def main() -> Sequence[Proposal | Refused]:
        grounded = GroundedProposer(MemoryBrowser(site), HOME, Limits(pages, 20.0), max_steps=steps)
        async for _ in grounded.explore():
            pass
        return await grounded.trier().try_out(tasks)

    return asyncio.run(main())


def proved(one: Proposal | Refused) -> list[str]:
    """What was done in the proof, in words."""
    assert isinstance(one, Proposal) and one.proof is not None, one
    proof = one.proof
    assert proof.purpose is Purpose.PROOF and proof.task == one.task
    assert one.task.check and holds(one.task.check, proof.final, proof.answer, Site(HOME))[0]
    done = []
    for step in proof.steps:
        action = step.decision.action
        assert action is not None
        element = step.observation.element(action.ref)
        done.append(f"{str(action.verb).lower()}: {element.name if element else action.text}")
    return done


def test_what_can_be_done_comes_with_the_way() -> None:
    found = tried(
        task("Open the page about customs.", {"url": "^/help/customs$"}),
        task("What is the sole of the Leather Boots made of?", {"answer": ["rubber", "made of rubber"]}),
        task("Find out how long parcels take.", {"text": "5 days", "url": "^/help"}),
    )
    assert proved(found[0]) == ["click: Delivery", "click: Customs", "answer: done"]
    assert proved(found[1]) == ["click: Boots", "answer: rubber"]
    assert proved(found[2])[0] == "click: Delivery"
    assert all(isinstance(one, Proposal) and one.task.origin == "model" for one in found)


@pytest.mark.parametrize(
    "check", [{"url": "^/gift-vouchers$"}, {"text": "Opening hours"}, {"answer": "42"}, {"url": "^/(a|b)/c$"}]
)
def test_what_no_page_bears_out_is_dropped(check: Any) -> None:
    (found,) = tried(task("Show me the gift vouchers of the shop.", check))
    assert isinstance(found, Refused) and "no way to do it" in str(found)


def test_a_page_that_is_there_without_a_link_is_kept_unproved() -> None:
    (found,) = tried(task("Show me what is hidden here.", {"url": r"^/hidden(\?|$)"}))
    assert found == Proposal(task("Show me what is hidden here.", {"url": r"^/hidden(\?|$)"}))


def test_a_link_to_a_page_that_was_not_visited_is_a_way() -> None:
    (found,) = tried(task("Open the page about customs.", {"url": "^/help/customs$"}), pages=3)
    assert proved(found) == ["click: Delivery", "click: Customs", "answer: done"]


def test_a_way_that_is_longer_than_the_agent_may_go_is_none() -> None:
    (found,) = tried(task("Open the page about customs.", {"text": "Forms are filled in"}), steps=2)
    assert isinstance(found, Refused)


def test_a_task_without_a_check_is_left_to_the_agent() -> None:
    nobody = task("Find something nice for my aunt.", None)
    assert tried(nobody) == [Proposal(nobody)]


def test_the_right_answer_to_what_cannot_be_done_is_shown() -> None:
    absent, there = tried(
        task("Find the opening hours of the branch on the moon.", None, feasible=False),
        task("Find the price of the Leather Boots.", None, feasible=False),
    )
    done = proved(absent)
    assert done[-1] == "answer: not possible"
    assert isinstance(there, Refused) and "seems to have" in str(there)


def test_it_is_searched_for_first_where_there_is_a_search() -> None:
    (found,) = tried(task("Find the opening hours of the branch on the moon.", None, feasible=False), site=SHOP)
    assert isinstance(found, Proposal) and found.proof is not None
    first = found.proof.steps[0].decision.action
    assert first is not None and first.verb is Verb.TYPE and first.text == "opening hours"


def test_the_proposer_asks_again_for_what_was_dropped() -> None:
    server = StandIn()

    async def main(base: str) -> list[Proposal]:
        async with ChatClient(Endpoint.make(base, "m", max_tokens=6000, backoff=0.01)) as client:
            grounded = GroundedProposer(MemoryBrowser(SITE), HOME, Limits(10, 20.0))
            model = ModelProposer(client, HOME, ModelSettings(infeasible=0.2))
            mapped = MapProposer(grounded, model, lambda: grounded.trier().try_out)
            return [one async for one in mapped.propose(8) if isinstance(one, Proposal)]

    with server as base:
        proposals = asyncio.run(main(base))
    checked = [one for one in proposals if one.task.check]
    assert checked and all(one.proof is not None for one in checked)
    assert {one.task.kind for one in checked} == {"navigation", "infeasible"}
    assert len(server.requests) >= 2  # the site has fewer pages than tasks were wanted
