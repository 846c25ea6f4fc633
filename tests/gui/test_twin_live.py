"""A comparison for real: two embedded pages, a tiny model with two adapters, the engine's thread, a real store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from paestudio import twin
from paestudio.brain import load_brain
from paestudio.core import events as ev
from paestudio.core.controls import Controls
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.protocols import COMPARING, Context
from paestudio.core.records import Element, Observation, Purpose, Run, Status, Task, Update
from paestudio.gui.main_window import MainWindow
from paestudio.gui.progress_page import ProgressPage
from paestudio.gui.twin_player import TwinPlayer
from paestudio.lm.model import LanguageModel
from paestudio.lm.tiny import make
from paestudio.store import Recorder, Store, queries
from paestudio.webview.start import prepare
from tests.contract.browser_kit import Server, two_origins
from tests.contract.suite_kit import corner

pytestmark = [pytest.mark.gui, pytest.mark.browser, pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", extend=True)]
RUN = "20261122-090000-twin"
SETTINGS = {"lora_rank": 4, "max_steps": 3, "page_tokens": 200}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("model"))


@pytest.fixture
def site() -> Iterator[Server]:
    with two_origins() as (first, _):
        yield first


def record(folder: Path, model: Path, home: str, login: str | None = None, *, start: str = "") -> Task:
    """A finished run with one task and one checkpoint that does something else than the base."""
    task = Task.make("Open the about page.", start or f"{home}/index.html", {"url": "/about"}, login=login)
    run = Run(RUN, home, {"model": str(model), **SETTINGS}, started=1.0)
    told = [
        ev.RunStarted(run),
        ev.TaskProposed(task),
        ev.TaskSettled(task.id, Status.APPROVED, "policy", held_out=True),
        ev.UpdateMade(Update(1, 1, "rloo", (), checkpoint="000001")),
        ev.RunEnded("finished"),
    ]
    with Store.open(folder) as store, Recorder(store, RUN) as recorder:
        for event in told:
            recorder.record(event)
        lm = LanguageModel.load(model, rank=4, seed=0)
        with torch.no_grad():
            for name, parameter in lm.model.named_parameters():
                if "lora_B" in name:
                    parameter.normal_(std=0.5)
        lm.model.save_pretrained(store.run_folder(RUN) / "checkpoints" / "000001")
    return task


@pytest.fixture
def host() -> Iterator[Any]:
    endpoint = prepare(quiet=True)
    from PySide6.QtWidgets import QApplication

    from paestudio.webview.host import ViewHost

    app = QApplication.instance() or QApplication(["test"])
    made = ViewHost(endpoint)
    yield made
    made.shutdown()
    del app


@pytest.mark.slow
def test_base_and_checkpoint_play_side_by_side_and_are_kept(
    qtbot: QtBot, host: Any, site: Server, model: Path, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    task = record(tmp_path, model, site.url)
    window = make_window(views=host)
    window.compare(RUN)
    page = window.pages.widget("progress")
    assert isinstance(page, ProgressPage) and page.twin is not None
    player = page.twin
    qtbot.waitUntil(lambda: player.play.isEnabled())
    live: set[int] = set()
    host.viewOpened.connect(lambda slot, stage: live.add(slot))
    qtbot.mouseClick(player.play, Qt.MouseButton.LeftButton)
    watched: set[int] = set()
    window.twins.told.connect(lambda *_: watched.update(i for i, side in enumerate(player.sides) if side.mirror.live))
    qtbot.waitUntil(lambda: not window.twins.busy, timeout=120_000)
    assert not player.error.isVisible(), player.error.text()
    assert live == {COMPARING, COMPARING + 1} and watched == {0, 1}, "both were seen live"
    assert window.live.copies() == {}
    assert all(side.chip.text() in ("Success", "Failure") for side in player.sides)
    assert all(attempt is not None and attempt.row.steps[0].screenshot for attempt in player._attempts)
    assert player.sentence.isVisible()
    with Store.open(tmp_path, write=False) as store:
        rows = queries.episodes(store, RUN, task=task.id)
        assert {row.version for row in rows} == {0, 1} and {row.purpose for row in rows} == {Purpose.COMPARE}
        assert all(row.outcome is not None and row.steps for row in rows)
        assert queries.measured(store, RUN) == [] and queries.resume_point(store, RUN).ready == ()


@pytest.mark.slow
def test_a_comparison_that_is_stopped_keeps_nothing(
    qtbot: QtBot, host: Any, site: Server, model: Path, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    record(tmp_path, model, site.url)
    window = make_window(views=host)
    player = started(qtbot, window)
    qtbot.mouseClick(player.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.twins.busy, timeout=120_000)
    with Store.open(tmp_path, write=False) as store:
        assert queries.count_episodes(store, RUN) == 0
    assert not player.error.isVisible() and player.play.isEnabled()


def started(qtbot: QtBot, window: MainWindow) -> TwinPlayer:
    """Play is pressed."""
    window.compare(RUN)
    page = window.pages.widget("progress")
    assert isinstance(page, ProgressPage) and page.twin is not None
    player = page.twin
    qtbot.waitUntil(lambda: player.play.isEnabled())
    qtbot.mouseClick(player.play, Qt.MouseButton.LeftButton)
    return player


def compared(qtbot: QtBot, window: MainWindow) -> TwinPlayer:
    """Both sides have played, as far as they could."""
    player = started(qtbot, window)
    qtbot.waitUntil(lambda: not window.twins.busy, timeout=120_000)
    return player


@pytest.mark.slow
def test_a_site_that_is_down_hides_nothing_that_is_stored(
    qtbot: QtBot, host: Any, model: Path, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    with two_origins() as (first, _):
        home = first.url
    record(tmp_path, model, home)
    window = make_window(views=host)
    player = compared(qtbot, window)
    assert [side.chip.text() for side in player.sides] == ["Unclear", "Unclear"]
    assert "nothing of this comparison was kept" in player.note.text()
    with Store.open(tmp_path, write=False) as store:
        assert queries.count_episodes(store, RUN) == 0


@pytest.mark.slow
def test_a_task_that_needs_a_login_is_played_logged_in(
    qtbot: QtBot, host: Any, model: Path, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    """A site that is a folder is started, and brings its logins; each side has its own cookies."""
    place = corner(tmp_path / "corner")
    port = json.loads((place / "site.json").read_text(encoding="utf-8"))["port"]
    store = tmp_path / "store"
    record(store, model, str(place), login="ada", start=f"http://127.0.0.1:{port}/")
    window = make_window(folder=store, views=host)
    player = compared(qtbot, window)
    assert not player.error.isVisible(), player.error.text()
    with Store.open(store, write=False) as opened:
        rows = queries.episodes(opened, RUN)
        first = [queries.steps(opened, RUN, row.id)[0].observation for row in rows]
    assert len(rows) == 2 and all("Hello ada" in str(seen.texts) for seen in first)


def test_one_model_wears_both_adapters(model: Path, tmp_path: Path) -> None:
    record(tmp_path, model, "http://shop.test")
    match = twin.find(RUN, _task(tmp_path), (0, 1), tmp_path)
    brain = asyncio.run(load_brain(match.config, RUN, lambda text: None))
    try:
        base, later = twin._dress(brain, match)
        names = ("Boots", "Tents", "Sale", "Help", "Search the shop")
        page = Observation("http://x/", "X", tuple(Element(i, "link", name) for i, name in enumerate(names)))
        context = Context(match.task, page, greedy=True)
        alone = brain.policy.decide([context])[0]
        one, two = base.decide([context])[0], later.decide([context])[0]
        again = base.decide([context])[0]
        assert one.tokens == again.tokens == alone.tokens
        assert one.logprobs == pytest.approx(again.logprobs, abs=1e-4)
        assert one.logprobs == pytest.approx(alone.logprobs, abs=1e-4)
        assert two.logprobs != pytest.approx(one.logprobs, abs=0.01) and (base.version, later.version) == (0, 1)
    finally:
        brain.thread.shutdown()


def _task(folder: Path) -> str:
    with Store.open(folder, write=False) as store:
        return queries.tasks(store, RUN)[0].task.id


def test_what_cannot_be_played_is_said_in_a_sentence(model: Path, tmp_path: Path) -> None:
    record(tmp_path, model, "http://shop.test", login="mira")
    task = _task(tmp_path)
    with pytest.raises(UserError, match="played as mira"):
        twin.find(RUN, task, (0, 1), tmp_path)
    place = corner(tmp_path / "corner")
    other = tmp_path / "other"
    record(other, model, str(place), login="zoe")
    with pytest.raises(UserError, match="played as zoe"):
        twin.find(RUN, _task(other), (0, 1), other)
    with pytest.raises(UserError, match="no task"):
        twin.find(RUN, "nothing", (0, 1), tmp_path)
    with (
        Store.open(tmp_path) as store,
        Recorder(store, "other"),
        pytest.raises(EnvironmentFault, match="other is being"),
    ):
        twin.find(RUN, task, (0, 1), tmp_path)
    plain = tmp_path / "plain"
    record(plain, model, "http://shop.test")
    with pytest.raises(UserError, match="Checkpoint 7 is not on this machine"):
        twin.find(RUN, _task(plain), (0, 7), plain)


def test_a_missing_base_is_not_downloaded_unasked(model: Path, tmp_path: Path) -> None:
    record(tmp_path, model, "http://shop.test")
    with Store.open(tmp_path) as store, store.transaction() as con:
        body = con.execute("SELECT body FROM runs").fetchone()["body"].replace(str(model), "some/model")
        con.execute("UPDATE runs SET body = ?", (body,))

    async def first() -> Any:
        playing = twin.play(RUN, _task(tmp_path), (0, 1), tmp_path, views=None, controls=Controls())
        return await anext(playing)

    with pytest.raises(UserError, match="some/model is not on this machine"):
        asyncio.run(first())
