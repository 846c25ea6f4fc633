"""A row of buttons that folds: words where there is room, icons where there is not, and never anything cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from paestudio.gui.folding_row import FoldingRow
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import Column, button

pytestmark = pytest.mark.gui
NAMES = ("Approve", "Reject", "Edit", "Take over")


def row(qtbot: QtBot, theme: Theme) -> tuple[FoldingRow, list[QToolButton]]:
    buttons = [button(theme, name, "edit", f"Does {name}") for name in NAMES]
    made = FoldingRow(*buttons)
    made.push()
    made.add(QLabel("12 of 150"))
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    return made, buttons


def words(buttons: list[QToolButton]) -> list[bool]:
    return [made.sizeHint().width() > 60 for made in buttons]


def cut(buttons: list[QToolButton]) -> list[str]:
    return [b.text() for b in buttons if b.isVisible() and b.width() < b.sizeHint().width()]


def test_the_last_button_folds_first_and_none_is_ever_cut(qtbot: QtBot, theme: Theme) -> None:
    made, buttons = row(qtbot, theme)
    assert words(buttons) == [True] * 4
    least = made.minimumSizeHint().width()
    assert least < made.sizeHint().width()
    seen = set()
    for width in range(made.sizeHint().width() + 20, least - 1, -7):
        made.resize(width, 40)
        qtbot.wait(1)
        shown = words(buttons)
        assert shown == sorted(shown, reverse=True), "from the last to the first"
        assert cut(buttons) == [] and buttons[-1].geometry().right() < width
        seen.add(sum(shown))
    assert seen == {0, 1, 2, 3, 4}
    made.resize(900, 40)
    qtbot.waitUntil(lambda: words(buttons) == [True] * 4)


def test_what_a_folded_button_is_can_still_be_told(qtbot: QtBot, theme: Theme) -> None:
    made, buttons = row(qtbot, theme)
    made.resize(made.minimumSizeHint().width(), 40)
    assert words(buttons) == [False] * 4
    assert [b.accessibleName() for b in buttons] == list(NAMES) and buttons[0].toolTip() == "Does Approve"


def test_other_words_and_hidden_buttons_are_reckoned_with(qtbot: QtBot, theme: Theme) -> None:
    made, buttons = row(qtbot, theme)
    made.resize(made.sizeHint().width(), 40)
    assert words(buttons) == [True] * 4
    buttons[0].setText("Approve all of them at once, please")
    qtbot.waitUntil(lambda: words(buttons)[3] is False)
    assert cut(buttons) == []
    buttons[0].hide()
    qtbot.waitUntil(lambda: words(buttons)[1:] == [True] * 3)


def test_a_column_is_as_wide_as_what_it_holds(qtbot: QtBot) -> None:
    inside = QWidget()
    inside.setMinimumSize(333, 900)
    made = Column(inside)
    qtbot.addWidget(made)
    made.resize(made.minimumSizeHint().width(), 200)
    made.show()
    assert made.viewport().width() >= 333
