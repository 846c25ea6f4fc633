"""An endpoint that goes away in the middle is waited for, told of, and not counted as the run's time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from paestudio.chat import ChatClient, ChatFault, Endpoint, Reply, Trouble, system, user
from paestudio.chat.patience import Patient, Waits
from paestudio.chat.standin import StandIn
from paestudio.core.between import with_news
from paestudio.core.clock import Clock
from paestudio.core.controls import Controls

ASKED = [
    system('Reply with {"verdict": "success"}.'),
    user("Task: Open the boots.\nPage 1: /boots\nBoots\nAnswer: done"),
]


def patient(base: str, seconds: float = 60.0) -> Patient:
    endpoint = Endpoint.make(base, "m", backoff=0.01, retries=0, seconds=10.0)
    return Patient(ChatClient(endpoint), "judge", seconds, first=0.02)


async def until(holds: Any) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


def test_an_outage_is_waited_through_and_told_once() -> None:
    async def main() -> None:
        chat, controls, clock, began = patient(server.start()), Controls(), Clock(100.0), time.monotonic()
        waits = Waits((chat, None), clock, controls)
        await chat.ask(ASKED)
        server.stop()
        asking = [asyncio.create_task(chat.ask(ASKED)) for _ in range(3)]
        await until(lambda: chat.lost > 0.2)
        (told,) = waits.news()
        assert told.level == "warning" and "The run waits: the judge cannot be asked. Nobody answers" in told.message
        assert waits.news() == [] and not any(task.done() for task in asking)
        server.start()
        replies = await asyncio.gather(*asking)
        assert all(isinstance(reply, Reply) for reply in replies)
        (told,) = waits.news()
        assert told.level == "info" and "the run goes on" in told.message
        assert waits.news() == []
        left, spent = clock.left, time.monotonic() - began - chat.lost
        assert left == pytest.approx(100.0 - spent, abs=0.1), "the outage was counted as the run's time"
        await chat.close()

    server = StandIn()
    asyncio.run(main())
    server.stop()


def test_who_never_answered_is_not_waited_for() -> None:
    server = StandIn()
    base = server.start()
    server.stop()

    async def main() -> None:
        chat = patient(base)
        with pytest.raises(ChatFault) as caught:
            await chat.ask(ASKED)
        assert caught.value.trouble is Trouble.DOWN and chat.lost == 0
        await chat.close()

    asyncio.run(main())


@pytest.mark.parametrize("ends", ["stop", "time"])
def test_the_wait_ends_with_the_run_or_its_time(ends: str) -> None:
    async def main() -> None:
        chat, controls = patient(server.start(), 0.1 if ends == "time" else 60.0), Controls()
        waits = Waits((chat,), Clock(None), controls)
        await chat.ask(ASKED)
        server.stop()
        asking = asyncio.create_task(chat.ask(ASKED))
        await until(lambda: chat.lost > 0.05)
        if ends == "stop":
            controls.stop()
        with pytest.raises(ChatFault):
            await asyncio.wait_for(asking, 10)
        if ends == "time":  # nobody waits a second time before it has answered
            waits.news()
            lost = chat.lost
            with pytest.raises(ChatFault):
                await chat.ask(ASKED)
            assert chat.lost == lost
        await chat.close()

    server = StandIn()
    asyncio.run(main())
    server.stop()


def test_a_request_that_is_given_up_ends_the_wait() -> None:
    async def main() -> None:
        chat = patient(server.start())
        await chat.ask(ASKED)
        server.stop()
        asking = asyncio.create_task(chat.ask(ASKED))
        await until(lambda: chat.lost > 0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        lost = chat.lost
        await asyncio.sleep(0.02)
        assert chat.lost == lost, "the run's time would stand still for ever"
        await chat.close()

    server = StandIn()
    asyncio.run(main())
    server.stop()


def test_a_refused_key_is_not_waited_for() -> None:
    async def main() -> None:
        chat = patient(server.start())
        await chat.ask(ASKED)
        server.trouble = "key"
        with pytest.raises(ChatFault, match="refused the key"):
            await chat.ask(ASKED)
        await chat.close()

    server = StandIn()
    asyncio.run(main())
    server.stop()


def test_news_come_between_events_and_while_there_are_none() -> None:
    ended: list[str] = []

    async def events() -> AsyncIterator[str]:
        try:
            yield "first"
            await until(lambda: "quiet" in said)
            yield "second"
        finally:
            ended.append("events")

    said: list[str] = []

    def news() -> list[str]:
        return ["quiet"] if said == ["first"] else []

    async def main() -> None:
        async for one in with_news(events(), news, 0.02):
            said.append(one)

    asyncio.run(main())
    assert said == ["first", "quiet", "second"] and ended == ["events"]


def test_a_fault_in_the_stream_is_told_and_a_left_stream_is_closed() -> None:
    ended: list[str] = []

    async def events(fails: bool) -> AsyncIterator[int]:
        try:
            yield 1
            if fails:
                raise ValueError("broken")
            await asyncio.sleep(60)
        finally:
            ended.append("closed")

    async def main(fails: bool) -> None:
        stream = with_news(events(fails), list, 0.01)
        assert await anext(stream) == 1
        if fails:
            with pytest.raises(ValueError, match="broken"):
                await anext(stream)
        await stream.aclose()

    asyncio.run(main(True))
    asyncio.run(main(False))
    assert ended == ["closed", "closed"]
