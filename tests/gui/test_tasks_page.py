"""The Tasks page by keyboard and mouse: table, filters, queue, reasons, rules; with 10,000 tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from paestudio.core import events as ev
from paestudio.core.controls import Request
from paestudio.core.records import SitePage, Status
from paestudio.gui.decisions import Decisions
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import TaskRow
from paestudio.gui.similar import Likeness
from paestudio.gui.state import RunState
from paestudio.gui.task_model import FLAGGED
from paestudio.gui.task_rules import offers
from paestudio.gui.tasks_page import TasksPage
from paestudio.gui.theme import Theme
from paestudio.store.blobs import Blobs
from tests.gui import scripted

pytestmark = pytest.mark.gui
Open = Callable[..., TasksPage]


@pytest.fixture
def sent() -> list[Request]:
    return []


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, tmp_path: Path, sent: list[Request]) -> Open:
    def make(count: int = 12) -> TasksPage:
        state = RunState()
        pictures = Pictures(tmp_path / "blobs", state)
        decisions = Decisions(state, lambda request: sent.append(request) is None, state)
        page = TasksPage(state, decisions, theme, pictures)
        qtbot.addWidget(page, before_close_func=lambda _: pictures.close())
        state.setParent(page)
        page.resize(1200, 720)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        state.apply(list(scripted.Story().opening(count, approve=False)))
        page.select(state.data.tasks[0].task.id if count else None)
        page.take_keys()
        return page

    return make


def rows(page: TasksPage) -> list[TaskRow]:
    return page._state.data.tasks


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    qtbot.keyClicks(widget, text)


def test_a_table_decided_by_keys(qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    press(qtbot, page.view, "a")
    assert rows(page)[0].status is Status.APPROVED and page.view.currentIndex().row() == 1
    press(qtbot, page.view, "r")
    assert page.reasons.isVisible() and page.reasons.hasFocus()
    press(qtbot, page.reasons, "4")
    assert (rows(page)[1].status, rows(page)[1].reason) == (Status.REJECTED, "Duplicate")
    assert page.view.hasFocus() and not page.reasons.isVisible()
    press(qtbot, page.view, "r")
    press(qtbot, page.reasons, "6")
    press(qtbot, page.reasons.own, "needs 5 clicks")
    qtbot.keyClick(page.reasons.own, Qt.Key.Key_Return)
    assert rows(page)[2].reason == "needs 5 clicks"
    press(qtbot, page.view, "r")
    qtbot.keyClick(page.reasons, Qt.Key.Key_Escape)
    assert rows(page)[3].status is Status.PROPOSED
    press(qtbot, page.view, "u")
    assert rows(page)[2].status is Status.PROPOSED


def test_a_flag_keeps_the_status_and_can_be_filtered(qtbot: QtBot, open_page: Open, sent: list[Request]) -> None:
    page = open_page()
    press(qtbot, page.view, "af")
    assert (rows(page)[1].status, rows(page)[1].reason) == (Status.PROPOSED, FLAGGED)
    page.filters.status.setCurrentIndex(page.filters.status.findText("Flagged"))
    assert page.model.ids() == [rows(page)[1].task.id]
    page.select(rows(page)[1].task.id)
    press(qtbot, page.view, "f")
    assert rows(page)[1].reason == "" and page.model.rowCount() == 0 and page.empty.isVisible()
    assert len(sent) == 3


def test_filters_add_up_and_all_that_match_are_one_decision(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(50)
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("search"))
    assert page.model.rowCount() == 10
    page.filters.difficulty.setCurrentIndex(page.filters.difficulty.findData("easy"))
    easy = page.model.ids()
    assert 0 < len(easy) < 10
    page.all_button.menu().actions()[1].trigger()
    press(qtbot, page.reasons, "1")
    assert {row.task.id for row in rows(page) if row.status is Status.REJECTED} == set(easy)
    press(qtbot, page.view, "u")
    assert page.waiting() == 50
    page.filters.difficulty.setCurrentIndex(0)
    page.filters.kind.setCurrentIndex(0)
    qtbot.keyClicks(page.search, "time machine")
    qtbot.waitUntil(lambda: page.model.rowCount() == 10)


def test_the_queue_by_keys_alone(qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    names = [row.task.id for row in rows(page)]
    press(qtbot, page.view, "q")
    queue = page.queue
    assert queue.isVisible() and queue.hasFocus() and queue.task_id == names[0]
    press(qtbot, queue, "s")
    assert queue.task_id == names[1], "the skipped one waits at the end"
    press(qtbot, queue, "a")
    press(qtbot, queue, "r")
    press(qtbot, page.reasons, "2")
    assert queue.hasFocus() and queue.task_id == names[3]
    assert "rejected (Unclear wording)" in queue.latest.text() and queue.count.text() == "10 to decide, 2 done"
    press(qtbot, queue, "u")
    assert queue.task_id == names[2], "back to the task that was taken back"
    for _ in range(10):
        press(qtbot, queue, "a")
    assert queue.task_id == names[0], "only the skipped one is left"
    press(qtbot, queue, "a")
    assert queue.instruction.text() == "Nothing waits for you here." and page.waiting() == 0
    qtbot.keyClick(queue, Qt.Key.Key_Escape)
    assert page.view.isVisible() and page.view.hasFocus()


def test_editing_words_check_and_start_page(qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    old = rows(page)[0].task
    press(qtbot, page.view, "e")
    editor = page.editor
    assert editor.isVisible() and not page.side.isVisible()
    editor.start.setText("https://elsewhere.example/")
    assert "must be on http://127.0.0.1:8101" in editor.problem.text() and not editor.save.isEnabled()
    editor.start.setText("basket/")
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    new = rows(page)[0].task
    assert new.start_url == "http://127.0.0.1:8101/basket/" and new.parent == old.id
    assert page.view.hasFocus() and page.side.isVisible()


def test_enough_agreement_offers_a_rule_that_holds_for_what_comes(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(60)
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("sort"))
    page.select(page.model.ids()[0])
    press(qtbot, page.view, "a" * 9)
    assert page._offer is None
    press(qtbot, page.view, "a")
    said = "You approved 10 of 10 tasks of the kind “sorting”. Approve the 2 that wait"
    qtbot.waitUntil(lambda: said in page._offer_text.text())
    qtbot.mouseClick(page.accept_button, Qt.MouseButton.LeftButton)
    ours = [row for row in rows(page) if row.task.kind == "sort"]
    assert all(row.status is Status.APPROVED for row in ours) and ours[-1].reason.startswith("rule:")
    later = scripted.tasks(65)[-1]
    page._state.apply([ev.TaskProposed(later)])
    qtbot.waitUntil(lambda: rows(page)[-1].task == later and rows(page)[-1].status is Status.APPROVED)
    assert page.waiting() == 48


def test_offers_need_a_person_and_enough_of_them() -> None:
    tasks = scripted.tasks(60)
    sort = [TaskRow(t, Status.APPROVED, by="human") for t in tasks if t.kind == "sort"]
    waits = TaskRow(tasks[-1])
    assert offers([*sort[:9], waits]) == []
    assert [(o.approved, o.decided) for o in offers([*sort[:11], waits])] == [(11, 11)]
    sort[0].status = Status.REJECTED
    assert offers([*sort[:11], waits]) == []
    assert offers([TaskRow(row.task, Status.APPROVED, by="policy") for row in sort] + [waits]) == []


def test_similar_tasks_are_those_with_common_words(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(30)
    found = Likeness().similar(rows(page)[0], rows(page))
    assert found and found[0][0].task.kind == "navigation" and 0.4 <= found[0][1] < 1
    qtbot.waitUntil(lambda: bool(page.side.similar))
    qtbot.mouseClick(page.side.similar[0], Qt.MouseButton.LeftButton)
    assert page.current() == found[0][0].task


def test_the_page_has_its_picture(qtbot: QtBot, open_page: Open, tmp_path: Path) -> None:
    image = QImage(1280, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("#8040c0"))
    assert image.save(str(tmp_path / "shot.png"))
    name = Blobs(tmp_path / "blobs").save((tmp_path / "shot.png").read_bytes(), "png")
    page = open_page()
    page._state.apply([ev.PageExplored(SitePage(scripted.SITE, "Shop", screenshot=name))])
    page.refresh()
    qtbot.waitUntil(lambda: page.side.thumbnail.isVisible())
    press(qtbot, page.view, "q")
    assert page.queue.thumbnail.isVisible() and not page.side.thumbnail.isVisible()


def test_ten_thousand_tasks_are_searched_and_sorted_at_once(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(10_000)
    page.model.sort(3, Qt.SortOrder.DescendingOrder)
    hardness = [page.model.row(i).task.difficulty for i in range(10_000)]
    assert hardness == sorted(hardness, reverse=True)
    page.model.search("hacking 17")
    assert 0 < page.model.rowCount() < 200
    at = page.model.row(3).task.id
    page.select(at)
    page.model.search("")
    assert page.current() is not None and page.current().id == at, "the cursor stays on its task"  # type: ignore[union-attr]


def test_the_table_keeps_qt_s_rules_while_tasks_come_and_go(open_page: Open) -> None:
    page = open_page(0)
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.filters.status.setCurrentIndex(page.filters.status.findText("Waits for you"))
    page.model.sort(0, Qt.SortOrder.DescendingOrder)
    story = list(scripted.Story().whole(count=40))
    for i in range(0, len(story), 5):
        page._state.apply(story[i : i + 5])
    assert page.model.rowCount() == 0
    page.filters.status.setCurrentIndex(0)
    assert page.model.rowCount() == 40 and tester is not None


def test_much_news_moves_nothing_that_a_person_looks_at(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(500)
    bar = page.view.verticalScrollBar()
    page.filters.status.setCurrentIndex(page.filters.status.findText("Waits for you"))
    page.select(rows(page)[3].task.id)
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    later = scripted.tasks(700)[500:]
    page._state.apply([ev.TaskProposed(task) for task in later])
    assert page.model.rowCount() == 700 and bar.value() == place > 0
    assert page.current() == rows(page)[3].task
