"""The Review page on a real store: the order, scrubbing, pictures, the whole page, judging by keyboard."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from paestudio.core import events as ev
from paestudio.core.controls import Override, Request
from paestudio.core.records import Outcome, Purpose, Verdict
from paestudio.gui.decisions import Decisions
from paestudio.gui.picture_compare import DIFFERENCE, difference
from paestudio.gui.pictures import Pictures
from paestudio.gui.review_order import DISAGREE, NOVEL, UNCLEAR, UNSURE, worth
from paestudio.gui.review_page import ReviewPage
from paestudio.gui.run_data import EpisodeRow, StepLine
from paestudio.gui.state import RunState
from paestudio.gui.theme import Theme
from paestudio.store import Recorder, Store
from paestudio.store.blobs import Blobs
from tests.gui import scripted

pytestmark = pytest.mark.gui
Open = Callable[[Iterable[ev.Event]], ReviewPage]
YES, NO, WHO = Outcome.SUCCESS, Outcome.FAILURE, Outcome.UNKNOWN


@pytest.fixture
def sent() -> list[Request]:
    return []


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, tmp_path: Path, sent: list[Request]) -> Open:
    """A page on a run that was recorded in a real store."""

    def make(story: Iterable[ev.Event]) -> ReviewPage:
        told = list(story)
        with Store.open(tmp_path) as store, Recorder(store, scripted.RUN) as recorder:
            for event in told:
                recorder.record(event)
        state = RunState()
        pictures = Pictures(tmp_path / "blobs", state)
        decisions = Decisions(state, lambda request: sent.append(request) is None, state)
        page = ReviewPage(state, decisions, theme, pictures, tmp_path)
        qtbot.addWidget(page, before_close_func=lambda _: (pictures.close(), page.reader.close()))
        state.setParent(page)
        page.resize(1280, 760)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        state.apply(told)
        page._choose()
        page.view.setFocus()
        return page

    return make


def three(screenshot: str | None = None) -> list[ev.Event]:
    """A failure, a success and an episode that nobody could judge, on three tasks."""
    story = scripted.Story(screenshot=screenshot)
    first, second, third = scripted.tasks(3)
    told = [*story.opening(3), *story.episode(first, NO), *story.episode(second, YES), *story.episode(third, WHO)]
    return [*told, *story.episode(first, YES)]


def test_the_most_worth_a_look_comes_first(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(three())
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.model.ids() == ["ep00003", "ep00002", "ep00001", "ep00004"]
    assert page.current() is not None and page.current().id == "ep00003"  # type: ignore[union-attr]
    assert "nobody could tell" in page.facts.text() and page.waiting() == 1
    page.which.setCurrentIndex(page.which.findText("Newest first"))
    assert page.model.ids() == ["ep00004", "ep00003", "ep00002", "ep00001"]
    page.which.setCurrentIndex(page.which.findText("Failure"))
    assert page.model.ids() == ["ep00001"] and tester is not None


def test_worth_adds_up() -> None:
    task = scripted.tasks(1)[0]
    row = EpisodeRow("e", task, Purpose.TRAIN)
    said = [Verdict("e", "t", NO, "check"), Verdict("e", "t", YES, "judge:x", confidence=0.6)]
    row.verdicts, row.settled = said[:1], said[0]
    assert worth(row).value == 0 and worth(row, novel=True).value == NOVEL
    row.steps = [StepLine(0, "", "", "", "", "", None, None, 0.0, entropy=5.0)]
    assert worth(row).value == UNSURE and worth(row).why == ("the agent was unsure",)
    row.verdicts = said
    assert worth(row).value == UNSURE + DISAGREE and worth(row).why[0] == "the evaluators disagree"
    row.settled = Verdict("e", "t", WHO, "check")
    assert worth(row).value == pytest.approx(UNSURE + DISAGREE + UNCLEAR)
    row.verdicts = [*said, Verdict("e", "t", YES, "human")]
    assert worth(row).value == 0


def test_scrubbing_by_keys_and_mouse(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(three())
    page.select("ep00001")
    assert page.strip.cells() == 5 and page.strip.current == 2, "starts at the first error"
    assert "covered by the cookie notice" in page.detail.problem.text()
    qtbot.keyClick(page.view, Qt.Key.Key_Left)
    assert page.strip.current == 1 and page.detail.says.text().startswith("2. Click link")
    qtbot.keyClick(page.view, Qt.Key.Key_N)
    assert page.strip.current == 2
    page.strip.setFocus()
    qtbot.keyClick(page.strip, Qt.Key.Key_Home)
    qtbot.keyClick(page.strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert page.strip.current == 2 and "went wrong" in page.strip.accessibleName()
    qtbot.keyClick(page.strip, Qt.Key.Key_End)
    assert page.detail.says.text().startswith("Ended: the agent said it was done and answered “£9.99”")
    qtbot.mouseClick(page.strip, Qt.MouseButton.LeftButton, pos=page.strip.cell(0).center())
    assert page.strip.current == 0 and "Type “time machine”" in page.detail.says.text()


def test_the_page_the_agent_read_comes_from_the_store(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(three())
    page.select("ep00001")
    page.strip.go(0)
    qtbot.waitUntil(lambda: "[1] searchbox “Search the shop”" in page.detail.observation.toPlainText())
    assert "Reply:\nTYPE" in page.detail.model.toPlainText().upper().replace("REPLY", "Reply")
    page.strip.go(4)
    assert page.detail.observation.toPlainText() == "The episode ended here."


def test_an_episode_that_is_not_stored_says_so(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(three())
    story = scripted.Story()
    story.episodes = 50
    page._state.apply(list(story.episode(scripted.tasks(1)[0], WHO)))
    page.select("ep00051")
    page.strip.go(0)
    qtbot.waitUntil(lambda: page.detail.observation.toPlainText() not in ("", "Reading the page from the store…"))
    assert "searchbox" not in page.detail.observation.toPlainText()


def test_agree_and_override_by_keys(qtbot: QtBot, open_page: Open, sent: list[Request]) -> None:
    page = open_page(three())
    page.select("ep00002")
    qtbot.keyClick(page.view, Qt.Key.Key_Y)
    assert page.current() is not None and page.current().id == "ep00001", "on to the next"  # type: ignore[union-attr]
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    qtbot.keyClicks(page.card.reason, "the price is right")
    qtbot.keyClick(page.card.reason, Qt.Key.Key_Return)
    qtbot.keyClick(page.view, Qt.Key.Key_S)
    assert sent == [Override("ep00002", YES, "agreed"), Override("ep00001", YES, "the price is right")]
    assert "Reward 0 → reward 1; will be used when training goes on" in page.last.text()
    assert "Of its successes, right: 100 % (21–100 %, n 1)" in page.card.trust.text()
    assert "Of the real ones, found: 50 %" in page.card.trust.text()
    qtbot.keyClick(page.view, Qt.Key.Key_U)
    row = page._state.data.episode("ep00001")
    assert row is not None and row.reward == 0.0
    assert "found: 100 %" in page.card.trust.text(), "what was taken back counts no more"
    page.which.setCurrentIndex(page.which.findText("Judged by you"))
    assert page.model.ids() == ["ep00002"]


def test_judging_moves_on_also_when_the_row_leaves_the_list(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(three())
    page.which.setCurrentIndex(page.which.findText("Success"))
    assert page.model.ids() == ["ep00004", "ep00002"]
    page.select("ep00004")
    qtbot.keyClick(page.view, Qt.Key.Key_F)
    assert page.model.ids() == ["ep00002"]
    assert page.current() is not None and page.current().id == "ep00002"  # type: ignore[union-attr]


def blob(folder: Path, colour: str) -> str:
    image = QImage(64, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    for x in range(16):
        for y in range(40):
            image.setPixelColor(x, y, QColor(colour))
    assert image.save(str(folder / "shot.png"))
    return Blobs(folder / "blobs").save((folder / "shot.png").read_bytes(), "png")


def test_before_after_and_what_differs(qtbot: QtBot, open_page: Open, tmp_path: Path) -> None:
    first, second = blob(tmp_path, "#0000ff"), blob(tmp_path, "#00ff00")
    told = three(screenshot=first)
    for i, event in enumerate(told):
        if isinstance(event, ev.EpisodeEnded):
            end = dataclasses.replace(event.episode.final, screenshot=second)
            told[i] = dataclasses.replace(event, episode=dataclasses.replace(event.episode, final=end))
    page = open_page(told)
    page.select("ep00001")
    page.strip.go(3)
    compare = page.detail.pictures
    qtbot.waitUntil(lambda: compare.changed_share() == 0.25)
    qtbot.mouseClick(page.detail.modes[DIFFERENCE], Qt.MouseButton.LeftButton)
    shot = compare.grab().toImage()
    scale = min(shot.width() / 64, shot.height() / 40)
    left = (shot.width() - 64 * scale) / 2
    assert shot.pixelColor(round(left + 8 * scale), round(20 * scale)) == QColor(page._theme.tokens.failure)
    page.strip.go(4)
    assert not page.detail.modes[DIFFERENCE].isEnabled() and compare.mode != DIFFERENCE


def test_a_difference_of_two_sizes_is_shown_too() -> None:
    a, b = QImage(10, 10, QImage.Format.Format_RGB32), QImage(20, 20, QImage.Format.Format_RGB32)
    a.fill(QColor("#ffffff"))
    b.fill(QColor("#000000"))
    assert difference(a, b, QColor("#ff0000")).pixelColor(5, 5) == QColor("#ff0000")
