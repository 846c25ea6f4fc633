"""What comes from other threads: batches of events, the engine's faults, replays of stored runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core import events as ev
from paestudio.gui.delivery import BATCH, Delivery
from paestudio.gui.engine_thread import EngineThread
from paestudio.gui.latency import Latency
from paestudio.gui.main_window import MainWindow
from paestudio.gui.replay_thread import AT_ONCE, ReplayThread
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
