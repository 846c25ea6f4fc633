"""The window as a whole: a run from Train to its end, themes, keys, closing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core import events as ev
from paestudio.gui.main_window import MainWindow
from paestudio.gui.runner import Mode
from paestudio.gui.theme import Theme, mix
from paestudio.gui.tokens import DARK, LIGHT, Tokens
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]


def start(qtbot: QtBot, window: MainWindow, url: str = "demo") -> None:
    window.run_bar.address.setText(url)
    qtbot.mouseClick(window.run_bar.widgetForAction(window.run_bar.train), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.sheet.go, Qt.MouseButton.LeftButton)


def test_a_whole_run_is_shown(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().whole(), stay=False)
    start(qtbot, window)
    assert window.runner.mode is Mode.STARTING and not window.run_bar.train.isEnabled()
    qtbot.waitUntil(lambda: window.state.data.ended is not None and not window.runner.busy, timeout=10_000)
    assert window.run_bar.chip.text() == "Finished" and window.run_bar.train.isEnabled()
    assert "20 % (11–33 %, n 50) → 68 % (54–79 %, n 50)" in window.status.now.text()
    assert "12 tasks · 24 episodes" in window.status.counts.text()
    assert window.tasks_dock.windowTitle() == "Tasks (12)"
    assert window.run_bar.address.history()[0] == "demo"


def test_pause_go_on_and_stop(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4))
    start(qtbot, window)
    qtbot.waitUntil(lambda: window.runner.mode is Mode.RUNNING)
    engine = window.engines[-1]  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert engine.controls.paused and window.run_bar.chip.text() == "Paused"
    qtbot.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert not engine.controls.paused
    qtbot.mouseClick(window.run_bar.widgetForAction(window.run_bar.stop), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert window.run_bar.chip.text() == "Stopped" and window.can_resume()
    assert window.banner.act.text() == "Resume"


def test_closing_in_the_middle_stops_cleanly(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4))
    start(qtbot, window)
    qtbot.waitUntil(lambda: window.runner.mode is Mode.RUNNING)
    engine = window.engines[-1]  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.closed):
        window.close()
        assert window.isVisible() and window.runner.training and "Esc keeps" in window.banner.text.text()
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert not window.banner.isVisible() and window.runner.mode is Mode.RUNNING
        window.close()
        qtbot.mouseClick(window.banner.other, Qt.MouseButton.LeftButton)
        assert window.isVisible() and "Stopping" in window.banner.text.text()
    assert engine.isFinished() and not window.isVisible()
    assert window.state.data.ended is not None and window.state.data.ended.reason == "stopped"


def test_a_message_is_answered_by_keyboard(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4, approve=False), RunConfig(auto_approve=False))
    start(qtbot, window)
    qtbot.waitUntil(lambda: window.banner.isVisible() and window.state.data.waiting == 4)
    window.focus_panel(window.tasks_dock, window.tasks.view)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.banner.act.hasFocus() and window.banner.act.text() == "Approve all"
    qtbot.keyClick(window.banner.act, Qt.Key.Key_Return)
    assert window.state.data.waiting == 0 and not window.banner.isVisible()
    assert window.tasks.view.hasFocus(), "the keyboard goes back where it was"
    window.close()
    assert window.banner.act.hasFocus(), "the question of what closing means can be answered at once"
    qtbot.keyClick(window.banner.act, Qt.Key.Key_Escape)
    assert not window.banner.isVisible() and window.tasks.view.hasFocus() and window.runner.training


def test_a_fault_and_a_bug_are_told_in_the_window(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4))
    start(qtbot, window)
    qtbot.waitUntil(lambda: window.runner.mode is Mode.RUNNING)
    engine = window.engines[-1]  # type: ignore[attr-defined]
    engine.failed.emit("The site does not answer.", "Is it running?")
    assert window.banner.text.text() == "The site does not answer. Is it running?"
    assert window.banner.act.text() == "Resume"
    engine.tell([ev.Noticed("warning", "A small matter.")])
    qtbot.wait(120)
    assert "does not answer" in window.banner.text.text(), "an error is not replaced by a warning"
    engine.bug.emit("Traceback\nValueError: boo")
    assert "ValueError: boo" in window.banner.text.text()
    qtbot.mouseClick(window.banner.act, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Traceback\nValueError: boo"


def test_curves_follow_the_run_and_rest_when_hidden(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    story = list(scripted.Story().whole())
    assert window.progress.empty.isVisible()
    window.state.apply(story[: len(story) // 2])
    qtbot.waitUntil(lambda: not window.progress.empty.isVisible())
    window.state.apply(story[len(story) // 2 :])
    qtbot.waitUntil(lambda: "after 68 %" in window.progress.summary.text())
    x, y = window.progress.curve("held_out")
    assert list(x) == [-1, 0, 3] and list(y) == [0.2, 0.44, 0.68]
    assert len(window.progress.curve("training")[0]) == 3
    window.progress.choice.setCurrentIndex(window.progress.choice.findData("loss"))
    qtbot.waitUntil(lambda: list(window.progress.curve("number")[1]) == [0.9, 0.45, 0.3])
    window.progress_dock.hide()
    before = window.progress.repaints
    for i in range(20):
        window.state.apply([ev.Metric("loss", 0.1, 10 + i)])
    qtbot.wait(300)
    assert window.progress.repaints == before
    window.progress_dock.show()
    qtbot.waitUntil(lambda: len(window.progress.curve("number")[0]) == 23)


def test_curves_repaint_at_most_ten_times_a_second(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.state.apply(list(scripted.Story().whole()))
    qtbot.wait(200)
    before, begun = window.progress.repaints, time.monotonic()
    for i in range(100):
        window.state.apply([ev.Metric("loss", 0.1, 10 + i)])
        qtbot.wait(10)
    assert 1 <= window.progress.repaints - before <= 10 * (time.monotonic() - begun) + 2


def test_themes_change_palette_sheet_and_curves(qtbot: QtBot, make_window: Make, theme: Theme) -> None:
    window = make_window()
    window.state.apply(list(scripted.Story().whole()))
    qtbot.wait(200)
    for name, tokens in (("dark", DARK), ("light", LIGHT), ("dark", DARK)):
        theme.force(name)
        assert window.palette().window().color() == QColor(tokens.window)
        picture = window.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, 2) == QColor(tokens.window)
        assert window.progress.success.backgroundBrush().color() == QColor(tokens.panel)
    assert "@" not in QGuiApplication.instance().styleSheet()  # type: ignore[union-attr]


def luminance(colour: str) -> float:
    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (part(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_text_can_be_read(tokens: Tokens) -> None:
    for back in (tokens.panel, tokens.window, tokens.accent_soft):
        for front in (tokens.text, tokens.muted, tokens.success, tokens.failure, tokens.unknown, tokens.accent_text):
            assert contrast(front, back) >= 4.5, (tokens.name, front, back)
    assert contrast(tokens.on_accent, tokens.accent) >= 3.8
    assert contrast(tokens.unknown, tokens.warning_soft) >= 4.5
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_everything_has_a_name_for_screen_readers(make_window: Make) -> None:
    window = make_window()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and widget.window() is window  # the lists that drop down from combo boxes are Qt's own
    ]
    assert nameless == []


def test_keys_reach_every_panel_and_the_card(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.state.apply(list(scripted.Story().whole()))
    control = Qt.KeyboardModifier.ControlModifier
    window.tasks_dock.hide()
    qtbot.keyClick(window, Qt.Key.Key_2, control)
    assert window.tasks_dock.isVisible() and window.tasks.view.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_3, control)
    assert window.verdicts.view.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.keys.isVisible()
    qtbot.keyClick(window.keys, Qt.Key.Key_Escape)
    assert not window.keys.isVisible() and window.verdicts.view.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_L, control)
    assert window.run_bar.address.hasFocus()


def test_layout_is_kept_and_can_be_reset(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    window.run_bar.address.remember("http://a.example/")
    window.verdicts_dock.hide()
    window.close()
    again = make_window(folder=tmp_path)
    assert not again.verdicts_dock.isVisible()
    assert again.run_bar.address.history() == ["http://a.example/"]
    again.reset_layout()
    assert again.verdicts_dock.isVisible()
    assert again.tasks_dock.x() < again.live.mapTo(again, again.live.rect().topLeft()).x() < again.verdicts_dock.x()


def test_nothing_is_cut_at_the_smallest_size(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.state.apply(list(scripted.Story().whole()))
    window.tasks.view.setCurrentIndex(window.tasks.model.index(0, 0))
    window.verdicts.view.setCurrentIndex(window.verdicts.model.index(0, 0))
    qtbot.wait(50)
    assert window.minimumSizeHint().width() <= 1280 and window.minimumSizeHint().height() <= 800
    cut = [
        button.text()
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width()
    ]
    assert cut == []
    assert window.size() == QSize(1280, 800)


def test_the_loop_stays_quick_while_events_pour_in(qtbot: QtBot, make_window: Make) -> None:
    story = scripted.Story()
    told = [*story.opening(40), *(e for i in range(1, 30) for e in story.iteration(i, scripted.tasks(40), 0.5))]
    window = make_window(told)
    start(qtbot, window)
    qtbot.waitUntil(lambda: len(window.state.data.updates) == 29, timeout=120_000)
    assert window.latency.samples() > 50 and window.latency.work()[0] < 50, "the figures proper are `bench ui`'s"
    assert len(window.state.data.finished) == 29 * 40
