"""The address bar: what is accepted, what is refused, and in which words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from paestudio.core.errors import UserError
from paestudio.gui.address import AddressBar, normalise
from paestudio.gui.main_window import MainWindow

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


def test_nonsense_never_starts_a_run(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    window.run_bar.address.setText("not a site")
    qtbot.mouseClick(window.run_bar.widgetForAction(window.run_bar.train), Qt.MouseButton.LeftButton)
    assert not window.runner.busy
    assert window.banner.isVisible() and "no spaces" in window.banner.text.text()
