"""A judge improved from the window: asked of the shipped server in a process of its own, shown, taken or left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from paestudio.chat.standin import StandIn
from paestudio.chat.standin.inventing import STRICT
from paestudio.core import events as ev
from paestudio.core.records import Run
from paestudio.gui.better_judge import BetterJudge
from paestudio.gui.run_data import RunData
from paestudio.gui.theme import Theme
from paestudio.store import Recorder, Store
from tests.unit.test_judging import HOME, overruled

pytestmark = pytest.mark.gui
CLICK = Qt.MouseButton.LeftButton


@pytest.fixture
def server() -> Iterator[StandIn]:
    made = StandIn()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def card(qtbot: QtBot, theme: Theme, tmp_path: Path, server: StandIn) -> Iterator[tuple[BetterJudge, RunData]]:
    """A run whose judge passed what a person overruled, shown."""
    config = {"evaluator": "judge", "judge_url": server.start(), "judge_model": "m", "judge_votes": 1}
    data = RunData()
    with Store.open(tmp_path) as store, Recorder(store, "run-1") as recorder:
        for event in (ev.RunStarted(Run("run-1", HOME, config, 0, {}, 1.0)), *overruled(), ev.RunEnded("finished")):
            recorder.record(event)
            data.apply([event])
    holder = QWidget()
    qtbot.addWidget(holder)
    made = BetterJudge(tmp_path, theme, holder)
    holder.show()
    made.show_run(data, False)
    yield made, data
    made.close_job()


def test_it_is_offered_once_the_judge_was_overruled(card: tuple[BetterJudge, RunData]) -> None:
    better, data = card
    assert better.isVisible() and better.words.text() == "You overruled the judge 5 times."
    assert better.ask.isVisible() and not better.use.isVisible() and not better.guidance.isVisible()
    better.show_run(data, True)
    assert not better.isVisible(), "it would want the processor that trains"
    better.show_run(RunData(), False)
    assert not better.isVisible()


def test_before_and_after_are_shown_and_the_guidance_is_taken(
    qtbot: QtBot, card: tuple[BetterJudge, RunData], tmp_path: Path
) -> None:
    better, data = card
    qtbot.mouseClick(better.ask, CLICK)
    assert better.stop.isVisible() and not better.ask.isVisible()
    qtbot.waitUntil(better.use.isVisible, timeout=60_000)
    told = better.words.text()
    assert "Before: of its successes, right 50 %" in told and "After: of its successes, right 100 %" in told
    assert "It is better there." in told and STRICT in better.guidance.toPlainText()
    better.show_run(data, False)
    assert better.words.text() == told, "the result went away by itself"
    with qtbot.waitSignal(better.used) as taken:
        qtbot.mouseClick(better.use, CLICK)
    place = tmp_path / "guidance" / "run-1.txt"
    assert taken.args == [str(place)] and STRICT in place.read_text(encoding="utf-8")
    assert better.ask.isVisible() and not better.guidance.isVisible()


def test_trouble_is_said_and_a_stop_leaves_all_as_it_was(
    qtbot: QtBot, card: tuple[BetterJudge, RunData], server: StandIn, tmp_path: Path
) -> None:
    better, _ = card
    server.trouble = "key"
    qtbot.mouseClick(better.ask, CLICK)
    qtbot.waitUntil(better.ask.isVisible, timeout=60_000)
    assert "refused the key" in better.words.text() and not better.guidance.isVisible()
    server.trouble = "hang"
    qtbot.mouseClick(better.ask, CLICK)
    qtbot.mouseClick(better.stop, CLICK)
    assert better.ask.isVisible() and better.job is None and not (tmp_path / "guidance").exists()
