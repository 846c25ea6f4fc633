"""A first run through the whole window: real engine, real demo site, real live pages, a tiny model; mouse and keyboard.

What single panels do is tested beside them; here only that the stations hang together: demo → Train → decide on tasks
→ watch → overrule → see that used → twin player → export; and, in processes of their own, a window that is killed and
goes on.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core.records import Outcome, Purpose, Status
from paestudio.gui.engine_thread import EngineThread
from paestudio.gui.home_page import HomePage
from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.main_window import MainWindow
from paestudio.gui.models_page import ModelsPage
from paestudio.gui.progress_page import ProgressPage
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.theme import Theme
from paestudio.lm.tiny import make
from paestudio.store import Store, queries
from paestudio.store.rows import RunState
from paestudio.webview.start import prepare

pytestmark = [pytest.mark.gui, pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
LEFT, CONTROL, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SOON, LATER = 30_000, 150_000  # ms, on a busy machine
SMALL: dict[str, Any] = {
    "tasks": 8,
    "explore_pages": 6,
    "explore_seconds": 15.0,
    "group": 2,
    "tasks_per_iteration": 2,
    "max_steps": 3,
    "page_tokens": 200,
    "warm_start_share": 0.02,
    "iterations": 2,
    "seed": 3,
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("model"))


@pytest.fixture
def studio(qtbot: QtBot, theme: Theme, tmp_path: Path, model: Path) -> Iterator[MainWindow]:
    """The window on an empty store, with a real engine and real views."""
    endpoint = prepare(quiet=True)
    from paestudio.webview.host import ViewHost  # after prepare: it reads the flags when it is imported

    store, host = tmp_path / "store", ViewHost(endpoint)
    config = RunConfig(model=str(model), **SMALL)

    def engine(url: str, config: RunConfig, resume: str | None) -> EngineThread:
        return EngineThread(url, config, store, host, resume)

    window = MainWindow(store, config, theme, engine, LayoutMemory(tmp_path), host)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    window.runner.stop()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=SOON)
    window.runner.close()
    window.background.close()
    window.close()
    host.shutdown()
    window.deleteLater()


def test_from_the_demo_to_the_exported_adapter(qtbot: QtBot, studio: MainWindow, tmp_path: Path) -> None:
    start_the_demo(qtbot, studio)
    decide(qtbot, studio)
    watch(qtbot, studio)
    overrule_and_see_it_used(qtbot, studio)
    qtbot.waitUntil(lambda: studio.state.data.ended is not None and not studio.runner.busy, timeout=LATER)
    assert studio.state.data.ended is not None and studio.state.data.ended.reason == "finished"
    assert studio.run_bar.chip.text() == "Finished"
    compare(qtbot, studio)
    export(qtbot, studio, tmp_path / "out")


def start_the_demo(qtbot: QtBot, window: MainWindow) -> None:
    """An address is typed, Enter opens the sheet; there, tasks are to be asked about."""
    home = window.pages.go("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: home.empty.isVisible())
    qtbot.mouseClick(home.welcome.cards["safety"].seen, LEFT)
    assert not home.welcome.cards["safety"].isVisible() and home.welcome.cards["keys"].isVisible()
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    qtbot.keyClicks(window.run_bar.address, "demo")
    qtbot.keyClick(window.run_bar.address, Qt.Key.Key_Return)
    assert window.sheet.isVisible() and window.sheet.site == "demo"
    asks = window.sheet.fields["auto_approve"].field
    qtbot.mouseClick(asks, LEFT, pos=QPoint(8, asks.height() // 2))
    assert not window.sheet.config().auto_approve and window.sheet.config().tasks == SMALL["tasks"]
    qtbot.mouseClick(window.sheet.go, LEFT)
    assert window.runner.training and window.pages.current == "train"


def decide(qtbot: QtBot, window: MainWindow) -> None:
    """Approve one, reject one with a reason, rewrite one, by keyboard; then all the rest with one click."""
    data, tasks = window.state.data, window.tasks

    def waits() -> bool:
        return window.state.data.phase is not None and window.state.data.phase.phase == "waiting"

    qtbot.waitUntil(waits, timeout=LATER)
    data = window.state.data
    assert data.waiting >= 4 and window.banner.act.text() == "Approve all"
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    first, second, third = (row.task for row in data.tasks[:3])
    assert tasks.view.hasFocus() and tasks.current() == first
    qtbot.keyClick(tasks.view, Qt.Key.Key_A)
    assert tasks.current() == second
    qtbot.keyClick(tasks.view, Qt.Key.Key_R)
    qtbot.keyClick(tasks.reasons, Qt.Key.Key_4)
    assert tasks.current() == third and tasks.view.hasFocus()
    qtbot.keyClick(tasks.view, Qt.Key.Key_E)
    qtbot.keyClick(tasks.editor.instruction, Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(tasks.editor.instruction, " Please.")
    qtbot.keyClick(tasks.editor.instruction, Qt.Key.Key_Return, CONTROL)
    found = [data.task(task.id) for task in (first, second, third)]
    assert [row.status for row in found if row is not None][:2] == [Status.APPROVED, Status.REJECTED]
    assert found[1] is not None and found[1].reason == "Duplicate"
    assert found[2] is not None and found[2].task.instruction.endswith(" Please.")
    qtbot.waitUntil(lambda: found[2] is not None and found[2].reason == "edited", timeout=SOON)
    assert found[2] is not None and found[2].status is Status.APPROVED
    qtbot.mouseClick(window.banner.act, LEFT)
    assert data.waiting == 0


def watch(qtbot: QtBot, window: MainWindow) -> None:
    """A page is played, and shown as it is; a click on a small one makes it the big one."""
    live = window.live
    qtbot.waitUntil(
        lambda: bool(live.copies()) and any(row.steps for row in window.state.data.slots.values()), timeout=LATER
    )
    slot = next(number for number, row in window.state.data.slots.items() if row.steps and number >= 0)
    qtbot.mouseClick(live.strip.tiles[slot].mirror, LEFT)
    assert live.watched == slot
    qtbot.waitUntil(lambda: not live.mirror.picture().isNull(), timeout=SOON)
    assert live.title.text() and live.steps.toPlainText()


def overrule_and_see_it_used(qtbot: QtBot, window: MainWindow) -> None:
    """Of two attempts that ended alike, one is judged the other way round: the update learns from the difference."""
    panel = window.verdicts
    qtbot.waitUntil(lambda: bool(twins(window)), timeout=LATER)
    row = twins(window)[-1]
    assert row.settled is not None
    outcome = Outcome.FAILURE if row.settled.outcome is Outcome.SUCCESS else Outcome.SUCCESS
    qtbot.keyClick(window, Qt.Key.Key_3, CONTROL)
    assert panel.view.hasFocus() and panel.select(row.id)
    qtbot.keyClicks(panel.reason, "seen with my own eyes")
    qtbot.mouseClick(panel.buttons[outcome], LEFT)
    assert row.settled.evaluator == "human" and row.settled.evidence == "seen with my own eyes"
    assert "reward 1" in panel.effect.text().casefold() and "will be used" in panel.effect.text()
    qtbot.waitUntil(lambda: row.used_in is not None and not row.changed_after_use, timeout=LATER)
    qtbot.waitUntil(lambda: f"used in update {row.used_in}" in panel.effect.text(), timeout=SOON)
    used = [update for update in window.state.data.updates if update.version == row.used_in]
    (credit,) = [credit for update in used for credit in update.credits if credit.episode == row.id]
    assert credit.reward == (1.0 if outcome is Outcome.SUCCESS else 0.0)


def twins(window: MainWindow) -> list[EpisodeRow]:
    """Two attempts at one task in one iteration that were judged alike, if there are."""
    groups: dict[tuple[str, int, Outcome], list[EpisodeRow]] = defaultdict(list)
    for row in window.state.data.finished:
        if row.purpose is Purpose.TRAIN and row.settled is not None and row.settled.outcome is not Outcome.UNKNOWN:
            groups[row.task.id, row.iteration, row.settled.outcome].append(row)
    return next((rows for rows in groups.values() if len(rows) == 2), [])


def compare(qtbot: QtBot, window: MainWindow) -> None:
    """The twin player: base and latest checkpoint play one task side by side; then it is looked at step by step."""
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    page = window.pages.widget("progress")
    assert isinstance(page, ProgressPage) and page.twin is not None
    player = page.twin
    qtbot.waitUntil(lambda: player.isVisible() and player.play.isEnabled(), timeout=SOON)
    qtbot.mouseClick(player.play, LEFT)
    assert window.twins.busy
    qtbot.waitUntil(lambda: not window.twins.busy, timeout=LATER)
    assert not player.error.isVisible(), player.error.text()
    assert all(side.chip.text() in ("Success", "Failure", "Unclear") for side in player.sides)
    assert player.sentence.isVisible() and player.strips.columns > 0
    qtbot.keyClick(player.strips.strips[0], Qt.Key.Key_Home)
    assert player.strips.column == 0
    qtbot.waitUntil(lambda: not player.sides[0].mirror.picture().isNull(), timeout=SOON)
    qtbot.mouseClick(player.back, LEFT)
    assert page.curves.isVisible()


def export(qtbot: QtBot, window: MainWindow, to: Path) -> None:
    """The latest adapter as a folder, through the dialog."""
    qtbot.keyClick(window, Qt.Key.Key_6, ALT)
    page = window.pages.widget("models")
    assert isinstance(page, ModelsPage)
    qtbot.waitUntil(lambda: page.listing is not None and any(item.latest for item in page.listing.items), timeout=SOON)
    row = next(number for number, item in enumerate(page.table.items) if item.latest)
    at = page.view.visualRect(page.table.index(row, 0)).center()
    qtbot.mouseClick(page.view.viewport(), LEFT, pos=at)
    item = page.item()
    assert item is not None and item.version >= 2, "a warm start and at least one update"
    to.mkdir()
    qtbot.mouseClick(page.buttons["export"], LEFT)
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(to))  # what typing a path comes to; Qt's own completer is slow here
    dialog.close()
    made = to / f"{item.run}-v{item.version}"
    qtbot.waitUntil(lambda: (made / "adapter_config.json").is_file(), timeout=SOON)
    assert (made / "adapter_model.safetensors").stat().st_size > 1000


WINDOW = """
import dataclasses, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from paestudio.config import from_mapping
from paestudio.gui.app import run_window
import json
store, config, act = Path(sys.argv[1]), from_mapping(json.loads(sys.argv[2])), sys.argv[3]
def ready(window):
    def look():
        data = window.state.data
        if act == "train" and sum(row.ended and row.purpose == "train" for row in data.episodes) >= 2:
            print("playing", flush=True)
            timer.stop()
        if act == "resume" and window.banner.isVisible() and not window.runner.busy and data.ended is None:
            print("banner", window.banner.text.text(), "|", window.banner.act.text(), flush=True)
            window.banner.act.click()
        if act == "resume" and data.ended is not None and not window.runner.busy:
            print("ended", data.ended.reason, flush=True)
            timer.stop()
            window.close()
    timer = QTimer(window, interval=100)
    timer.timeout.connect(look)
    timer.start()
    window._timer = timer
    if act == "train":
        window.train("demo")
