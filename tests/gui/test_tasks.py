"""Curating tasks with the mouse and with single keys, while a run goes on and between runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core.controls import Curate, Edit
from paestudio.core.records import Status
from paestudio.gui.main_window import MainWindow
from paestudio.store import Recorder, Store, queries
from tests.gui import scripted

pytestmark = pytest.mark.gui
ASK = RunConfig(auto_approve=False)
Make = Callable[..., MainWindow]


def curating(qtbot: QtBot, make_window: Make, count: int = 12) -> MainWindow:
    """A window whose run waits for a person; the first task is current, the list has the focus."""
    window = make_window(scripted.Story().opening(count, approve=False), ASK)
    window.run_bar.address.setText("demo")
    qtbot.keyClick(window.run_bar.address, Qt.Key.Key_Return)
    qtbot.keyClick(window.sheet.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.state.data.phase is not None and window.state.data.phase.phase == "waiting")
    window.focus_panel(window.tasks_dock, window.tasks.view)
    return window


def status(window: MainWindow, row: int) -> Status:
    return window.state.data.tasks[row].status


def sent(window: MainWindow) -> list[object]:
    return window.engines[-1].requests  # type: ignore[attr-defined,no-any-return]


def test_keys_approve_reject_and_take_back(qtbot: QtBot, make_window: Make) -> None:
    window = curating(qtbot, make_window)
    view = window.tasks.view
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert status(window, 0) is Status.APPROVED
    assert view.currentIndex().row() == 1, "goes on to the next task"
    qtbot.keyClick(view, Qt.Key.Key_X)
    menu = window.tasks.reasons
    assert menu.isVisible()
    qtbot.keyClick(menu, Qt.Key.Key_3)
    assert status(window, 1) is Status.REJECTED and window.state.data.tasks[1].reason == "The check is wrong"
    qtbot.keyClick(view, Qt.Key.Key_U)
    assert status(window, 1) is Status.PROPOSED
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert status(window, 0) is Status.PROPOSED
    qtbot.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert status(window, 0) is Status.APPROVED
    first, second = (row.task.id for row in window.state.data.tasks[:2])
    qtbot.waitUntil(lambda: len(sent(window)) == 5)
    assert sent(window) == [
        Curate(first, Status.APPROVED),
        Curate(second, Status.REJECTED, "The check is wrong"),
        Curate(second, Status.PROPOSED),
        Curate(first, Status.PROPOSED),
        Curate(first, Status.APPROVED),
    ]


def test_many_at_once_are_one_decision(qtbot: QtBot, make_window: Make) -> None:
    window = curating(qtbot, make_window)
    view = window.tasks.view
    view.selectAll()
    assert window.tasks.tally.text() == "12 selected"
    qtbot.mouseClick(window.tasks.approve_button, Qt.MouseButton.LeftButton)
    assert all(row.status is Status.APPROVED for row in window.state.data.tasks)
    assert window.decisions.stack.undoText() == "approve 12 tasks"
    qtbot.mouseClick(window.tasks.undo_button, Qt.MouseButton.LeftButton)
    assert all(row.status is Status.PROPOSED for row in window.state.data.tasks)


def test_the_banner_approves_all_that_wait(qtbot: QtBot, make_window: Make) -> None:
    window = curating(qtbot, make_window)
    assert window.banner.text.text() == "12 tasks wait for you."
    qtbot.mouseClick(window.banner.act, Qt.MouseButton.LeftButton)
    assert window.state.data.waiting == 0
    assert not window.banner.isVisible()


def test_a_dismissed_banner_stays_away(qtbot: QtBot, make_window: Make) -> None:
    window = curating(qtbot, make_window)
    qtbot.mouseClick(window.banner.close_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.tasks.view, Qt.Key.Key_A)
    assert not window.banner.isVisible()


def test_editing_checks_the_check(qtbot: QtBot, make_window: Make) -> None:
    window = curating(qtbot, make_window)
    old = window.state.data.tasks[0].task
    qtbot.keyClick(window.tasks.view, Qt.Key.Key_E)
    editor = window.tasks.editor
    assert editor.isVisible() and editor.instruction.toPlainText() == old.instruction
    editor.check.setPlainText('{"url": "["}')
    assert "not a regular expression" in editor.problem.text() and not editor.save.isEnabled()
    editor.check.setPlainText('{"colour": "red"}')
    assert "unknown key 'colour'" in editor.problem.text()
    editor.check.setPlainText("{")
    assert "not JSON" in editor.problem.text()
    editor.check.setPlainText(json.dumps({"url": "^/basket"}))
    editor.instruction.setPlainText("")
    assert "needs an instruction" in editor.problem.text()
    qtbot.keyClicks(editor.instruction, "Open my basket.")
    assert "the address starts with /basket" in editor.says.text()
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    new = window.state.data.tasks[0].task
    assert (new.instruction, new.check, new.parent, new.origin) == (
        "Open my basket.",
        {"url": "^/basket"},
        old.id,
        "human",
    )
    assert not editor.isVisible() and window.tasks.view.hasFocus()
    qtbot.keyClick(window.tasks.view, Qt.Key.Key_U)
    assert window.state.data.tasks[0].task == old
    qtbot.waitUntil(lambda: len(sent(window)) == 2)
    assert sent(window) == [Edit(old.id, new), Edit(new.id, old)]


def test_keys_do_nothing_while_typing(qtbot: QtBot, make_window: Make) -> None:
    window = curating(qtbot, make_window)
    qtbot.keyClick(window.tasks.view, Qt.Key.Key_Slash)
    assert window.tasks.search.hasFocus()
    qtbot.keyClicks(window.tasks.search, "axe")
    assert all(row.status is Status.PROPOSED for row in window.state.data.tasks)
    assert window.tasks.search.text() == "axe"


def test_search_filter_and_order(qtbot: QtBot, make_window: Make) -> None:
    window = curating(qtbot, make_window)
    panel = window.tasks
    qtbot.keyClicks(panel.search, "basket time")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    panel.search.setText("nothing like this")
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    panel.search.clear()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 12)
    panel.approve_all()
    panel.show_status.setCurrentIndex(panel.show_status.findData(Status.PROPOSED))
    assert panel.model.rowCount() == 0
    panel.show_status.setCurrentIndex(0)
    by_difficulty = next(a for a in panel.order.menu().actions() if a.text() == "By column: Difficulty")
    by_difficulty.trigger()
    hardness = [panel.model.row(i).task.difficulty for i in range(12)]
    assert hardness == sorted(hardness)


def test_between_runs_decisions_go_to_the_store(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
        for event in scripted.Story().whole():
            recorder.record(event)
    window = make_window(folder=tmp_path)
    window.runner.open(scripted.RUN)
    qtbot.waitUntil(lambda: len(window.state.data.tasks) == 12 and not window.runner.busy)
    window.focus_panel(window.tasks_dock, window.tasks.view)
    qtbot.keyClick(window.tasks.view, Qt.Key.Key_X)
    qtbot.keyClick(window.tasks.reasons, Qt.Key.Key_1)
    task = window.state.data.tasks[0].task
    assert status(window, 0) is Status.REJECTED

    def stored() -> Status:
        with Store.open(tmp_path, write=False) as store:
            row = queries.task(store, scripted.RUN, task.id)
            assert row is not None
            return row.status

    qtbot.waitUntil(lambda: stored() is Status.REJECTED)


def test_a_decision_that_cannot_be_kept_is_taken_off_the_screen(
    qtbot: QtBot, make_window: Make, tmp_path: Path
) -> None:
    with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
        for event in scripted.Story().whole():
            recorder.record(event)
    window = make_window(folder=tmp_path)
    window.runner.open(scripted.RUN)
    qtbot.waitUntil(lambda: len(window.state.data.tasks) == 12 and not window.runner.busy)
    with Store.open(tmp_path):
        window.tasks.view.setCurrentIndex(window.tasks.model.index(0, 0))
        window.tasks.approve()
        qtbot.waitUntil(lambda: window.banner.level == "error")
        assert window.banner.text.text()
        qtbot.waitUntil(lambda: not window.runner.busy and len(window.state.data.tasks) == 12)
    assert status(window, 0) is Status.MASTERED


def test_ten_thousand_tasks_scroll(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.state.apply(list(scripted.Story().opening(10_000)))
    view = window.tasks.view
    assert window.tasks.model.rowCount() == 10_000
    window.latency.start()
    bar = view.verticalScrollBar()
    for i in range(60):
        bar.setValue(bar.maximum() * i // 60)
        qtbot.wait(10)
    view.setFocus()
    view.setCurrentIndex(window.tasks.model.index(9_999, 0))
    qtbot.keyClick(view, Qt.Key.Key_K)
    assert view.currentIndex().row() == 9_998
    assert window.latency.work()[0] < 17
    view.selectionModel().select(window.tasks.model.index(5, 0), QItemSelectionModel.SelectionFlag.Select)
    assert len(window.tasks.chosen()) == 2


def test_the_models_keep_qt_s_rules(make_window: Make) -> None:
    window = make_window()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    models = (window.tasks.model, window.verdicts.model)
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    story = list(scripted.Story().whole())
    for i in range(0, len(story), 7):
        window.state.apply(story[i : i + 7])
    window.tasks.model.search("basket")
    window.tasks.model.sort(3)
    assert len(testers) == 2 and window.tasks.model.rowCount() == 2
