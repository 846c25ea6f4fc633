"""The address bar: what is accepted, what is refused, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core.errors import UserError
from paestudio.gui.address import AddressBar, normalise
from paestudio.gui.engine_thread import EngineThread
from paestudio.gui.main_window import MainWindow
from tests.contract.suite_kit import corner

pytestmark = pytest.mark.gui


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("demo", "demo"),
        (" Demo ", "demo"),
        ("shop.example.org", "http://shop.example.org/"),
        ("https://shop.example.org/a?b#c", "https://shop.example.org/a?b#c"),
        ("localhost:8101", "http://localhost:8101/"),
        ("127.0.0.1:8101/en", "http://127.0.0.1:8101/en"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("bücher.example", "http://bücher.example/"),
        ("miniwob:click-link,click-tab", "miniwob:click-link,click-tab"),
    ],
)
def test_accepted(typed: str, address: str) -> None:
    assert normalise(typed) == address


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no address yet"),
        ("buy me a book", "no spaces"),
        ("ftp://example.org", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("nonsense", "not an address"),
        ("http://", "not an address"),
        ("http://example.org:99999/", "malformed"),
        ("300.1.2.3", "not an address"),
        ("-x-.example", "not an address"),
        ("../sites/none", "not the folder of a site"),
        ("~/none", "not the folder of a site"),
        ("ada@../sites/none", "not the folder of a site"),
    ],
)
def test_refused(typed: str, says: str) -> None:
    with pytest.raises(UserError) as caught:
        normalise(typed)
    assert says in str(caught.value) and caught.value.fix


def test_the_bar_says_what_is_wrong_and_forgets_it(qtbot: QtBot) -> None:
    bar = AddressBar([])
    qtbot.addWidget(bar)
    said: list[str] = []
    bar.problem.connect(said.append)
    qtbot.keyClicks(bar, "buy a book")
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert "no spaces" in said[-1] and bar.property("invalid") == "true"
    qtbot.keyClick(bar, Qt.Key.Key_Backspace)
    assert said[-1] == "" and bar.property("invalid") == "false"


def test_history_is_offered_latest_first(qtbot: QtBot) -> None:
    bar = AddressBar(["http://a.example/"])
    qtbot.addWidget(bar)
    bar.remember("http://b.example/")
    bar.remember("http://a.example/")
    assert bar.history() == ["http://a.example/", "http://b.example/"]


def test_the_folder_of_a_site_is_trained_on_by_its_whole_path(
    qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corner(tmp_path / "corner")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    window = make_window()
    window.run_bar.address.setText("../corner")
    window.run_bar.train.trigger()
    assert window.sheet.site == str(folder) and "corner" in window.sheet.title.text()
    qtbot.mouseClick(window.sheet.go, Qt.MouseButton.LeftButton)
    assert window.asked == [(str(folder), None)]  # type: ignore[attr-defined]


def test_a_site_that_does_not_start_is_said_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    folder = corner(tmp_path / "corner")
    (folder / "start.sh").write_text("echo the database is gone >&2; exit 4", encoding="utf-8")
    engine = EngineThread(str(folder), RunConfig(), tmp_path / "store", views=None)
    with qtbot.waitSignal(engine.failed, timeout=60_000) as told:
        engine.start()
    assert engine.wait(10_000)
    message, fix = told.args
    assert isinstance(message, str) and isinstance(fix, str)
    assert "exit code 4" in message and "the database is gone" in message and "start.sh" in fix


def test_nonsense_never_starts_a_run(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    window.run_bar.address.setText("not a site")
    qtbot.mouseClick(window.run_bar.widgetForAction(window.run_bar.train), Qt.MouseButton.LeftButton)
    assert not window.runner.busy
    assert window.banner.isVisible() and "no spaces" in window.banner.text.text()
