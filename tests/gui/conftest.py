"""A window on a scripted engine: real widgets, real threads, real store; only the learning is told instead of done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig
from paestudio.core import events as ev
from paestudio.core.controls import Controls, Request
from paestudio.gui import texts
from paestudio.gui.delivery import Delivery
from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.main_window import MainWindow
from paestudio.gui.theme import Theme


class ScriptedEngine(QThread):
    """EngineThread's signals; tells its events, then waits until it is stopped (or ends at once)."""

    events = Signal(list)
    failed = Signal(str, str)
    bug = Signal(str)

    def __init__(self, story: Iterable[ev.Event], *, stay: bool = True) -> None:
        super().__init__()
        self.controls = Controls()
        self.requests: list[Request] = []
        self._story, self._stay = story, stay
        self._delivery = Delivery(self)
        self._delivery.batch.connect(self.events)
        self.finished.connect(self._delivery.flush)
        self._tick = threading.Event()

    def run(self) -> None:
        for event in self._story:
            self._delivery.put(event)
        while self._stay and not self.controls.stopping:
            self.requests += self.controls.take()
            self._tick.wait(0.01)
        self.requests += self.controls.take()
        if self._stay:
            self._delivery.put(ev.RunEnded("stopped"))

    def tell(self, events: Iterable[ev.Event]) -> None:
        for event in events:
            self._delivery.put(event)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    texts.load(qapp, "en")  # as the application does: English has plural forms
    return Theme(qapp)


@pytest.fixture
def make_window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    made: list[tuple[MainWindow, list[ScriptedEngine]]] = []

    def make(
        story: Iterable[ev.Event] = (),
        config: RunConfig | None = None,
        *,
        stay: bool = True,
        folder: Path | None = None,
        views: object = None,
        kind: Callable[..., ScriptedEngine] = ScriptedEngine,
    ) -> MainWindow:
        engines: list[ScriptedEngine] = []
        asked: list[tuple[str, str | None]] = []

        def engine(url: str, config: RunConfig, resume: str | None) -> ScriptedEngine:
            asked.append((url, resume))
            engines.append(kind(story, stay=stay))
            return engines[-1]

        home = folder or tmp_path
        window = MainWindow(home, config or RunConfig(), theme, engine, LayoutMemory(home), views)  # type: ignore[arg-type]
        window.resize(1280, 800)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.engines, window.asked = engines, asked  # type: ignore[attr-defined]
        made.append((window, engines))
        return window

    yield make
    theme.force(None)
    for window, engines in made:
        for engine in engines:
            engine.controls.stop()
            assert engine.wait(5000)
        window.runner.close()
        window.background.close()
        window.close()
        window.deleteLater()
    QApplication.processEvents()
