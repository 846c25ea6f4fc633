"""What holds on every page: undo after a restart, the palette, keys that a person chose, the tray, notifications."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core import events as ev
from paestudio.core.records import Outcome, Status, Task, Verdict
from paestudio.gui import actions
from paestudio.gui.history import Curated, Edited, History, Overruled
from paestudio.gui.main_window import MainWindow
from paestudio.gui.runner import Mode
from paestudio.store import Recorder, Store, queries
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def fold(*told: tuple[float, ev.Event]) -> History:
    history = History()
    for at, event in told:
        history.see(at, event)
    return history.finish()


def settled(task: Task, status: Status, reason: str = "") -> ev.TaskSettled:
    return ev.TaskSettled(task.id, status, "human", reason)


def test_history_tells_decisions_from_their_undoing() -> None:
    a, b, c = scripted.tasks(3)
    proposed = [(0.0, ev.TaskProposed(task)) for task in (a, b, c)]
    both = [(1.0, settled(a, Status.APPROVED)), (1.01, settled(b, Status.APPROVED))]
    assert fold(*proposed, *both).done == [
        Curated({a.id: (Status.PROPOSED, ""), b.id: (Status.PROPOSED, "")}, Status.APPROVED, "")
    ]
    back = [(2.0, settled(a, Status.PROPOSED)), (2.02, settled(b, Status.PROPOSED))]
    undone = fold(*proposed, *both, *back)
    assert undone.done == [] and len(undone.undone) == 1
    again = fold(*proposed, *both, *back, *[(at + 2, event) for at, event in both])
    assert len(again.done) == 1 and again.undone == []
    apart = fold(*proposed, both[0], (5.0, both[1][1]), (9.0, settled(c, Status.REJECTED, "Duplicate")))
    assert [d.status for d in apart.done if isinstance(d, Curated)] == [Status.APPROVED] * 2 + [Status.REJECTED]


def test_history_of_edits_and_verdicts() -> None:
    old = scripted.tasks(1)[0]
    new = Task.make("Other words.", old.start_url, old.check, kind=old.kind)
    edited = fold((0, ev.TaskProposed(old)), (1, ev.TaskEdited(old.id, new)))
    assert edited.done == [Edited(old, new)]
    assert fold((0, ev.TaskProposed(old)), (1, ev.TaskEdited(old.id, new)), (2, ev.TaskEdited(new.id, old))).done == []
    check = Verdict("e", old.id, Outcome.FAILURE, "check", at=1.0)
    person = Verdict("e", old.id, Outcome.SUCCESS, "human", evidence="it did", at=2.0)
    back = Verdict("e", old.id, Outcome.FAILURE, "human", evidence="taken back", at=3.0)
    told = [(1.0, ev.EpisodeJudged(check, check)), (2.0, ev.EpisodeJudged(person, person))]
    assert fold(*told).done == [Overruled("e", old.id, Outcome.SUCCESS, "it did", check)]
    taken = fold(*told, (3.0, ev.EpisodeJudged(back, back)))
    assert taken.done == [] and len(taken.undone) == 1


def test_decisions_can_be_taken_back_after_a_restart(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    task = scripted.tasks(12)[4]
    with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
        for event in scripted.Story().whole():
            recorder.record(event)
        recorder.record(settled(task, Status.REJECTED, "Duplicate"))
    window = make_window()
    window.open_run(scripted.RUN)
    qtbot.waitUntil(lambda: window.decisions.stack.count() == 1 and not window.runner.busy)

    def stored() -> Status:
        with Store.open(tmp_path, write=False) as store:
            return queries.task(store, scripted.RUN, task.id).status

    assert stored() is Status.REJECTED and window.decisions.stack.canUndo()
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: stored() is Status.APPROVED)
    window.close()
    again = make_window(folder=tmp_path)
    again.open_run(scripted.RUN)
    qtbot.waitUntil(lambda: again.decisions.stack.canRedo() and not again.runner.busy)
    qtbot.keyClick(again, Qt.Key.Key_Z, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: stored() is Status.REJECTED)


def test_the_palette_finds_and_runs_an_action(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = window.palette_card
    assert palette.isVisible() and palette.search.hasFocus() and palette.list.count() > 20
    qtbot.keyClicks(palette.search, "mod page nothing")
    assert palette.list.count() == 0 and palette.nothing.isVisible()
    palette.search.clear()
    qtbot.keyClicks(palette.search, "models")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert not palette.isVisible()
    qtbot.waitUntil(lambda: window.pages.current == "models")


def test_a_key_can_be_chosen_and_is_kept(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.keys.isVisible() and window.keys.buttons["page_models"].text() == "Alt+6"
    qtbot.mouseClick(window.keys.buttons["page_models"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.keys.edit, Qt.Key.Key_R, CONTROL)
    assert "“Train” already" in window.keys.note.text()
    window.keys.buttons["page_models"].click()
    qtbot.keyClick(window.keys.edit, Qt.Key.Key_F9)
    assert window.keys.buttons["page_models"].text() == "F9"
    window.close()
    again = make_window(folder=tmp_path)
    qtbot.keyClick(again, Qt.Key.Key_F9)
    assert again.pages.current == "models"
    actions.reset(again, again.memory)
    assert again.pages.actions_by_key["models"].shortcut() == QKeySequence("Alt+6")


def test_keys_stand_under_names_that_do_not_change(make_window: Make) -> None:
    window = make_window()
    window.state.apply(list(scripted.Story().whole()))
    window.pages.go("review")
    window.compare()
    groups = {entry.group for entry in actions.entries(window) if entry.keys}
    assert {"Steps", "Live", "Progress", "Twin player"} <= groups
    assert not [name for name in groups if any(sign.isdigit() for sign in name)]


def test_no_two_actions_of_the_window_share_a_key(make_window: Make) -> None:
    window = make_window()
    for key in window.pages.order():
        window.pages.go(key)
    taken: dict[tuple[int, str], str] = {}
    clashes = []
    listed = actions.entries(window)
    for entry in listed:
        for keys in entry.shortcuts:
            place = (id(entry.scope) if entry.scope is not None else 0, keys.toString())
            if place in taken and taken[place] != entry.text:
                clashes.append((keys.toString(), taken[place], entry.text))
            taken[place] = entry.text
    assert clashes == [] and len(listed) > 30


def test_the_rail_counts_what_waits(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4, approve=False))
    window.train("demo")
    rail = next(b for b in window.pages.rail.findChildren(QToolButton) if b.text() == "Train")
    qtbot.waitUntil(lambda: rail.accessibleName() == "Train, 4")
    window.runner.stop()
    qtbot.waitUntil(lambda: rail.accessibleName() == "Train")


def test_a_run_goes_on_out_of_sight_and_says_when_it_is_done(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4))
    window.train("demo")
    qtbot.waitUntil(lambda: window.runner.mode is Mode.RUNNING)
    window.close()
    qtbot.mouseClick(window.banner.act, Qt.MouseButton.LeftButton)
    assert window.runner.training and (window.isMinimized() or not window.isVisible())
    engine = window.engines[-1]  # type: ignore[attr-defined]
    engine.tell([ev.Noticed("warning", "The disk is nearly full.", "Free some space.")])
    engine.controls.stop()
    qtbot.waitUntil(lambda: len(window.away.told) == 2)
    assert "nearly full" in window.away.told[0][1] and window.away.told[1][0] == "Training has stopped"
    window.away.come_back()


def test_the_page_and_the_settings_come_back(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window(stay=False)
    window.ask("demo")
    window.sheet.fields["tasks"].set_value(33)
    window.sheet.go.click()
    qtbot.waitUntil(lambda: not window.runner.busy)
    window.pages.go("models")
    window.close()
    again = make_window(folder=tmp_path)
    assert again.memory.note("page") == "models"
    again.ask("demo")
    assert again.sheet.config().tasks == 33
    again.memory.write("settings", '{"unheard_of": 1}')
    again.sheet.close_card()
    again.ask("demo")
    assert again.sheet.config().tasks == RunConfig().tasks
