"""A person's own tasks: written with a check in words, or shown on a real embedded page; checks tried; retracted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from paestudio.core import events as ev
from paestudio.core.actions import Verb
from paestudio.core.controls import Add, Override, Show
from paestudio.core.records import OWN, Cause, Outcome, Purpose, Run, Status, Step, Task
from paestudio.following import HIDDEN
from paestudio.gui.main_window import MainWindow
from paestudio.gui.tasks_page import TasksPage
from paestudio.store import Recorder, Store, queries
from paestudio.webview.start import prepare
from tests.gui import scripted, site

pytestmark = [pytest.mark.gui, pytest.mark.browser]
Make = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton
SLOW = 20_000  # ms


@pytest.fixture
def host() -> Iterator[Any]:
    """The live pages."""
    endpoint = prepare(quiet=True)
    from paestudio.webview.host import ViewHost  # after prepare: it reads the flags when it is imported

    made = ViewHost(endpoint)
    yield made
    made.shutdown()


@pytest.fixture
def home() -> Iterator[str]:
    """The site's address."""
    with site.served() as (address, _):
        yield address


def opened(window: MainWindow) -> TasksPage:
    page = window.pages.go("tasks")
    assert isinstance(page, TasksPage)
    return page


def training(qtbot: QtBot, make_window: Make, home: str, views: Any = None) -> tuple[MainWindow, TasksPage]:
    """A run that goes on, with one task."""
    task = Task.make("Open the red boots.", home, {"url": "^/boots$"})
    story = [ev.RunStarted(Run(scripted.RUN, home)), ev.TaskProposed(task)]
    window = make_window(story, views=views)
    window.train(home)
    qtbot.waitUntil(lambda: len(window.state.data.tasks) == 1)
    page = opened(window)
    page.select(task.id)
    page.take_keys()
    return window, page


def requests(window: MainWindow, qtbot: QtBot, count: int) -> list[Any]:
    engine = window.engines[0]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(engine.requests) >= count)
    return list(engine.requests)


def place(page: TasksPage, name: str) -> QPoint:
    return page.own.card.mirror.from_page(QPointF(*site.AT[name])).toPoint()


def recording(qtbot: QtBot, page: TasksPage) -> None:
    card = page.own.card
    qtbot.waitUntil(lambda: card.finish.isEnabled() and not card.mirror.picture().isNull(), timeout=SLOW)


def press(qtbot: QtBot, page: TasksPage, name: str, noted: int) -> None:
    """Press on something, and wait until so many steps are noted and the page has come to rest."""
    card = page.own.card
    qtbot.mouseClick(card.mirror, LEFT, pos=place(page, name))
    qtbot.waitUntil(lambda: card.steps.count() == noted and not card.hands.gate.waiting, timeout=SLOW)


def said(step: Step) -> str:
    action = step.decision.action
    assert action is not None
    element = step.observation.element(action.ref)
    return f"{action.verb} {element.name if element else ''} {action.text}{' ⏎' if action.submit else ''}".strip()


def test_a_task_is_written_with_a_check_in_words(qtbot: QtBot, make_window: Make, home: str) -> None:
    window, page = training(qtbot, make_window, home)
    qtbot.keyClick(page.view, Qt.Key.Key_N)
    editor = page.editor
    assert editor.isVisible() and not editor.save.isEnabled() and editor.start.text() == home
    qtbot.keyClicks(editor.instruction, "What do the red boots cost?")
    for what, words in ((0, "boots"), (1, "pounds"), (2, "40"), (2, "£40")):
        editor.helper.what.setCurrentIndex(what)
        qtbot.keyClicks(editor.helper.value, words)
        qtbot.keyClick(editor.helper.value, Qt.Key.Key_Return)
    assert "the address has boots" in editor.says.text() and "“40” or “£40”" in editor.says.text()
    editor.start.setText("http://other.test/")
    assert not editor.save.isEnabled() and "must be on" in editor.problem.text()
    editor.start.setText("/boots")
    qtbot.mouseClick(editor.save, LEFT)
    (add,) = requests(window, qtbot, 1)
    assert isinstance(add, Add) and add.shown is None and not add.held_out
    assert add.task.origin == OWN and add.task.start_url == f"{home}boots" and add.task.kind == "retrieval"
    assert add.task.check == {"url": "boots", "text": "pounds", "answer": ["40", "£40"]}
    row = window.state.data.task(add.task.id)
    assert row is not None and (row.status, row.by) == (Status.APPROVED, "human") and not editor.isVisible()
    window.decisions.stack.undo()
    assert row.status is Status.REJECTED
    window.decisions.stack.redo()
    assert row.status is Status.APPROVED and len(window.state.data.tasks) == 2


