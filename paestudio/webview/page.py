"""One QtWebEngine page of an episode: answers dialogs, follows new windows, keeps to the site."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from paestudio.browser.guard import Guard
from paestudio.browser.notes import dialog_note


class Gatekeeper(QWebEngineUrlRequestInterceptor):
    """Stops requests for main documents off the site, redirects included, before they leave."""

    def __init__(self, profile: QWebEngineProfile, guard: Guard, refused: Callable[[str], None]) -> None:
        super().__init__(profile)
        self._guard = guard
        self._refused = refused

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Qt asks for every request, in the main thread."""
        url = info.requestUrl().toString()
        kind = info.resourceType()
        types = QWebEngineUrlRequestInfo.ResourceType
        if kind in (types.ResourceTypeMainFrame, types.ResourceTypeNavigationPreloadMainFrame):
            if not self._guard.allows_page(url):
                info.block(True)
                self._refused(url)
        elif kind == types.ResourceTypeSubFrame and not self._guard.allows_frame(url):
            info.block(True)


class EpisodePage(QWebEnginePage):
    """A page of the episode's profile. `said` carries notes, `refused` the addresses it may not go to."""

    said = Signal(str)
    refused = Signal(str)

    def __init__(self, profile: QWebEngineProfile, guard: Guard) -> None:
        super().__init__(profile)
        self._guard = guard

    def acceptNavigationRequest(self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main: bool) -> bool:
        """Qt asks before a frame goes anywhere."""
        text = url if isinstance(url, str) else url.toString()
        if not is_main:
            return self._guard.allows_frame(text)
        if self._guard.allows_page(text):
            return True
        self.refused.emit(text)
        return False

    def javaScriptAlert(self, origin: QUrl | str, message: str) -> None:
        """Alerts are read and answered at once."""
        self.said.emit(dialog_note("alert", message))

    def javaScriptConfirm(self, origin: QUrl | str, message: str) -> bool:
        """Questions are answered OK."""
        self.said.emit(dialog_note("confirm", message))
        return True

    def javaScriptPrompt(self, origin: QUrl | str, message: str, default: str) -> tuple[bool, str]:
        """Prompts are answered with their default."""
        self.said.emit(dialog_note("prompt", message, default))
        return True, default

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """A site's console is none of our log."""

    def chooseFiles(
        self, mode: QWebEnginePage.FileSelectionMode, old: Sequence[str], kinds: Sequence[str]
    ) -> list[str]:
        """No file window ever opens: files are set by the action Type."""
        return []
