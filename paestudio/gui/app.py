"""Opens the window: the order of the steps here matters, and each says why."""

from __future__ import annotations

import locale
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from paestudio import paths
from paestudio.config import RunConfig
from paestudio.core.errors import PaeError
from paestudio.gui import graphics, icons, texts
from paestudio.gui.address import normalise
from paestudio.gui.engine_thread import EngineThread
from paestudio.gui.last_resort import LastResort
from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.single import SingleInstance
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.store import Store, queries
from paestudio.store.rows import RunState as Stored
from paestudio.webview import start

if TYPE_CHECKING:
    from paestudio.gui.main_window import MainWindow

SWITCH = 0.001  # seconds a Python thread may keep others waiting: the engine's must not hold up the window's
WAIT_MS = 2000
Ready = Callable[["MainWindow"], None]


def run_window(
    site_url: str | None,
    store_folder: Path,
    config: RunConfig,
    replay: str | None = None,
    *,
    speed: float = 1.0,
    ready: Ready | None = None,
) -> int:
    """Show the window until it is closed; the exit code.

    `site_url` is put into the address bar; `replay` names a stored run to play at `speed`. `ready` is called with the
    window once it is shown. Raises UserError or EnvironmentFault before the window is there; afterwards it says so.
    """
    url = normalise(site_url) if site_url else ""
    if replay is not None:
        _known_run(store_folder, replay)
    # QtWebEngine reads its debug port and flags when it is first imported.
    endpoint = start.prepare(quiet=True)
    app = _application()
    only = SingleInstance(store_folder)
    if not only.claim(url):
        sys.stderr.write("PAE Studio is already open on this store; its window was brought forward.\n")
        return 0
    last_resort = LastResort()
    last_resort.install(paths.data_dir())
    host = _view_host(endpoint)
    window = _window(app, store_folder, config, host)
    last_resort.bug.connect(window.banner.tell_bug)
    only.asked.connect(lambda asked: _come_forward(window, asked))
    window.closed.connect(app.quit)  # the views of the pages are windows too: Qt would go on for them
    window.run_bar.address.setText(url)
    window.pages.go("train" if replay is not None else window.memory.note("page") or "home")
    window.show()
    if replay is not None:
        window.runner.open(replay, speed, follow=True)
    elif not url:
        _show_latest(window, store_folder)
    if ready is not None:
        ready(window)
    with _interrupts(window):
        code = app.exec()
    ended = window.runner.close(WAIT_MS) and window.twins.close(WAIT_MS)
    only.release()
    last_resort.remove()
    if not ended:
        # The loop did not come to an action boundary in time. What it did is stored; Qt would wait for it for ever.
        os._exit(code)
    host.shutdown()
    window.deleteLater()
    app.processEvents()
    return code


def _application() -> QApplication:
    made = QApplication.instance()
    app = made if isinstance(made, QApplication) else QApplication(["paestudio"])
    # QApplication takes the user's locale; a decimal comma breaks tokenizers in this process.
    locale.setlocale(locale.LC_NUMERIC, "C")
    app.setApplicationName("PAE Studio")
    app.setDesktopFileName("paestudio")
    app.setWindowIcon(QIcon(str(icons.FOLDER / "app.svg")))
    sys.setswitchinterval(SWITCH)
    return app


def _view_host(endpoint: str) -> Any:
    graphics.choose()
    from paestudio.webview.host import ViewHost  # imports QtWebEngine: after prepare() and the QApplication

    return ViewHost(endpoint)


def _window(app: QApplication, store_folder: Path, config: RunConfig, host: Any) -> MainWindow:
    from paestudio.gui.main_window import MainWindow  # pyqtgraph wants the QApplication first

    memory = LayoutMemory(paths.data_dir())
    texts.load(app, memory.note("language"))
    theme = Theme(app)
    theme.force(memory.theme())

    def engine(url: str, config: RunConfig, resume: str | None) -> EngineThread:
        return EngineThread(url, config, store_folder, host, resume)

    return MainWindow(store_folder, config, theme, engine, memory, host)


def _known_run(store_folder: Path, run: str) -> None:
    with Store.open(store_folder, write=False) as store:
        queries.run(store, run)


def _show_latest(window: MainWindow, store_folder: Path) -> None:
    """The run that was last on, so that the window opens where the person left."""
    if not Store.exists(store_folder):
        return
    try:
        with Store.open(store_folder, write=False) as store:
            last = window.memory.note("run")
            found = queries.runs(store, 300)
            latest = next((row for row in found if row.run.id == last), next(iter(found), None))
    except PaeError as fault:
        window.banner.tell("error", fault.message, fault.fix)
        return
    if latest is None:
        return
    window.runner.open(latest.run.id, follow=latest.state is Stored.RUNNING)
    if latest.state is Stored.INTERRUPTED:
        text = tr("The run on {site} was interrupted after {number} episodes; nothing is lost.")
        said = text.format(site=latest.run.site, number=latest.episodes)
        window.banner.tell("info", said, act=tr("Resume"), does=window.resume)


def _come_forward(window: MainWindow, url: str) -> None:
    if url and not window.runner.training:
        window.run_bar.address.setText(url)
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.away.come_back()


class _interrupts:
    """Ctrl-C in the terminal closes the window as its cross does."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._timer = QTimer(window, interval=200)  # Python looks at signals only between two of its instructions
        self._timer.timeout.connect(lambda: None)

    def __enter__(self) -> None:
        self._timer.start()
        self._before = signal.signal(signal.SIGINT, lambda *_: self._window.stop_and_close())

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        signal.signal(signal.SIGINT, self._before)
