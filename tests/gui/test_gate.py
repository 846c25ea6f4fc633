"""Events pass at once while nobody follows; otherwise in their order, each when the engine has looked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from paestudio.core.hands import Answer, Do, Gesture, Gestures
from paestudio.gui.gate import Gate

pytestmark = pytest.mark.gui


class Follower(threading.Thread):
    """Answers each gesture as it is told; `heard` are those that came."""

    def __init__(self, gestures: Gestures, answers: dict[Do, Answer]) -> None:
        super().__init__(name="follower")
        self.heard: list[Do] = []
        self._gestures, self._answers = gestures, answers
        self.start()

    def run(self) -> None:
        asyncio.run(self._follow())

    def finish(self) -> None:
        self._gestures.put(Gesture(Do.FINISH))

    async def _follow(self) -> None:
        self._gestures.follow()
        while (gesture := await self._gestures.next()).do is not Do.FINISH:
            self.heard.append(gesture.do)
            if gesture.do is not Do.LET_GO:
                self._gestures.answer(self._answers.get(gesture.do, Answer()))
        self._gestures.end()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def follow(qtbot: QtBot, gate: Gate) -> Iterator[Callable[[dict[Do, Answer]], Follower]]:
    made: list[Follower] = []

    def begin(answers: dict[Do, Answer]) -> Follower:
        made.append(Follower(gate.gestures, answers))
        qtbot.waitUntil(lambda: gate.gestures.followed)
        return made[-1]

    yield begin
    for follower in made:
        follower.finish()
        follower.join()


def test_everything_passes_while_nobody_follows(gate: Gate) -> None:
    sent: list[str] = []
    gate.offer(Gesture(Do.PRESS), lambda: sent.append("press"))
    gate.offer(None, lambda: sent.append("release"), whole=True)
    assert sent == ["press", "release"] and not gate.waiting


def test_events_keep_their_order_and_wait_for_the_engine(
    qtbot: QtBot, gate: Gate, follow: Callable[[dict[Do, Answer]], Follower]
) -> None:
    follower, sent = follow({Do.WRITE: Answer(writing=True)}), list[str]()
    gate.offer(Gesture(Do.PRESS), lambda: sent.append("press"))
    gate.offer(None, lambda: sent.append("release"), whole=True)
    gate.offer(Gesture(Do.WRITE, text="a"), lambda: sent.append("a"), whole=True)
    gate.offer(None, lambda: sent.append("a up"))
    assert sent == [] and gate.waiting
    qtbot.waitUntil(lambda: not gate.waiting)
    assert sent == ["press", "release", "a", "a up"] and gate.writing
    qtbot.waitUntil(lambda: follower.heard == [Do.PRESS, Do.LET_GO, Do.WRITE])


def test_a_press_that_is_not_for_the_page_takes_its_release_with_it(
    qtbot: QtBot, gate: Gate, follow: Callable[[dict[Do, Answer]], Follower]
) -> None:
    follower, sent = follow({Do.PRESS: Answer(False, options=("a", "b"), ref=7)}), list[str]()
    offered: list[Answer] = []
    gate.offered.connect(offered.append)
    gate.offer(Gesture(Do.PRESS), lambda: sent.append("press"))
    gate.offer(None, lambda: sent.append("release"), whole=True)
    gate.offer(Gesture(Do.ENTER), lambda: sent.append("enter"), whole=True)
    qtbot.waitUntil(lambda: not gate.waiting)
    assert sent == ["enter"] and [(one.options, one.ref) for one in offered] == [(("a", "b"), 7)]
    qtbot.waitUntil(lambda: follower.heard == [Do.PRESS, Do.ENTER, Do.LET_GO])


def test_what_is_held_back_passes_when_the_engine_ends(
    qtbot: QtBot, gate: Gate, follow: Callable[[dict[Do, Answer]], Follower]
) -> None:
    follow({})
    sent: list[str] = []
    gate.do(Gesture(Do.FINISH))
    gate.offer(Gesture(Do.PRESS), lambda: sent.append("press"))
    qtbot.waitUntil(lambda: sent == ["press"])
    assert not gate.gestures.followed
    gate.renew()
    assert not gate.gestures.followed and not gate.waiting
