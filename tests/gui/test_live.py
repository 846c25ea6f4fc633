"""The live page: real QtWebEngine views of the real host, mirrored without being touched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from paestudio.core.records import Outcome
from paestudio.gui.main_window import MainWindow
from paestudio.gui.page_mirror import PageCopy, PageMirror
from paestudio.gui.run_data import RunData
from paestudio.gui.theme import Theme
from paestudio.store.blobs import Blobs
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]


class Painted(QLabel):
    """Stands for a page: a widget of its own size that is never shown on the screen."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.setFixedSize(1280, 800)
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.paint(colour)
        self.show()

    def paint(self, colour: str) -> None:
        picture = QPixmap(1280, 800)
        picture.fill(QColor(colour))
        self.setPixmap(picture)


def centre(window: MainWindow) -> str:
    mirror = window.live.mirror
    point = mirror.mapTo(window, mirror.rect().center())
    image = window.grab().toImage()
    return image.pixelColor(point * int(window.devicePixelRatioF())).name()


def test_the_watched_page_follows_what_is_painted(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    page = Painted("#ff0000")
    qtbot.addWidget(page)
    window.live.open_view(0, page)
    qtbot.waitUntil(lambda: centre(window) == "#ff0000")
    page.paint("#00ff00")
    qtbot.waitUntil(lambda: centre(window) == "#00ff00")
    assert (page.width(), page.height()) == (1280, 800), "the page keeps its size"
    window.live.close_view(0)
    assert not window.live.mirror.live


def test_another_slot_is_watched_by_a_click_or_a_key(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    pages = [Painted("#ff0000"), Painted("#0000ff")]
    for slot, page in enumerate(pages):
        qtbot.addWidget(page)
        window.live.open_view(slot, page)
    tiles = window.live.strip.tiles
    qtbot.waitUntil(lambda: centre(window) == "#ff0000")
    qtbot.mouseClick(tiles[1].mirror, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: centre(window) == "#0000ff")
    tiles[0].setFocus()
    qtbot.keyClick(tiles[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: centre(window) == "#ff0000")
    assert tiles[1].accessibleName().startswith("Page 2")


def test_nothing_is_copied_while_nobody_looks(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    page = Painted("#ff0000")
    qtbot.addWidget(page)
    window.live.open_view(0, page)
    qtbot.waitUntil(lambda: centre(window) == "#ff0000")
    window.live.hide()
    copies: list[int] = []
    window.live.copies()[0].copied.connect(lambda: copies.append(1))
    for colour in ("#111111", "#222222", "#333333"):
        page.paint(colour)
        qtbot.wait(200)
    assert copies == []
    window.live.show()
    qtbot.waitUntil(lambda: centre(window) == "#333333")


def test_copies_are_no_more_often_than_asked(qtbot: QtBot) -> None:
    page = Painted("#000000")
    qtbot.addWidget(page)
    copy = PageCopy(page, per_second=5)
    copies: list[int] = []
    copy.copied.connect(lambda: copies.append(1))
    copy.want(True)
    begun = time.monotonic()
    for i in range(100):
        page.paint(f"#0000{i:02x}")
        qtbot.wait(10)
    assert 2 <= len(copies) <= 5 * (time.monotonic() - begun) + 1


def test_a_view_that_dies_is_forgotten(qtbot: QtBot) -> None:
    page = Painted("#000000")
    copy = PageCopy(page)
    copy.want(True)
    page.deleteLater()
    qtbot.wait(300)
    copy.want(True)
    qtbot.wait(200)


def test_the_element_used_is_marked(qtbot: QtBot, theme: Theme) -> None:
    mirror = PageMirror(theme)
    qtbot.addWidget(mirror)
    mirror.resize(640, 400)
    picture = QPixmap(1280, 800)
    picture.fill(QColor("#ffffff"))
    mirror.show_still(picture)
    mirror.mark((300, 200, 200, 100))
    shot = mirror.grab().toImage()
    ratio = shot.width() / 640
    edge = QPoint(round((150 + 50) * ratio), round((100 - 3) * ratio))
    assert shot.pixelColor(edge) == QColor(theme.tokens.accent)
    mirror.mark(None)
    assert mirror.grab().toImage().pixelColor(edge) == QColor("#ffffff")


def test_without_a_view_the_last_screenshot_is_shown(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    image = QImage(1280, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("#8040c0"))
    assert image.save(str(tmp_path / "shot.png"))
    name = Blobs(tmp_path / "blobs").save((tmp_path / "shot.png").read_bytes(), "png")
    window = make_window(folder=tmp_path)
    story = scripted.Story(screenshot=name)
    task = scripted.tasks(1)[0]
    window.state.apply([*story.opening(1), *story.episode(task, Outcome.SUCCESS, ended=False)])
    qtbot.waitUntil(lambda: centre(window) == "#8040c0")
    window.state.apply([*story.episode(task, Outcome.SUCCESS)])
    window.verdicts.select("ep00002")
    qtbot.waitUntil(lambda: "img src" in window.verdicts.steps.toHtml())


def test_steps_appear_as_they_happen(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    story = scripted.Story()
    task = scripted.tasks(1)[0]
    told = list(story.episode(task, Outcome.FAILURE))
    window.state.apply([*story.opening(1), told[0]])
    assert window.live.title.text() == task.instruction and window.live.chip.text() == "Step 1"
    window.state.apply(told[1:2])
    assert "Type “time machine”" in window.live.steps.toPlainText() and window.live.chip.text() == "Step 2"
    window.state.apply(told[2:])
    assert "covered by the cookie notice" in window.live.steps.toPlainText()
    assert window.live.chip.text() == "Failure"


def shot(folder: Path, colour: str) -> str:
    """A screenshot in the store of that folder, and its name."""
    image = QImage(1280, 800, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(folder / "shot.png"))
    return Blobs(folder / "blobs").save((folder / "shot.png").read_bytes(), "png")


def seen(mirror: PageMirror) -> str:
    """The colour in the middle of a page as it is drawn."""
    image = mirror.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).name()


def badge(mirror: PageMirror) -> str:
    """The colour in the lower right corner, where a verdict stands."""
    area, image = mirror.page_area(), mirror.grab().toImage()
    ratio = mirror.devicePixelRatioF()
    return image.pixelColor(round((area.right() - 7) * ratio), round((area.bottom() - 14) * ratio)).name()


def test_a_page_whose_episode_ended_shows_its_last_screenshot_and_its_verdict(
    qtbot: QtBot, make_window: Make, tmp_path: Path, theme: Theme
) -> None:
    name = shot(tmp_path, "#8040c0")
    window = make_window(folder=tmp_path)
    pages = [Painted("#ffffff"), Painted("#00ff00")]  # the first was emptied when its episode ended
    for slot, page in enumerate(pages):
        qtbot.addWidget(page)
        window.live.open_view(slot, page)
    first, second = scripted.tasks(2)
    story = scripted.Story(screenshot=name)
    window.state.apply([*story.opening(2), *story.episode(second, Outcome.SUCCESS, slot=1, ended=False)])
    window.live.watch(1)
    window.state.apply(list(story.episode(first, Outcome.FAILURE, slot=0)))
    tiles = window.live.strip.tiles
    qtbot.waitUntil(lambda: seen(tiles[0].mirror) == "#8040c0")
    assert badge(tiles[0].mirror) == theme.tokens.panel, "the verdict's sign has a ground of its own"
    qtbot.waitUntil(lambda: seen(tiles[1].mirror) == "#00ff00")
    assert badge(tiles[1].mirror) == "#00ff00", "what still plays has no verdict"
    qtbot.mouseClick(tiles[0].mirror, Qt.MouseButton.LeftButton)
    assert seen(window.live.mirror) == "#8040c0" and window.live.chip.text() == "Failure"
    window.state.apply(list(story.episode(second, Outcome.SUCCESS, slot=0, ended=False)))
    qtbot.waitUntil(lambda: seen(tiles[0].mirror) == "#ffffff")


def test_a_page_whose_episode_ended_without_a_screenshot_says_where_it_was(
    qtbot: QtBot, make_window: Make, theme: Theme
) -> None:
    window = make_window()
    page = Painted("#ffffff")
    qtbot.addWidget(page)
    window.live.open_view(0, page)
    story = scripted.Story()
    window.state.apply([*story.opening(1), *story.episode(scripted.tasks(1)[0], Outcome.SUCCESS)])
    tile = window.live.strip.tiles[0].mirror
    corner = tile.grab().toImage().pixelColor(3, 3).name()
    assert corner == theme.tokens.raised, "no white page"


def test_between_runs_a_chosen_attempt_is_shown(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    name = shot(tmp_path, "#8040c0")
    window = make_window(folder=tmp_path)
    window.state.apply(list(scripted.Story(screenshot=name).whole()))
    data = window.state.data
    window.state.replace(data)  # as a stored run is opened
    assert "has ended" in window.live._sentence(None)
    row = data.finished[5]
    assert window.verdicts.select(row.id)
    assert window.live.title.text() == row.task.instruction and window.live.steps.toPlainText()
    qtbot.waitUntil(lambda: seen(window.live.mirror) == "#8040c0")
    page = Painted("#00ff00")
    qtbot.addWidget(page)
    window.live.open_view(0, page)
    assert window.live.title.text() != row.task.instruction, "what plays now is more than what was"


def test_of_a_run_that_was_broken_off_attempts_can_be_seen(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    name = shot(tmp_path, "#8040c0")
    window = make_window(folder=tmp_path)
    first, second = scripted.tasks(2)
    story = scripted.Story(screenshot=name)
    told = [*story.opening(2), *story.episode(first, Outcome.FAILURE), *story.episode(second, Outcome.SUCCESS, slot=1)]
    data = RunData()
    data.apply([*told, *story.episode(second, Outcome.SUCCESS, ended=False)])  # killed in the middle of a step
    window.state.replace(data)
    assert data.slots[0].ended is False and sorted(window.live.strip.tiles) == [0, 1]
    assert window.live.title.text() == first.instruction, "what the page showed last"
    assert window.verdicts.select("ep00002")
    assert window.live.title.text() == second.instruction and window.live.chip.text() == "Success"
    qtbot.waitUntil(lambda: seen(window.live.mirror) == "#8040c0")