sys.exit(run_window(None, store, config, ready=ready))
"""


def opened(store: Path, model: Path, act: str, home: Path) -> subprocess.Popen[str]:
    """The window in a process of its own."""
    env = {**os.environ, "PAESTUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    config = json.dumps({**SMALL, "model": str(model), "iterations": 1, "tasks": 6})
    command = [sys.executable, "-c", WINDOW, str(store), config, act]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process group")
def test_a_killed_window_offers_to_go_on_and_does(tmp_path: Path, model: Path) -> None:
    store = tmp_path / "store"
    first = opened(store, model, "train", tmp_path)
    assert first.stdout is not None
    try:
        assert any("playing" in line for line in first.stdout)
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        first.stdout.close()
    with Store.open(store, write=False) as opened_store:
        (row,) = queries.runs(opened_store)
        before = queries.count_episodes(opened_store, row.run.id, ended=True)
    assert row.state is RunState.INTERRUPTED
    again = opened(store, model, "resume", tmp_path)
    said, _ = again.communicate(timeout=LATER / 1000)
    assert again.returncode == 0, said
    assert "was interrupted after" in said and "| Resume" in said and "ended finished" in said
    with Store.open(store, write=False) as opened_store:
        (row,) = queries.runs(opened_store)
        assert (row.state, row.sessions) == (RunState.FINISHED, 2)
        assert queries.count_episodes(opened_store, row.run.id, ended=True) > before
