"""When nobody looks: the tray icon, notifications, and what the window's cross does while a run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from paestudio.core.events import Noticed, RunEnded
from paestudio.gui import words
from paestudio.gui.engine_words import say
from paestudio.gui.texts import tr

if TYPE_CHECKING:
    from paestudio.gui.main_window import MainWindow

KEY = "closing"
PATIENCE_MS = 8000


class Away(QObject):
    """Owned by the window. Without a tray (some desktops have none) notices stay in the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.told: list[tuple[str, str]] = []  # what was notified, the latest last
        self._waiting = 0
        self.tray: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._make_tray()
        window.state.run_ended.connect(self._run_ended)
        window.state.noticed.connect(self._noticed)
        window.state.phase_changed.connect(self._phase)

    def offer(self) -> None:
        """Ask, without stopping anything, what closing means while a run goes on."""
        window = self._window
        keep = (tr("Keep training"), self.keep)
        stop = (tr("Stop and close"), window.stop_and_close)
        text = tr("A run is going on. It can go on in the tray, or stop now; nothing is lost. Esc keeps the window.")
        if self.tray is None:
            text = tr("A run is going on. It can go on minimised, or stop now; nothing is lost. Esc keeps the window.")
        window.banner.ask(text, (keep, stop), key=KEY)
        window.banner.take_focus()

    def keep(self) -> None:
        """Train on out of sight: in the tray, or minimised where there is none."""
        self._window.banner.dismiss(KEY)
        if self.tray is None:
            self._window.showMinimized()
            return
        QApplication.setQuitOnLastWindowClosed(False)
        self.tray.show()
        self._window.hide()
        self.notify(tr("Training goes on"), tr("Click the icon to see it."))

    def come_back(self) -> None:
        """Show the window again."""
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        QApplication.setQuitOnLastWindowClosed(True)

    def notify(self, title: str, text: str) -> None:
        """Tell a person who looks elsewhere; nothing when the window has the focus."""
        window = self._window
        if window.isActiveWindow() and window.isVisible() and not window.isMinimized():
            return
        self.told.append((title, text))
        if self.tray is not None:
            self.tray.show()
            self.tray.showMessage(title, text, self._window.windowIcon(), PATIENCE_MS)
        QApplication.alert(self._window)

    def close(self) -> None:
        """Take the icon away."""
        if self.tray is not None:
            self.tray.hide()

    def _make_tray(self) -> None:
        tray = QSystemTrayIcon(QApplication.windowIcon(), self)
        menu = QMenu(self._window)
        show = QAction(tr("Show the window"), menu)
        show.triggered.connect(self.come_back)
        stop = QAction(tr("Stop and close"), menu)
        stop.triggered.connect(self._window.stop_and_close)
        menu.addActions([show, stop])
        tray.setContextMenu(menu)
        tray.setToolTip("PAE Studio")
        tray.activated.connect(lambda _: self.come_back())
        self.tray = tray

    def _run_ended(self, ended: RunEnded) -> None:
        if not self._window.runner.training:
            return
        title = {"finished": tr("Training has finished"), "stopped": tr("Training has stopped")}.get(
            ended.reason, tr("Training has failed")
        )
        rates = {m.name: m.rate for m in self._window.state.data.measured}
        text = self._window.state.data.site
        if "after" in rates:
            text = tr("Held-out success: {rate}").format(rate=words.percent(rates["after"].success))
        self.notify(title, text)

    def _noticed(self, notice: Noticed) -> None:
        if notice.level in ("warning", "error") and self._window.runner.training:
            self.notify(tr("Training needs a look"), f"{say(notice.message)} {say(notice.fix)}".strip())

    def _phase(self) -> None:
        phase = self._window.state.data.phase
        waiting = self._window.state.data.waiting if phase is not None and phase.phase == "waiting" else 0
        if waiting and not self._waiting and self._window.runner.training:
            self.notify(tr("Tasks wait for you"), tr("%n task(s) to approve or reject", None, waiting))
        self._waiting = waiting
