"""The pages of the window and the rail that switches between them. A page is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import label, named

RAIL = 76  # px
ICON = 22


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `key` is its name in stored state, `make` gives its widget, `keys` its shortcut."""

    key: str
    title: str
    icon: str
    make: Callable[[], QWidget]
    keys: str = ""


class Pages(QWidget):
    """Register with `add`, show with `go`. `changed` carries the key of the page that is shown now."""

    changed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pages: dict[str, Page] = {}
        self._made: dict[str, QWidget] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._badges: dict[str, QLabel] = {}
        self.current = ""
        self.actions_by_key: dict[str, QAction] = {}
        self.rail = named(QFrame(), "rail", tr("Pages"))
        self.rail.setMinimumWidth(RAIL)
        self._rail_box = QVBoxLayout(self.rail)
        self._rail_box.setContentsMargins(6, 8, 6, 8)
        self._rail_box.setSpacing(4)
        self._rail_box.addStretch(1)
        self.stack = QStackedWidget()
        self._group = QActionGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.stack, 1)
        layout.addLayout(self.column, 1)

    def add(self, page: Page) -> QAction:
        """Put a page at the end of the rail; returns the action that shows it."""
        action = QAction(page.title, self)
        action.setObjectName(f"page_{page.key}")
        action.setCheckable(True)
        action.triggered.connect(partial(self._triggered, page.key))
        if page.keys:
            action.setShortcut(QKeySequence(page.keys))
        self._theme.bind_icon(action, page.icon)
        self._group.addAction(action)
        made = QToolButton()
        made.setObjectName("rail_button")
        made.setDefaultAction(action)
        made.setIconSize(QSize(ICON, ICON))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(page.title)
        made.setToolTip(f"{page.title} ({page.keys})" if page.keys else page.title)
        badge = label("", "badge")
        badge.setParent(made)
        badge.hide()
        self._rail_box.insertWidget(self._rail_box.count() - 1, made)
        self._pages[page.key], self._buttons[page.key], self._badges[page.key] = page, made, badge
        self.actions_by_key[page.key] = action
        return action

    def order(self) -> list[str]:
        """All pages, in the order of the rail."""
        return list(self._pages)

    def go(self, key: str) -> QWidget:
        """Show a page; an unknown name (of a state kept by another version) shows the first."""
        if key not in self._pages:
            key = next(iter(self._pages))
        page = self.widget(key)
        if key != self.current:
            self.current = key
            self.stack.setCurrentWidget(page)
            self.actions_by_key[key].setChecked(True)
            self.changed.emit(key)
        return page

    def widget(self, key: str) -> QWidget:
        """A page's widget, made when it is new."""
        if key not in self._made:
            self._made[key] = self._pages[key].make()
            self.stack.addWidget(self._made[key])
        return self._made[key]

    def made(self, key: str) -> QWidget | None:
        """A page's widget if it was ever shown."""
        return self._made.get(key)

    def badge(self, key: str, number: int) -> None:
        """Show on the rail how many things of a page wait for a person; 0 hides the number."""
        button = self._buttons.get(key)
        if button is None:
            return
        badge = self._badges[key]
        badge.setText(f"{number:,}" if number < 1000 else "999+")
        badge.adjustSize()
        badge.move(button.width() - badge.width() - 4, 2)
        badge.setVisible(number > 0)
        title = self._pages[key].title
        button.setAccessibleName(f"{title}, {number}" if number else title)

    def _triggered(self, key: str, *_: object) -> None:
        self.go(key).setFocus(Qt.FocusReason.ShortcutFocusReason)