def test_a_task_is_shown_on_a_real_page_worded_and_kept(qtbot: QtBot, make_window: Make, home: str, host: Any) -> None:
    window, page = training(qtbot, make_window, home, host)
    card, editor = page.own.card, page.editor
    qtbot.mouseClick(page.own.record_button, LEFT)
    recording(qtbot, page)
    press(qtbot, page, "search", 0)
    qtbot.keyClicks(card.mirror, "boots")
    press(qtbot, page, "go", 2)
    press(qtbot, page, "boots", 3)
    qtbot.mouseClick(card.finish, LEFT)
    qtbot.waitUntil(editor.isVisible, timeout=SLOW)
    assert editor.says.text() == "Passes when the page is /boots."
    qtbot.keyClicks(editor.instruction, "Search for boots and open the red ones.")
    editor.helper.wanted.emit("text", "50 pounds")
    assert not editor.save.isEnabled() and "text '50 pounds' is not on the page" in editor.problem.text()
    editor.check.setPlainText('{"url": "^/boots$", "text": "40 pounds"}')
    qtbot.mouseClick(editor.save, LEFT)
    (add,) = requests(window, qtbot, 1)
    assert isinstance(add, Add) and add.shown is not None and add.shown.purpose is Purpose.SHOWN
    assert [said(step) for step in add.shown.steps] == ["Type Search boots ⏎", "Click Red boots", "ANSWER  done"]
    assert [step.observation.title for step in add.shown.steps] == ["Shop", "Results", "Red boots"]
    assert add.shown.final.url == f"{home}boots" and add.shown.steps[0].observation.screenshot is not None
    row = window.state.data.task(add.task.id)
    assert row is not None and [one.id for one in window.state.data.shown(row)] == [add.shown.id]
    page.select(add.task.id)
    assert "1 demonstration of yours" in page.side.trial.shown.text()
    qtbot.mouseClick(page.side.trial.retract, LEFT)
    retract = requests(window, qtbot, 2)[1]
    assert retract == Override(add.shown.id, Outcome.UNKNOWN, "", add.task.id, Cause.RETRACTED)
    assert window.state.data.shown(row) == [] and page.side.trial.shown.isHidden()
    qtbot.waitUntil(lambda: page.own.record_button.isEnabled(), timeout=SLOW)


def test_lists_boxes_passwords_and_what_leads_away(qtbot: QtBot, make_window: Make, home: str, host: Any) -> None:
    window, page = training(qtbot, make_window, home, host)
    card = page.own.card
    qtbot.keyClick(page.view, Qt.Key.Key_D)
    recording(qtbot, page)
    qtbot.mouseClick(card.mirror, LEFT, pos=place(page, "sort"))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=SLOW)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and [action.text() for action in menu.actions()] == ["Newest", "Cheapest"]
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: card.steps.count() == 1, timeout=SLOW)
    press(qtbot, page, "gift", 2)
    press(qtbot, page, "away", 2)
    qtbot.waitUntil(lambda: "another site" in card.says.text(), timeout=SLOW)
    press(qtbot, page, "password", 2)
    qtbot.keyClicks(card.mirror, "secret")
    press(qtbot, page, "note", 3)
    qtbot.keyClicks(card.mirror, "in red")
    qtbot.keyClick(card.mirror, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.steps.count() == 5, timeout=SLOW)
    press(qtbot, page, "boots", 6)
    qtbot.mouseClick(card.back, LEFT)
    qtbot.waitUntil(lambda: card.steps.count() == 7, timeout=SLOW)
    qtbot.keyClick(card.mirror, Qt.Key.Key_F8)
    (show,) = requests(window, qtbot, 1)
    assert isinstance(show, Show) and show.shown.task == window.state.data.tasks[0].task
    assert [said(step) for step in show.shown.steps] == [
        "Select Sort Cheapest",
        "Click As a gift",
        f"Type Password {HIDDEN}",
        "Type Note in red",
        "Press  Enter",
        "Click Red boots",
        "GoBack",
        "ANSWER  done",
    ]
    assert show.shown.steps[1].observation.title == "Cheapest", "each page as it was when it was used"
    assert all(step.decision.action.verb is not Verb.SCROLL for step in show.shown.steps if step.decision.action)


