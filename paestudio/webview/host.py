"""Owns the views of the embedded browser, in Qt's main thread. Implements `paestudio.browser.views.Views`.

An episode gets a slot's stage (a widget) with a fresh page of a fresh off-the-record profile on it. The window shows
a stage by taking it into a layout (`viewOpened`); a stage that nobody shows is alive all the same, off the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QStackedWidget, QWidget

from paestudio.browser.guard import Guard
from paestudio.browser.notes import download_note
from paestudio.browser.views import Happened, Listener, ViewEvent, mark_url
from paestudio.webview.collector import Collector
from paestudio.webview.page import EpisodePage, Gatekeeper


class Stage(QStackedWidget):
    """A slot's widget: the page, and over it the windows it opened. Always as large as the viewport.

    Put it into a layout to show it; take it out (`setParent(None)`) and it lives on, off the screen.
    """

    def __init__(self, slot: int) -> None:
        super().__init__()
        self.slot = slot
        self.setWindowTitle(f"Page {slot + 1}")
        self._rest()

    def _rest(self) -> None:
        # A view that is not shown has no size and cannot be clicked.
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, True)
        self.show()

    def event(self, event: QEvent) -> bool:
        """Follow a change of the parent."""
        if event.type() == QEvent.Type.ParentChange:
            if self.parent() is None:
                QTimer.singleShot(0, self, self._rest)
            else:
                self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
                QTimer.singleShot(0, self, self.show)
        return super().event(event)


class _Episode(QObject):
    """The profile of one episode with its pages."""

    def __init__(self, parent: QObject, stage: Stage, mark: str, guard: Guard, heard: Listener) -> None:
        super().__init__(parent)  # Qt owns it: it must outlive its pages, whoever forgets it
        self.mark = mark
        self._stage = stage
        self._guard = guard
        self._heard = heard
        self._folder = TemporaryDirectory(prefix="paestudio-downloads-")
        self._views: list[QWebEngineView] = []
        self._profile = QWebEngineProfile(self)
        self._gatekeeper = Gatekeeper(self._profile, guard, partial(self._tell, Happened.REFUSED))
        self._profile.setUrlRequestInterceptor(self._gatekeeper)
        self._profile.downloadRequested.connect(self._download)
        self._add_view().setUrl(QUrl(mark_url(mark)))

    def _tell(self, kind: Happened, text: str = "") -> None:
        self._heard(ViewEvent(self.mark, kind, text))

    def _add_view(self) -> QWebEnginePage:
        view = QWebEngineView(self._stage)
        page = EpisodePage(self._profile, self._guard)
        page.setParent(view)
        settings = page.settings()
        settings.setAttribute(QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows, True)
        settings.setAttribute(QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard, False)
        settings.setAttribute(QWebEngineSettings.WebAttribute.FullScreenSupportEnabled, False)
        settings.setAttribute(QWebEngineSettings.WebAttribute.ScrollAnimatorEnabled, False)
        settings.setAttribute(QWebEngineSettings.WebAttribute.ShowScrollBars, False)  # the same layout everywhere
        page.said.connect(partial(self._tell, Happened.NOTE))
        page.refused.connect(partial(self._tell, Happened.REFUSED))
        page.newWindowRequested.connect(self._open_window)
        page.windowCloseRequested.connect(partial(self._close_window, view))
        page.renderProcessTerminated.connect(self._crashed)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        view.setPage(page)
        self._views.append(view)
        self._stage.addWidget(view)
        self._stage.setCurrentWidget(view)
        return page

    def _open_window(self, request: QWebEngineNewWindowRequest) -> None:
        target = request.requestedUrl()
        if not self._guard.allows_page(target.toString()):
            self._tell(Happened.REFUSED, target.toString())
            return
        request.openIn(self._add_view())

    def _close_window(self, view: QWebEngineView) -> None:
        if len(self._views) > 1 and view in self._views:
            self._views.remove(view)
            self._stage.removeWidget(view)
            self._stage.setCurrentWidget(self._views[-1])
            view.deleteLater()

    def _crashed(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        self._tell(Happened.CRASHED, f"The page crashed ({status.name}, code {code}).")

    def _download(self, request: QWebEngineDownloadRequest) -> None:
        request.setDownloadDirectory(self._folder.name)
        request.accept()
        self._tell(Happened.NOTE, download_note(request.suggestedFileName()))

    def taken(self) -> None:
        """The views were destroyed by somebody else."""
        self._tell(Happened.CLOSED)
        self._views.clear()
        self._folder.cleanup()
        self.deleteLater()

    def end(self) -> None:
        """Take the pages away, then the profile, then what was downloaded."""
        for view in self._views:
            self._stage.removeWidget(view)
            view.hide()
        *others, last = self._views
        for view in others:
            view.deleteLater()
        last.destroyed.connect(self.deleteLater)
        last.deleteLater()
        self._views.clear()
        self._folder.cleanup()


class ViewHost(QObject):
    """Makes and keeps the views. Create it in the main thread after `start.prepare()` and the QApplication.

    Signals:
        viewOpened(slot, stage): an episode has begun on this widget; take it into a layout to show it.
        viewClosed(slot): the episode is over; the stage stays for the slot's next one.
    """

    viewOpened = Signal(int, QWidget)
    viewClosed = Signal(int)
    _asked = Signal(object)

    def __init__(self, endpoint: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.endpoint = endpoint
        self._collector = Collector(self)
        self._stages: dict[int, Stage] = {}
        self._episodes: dict[int, _Episode] = {}
        self._starter = QWebEngineProfile(self)  # starts the engine, and with it the debug port
        self._asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    # ---- from any thread

    def open_view(
        self, slot: int, mark: str, origin: str, offsite: bool, viewport: tuple[int, int], heard: Listener
    ) -> Future[None]:
        """A live view with an empty profile, guarded, on `mark_url(mark)`."""
        return self._ask(partial(self._open, slot, mark, Guard(origin, offsite), QSize(*viewport), heard))

    def close_view(self, slot: int, mark: str) -> Future[None]:
        """Take the view, its windows and its profile away."""
        return self._ask(partial(self._close, slot, mark))

    def run_later(self, work: Callable[[], object]) -> None:
        """Run `work` in the main thread, once its loop runs."""
        self._ask(work)

    def _ask(self, work: Callable[[], object]) -> Future[None]:
        done: Future[None] = Future()
        self._asked.emit((work, done))
        return done

    # ---- in the main thread

    def _do(self, asked: tuple[Callable[[], object], Future[None]]) -> None:
        work, done = asked
        if not done.set_running_or_notify_cancel():
            return
        try:
            work()
        except Exception as e:  # the boundary between threads: the engine gets the fault, the window lives on
            done.set_exception(e)
        else:
            done.set_result(None)

    def _open(self, slot: int, mark: str, guard: Guard, size: QSize, heard: Listener) -> None:
        self._end(slot)
        stage = self._stages.get(slot)
        if stage is None:
            stage = self._stages[slot] = Stage(slot)
            stage.destroyed.connect(partial(self._gone, slot))
        stage.setFixedSize(size)
        self._episodes[slot] = _Episode(self, stage, mark, guard, heard)
        self.viewOpened.emit(slot, stage)

    def _close(self, slot: int, mark: str) -> None:
        if slot in self._episodes and self._episodes[slot].mark == mark:
            self._end(slot)
            self.viewClosed.emit(slot)

    def _gone(self, slot: int) -> None:
        """The window that showed the stage was destroyed, and the stage with it."""
        self._stages.pop(slot, None)
        episode = self._episodes.pop(slot, None)
        if episode is not None:
            episode.taken()
            self.viewClosed.emit(slot)

    def _end(self, slot: int) -> None:
        episode = self._episodes.pop(slot, None)
        if episode is not None:
            episode.end()

    def stage(self, slot: int) -> Stage | None:
        """The widget of a slot, if it ever had an episode."""
        return self._stages.get(slot)

    def shutdown(self) -> None:
        """Take everything away; before the QApplication ends."""
        for slot in list(self._episodes):
            self._end(slot)
        stages, self._stages = list(self._stages.values()), {}
        for stage in stages:
            stage.close()
            stage.deleteLater()
        for _ in range(3):  # pages, then their profiles, then what was left of them
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()
        self._collector.stop()
