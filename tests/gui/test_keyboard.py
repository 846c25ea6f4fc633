"""Every page by keyboard alone: Tab reaches whatever can be used, in a circle, and each thing says what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from paestudio.gui.main_window import MainWindow
from paestudio.store import Recorder, Store
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]
PAGES = ("home", "train", "tasks", "review", "progress", "models")
MOST = 120  # presses of Tab, more than any page has stations


@pytest.fixture
def filled(qtbot: QtBot, make_window: Make, tmp_path: Path) -> MainWindow:
    """A window on a stored run."""
    with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
        for event in scripted.Story().whole():
            recorder.record(event)
    window = make_window()
    window.open_run(scripted.RUN)
    qtbot.waitUntil(lambda: not window.runner.busy and len(window.state.data.finished) == 24)
    return window


def name_of(widget: QWidget) -> str:
    """What a screen reader says of a widget first."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab is to stop there."""
    tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return tabbed and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def walked(qtbot: QtBot, window: MainWindow) -> list[QWidget]:
    """Where Tab stops, from where the keyboard is, until it comes round."""
    found: list[QWidget] = []
    for _ in range(MOST):
        at = QApplication.focusWidget()
        assert at is not None, "the keyboard is nowhere"
        if at in found:
            break
        found.append(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    return found


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("run", [True, False], ids=["filled", "empty"])
def test_tab_reaches_everything_on_a_page(
    qtbot: QtBot, request: pytest.FixtureRequest, make_window: Make, page: str, run: bool
) -> None:
    window: MainWindow = request.getfixturevalue("filled") if run else make_window()
    window.pages.actions_by_key[page].trigger()
    shown = window.pages.widget(page)
    qtbot.wait(300)  # the page reads what it shows
    window.run_bar.address.setFocus()
    stations = walked(qtbot, window)
    missed = [w for w in shown.findChildren(QWidget) if takes_tab(w) and w.window() is window and w not in stations]
    assert [f"{type(w).__name__} {name_of(w)!r}" for w in missed if not grouped(w, stations)] == []
    assert [f"{type(w).__name__} {w.objectName()!r}" for w in stations if not name_of(w)] == []
    assert [name_of(w) for w in stations if not w.isVisible()] == []


def grouped(widget: QWidget, stations: list[QWidget]) -> bool:
    """Of an exclusive group Tab stops at the chosen button only; the arrows reach the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and any(w in stations for w in group.buttons())


def test_the_cards_over_the_window_say_what_they_are(qtbot: QtBot, filled: MainWindow) -> None:
    for show, card in (
        (lambda: filled.ask("demo"), filled.sheet),
        (filled.palette_card.toggle, filled.palette_card),
        (filled.keys.toggle, filled.keys),
    ):
        show()
        qtbot.waitUntil(card.isVisible)
        stations = walked(qtbot, filled)
        assert all(card.isAncestorOf(w) for w in stations), "Tab stays in the card"
        assert [f"{type(w).__name__} {w.objectName()!r}" for w in stations if not name_of(w)] == []
        card.close_card()


def test_the_card_of_keys_tells_each_once(qtbot: QtBot, filled: MainWindow) -> None:
    for page in PAGES:
        filled.pages.go(page)
    filled.keys.toggle()
    told = [button.accessibleName() for button in filled.keys.buttons.values()]
    assert len(told) > 30 and told.count("Approve the selected tasks: A") == 1
    assert not [line for line in told if line.startswith(("Cancel", "Save", "To the list"))]
    filled.keys.close_card()
