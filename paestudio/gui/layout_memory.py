"""Where the window was, and what a person chose in it, kept in the data folder between starts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

VERSION = 2  # of the arrangement of docks: an older one is not restored


class LayoutMemory:
    """A small INI file. Anything unreadable in it is as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow, docks: QMainWindow) -> bool:
        """Put the window, its docks and its splitters where they were; False when nothing was kept."""
        geometry, state = self._settings.value("geometry"), self._settings.value("state")
        if geometry is None or state is None or not window.restoreGeometry(geometry):
            return False
        for splitter in window.findChildren(QSplitter):
            kept = self._settings.value(f"splitter/{splitter.objectName()}")
            if splitter.objectName() and kept is not None:
                splitter.restoreState(kept)
        return docks.restoreState(state, VERSION)

    def keep(self, window: QMainWindow, docks: QMainWindow, history: list[str], theme: str | None) -> None:
        """Write all of it."""
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.setValue("state", docks.saveState(VERSION))
        for splitter in window.findChildren(QSplitter):
            if splitter.objectName():
                self._settings.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
        self._settings.setValue("history", history)
        self._settings.setValue("theme", theme or "system")
        self._settings.sync()

    def history(self) -> list[str]:
        """Addresses used, the latest first."""
        kept = self._settings.value("history")
        return [kept] if isinstance(kept, str) else [str(item) for item in kept or []]

    def note(self, name: str) -> str:
        """A small thing kept with `write`; "" when there is none."""
        kept = self._settings.value(f"note/{name}")
        return kept if isinstance(kept, str) else ""

    def write(self, name: str, value: str) -> None:
        """Keep a small thing at once."""
        self._settings.setValue(f"note/{name}", value)
        self._settings.sync()

    def theme(self) -> str | None:
        """light, dark, or None for the system's."""
        kept = self._settings.value("theme")
        return str(kept) if kept in ("light", "dark") else None
