"""Rollouts on a browser in memory: batches, isolation of failures, stopping."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from paestudio.agent.scripted import ScriptedPolicy, answer, click, type_into
from paestudio.browser.memory import MemoryBrowser, MemoryContent
from paestudio.core.controls import HELPED, Controls, helped
from paestudio.core.events import EpisodeEnded, EpisodeStarted, Event, StepTaken
from paestudio.core.protocols import Context
from paestudio.core.records import Decision, Episode, Stop, Task
from paestudio.rollout import Limits, rollout

SITE = {
    "http://x/": MemoryContent("Home", {"Boots": "/boots", "Broken": "/broken"}, ("Welcome",), search="/search"),
    "http://x/boots": MemoryContent("Boots", {"Home": "/"}, ("£80.00",)),
    "http://x/search": MemoryContent("Results", {"Boots": "/boots"}),
    "http://x/broken": MemoryContent("Broken", {}, broken=True),
}
BOOTS = Task.make("Open the boots.", "http://x/", {"url": "^/boots$"})
PRICE = Task.make("What do boots cost?", "http://x/", {"answer": "£80.00"})
CRASH = Task.make("Open the broken page.", "http://x/", {"url": "^/broken$"})
GONE = Task.make("Open a page that is not there.", "http://x/gone", {"url": "^/"})
MOVES = {
    BOOTS.id: [click("Boots"), answer("done")],
    PRICE.id: [type_into("Search", "boots"), click("Boots"), answer("£80.00")],
    CRASH.id: [click("Broken")],
}


class Counting(ScriptedPolicy):
    """Remembers how many contexts it was asked together."""

    batches: list[int]

    def decide(self, contexts: Sequence[Context]) -> list[Decision]:
        self.batches.append(len(contexts))
        return super().decide(contexts)


def _policy() -> Counting:
    policy = Counting.from_paths(MOVES)
    assert isinstance(policy, Counting)
    policy.batches = []
    return policy


async def _events(
    tasks: Sequence[Task], browser: MemoryBrowser, policy: ScriptedPolicy, controls: Controls, steps: int = 5
) -> list[Event]:
    with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
        told = rollout(tasks, browser=browser, policy=policy, thread=thread, limits=Limits(steps), controls=controls)
        return [event async for event in told]


def _episodes(events: Sequence[Event]) -> dict[str, Episode]:
    return {e.episode.task.id: e.episode for e in events if isinstance(e, EpisodeEnded)}


def test_tasks_are_played_to_their_answers() -> None:
    browser = MemoryBrowser(SITE)
    played = _episodes(asyncio.run(_events([BOOTS, PRICE], browser, _policy(), Controls())))
    assert played[BOOTS.id].final.url == "http://x/boots"
    assert played[BOOTS.id].answer == "done"
    assert played[PRICE.id].answer == "£80.00"
    assert [str(s.decision.action) for s in played[PRICE.id].steps] == [
        "Type [900]; [boots]",
        "Click [1]",
        "ANSWER; [£80.00]",
    ]
    assert browser.open_now == 0


def test_pages_that_are_ready_are_decided_together() -> None:
    policy = _policy()
    asyncio.run(_events([BOOTS] * 8, MemoryBrowser(SITE, slots=4), policy, Controls()))
    assert sum(policy.batches) == 16
    assert max(policy.batches) == 4


def test_a_page_that_breaks_ends_only_its_own_episode() -> None:
    played = _episodes(asyncio.run(_events([CRASH, GONE, BOOTS], MemoryBrowser(SITE), _policy(), Controls())))
    assert played[CRASH.id].stop is Stop.BROWSER_ERROR and "crashed" in played[CRASH.id].error
    assert played[GONE.id].stop is Stop.BROWSER_ERROR and "404" in played[GONE.id].error
    assert played[BOOTS.id].stop is Stop.ANSWERED


def test_the_step_limit_ends_an_episode() -> None:
    wander = ScriptedPolicy(click("Boots"))
    played = _episodes(asyncio.run(_events([BOOTS], MemoryBrowser(SITE), wander, Controls(), steps=3)))
    assert played[BOOTS.id].stop is Stop.STEP_LIMIT
    assert len(played[BOOTS.id].steps) == 3
    assert "cannot be done" in played[BOOTS.id].steps[-1].error, "a failed action is told to the agent"


def test_the_same_action_without_effect_three_times_ends_an_episode() -> None:
    wander = ScriptedPolicy(click("Boots"))
    played = _episodes(asyncio.run(_events([BOOTS], MemoryBrowser(SITE), wander, Controls(), steps=9)))
    assert played[BOOTS.id].stop is Stop.REPEATING
    assert len(played[BOOTS.id].steps) == 4, "once where it worked, three times where it did not"


def test_a_policy_that_fails_is_not_the_agents_failure() -> None:
    def broken(context: Context) -> None:
        raise RuntimeError("no memory")

    played = _episodes(asyncio.run(_events([BOOTS], MemoryBrowser(SITE), ScriptedPolicy(broken), Controls())))  # type: ignore[arg-type]
    assert played[BOOTS.id].stop is Stop.MODEL_ERROR and "no memory" in played[BOOTS.id].error


def test_stopping_ends_at_the_next_action() -> None:
    controls = Controls()

    def stopping(context: Context):  # type: ignore[no-untyped-def]  # noqa: ANN202
        controls.stop()
        return click("Boots")(context)

    events = asyncio.run(_events([BOOTS] * 20, MemoryBrowser(SITE, slots=2), ScriptedPolicy(stopping), controls))
    ended = [e.episode for e in events if isinstance(e, EpisodeEnded)]
    assert 1 <= len(ended) <= 2
    assert all(episode.stop is Stop.STOPPED for episode in ended)


def test_events_come_in_order_for_each_episode() -> None:
    events = asyncio.run(_events([BOOTS, PRICE] * 3, MemoryBrowser(SITE), _policy(), Controls()))
    for started in (e for e in events if isinstance(e, EpisodeStarted)):
        own = [
            e
            for e in events
            if (isinstance(e, (EpisodeStarted, StepTaken)) and e.episode == started.episode)
            or (isinstance(e, EpisodeEnded) and e.episode.id == started.episode)
        ]
        assert isinstance(own[0], EpisodeStarted) and isinstance(own[-1], EpisodeEnded)
        assert [e.step for e in own[1:-1] if isinstance(e, StepTaken)] == list(own[-1].episode.steps)


@pytest.mark.parametrize("slots", [1, 3])
def test_leaving_early_waits_for_the_pages(slots: int) -> None:
    async def leave() -> int:
        browser = MemoryBrowser(SITE, slots)
        with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
            told = rollout(
                [BOOTS] * 9, browser=browser, policy=_policy(), thread=thread, limits=Limits(5), controls=Controls()
            )
            await anext(told)
            await told.aclose()
        return browser.open_now

    assert asyncio.run(leave()) == 0


async def _with_wishes(controls: Controls, wish: Callable[[Event], None]) -> list[Event]:
    events = []
    with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
        told = rollout(
            [PRICE],
            browser=MemoryBrowser(SITE),
            policy=_policy(),
            thread=thread,
            limits=Limits(5),
            controls=controls,
        )
        async for event in told:
            events.append(event)
            wish(event)
    return events


def test_a_page_that_a_person_took_over_is_looked_at_again_and_the_episode_says_so() -> None:
    controls = Controls()

    def wish(event: Event) -> None:
        if isinstance(event, StepTaken) and event.step.index == 0:
            controls.take_over(event.slot, True)
            threading.Timer(0.15, controls.take_over, (event.slot, False)).start()

    episode = _episodes(asyncio.run(_with_wishes(controls, wish)))[PRICE.id]
    told = [HELPED in step.observation.notes for step in episode.steps]
    assert sum(told) == 1 and not told[0]
    assert episode.answer == "£80.00" and helped(episode)


def test_a_held_page_does_one_action_at_a_time_until_its_episode_is_ended() -> None:
    controls = Controls()
    for slot in range(4):
        controls.single_step(slot)

    def wish(event: Event) -> None:
        if isinstance(event, StepTaken):
            threading.Timer(0.1, controls.end_episode, (event.slot,)).start()

    episode = _episodes(asyncio.run(_with_wishes(controls, wish)))[PRICE.id]
    assert len(episode.steps) == 1 and episode.stop is Stop.STOPPED and not helped(episode)
