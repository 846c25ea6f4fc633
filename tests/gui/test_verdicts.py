"""Overruling verdicts, and seeing what it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from paestudio.core import events as ev
from paestudio.core.controls import Override
from paestudio.core.records import Outcome, Purpose, Update
from paestudio.gui.main_window import MainWindow
from tests.gui import scripted

pytestmark = pytest.mark.gui
PROOF_EVENTS = (ev.StepTaken, ev.EpisodeStarted, ev.EpisodeEnded)
Make = Callable[..., MainWindow]


def playing(qtbot: QtBot, make_window: Make) -> MainWindow:
    """A run with one failed and one succeeded episode, going on."""
    story = scripted.Story()
    first, second = scripted.tasks(2)
    told = [
        *story.opening(2),
        *story.episode(first, Outcome.FAILURE),
        *story.episode(second, Outcome.SUCCESS, slot=1),
    ]
    window = make_window(told)
    window.train("http://127.0.0.1:8101/")
    qtbot.waitUntil(lambda: len(window.state.data.finished) == 2)
    qtbot.waitUntil(lambda: window.state.data.judged == 2)
    window.focus_panel(window.verdicts_dock, window.verdicts.view)
    return window


def test_newest_first_with_steps_and_evidence(qtbot: QtBot, make_window: Make) -> None:
    window = playing(qtbot, make_window)
    panel = window.verdicts
    assert panel.current() is not None and panel.current().id == "ep00002"  # type: ignore[union-attr]
    qtbot.keyClick(panel.view, Qt.Key.Key_J)
    text = panel.steps.toPlainText()
    assert "Failure says the check" in text and "wanted: “£12.50”" in text
    assert "covered by the cookie notice" in text and "Oscar shop" in text
    assert "answered “£9.99”" in text


def test_override_by_key_with_a_reason(qtbot: QtBot, make_window: Make) -> None:
    window = playing(qtbot, make_window)
    panel = window.verdicts
    panel.select("ep00001")
    qtbot.keyClicks(panel.reason, "the price is right")
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_S)
    row = window.state.data.episode("ep00001")
    assert row is not None and row.reward == 1.0
    assert panel.effect.text() == "Reward 0 → reward 1; will be used in the next update."
    assert "Success says you" in panel.steps.toPlainText()
    engine = window.engines[-1]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: engine.requests == [Override("ep00001", Outcome.SUCCESS, "the price is right")])
    engine.tell([ev.UpdateMade(Update(14, 1, "rloo", ("ep00001", "ep00002")))])
    qtbot.waitUntil(lambda: panel.effect.text() == "Reward 0 → reward 1; used in update 14.")


def test_override_by_mouse_and_take_back(qtbot: QtBot, make_window: Make) -> None:
    window = playing(qtbot, make_window)
    panel = window.verdicts
    qtbot.mouseClick(panel.buttons[Outcome.UNKNOWN], Qt.MouseButton.LeftButton)
    row = window.state.data.episode("ep00002")
    assert row is not None and row.reward is None
    assert "left out of training" in panel.effect.text()
    qtbot.keyClick(panel.view, Qt.Key.Key_U)
    assert row.reward == 1.0
    assert [v.evaluator for v in row.verdicts] == ["check", "human", "human"], "verdicts are kept for ever"


def test_the_selection_stays_while_episodes_arrive(qtbot: QtBot, make_window: Make) -> None:
    window = playing(qtbot, make_window)
    panel = window.verdicts
    panel.select("ep00001")
    story = scripted.Story()
    story.episodes = 10
    window.state.apply(list(story.episode(scripted.tasks(1)[0], Outcome.SUCCESS)))
    assert panel.current() is not None and panel.current().id == "ep00001"  # type: ignore[union-attr]
    assert panel.view.currentIndex().row() == 2


def test_filter_by_outcome(qtbot: QtBot, make_window: Make) -> None:
    window = playing(qtbot, make_window)
    panel = window.verdicts
    panel.show_outcome.setCurrentIndex(panel.show_outcome.findData(Outcome.FAILURE))
    assert panel.model.rowCount() == 1
    panel.show_outcome.setCurrentIndex(panel.show_outcome.findData(Outcome.UNKNOWN))
    assert panel.empty.isVisible()


def test_proofs_stand_apart(qtbot: QtBot, make_window: Make) -> None:
    window = playing(qtbot, make_window)
    story = scripted.Story()
    story.episodes = 20
    proof = [e for e in story.episode(scripted.tasks(1)[0], Outcome.SUCCESS, Purpose.PROOF) if type(e) in PROOF_EVENTS]
    window.state.apply(proof)
    panel = window.verdicts
    assert panel.model.rowCount() == 2 and window.verdicts_dock.windowTitle() == "Verdicts (2)"
    panel.show_outcome.setCurrentIndex(panel.show_outcome.findText("Proofs"))
    assert panel.model.rowCount() == 1
    assert "Proof" in panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
