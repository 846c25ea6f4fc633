"""What comes from other threads: batches of events, the engine's faults, replays of stored runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core import events as ev
from paestudio.core.records import Status
from paestudio.gui.delivery import BATCH, Delivery
from paestudio.gui.engine_thread import EngineThread
from paestudio.gui.latency import Latency
from paestudio.gui.main_window import MainWindow
from paestudio.gui.progress_page import ProgressPage
from paestudio.gui.replay_thread import AT_ONCE, ReplayThread, timeline
from paestudio.gui.review_page import ReviewPage
from paestudio.gui.run_data import RunData
from paestudio.gui.runner import Mode
from paestudio.store import Recorder, Store
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A store with one whole run."""
    with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
        for event in scripted.Story().whole():
            recorder.record(event)
    return tmp_path


def test_small_batches_in_order_from_another_thread(qtbot: QtBot) -> None:
    delivery = Delivery()
    batches: list[list[ev.Event]] = []
    delivery.batch.connect(batches.append)
    told = [ev.Metric("loss", float(i), i) for i in range(100)]
    thread = threading.Thread(target=lambda: [delivery.put(event) for event in told])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: sum(map(len, batches)) == 100)
    assert [event for batch in batches for event in batch] == told
    assert max(map(len, batches)) == BATCH


def test_progress_nobody_saw_is_replaced_by_newer(qtbot: QtBot) -> None:
    delivery = Delivery()
    for i in range(50):
        delivery.put(ev.PhaseChanged("acting", "", i, 50))
    delivery.put(ev.PhaseChanged("learning"))
    delivery.put(ev.Metric("loss", 1.0, 1))
    delivery.put(ev.PhaseChanged("learning", "", 1, 2))
    assert len(delivery) == 4
    with qtbot.waitSignal(delivery.batch) as told:
        delivery.flush()
    assert told.args[0][0] == ev.PhaseChanged("acting", "", 49, 50)


def test_a_large_backlog_is_caught_up(qtbot: QtBot) -> None:
    delivery = Delivery()
    seen: list[ev.Event] = []
    delivery.batch.connect(seen.extend)
    for i in range(20_000):
        delivery.put(ev.Metric("loss", 1.0, i))
    qtbot.waitUntil(lambda: len(seen) == 20_000, timeout=20_000)


@pytest.mark.slow  # the first to import the engine pays for it
def test_the_engine_explains_an_address_nobody_answers_on(qtbot: QtBot, tmp_path: Path) -> None:
    thread = EngineThread("http://127.0.0.1:9/", RunConfig(minutes=0.5), tmp_path / "store", None)
    bugs: list[str] = []
    thread.bug.connect(bugs.append)
    with qtbot.waitSignal(thread.failed, timeout=60_000) as told:
        thread.start()
    qtbot.waitUntil(thread.isFinished, timeout=20_000)
    assert told.args[0] and bugs == []


def test_a_stored_run_opens_in_one_piece(qtbot: QtBot, stored: Path) -> None:
    thread = ReplayThread(stored, scripted.RUN, AT_ONCE)
    with qtbot.waitSignal(thread.opened) as told, qtbot.waitSignal(thread.finished):
        thread.start()
    data = told.args[0]
    assert isinstance(data, RunData) and len(data.finished) == 24 and data.ended is not None


def test_a_stored_run_is_played(qtbot: QtBot, stored: Path, make_window: Make) -> None:
    window = make_window(folder=stored)
    window.runner.open(scripted.RUN, speed=1000.0)
    assert window.runner.mode is Mode.REPLAY and window.run_bar.stop.isEnabled()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=20_000)
    assert len(window.state.data.finished) == 24
    assert window.run_bar.chip.text() == "Finished"


@pytest.fixture
def timed(tmp_path: Path) -> Path:
    """A store with one whole run whose events are a second apart, but for an hour between two sessions."""
    with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
        for event in scripted.Story().whole():
            recorder.record(event)
    with Store.open(tmp_path) as store, store.transaction() as con:
        con.execute("UPDATE events SET at = 1000.0 + seq + CASE WHEN seq > 50 THEN 3600 ELSE 0 END")
    return tmp_path


def test_hours_between_two_sessions_are_no_part_of_a_replay() -> None:
    assert timeline([]) == [] and timeline([7.0]) == [0.0]
    assert timeline([10.0, 11.5, 5000.0, 4999.0, 5001.0]) == [0.0, 1.5, 31.5, 31.5, 33.5]