def test_cancelling_keeps_nothing_and_loses_nothing_else(qtbot: QtBot, make_window: Make, home: str, host: Any) -> None:
    window, page = training(qtbot, make_window, home, host)
    qtbot.mouseClick(page.own.record_button, LEFT)
    recording(qtbot, page)
    press(qtbot, page, "boots", 1)
    qtbot.mouseClick(page.own.card.cancel, LEFT)
    assert (
        page.own.card.isHidden() and page.holder.isVisible() and page.chosen() == [window.state.data.tasks[0].task.id]
    )
    qtbot.waitUntil(lambda: page.own.record_button.isEnabled(), timeout=SLOW)
    qtbot.keyClick(page.view, Qt.Key.Key_A)
    assert requests(window, qtbot, 1)[0].status is Status.APPROVED and len(window.state.data.tasks) == 1


def stored(folder: Path, home: str) -> Task:
    """A finished run with one task, whose path is known."""
    task = Task.make("Open the red boots.", home, {"url": "^/boots$", "text": ["40 pounds", "free"], "answer": "40"})
    with Store.open(folder) as store, Recorder(store, scripted.RUN) as recorder:
        recorder.record(ev.RunStarted(Run(scripted.RUN, home)))
        recorder.record(ev.TaskProposed(task))
        recorder.record(ev.RunEnded("finished"))
    return task


def test_a_check_is_tried_on_a_real_page_with_no_run_open(
    qtbot: QtBot, make_window: Make, host: Any, tmp_path: Path
) -> None:
    with site.served() as (home, server):
        task = stored(tmp_path, home)
        window = make_window(views=host)
        window.runner.open(scripted.RUN)
        qtbot.waitUntil(lambda: not window.runner.busy and len(window.state.data.tasks) == 1)
        page = opened(window)
        page.select(task.id)
        page.take_keys()
        trial = page.side.trial
        qtbot.keyClick(page.view, Qt.Key.Key_T)
        assert trial.button.text() == "Cancel"
        qtbot.waitUntil(lambda: trial.button.text() == "Try the check" and trial.button.isEnabled(), timeout=SLOW)
        told = trial.report.text().splitlines()
        assert told[0] == "There is no path to replay: this is the start page as it is."
        assert [line[0] for line in told[1:]] == ["✗", "✗", "✗", "?"]
        qtbot.keyClick(page.view, Qt.Key.Key_D)
        recording(qtbot, page)
        press(qtbot, page, "boots", 1)
        qtbot.mouseClick(page.own.card.finish, LEFT)
        qtbot.waitUntil(lambda: bool(page.side.trial.shown.text()), timeout=SLOW)
        qtbot.waitUntil(lambda: trial.button.isEnabled(), timeout=SLOW)
        window.runner.close()
        with Store.open(tmp_path, write=False) as store:
            (shown,) = queries.demonstrations(store, scripted.RUN)
            assert [said(step) for step in shown.steps] == ["Click Red boots", "ANSWER  40"]
        qtbot.mouseClick(trial.button, LEFT)
        qtbot.waitUntil(lambda: "Replayed" in trial.report.text(), timeout=SLOW)
        told = trial.report.text().splitlines()
        assert told[0] == "Replayed the whole path: 1 step." and [line[0] for line in told[1:]] == ["✓", "✓", "✗", "✓"]
        assert told[3] == "✗ the page shows “free”: text 'free' is not on the page"
        qtbot.waitUntil(lambda: trial.button.isEnabled(), timeout=SLOW)
        qtbot.mouseClick(trial.button, LEFT)
        qtbot.mouseClick(trial.button, LEFT)
        assert trial.report.text() == "", "cancelled"
        qtbot.waitUntil(lambda: trial.button.isEnabled(), timeout=SLOW)
        server.end()
        qtbot.mouseClick(trial.button, LEFT)
        qtbot.waitUntil(lambda: "cannot be opened" in trial.report.text(), timeout=SLOW)
        assert "nothing listens there" in trial.report.text()
        qtbot.waitUntil(lambda: trial.button.isEnabled(), timeout=SLOW)
