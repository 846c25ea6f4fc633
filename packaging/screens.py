"""Takes a picture of every page of the real window on a stored run, to be looked at before a release.

    python packaging/screens.py STORE FOLDER [--theme dark] [--size 2560x1440] [--scale 2] [--language de]

STORE is copied first and may be missing (the empty window). Needs no display: Qt's offscreen platform is used.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from paestudio.gui.main_window import MainWindow

Scene = tuple[str, int]  # name of the picture, ms to wait before it is taken
REPLAY_FROM = 610.0  # seconds of the run: reinforcement, in one of twelve minutes
SETTLE = 900  # ms in which a page has read its data
BUG = "Traceback (most recent call last):\n  File …\nValueError: an invented fault, to see how it is told"
LONG = "An instruction that goes on and on, as a person in a hurry dictates it, " * 6


def main() -> int:
    """Take the pictures; the exit code."""
    asked = _arguments()
    scratch = Path(tempfile.mkdtemp(prefix="paestudio-screens-"))
    try:
        return _take(asked, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", default="light,dark", help="light, dark, or both with a comma")
    parser.add_argument("--size", default="1280x800", help="of the window, in logical pixels")
    parser.add_argument("--scale", default="1", help="device pixels a logical pixel")
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", default="", help="names of the pictures wanted")
    return parser.parse_args()


def _take(asked: argparse.Namespace, scratch: Path) -> int:
    from paestudio import paths

    cache = paths.cache_dir()
    home = scratch / "home"
    home.mkdir()
    (home / "cache").symlink_to(cache, target_is_directory=True)
    os.environ |= {"PAESTUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": asked.scale}
    store = scratch / "store"
    if asked.store.is_dir():
        shutil.copytree(asked.store, store)
    from paestudio.config import RunConfig
    from paestudio.gui.app import run_window
    from paestudio.gui.layout_memory import LayoutMemory

    LayoutMemory(home).write("language", asked.language)
    asked.folder.mkdir(parents=True, exist_ok=True)
    albums: list[_Album] = []  # a timer does not keep what it calls

    def ready(window: MainWindow) -> None:
        albums.append(_Album(window, asked))
        albums[0].begin()

    return run_window(None, store, RunConfig(), ready=ready)


class _Album:
    """Goes through the scenes by timers, so that the window lives meanwhile."""

    def __init__(self, window: MainWindow, asked: argparse.Namespace) -> None:
        self._window, self._asked = window, asked
        self._only = set(filter(None, asked.only.split(",")))
        self._themes = asked.theme.split(",")
        self._name = ""

    def begin(self) -> None:
        from PySide6.QtCore import QTimer

        width, height = map(int, self._asked.size.split("x"))
        self._window.resize(width, height)
        self._opening = QTimer(self._window, interval=SETTLE)
        self._opening.timeout.connect(self._opened)
        self._opening.start()

    def _opened(self) -> None:
        """The latest run is read on a thread of its own, which takes as long as it takes."""
        if not self._window.runner.busy:
            self._opening.stop()
            self._scenes = scenes(self._window)
            self._next()

    def _next(self) -> None:
        from PySide6.QtCore import QTimer

        for name, wait in self._scenes:
            if not self._only or name in self._only:
                self._name = name
                QTimer.singleShot(wait, self._window, self._shoot)
                return
        self._window.stop_and_close()

    def _shoot(self) -> None:
        from PySide6.QtWidgets import QApplication

        for theme in self._themes:
            self._window.theme.force(theme)
            for _ in range(20):
                QApplication.processEvents()
            tail = f"{theme}-{self._asked.size}@{self._asked.scale}-{self._asked.language}"
            self._window.grab().save(str(self._asked.folder / f"{self._name}-{tail}.png"))
        print(self._name, flush=True)
        self._next()


def scenes(window: MainWindow) -> Iterator[Scene]:
    """Bring the window into each state in turn."""
    from PySide6.QtCore import QTimer

    pages = window.pages
    run = window.state.data.run
    home: Any = pages.go("home")
    yield "home-first", SETTLE
    for card in home.welcome.cards.values():
        card.seen.click()
    yield "home", SETTLE
    window.ask("demo")
    yield "sheet", 2500
    window.sheet.more.click()
    yield "sheet-advanced", 300
    window.sheet.more.click()
    window.sheet.close_card()
    window.run_bar.address.setText("ht!tp:/nonsense here")
    window.run_bar.train.trigger()
    yield "address-error", 300
    window.banner.dismiss()
    window.run_bar.address.setText(run.site if run else "demo")
    pages.go("train")
    window.tasks.step(0)
    window.verdicts.step(0)
    yield "train", SETTLE
    yield from _task_scenes(window)
    review: Any = pages.go("review")
    yield "review", 2 * SETTLE
    review.detail.tabs.setCurrentIndex(1)
    yield "review-observation", SETTLE
    review.detail.tabs.setCurrentIndex(2)
    yield "review-model", SETTLE
    progress: Any = pages.go("progress")
    yield "progress", 2 * SETTLE
    progress.compare.setCurrentIndex(progress.compare.count() - 1)
    progress.compare.activated.emit(progress.compare.count() - 1)
    yield "progress-compared", 2 * SETTLE
    window.compare()
    QTimer.singleShot(SETTLE, window, lambda: _show_a_gain(window, progress.twin))
    yield "twin", 4 * SETTLE
    progress.show_curves()
    models: Any = pages.go("models")
    yield "models", 2 * SETTLE
    models.view.setCurrentIndex(models.table.index(1, 0))
    yield "models-adapter", SETTLE
    pages.go("train")
    window.palette_card.toggle()
    yield "palette", 400
    window.palette_card.close_card()
    window.keys.toggle()
    yield "keys", 400
    window.keys.close_card()
    window.banner.tell("error", "The site http://127.0.0.1:9/ does not answer. " + LONG[:140], "Is it running?")
    yield "error", 300
    window.banner.tell_bug(BUG)
    yield "bug", 300
    window.banner.dismiss()
    if run is not None:
        window.runner.open(run.id, 5.0, start=REPLAY_FROM)
        yield "replay", 8_000
        window.runner.end_replay()


def _show_a_gain(window: MainWindow, player: Any) -> None:
    """Of the tasks that both agents were measured on, one that only the later one did."""
    from paestudio.gui.twin_data import read_choices, read_pair
    from paestudio.store import Store

    run = window.state.data.run
    if run is None:
        return
    with Store.open(window.store_folder, write=False) as store:
        found = read_choices(run.id, store)
        for at, (task, _) in enumerate(found.tasks):
            pair = read_pair(run.id, task.id, (0, found.versions[-1].number), store)
            rewards = [attempt.row.reward for attempt in pair if attempt is not None]
            if rewards == [0.0, 1.0]:
                player.task.setCurrentIndex(at)
                player.task.activated.emit(at)
                return


def _task_scenes(window: MainWindow) -> Iterator[Scene]:
    tasks: Any = window.pages.go("tasks")
    tasks.step(0)
    yield "tasks", SETTLE
    tasks.ask_reason()
    yield "tasks-reject", 300
    tasks.close_reasons()
    tasks.edit()
    yield "tasks-edit", 300
    tasks.editor.instruction.setPlainText(LONG)
    tasks.editor.check.setPlainText('{"url": "(["}')
    yield "tasks-edit-wrong", 300
    tasks.close_editor()
    tasks.search.setText("zzz nothing has this")
    yield "tasks-no-match", 500
    tasks.search.clear()
    tasks.set_queue(True)
    yield "tasks-queue", SETTLE
    tasks.set_queue(False)


if __name__ == "__main__":
    sys.exit(main())
