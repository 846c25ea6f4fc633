"""Small helpers that keep panels short: named buttons, single-key actions, labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QSizePolicy, QToolButton, QWidget

from paestudio.gui.theme import Theme

W = TypeVar("W", bound=QWidget)
GROUP = "group"  # a property: what the keys of a widget stand under when its spoken name changes


def button(
    theme: Theme, text: str, icon: str, says: str, *, token: str = "text", style: str = "", word: bool = True
) -> QToolButton:
    """A button with an icon; `says` is its tool tip and accessible description. `word` False shows the icon only.

    A click leaves the focus where it is, so that the single keys of a list go on working.
    """
    made = QToolButton()
    made.setText(text)
    made.setIconSize(QSize(16, 16))
    made.setToolButtonStyle(
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon if word else Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    made.setProperty("worded", "true" if word else "false")  # Qt leaves room for two spaces behind the words
    made.setToolTip(says)
    made.setAccessibleName(text)
    made.setAccessibleDescription(says)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if style:
        made.setObjectName(style)
    theme.bind_icon(made, icon, token)
    return made


def key(owner: QWidget, keys: str, text: str, does: Callable[[], object]) -> QAction:
    """An action on single keys that works only while `owner` has the focus, never in text fields."""
    action = QAction(text, owner)
    action.setShortcuts([QKeySequence(part) for part in keys.split()])
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda: does())
    owner.addAction(action)
    return action


def label(text: str, name: str = "", *, wrap: bool = False) -> QLabel:
    """A label; `name` picks its look in the style sheet: muted, heading, empty, chip, error."""
    made = QLabel(text)
    if name:
        made.setObjectName(name)
    made.setWordWrap(wrap)
    if wrap:
        down = QSizePolicy.Policy.Ignored if name == "empty" else QSizePolicy.Policy.Preferred
        made.setSizePolicy(QSizePolicy.Policy.Ignored, down)
    return made


def named(widget: W, name: str = "", says: str = "") -> W:
    """The widget, with an object name (its look in the style sheet, its place in saved layouts) and a spoken name."""
    if name:
        widget.setObjectName(name)
    if says:
        widget.setAccessibleName(says)
    return widget


def name_field(widget: QWidget, says: str) -> None:
    """A spoken name for a widget and for the text field that Qt puts into it."""
    widget.setAccessibleName(says)
    for field in widget.findChildren(QLineEdit):
        field.setAccessibleName(says)


class Column(QScrollArea):
    """Scrolls up and down only: it is at least as wide as what it holds, so that nothing is cut off at the right."""

    def __init__(self, holds: QWidget) -> None:
        super().__init__()
        self._holds = holds
        self.setWidgetResizable(True)
        self.setWidget(holds)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """The width of what it holds, and its scroll bar."""
        wide = max(self._holds.minimumSizeHint().width(), self._holds.minimumWidth())
        return QSize(wide + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())


def restyle(widget: QWidget, **properties: str) -> None:
    """Set properties that the style sheet looks at, and draw again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
