"""A message across the window that does not stop anybody: what happened, what to do, and one button."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from paestudio.gui import icons
from paestudio.gui.engine_words import say
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label, named, restyle

_LOOKS = {"info": ("info", "accent_text"), "warning": ("warning", "unknown"), "error": ("warning", "failure")}
_LEVELS = {"info": later("Note"), "warning": later("Warning"), "error": later("Error")}


Choice = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """One message at a time; an error is not replaced by anything less."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._theme = theme
        self.level = ""
        self.key = ""
        self._does: Callable[[], object] | None = None
        self._icon = QLabel()
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.act = named(QPushButton(), says=tr("What to do"))
        self.act.clicked.connect(self._act)
        self.other = named(QPushButton(), says=tr("What else to do"))
        self.other.clicked.connect(self._other)
        self._does_other: Callable[[], object] | None = None
        self._before: QWidget | None = None  # what had the keyboard before `take_focus`
        for made_button in (self.act, self.other):
            made_button.setAutoDefault(True)  # Enter presses it, not only Space
        says = tr("Close this message")
        self.close_button = button(theme, tr("Dismiss"), "close", says, style="flat", word=False)
        self.close_button.clicked.connect(self._closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(10)
        for made, stretch in ((self._icon, 0), (self.text, 1), (self.act, 0), (self.other, 0), (self.close_button, 0)):
            layout.addWidget(made, stretch)
        theme.changed.connect(self._draw_icon)
        self.hide()

    def tell(
        self,
        level: str,
        message: str,
        fix: str = "",
        *,
        key: str = "",
        act: str = "",
        does: Callable[[], object] | None = None,
    ) -> bool:
        """Show a message (level info, warning or error) with perhaps one button; False when an error stands.

        Messages of one `key` replace each other, and `dismiss(key)` removes only those.
        """
        if self.isVisible() and self.level == "error" and level != "error":
            return False
        self.level, self.key, self._does = level, key, does
        said = f"{say(message)} {say(fix)}".strip()
        self.text.setText(said)
        self.setAccessibleName(f"{tr(_LEVELS.get(level, level))}: {said}")
        self.act.setText(act)
        self.act.setAccessibleName(act)
        self.act.setVisible(bool(act))
        self.other.hide()
        restyle(self, level=level)
        self._draw_icon()
        self.show()
        return True

    def ask(self, message: str, choices: tuple[Choice, Choice], *, key: str) -> None:
        """A question with two answers that stops nobody; it stands in front of anything else."""
        self.dismiss()
        (first, does), (second, self._does_other) = choices
        self.tell("warning", message, key=key, act=first, does=does)
        self.other.setText(second)
        self.other.setAccessibleName(second)
        self.other.show()

    def tell_bug(self, report: str) -> None:
        """An error of ours, with a button that copies the report."""
        last = report.strip().splitlines()[-1] if report.strip() else tr("no details")
        message = tr("Something went wrong inside PAE Studio: {problem}.").format(problem=last.rstrip("."))
        fix = tr("What was stored is kept. Please send us the report.")
        self.tell("error", message, fix, act=tr("Copy report"), does=lambda: self._copy(report))

    def take_focus(self) -> None:
        """Put the keyboard on its first button; it goes back where it was when the message is gone."""
        if self.isVisible():
            now = self.window().focusWidget()
            if now is not None and not self.isAncestorOf(now):
                self._before = now
            (self.close_button if self.act.isHidden() else self.act).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self, key: str = "") -> None:
        """Hide the message; with a key, only one of that key."""
        if not key or key == self.key:
            self.level = self.key = ""
            before, self._before = self._before, None
            held = self.isAncestorOf(self.window().focusWidget() or self.window())
            self.hide()
            if held and before is not None and shiboken6.isValid(before) and before.isVisible():
                before.setFocus()

    def _closed(self, *_: object) -> None:
        self.dismiss()

    def _act(self) -> None:
        if self._does is not None:
            self._does()

    def _other(self) -> None:
        if self._does_other is not None:
            self._does_other()

    def _copy(self, report: str) -> None:
        QGuiApplication.clipboard().setText(report)
        self.act.setText(tr("Copied"))

    def _draw_icon(self, *_: object) -> None:
        name, token = _LOOKS.get(self.level, _LOOKS["info"])
        colour = self._theme.tokens.colours()[token]
        self._icon.setPixmap(icons.pixmap(name, colour, 18, self.devicePixelRatioF()))
