"""The Home page on a real store: what it shows of runs, resuming one for good, first look, empty and broken stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from paestudio.core.events import RunEnded
from paestudio.gui.home_page import HomePage
from paestudio.gui.main_window import MainWindow
from paestudio.gui.runner import Mode
from paestudio.store import Recorder, Store, queries
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]


def record(folder: Path, *, whole: bool = True) -> None:
    """A run in the store: one that ended well, or one whose process went away."""
    told = list(scripted.Story().whole())
    if not whole:
        told = [event for event in told if not isinstance(event, RunEnded)]
    with Store.open(folder) as store, Recorder(store, scripted.RUN) as recorder:
        for event in told:
            recorder.record(event)


def home(qtbot: QtBot, window: MainWindow) -> HomePage:
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    page = window.pages.widget("home")
    assert isinstance(page, HomePage) and window.pages.current == "home"
    return page


def test_a_site_with_its_curve_and_its_last_figure(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    record(tmp_path)
    window = make_window()
    page = home(qtbot, window)
    qtbot.waitUntil(lambda: len(page.cards) == 1)
    card = page.cards[0]
    assert card.figure.text() == "68 %" and card.project.curve == [0.2, 0.44, 0.68]
    assert card.accessibleName() == "127.0.0.1:8101, Finished"
    qtbot.mouseClick(card.open, Qt.MouseButton.LeftButton)
    assert window.pages.current == "train"
    qtbot.waitUntil(lambda: window.state.data.played == 24 and not window.runner.busy)


def test_a_run_whose_process_died_goes_on(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    record(tmp_path, whole=False)
    window = make_window()
    page = home(qtbot, window)
    qtbot.waitUntil(lambda: len(page.cards) == 1)
    assert "Interrupted" in page.cards[0].accessibleName()
    qtbot.mouseClick(page.cards[0].resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.engines) == 1)  # type: ignore[attr-defined]
    assert window.asked == [(scripted.SITE, scripted.RUN)]  # type: ignore[attr-defined]
    assert window.state.data.played == 24, "what was done before is still shown"
    assert window.runner.mode in (Mode.STARTING, Mode.RUNNING)


def test_the_demo_starts_with_one_click_when_there_is_nothing_yet(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4))
    page = home(qtbot, window)
    qtbot.waitUntil(lambda: "Disk" in page.welcome.cards["machine"].text.text())
    assert page.empty.isVisible() and page.cards == []
    qtbot.mouseClick(page.demo, Qt.MouseButton.LeftButton)
    assert window.pages.current == "train" and window.asked[-1] == ("demo", None)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.runner.mode is Mode.RUNNING)


def test_the_welcome_goes_on_where_it_was_left(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    page = home(qtbot, window)
    assert [card.isVisible() for card in page.welcome.cards.values()] == [True, True, True]
    qtbot.mouseClick(page.welcome.cards["safety"].seen, Qt.MouseButton.LeftButton)
    window.close()
    again = home(qtbot, make_window(folder=tmp_path))
    assert [card.isVisible() for card in again.welcome.cards.values()] == [True, False, True]
    for key in ("machine", "keys"):
        qtbot.mouseClick(again.welcome.cards[key].seen, Qt.MouseButton.LeftButton)
    assert not again.welcome.isVisible()
    qtbot.waitUntil(lambda: again.machine.isVisible() and "Memory" in again.machine.text())


def test_a_store_that_is_none_is_said(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    (tmp_path / "studio.db").write_bytes(b"not a database at all, but long enough to look like one" * 40)
    window = make_window()
    page = home(qtbot, window)
    qtbot.waitUntil(lambda: page.error.isVisible())
    assert "studio.db" in page.error.text() and not page.empty.isVisible()


def test_a_row_edited_by_hand_does_not_hide_the_others(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    record(tmp_path)
    with Store.open(tmp_path) as store, store.transaction() as con:
        con.execute("INSERT INTO runs (id, site, body, started) VALUES ('odd', 'http://b.example/', '{', 5)")
        assert len(queries.runs(store)) == 2
    page = home(qtbot, make_window())
    qtbot.waitUntil(lambda: len(page.cards) == 2)
    assert not hasattr(next(c for c in page.cards if c.project.site == "http://b.example/"), "resume")
