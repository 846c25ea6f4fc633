"""Light and dark: Fusion style, our own palette and sheet, following the system unless a person forces one."""

from __future__ import annotations

import weakref
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication

from paestudio.gui import icons
from paestudio.gui.tokens import DARK, LIGHT, Tokens

_SHEET = Path(__file__).with_name("style.qss")
_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "panel",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Accent: "accent",
}


def mix(a: str, b: str, share: float) -> str:
    """The colour `share` (0–1) of the way from `a` to `b`."""
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(p + (q - p) * share):02x}" for p, q in pairs)


class Theme(QObject):
    """The theme in force. `changed` is emitted with the new Tokens after palette and sheet are in place."""

    changed = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._forced: str | None = None
        self._bound: list[tuple[weakref.ref[QAction | QAbstractButton], str, str]] = []
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.tokens = self._wanted()
        self._apply()

    def force(self, name: str | None) -> None:
        """`light`, `dark`, or None to follow the system."""
        self._forced = name
        self._follow()

    @property
    def forced(self) -> str | None:
        """What a person chose, None when the system decides."""
        return self._forced

    def bind_icon(self, target: QAction | QAbstractButton, name: str, token: str = "text") -> None:
        """Give `target` an icon that keeps the right colour through theme changes."""
        self._bound.append((weakref.ref(target), name, token))
        self._tint(target, name, token)

    def faint(self) -> str:
        """Disabled text: between muted and the window."""
        return mix(self.tokens.muted, self.tokens.window, 0.45)

    def _wanted(self) -> Tokens:
        if self._forced:
            return DARK if self._forced == "dark" else LIGHT
        return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _follow(self, *_: object) -> None:
        if self._wanted() is not self.tokens:
            self.tokens = self._wanted()
            self._apply()
            self.changed.emit(self.tokens)

    def _apply(self) -> None:
        colours = self.tokens.colours()
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, QColor(colours[token]))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.faint()))
        self._app.setPalette(palette)
        self._app.setStyleSheet(self._sheet(colours))
        self._bound = [entry for entry in self._bound if (made := entry[0]()) is not None and shiboken6.isValid(made)]
        for ref, name, token in self._bound:
            if (target := ref()) is not None and shiboken6.isValid(target):
                self._tint(target, name, token)

    def _sheet(self, colours: dict[str, str]) -> str:
        values = colours | {
            "faint": self.faint(),
            "accent_strong": mix(self.tokens.accent, "#000000", 0.15),
            "tick": icons.tinted_file("approve", self.tokens.on_accent),
            "close": icons.tinted_file("close", self.tokens.muted),
            "float": icons.tinted_file("copy", self.tokens.muted),
            "chevron": icons.tinted_file("chevron", self.tokens.muted),
        }
        sheet = _SHEET.read_text(encoding="utf-8")
        for name in sorted(values, key=len, reverse=True):
            sheet = sheet.replace(f"@{name}", values[name])
        return sheet

    def _tint(self, target: QAction | QAbstractButton, name: str, token: str) -> None:
        target.setIcon(icons.icon(name, self.tokens.colours()[token], self.faint()))
