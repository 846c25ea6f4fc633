"""Reading ahead: in order, one page at a time, until there is no more room."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from paestudio.agent.scripted import ScriptedPolicy, answer
from paestudio.ahead import ReadingAhead
from paestudio.core.records import Decision, Episode, Observation, Step, Stop, Task


class Reading(ScriptedPolicy):
    """Notes the pages it was to read ahead; has room for `room` of them."""

    def __init__(self, room: int) -> None:
        super().__init__(answer("done"))
        self.read: list[str] = []
        self._room = room

    def read_ahead(self, seen: Observation) -> bool:
        self.read.append(seen.url)
        return len(self.read) < self._room


@pytest.mark.parametrize(("room", "read"), [(9, ["a", "b", "a", "b"]), (3, ["a", "b", "a"])])
def test_pages_of_proofs_are_read_while_there_is_room_and_nothing_else_to_do(room: int, read: list[str]) -> None:
    async def propose() -> list[str]:
        with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
            policy = Reading(room)
            async with ReadingAhead(policy, thread) as ahead:
                steps = tuple(Step(i, Observation(url, url), Decision("", None)) for i, url in enumerate("ab"))
                for name in "xy":
                    ahead.add(
                        Episode(name, Task.make("Open page 1.", "http://x/", {"url": "^/1$"}), steps, Stop.ANSWERED)
                    )
                while len(policy.read) < len(read):
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.05)
            return policy.read

    assert asyncio.run(propose()) == read