def test_a_replay_is_moved_and_hurried(qtbot: QtBot, timed: Path, make_window: Make) -> None:
    """By slider and keyboard, back and forth; each place shows the run as it stood there."""
    window = make_window(folder=timed)
    bar, runner = window.replay_bar, window.runner
    assert bar.isHidden()
    runner.open(scripted.RUN, speed=1.0)
    assert bar.isVisible() and bar.speed.currentText() == "× 1"
    qtbot.waitUntil(lambda: bar.place.maximum() > 100)
    total = bar.place.maximum()
    bar.place.setFocus()
    qtbot.keyClick(bar.place, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not runner.busy, timeout=20_000)
    qtbot.waitUntil(lambda: window.run_bar.chip.text() == "Finished")
    assert len(window.state.data.finished) == 24
    assert bar.isVisible() and bar.again.isVisible() and bar.time.text().startswith(f"{total // 60}:")
    bar.place.setValue(total // 2)
    qtbot.waitUntil(lambda: runner.busy and 0 < len(window.state.data.finished) < 24, timeout=20_000)
    half = len(window.state.data.finished)
    assert len({row.id for row in window.state.data.finished}) == half, "nothing is told twice"
    assert window.live.strip.tiles and window.live.title.text(), "the pages show what they showed last"
    bar.place.setValue(0)
    qtbot.waitUntil(lambda: len(window.state.data.finished) == 0, timeout=20_000)
    bar.speed.setCurrentIndex(bar.speed.count() - 1)
    qtbot.waitUntil(lambda: len(window.state.data.finished) >= 1, timeout=20_000)
    qtbot.mouseClick(bar.hold, Qt.MouseButton.LeftButton)
    assert window.run_bar.pause.isEnabled() and runner.busy
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: not runner.busy)
    window.open_run(scripted.RUN)
    assert bar.isHidden(), "a run that is only shown has no place to go to"
    qtbot.waitUntil(lambda: not runner.busy)


def test_a_replay_drives_every_page(qtbot: QtBot, timed: Path, make_window: Make) -> None:
    """Its replay shows what a run shows while it goes on: tasks, pages, verdicts, curves; then it is decided on."""
    window = make_window(folder=timed)
    window.open_run(scripted.RUN)
    qtbot.waitUntil(lambda: not window.runner.busy)
    window.replay()
    assert window.pages.current == "train" and window.runner.mode is Mode.REPLAY
    window.runner.set_speed(20.0)
    qtbot.waitUntil(lambda: bool(window.live.strip.tiles) and bool(window.live.title.text()), timeout=20_000)
    window.runner.set_speed(1000.0)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=20_000)
    assert window.tasks.model.rowCount() == 12 and window.verdicts.model.rowCount() == 24
    review = window.pages.go("review")
    assert isinstance(review, ReviewPage) and review.model.rowCount() > 0
    progress = window.pages.go("progress")
    assert isinstance(progress, ProgressPage)
    qtbot.waitUntil(lambda: progress.curve("held_out")[1] == [0.2, 0.44, 0.68])
    window.pages.go("train")
    window.tasks.step(0)
    assert window.tasks.current() is not None
    window.tasks.reject("Duplicate")
    assert window.state.data.tasks[0].status is Status.REJECTED
    window.decisions.stack.undo()
    assert window.state.data.tasks[0].status is not Status.REJECTED


def test_a_replay_can_be_held_and_stopped(qtbot: QtBot, stored: Path, make_window: Make) -> None:
    window = make_window(folder=stored)
    window.runner.open(scripted.RUN, speed=0.001)
    window.run_bar.pause.trigger()
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert len(window.state.data.finished) < 24


def test_training_ends_a_replay(qtbot: QtBot, stored: Path, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(3), folder=stored)
    window.runner.open(scripted.RUN, speed=0.001)
    window.train("http://127.0.0.1:8101/")
    qtbot.waitUntil(lambda: len(window.state.data.tasks) == 3)
    assert window.runner.training


def test_a_run_that_is_not_there_is_explained(qtbot: QtBot, stored: Path, make_window: Make) -> None:
    window = make_window(folder=stored)
    window.runner.open("nothing")
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert "There is no run 'nothing'" in window.banner.text.text()


def test_of_a_store_that_was_edited_all_before_the_bad_row_is_shown(
    qtbot: QtBot, stored: Path, make_window: Make
) -> None:
    with Store.open(stored) as store, store.transaction() as con:
        ended = con.execute("SELECT seq FROM events WHERE type = 'EpisodeEnded' ORDER BY seq").fetchall()
        bad = ended[10]["seq"]
        con.execute("UPDATE events SET body = '{' WHERE seq = ?", (bad,))
    window = make_window(folder=stored)
    window.open_run(scripted.RUN)
    qtbot.waitUntil(lambda: window.banner.isVisible() and not window.runner.busy)
    assert f"Row {bad} of table events" in window.banner.text.text()
    assert len(window.state.data.tasks) == 12 and len(window.state.data.finished) == 10


def test_a_run_that_goes_on_elsewhere_is_followed(qtbot: QtBot, tmp_path: Path, make_window: Make) -> None:
    story = list(scripted.Story().whole())
    with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
        for event in story[:60]:
            recorder.record(event)
        recorder.flush()
        window = make_window(folder=tmp_path)
        window.runner.open(scripted.RUN, follow=True)
        qtbot.waitUntil(lambda: len(window.state.data.tasks) == 12)
        before = len(window.state.data.finished)
        for event in story[60:]:
            recorder.record(event)
        qtbot.waitUntil(lambda: len(window.state.data.finished) == 24, timeout=10_000)
        assert before < 24
    qtbot.waitUntil(lambda: not window.runner.busy)


def test_the_delay_of_the_loop_is_measured(qtbot: QtBot) -> None:
    latency = Latency()
    assert latency.figures() == (0.0, 0.0, 0.0)
    latency.start()
    qtbot.wait(200)
    quiet = latency.figures()[2]
    threading.Event().wait(0.3)
    qtbot.wait(100)
    latency.stop()
    assert latency.samples() > 5 and latency.figures()[2] >= 250 > quiet - 200
    assert latency.work()[2] < 200, "waiting is no work"
