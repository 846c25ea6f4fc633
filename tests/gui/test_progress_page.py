"""The Progress page: curves as they come, smoothing, checkpoints, alerts, another run of a real store, wishes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from paestudio.core import events as ev
from paestudio.core.records import Rate, Run
from paestudio.gui.plots import Plot, smoothed
from paestudio.gui.progress_page import ProgressPage
from paestudio.gui.runner import Mode
from paestudio.gui.state import RunState
from paestudio.gui.theme import Theme
from paestudio.gui.ticks import GAP, Text, apart
from paestudio.store import Recorder, Store
from tests.gui import scripted

pytestmark = pytest.mark.gui


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, tmp_path: Path) -> ProgressPage:
    state = RunState()
    made = ProgressPage(state, theme, tmp_path)
    qtbot.addWidget(made, before_close_func=lambda _: made.reader.close())
    state.setParent(made)
    made.resize(1280, 760)
    return made


def show(qtbot: QtBot, page: ProgressPage, story: Iterable[ev.Event]) -> None:
    page._state.apply(list(story))
    with qtbot.waitExposed(page):
        page.show()


def test_held_out_training_and_numbers(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().whole())
    x, y = page.curve("held_out")
    assert x == [-1.0, 0.0, 3.0] and y == pytest.approx([0.2, 0.44, 0.68])
    assert len(page.curve("training")[0]) == 3
    assert page.curve("loss") == ([1.0, 2.0, 3.0], pytest.approx([0.9, 0.45, 0.3]))
    assert page.headline.text() == "base 20 % → warm start 44 % → after 68 %"
    assert "the latest is checkpoint 3" in page.notes.text()
    assert [line.value() for line in page.success._lines] == [1, 2, 3]
    assert page.numbers["entropy"].isVisible() and not page.numbers["tokens_per_second"].isVisible()


def test_it_repaints_only_for_news_and_no_more_than_ten_times_a_second(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().whole())
    before, begun = page.repaints, time.monotonic()
    for i in range(40):
        page._state.apply([ev.Metric("loss", 0.1 * i, 4)])
        qtbot.wait(10)
    qtbot.waitUntil(lambda: page.curve("loss")[1][-1] == pytest.approx(3.9))
    assert 1 <= page.repaints - before <= 10 * (time.monotonic() - begun) + 1
    still = page.repaints
    qtbot.wait(300)
    assert page.repaints == still


def test_smoothing_log_scale_and_outliers(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().whole())
    page._state.apply([ev.Metric("loss", 1000.0 if i == 30 else 1.0, i) for i in range(4, 60)])
    page.smooth.setCurrentIndex(2)
    qtbot.waitUntil(lambda: len(page.curve("loss")[0]) == 59)
    assert max(page.curve("loss")[1]) < 300
    page.smooth.setCurrentIndex(0)
    page.outliers.setChecked(True)
    box = page.numbers["loss"].getPlotItem().getViewBox()
    qtbot.waitUntil(lambda: box.viewRange()[1][1] < 500)
    page.log.setChecked(True)
    assert page.numbers["loss"].getPlotItem().getAxis("left").logMode


def test_labels_below_a_curve_keep_apart() -> None:
    def at(middle: float, wide: float, said: str) -> Text:
        return QRectF(middle - wide / 2, 0, wide, 10), None, said

    kept = apart([at(20, 40, "before"), at(50, 80, "warm start"), at(95, 8, "1"), at(99, 8, "2")], -40)
    assert [said for _, _, said in kept] == ["before", "warm start", "2"]
    assert all(right.left() - left.right() >= GAP for (left, _, _), (right, _, _) in pairwise(kept))
    assert apart([at(-30, 40, "before"), at(0, 80, "warm start")], -40)[0][2] == "warm start"  # no room at the left


def test_the_first_smoothed_point_is_the_first_point() -> None:
    assert smoothed(np.array([5.0, 5.0, np.nan, 5.0]), 0.8) == pytest.approx([5.0] * 4)
    assert smoothed(np.array([0.0, 1.0]), 0.5) == pytest.approx([0.0, 2 / 3])


def test_alerts_are_said_with_what_to_do(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().whole())
    assert page.alerts.isHidden() or "disk" in page._alert_text.text()
    page._state.apply([ev.Metric("loss", float("nan"), 4)])
    qtbot.waitUntil(lambda: "No number any more: loss. Stop, go back to the checkpoint" in page._alert_text.text())
    assert page.alerts.isVisible()


def test_another_run_lies_beside(qtbot: QtBot, page: ProgressPage, tmp_path: Path) -> None:
    story = list(scripted.Story().whole(iterations=2))
    story[0] = ev.RunStarted(Run("other", scripted.SITE, {"auto_approve": False, "new": 1}, started=1.0))
    with Store.open(tmp_path) as store, Recorder(store, "other") as recorder:
        for event in story:
            recorder.record(event)
    show(qtbot, page, scripted.Story().whole())
    qtbot.waitUntil(lambda: page.compare.count() == 2)
    page.compare.setCurrentIndex(1)
    page.compare.activated.emit(1)
    qtbot.waitUntil(lambda: page.numbers["reward"].drawn_other() == pytest.approx([0.5, 0.6]))
    assert "base 20 % → warm start 44 % → " in page.notes.text()
    assert page.notes.text().endswith("Set otherwise there: auto_approve False.")
    page.compare.setCurrentIndex(0)
    page.compare.activated.emit(0)
    qtbot.waitUntil(lambda: page.numbers["reward"].drawn_other() == [])
    assert "Dashed" not in page.notes.text()


def test_wishes_are_passed_on_while_a_run_goes_on(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().whole())
    assert not page.evaluate.isEnabled() and not page.stop.isEnabled()
    page.show_mode(Mode.RUNNING)
    with qtbot.waitSignal(page.evaluate_asked):
        qtbot.mouseClick(page.evaluate, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.pause_asked) as asked:
        qtbot.mouseClick(page.pause, Qt.MouseButton.LeftButton)
    assert asked.args == [True]
    page.show_mode(Mode.PAUSED)
    assert page.pause.text() == "Go on"
    with qtbot.waitSignal(page.stop_asked):
        qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)


def test_an_overlap_is_said(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().opening())
    before, after = Rate(0.2, 0.1, 0.4, 20), Rate(0.3, 0.2, 0.5, 20)
    page._state.apply([ev.Measured("before", 0, before), ev.Measured("after", 1, after)])
    qtbot.waitUntil(lambda: "too few tasks to be sure" in page.notes.text())


def test_the_machine_is_watched_only_while_somebody_looks(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().whole())
    page.machine.look()
    qtbot.waitUntil(lambda: len(page.memory.drawn()[0]) >= 1)
    assert page.memory.drawn()[1][0] > 0.01 and page.machine.disk_free
    page.hide()
    assert not page.machine._timer.isActive()
    assert isinstance(page.memory, Plot)


def test_what_the_run_recorded_of_its_machine_is_drawn(qtbot: QtBot, page: ProgressPage) -> None:
    show(qtbot, page, scripted.Story().whole())
    assert page.memory.isVisible() and not page.load.plots["gpu_memory_gb"].isVisible()
    page._state.apply(
        [
            ev.Metric("cpu_share", 0.25, 1, 30.0),
            ev.Metric("memory_gb", 1.5, 1, 30.0),
            ev.Metric("gpu_memory_gb", 8.0, 1, 30.0),
            ev.Metric("cpu_share", 0.75, 1, 60.0),
        ]
    )
    qtbot.waitUntil(lambda: page.processor.drawn() == ([0.5, 1.0], [25.0, 75.0]))
    assert page.memory.drawn() == ([0.5], [1.5]) and page.load.plots["gpu_memory_gb"].drawn() == ([0.5], [8.0])
    assert page.load.plots["gpu_memory_gb"].isVisible() and not page.load.plots["gpu_share"].isVisible()
    page.machine.look()
    qtbot.wait(300)
    assert page.memory.drawn() == ([0.5], [1.5]), "what is recorded is not mixed with what is now"
    assert "cpu_share" not in page._state.data.metrics
