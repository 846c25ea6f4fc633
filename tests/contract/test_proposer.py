"""What every Proposer must do, seen with a real browser on a small shop."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from paestudio.browser.launched import LaunchedBrowser
from paestudio.browser.options import BrowserOptions
from paestudio.core import codec
from paestudio.core.actions import Verb
from paestudio.core.checks import Site, holds, validate
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.records import Episode, Proposal, Purpose, Stop
from paestudio.proposer import GroundedProposer, Limits
from tests.contract.proposer_site import Shop, shop

LIMITS = Limits(pages=20, seconds=240.0)
FIRST, LATER = 20, 3  # tasks of the first and of the second round


@dataclass
class Told:
    """All that two rounds of proposing said."""

    site: Shop
    events: list[PhaseChanged | PageExplored | Proposal]
    later: list[Proposal]
    asked: list[str]
    refused: tuple[tuple[str, str], ...]

    @property
    def proposals(self) -> list[Proposal]:
        return [e for e in self.events if isinstance(e, Proposal)]

    def proofs(self) -> list[Episode]:
        return [p.proof for p in self.proposals if p.proof is not None]


async def _browser(url: str) -> LaunchedBrowser:
    return await LaunchedBrowser.start(BrowserOptions(url.rstrip("/"), slots=3), lambda data: "")


async def _propose(site: Shop) -> Told:
    browser = await _browser(site.url)
    try:
        proposer = GroundedProposer(browser, site.url, LIMITS, seed=1)
        events = [event async for event in proposer.propose(FIRST)]
        later = [event async for event in proposer.propose(LATER) if isinstance(event, Proposal)]
        return Told(site, events, later, list(site.asked), tuple(proposer.refused))
    finally:
        await browser.close()


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    with shop() as site:
        yield asyncio.run(_propose(site))


def test_it_says_what_it_does(told: Told) -> None:
    phases = [e.phase for e in told.events if isinstance(e, PhaseChanged)]
    assert phases == sorted(phases, key=["exploring", "proposing"].index)
    pages = [e.page for e in told.events if isinstance(e, PageExplored)]
    assert len({p.url for p in pages}) == len(pages) == 14
    assert any(("Weight", "2.4 kg") in p.facts for p in pages)
    last = [e for e in told.events if isinstance(e, PhaseChanged)][-1]
    assert (last.done, last.total) == (FIRST, FIRST)


def test_tasks_are_distinct_checked_and_of_many_kinds(told: Told) -> None:
    tasks = [p.task for p in told.proposals]
    assert len(tasks) == FIRST == len({t.id for t in tasks}) == len({t.instruction for t in tasks})
    assert {"navigation", "retrieval", "search", "sort", "multi", "form"} <= {t.kind for t in tasks}
    assert max(Counter(t.kind for t in tasks).values()) <= FIRST / 2
    assert all(validate(t.check) and t.origin == "explored" for t in tasks)
    assert min(t.difficulty for t in tasks) == 0.0 and max(t.difficulty for t in tasks) >= 0.3


def test_each_task_was_seen_to_work(told: Told) -> None:
    site = Site(told.site.url)
    assert len(told.proofs()) == len(told.proposals)
    for proof in told.proofs():
        assert proof.purpose is Purpose.PROOF and proof.policy == "demonstration" and proof.stop is Stop.ANSWERED
        assert holds(proof.task.check or {}, proof.final, proof.answer, site)[0]
        assert not any(step.error for step in proof.steps)


def test_proofs_can_be_learned_from(told: Told) -> None:
    for proof in told.proofs():
        assert [s.index for s in proof.steps] == list(range(len(proof.steps)))
        for step in proof.steps[:-1]:
            action = step.decision.action
            assert action is not None and step.decision.raw == str(action)
            assert step.observation.element(action.ref) is not None, (
                "actions point into the observation they were taken on"
            )
        last = proof.steps[-1].decision.action
        assert last is not None and last.verb is Verb.ANSWER and last.text == proof.answer
        if proof.task.kind == "retrieval":
            assert re.sub(r"\s+", " ", last.text) in re.sub(r"\s+", " ", proof.final.text), "an answer can be copied"
        assert codec.loads(Episode, codec.dumps(proof)) == proof


def test_nothing_on_the_site_was_changed(told: Told) -> None:
    assert not [asked for asked in told.asked if asked.startswith("POST")]
    assert not [asked for asked in told.asked if "log-out" in asked or "delete" in asked]


def test_a_second_round_brings_new_tasks_without_exploring_again(told: Told) -> None:
    assert len(told.later) == LATER
    assert not {p.task.id for p in told.later} & {p.task.id for p in told.proposals}


def test_few_ideas_fail(told: Told) -> None:
    assert len(told.refused) <= 6, told.refused


def test_the_same_seed_gives_the_same_tasks_but_for_known_ones(told: Told) -> None:
    async def again() -> list[str]:
        browser = await _browser(told.site.url)
        try:
            known = [p.task.id for p in told.proposals[:8]]
            proposer = GroundedProposer(browser, told.site.url, LIMITS, seed=1, known=known)
            return [e.task.id async for e in proposer.propose(8) if isinstance(e, Proposal)]
        finally:
            await browser.close()

    made = asyncio.run(again())
    first = [p.task.id for p in told.proposals]
    assert len(made) == 8 and not set(made) & set(first[:8])
    assert len(set(made) & set(first[8:])) >= 6, "the mix may shift by what is left out, the tasks do not"


def test_with_leave_forms_are_sent_and_what_the_site_says_is_checked() -> None:
    async def run(site: Shop) -> list[Proposal]:
        browser = await _browser(site.url)
        try:
            limits = Limits(pages=9, seconds=240.0, allow_state_changes=True)
            proposer = GroundedProposer(browser, site.url, limits, seed=1)
            return [e async for e in proposer.propose(16) if isinstance(e, Proposal)]
        finally:
            await browser.close()

    with shop() as site:
        changed = [p.task for p in asyncio.run(run(site)) if p.task.kind == "state"]
        assert changed and all(t.check == {"text": ["Thank you"]} for t in changed)
        assert "POST /basket/add" in site.asked
        assert not [asked for asked in site.asked if "log-out" in asked or "delete" in asked]


@pytest.mark.parametrize(
    ("path", "fault", "said"),
    [("nowhere", EnvironmentFault, ""), ("", EnvironmentFault, ""), ("moved", UserError, "http://elsewhere.example")],
)
def test_a_home_page_that_cannot_be_used_is_explained(told: Told, path: str, fault: type[Exception], said: str) -> None:
    url = told.site.url + path if path else "http://127.0.0.1:9/"

    async def run() -> None:
        browser = await _browser(url)
        try:
            async for _ in GroundedProposer(browser, url, LIMITS).propose(3):
                pass
        finally:
            await browser.close()

    with pytest.raises((fault, UserError)) as caught:
        asyncio.run(run())
    assert getattr(caught.value, "fix", ""), "it says what to do"
    assert said in str(caught.value)
