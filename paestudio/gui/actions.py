"""Every action of the window in one list, with its key: for the palette, the card of keys, and rebinding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import shiboken6
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QPlainTextEdit, QWidget

from paestudio.gui.layout_memory import LayoutMemory
from paestudio.gui.texts import tr
from paestudio.gui.widgets import GROUP

NOTE = "keys"
_DEFAULT = "default_keys"
_NOT_LISTED = (QMenu, QLineEdit, QPlainTextEdit)


@dataclass(frozen=True, slots=True)
class Entry:
    """One action. `scope` is the widget whose focus its key needs, None for the whole window."""

    key: str  # stable name, the same in every language
    group: str
    text: str
    action: QAction
    scope: QWidget | None = None

    @property
    def shortcuts(self) -> list[QKeySequence]:
        """Its keys now."""
        return list(self.action.shortcuts())

    @property
    def keys(self) -> str:
        """Its keys in words."""
        native = QKeySequence.SequenceFormat.NativeText
        return " / ".join(keys.toString(native) for keys in self.shortcuts)


def entries(window: QMainWindow) -> list[Entry]:
    """Menus first, then what works in one list or player only."""
    found: list[Entry] = []
    seen: set[int] = set()
    for title, action in _of_menus(window):
        _add(found, seen, title, action, None)
    for action in window.findChildren(QAction):
        scope = action.parent()
        # What Enter and Esc do in a text field goes without saying, and is nobody's to change.
        if isinstance(scope, QWidget) and not isinstance(scope, _NOT_LISTED) and action.shortcuts():
            group = str(scope.property(GROUP) or scope.accessibleName() or tr("Window"))
            _add(found, seen, group, action, scope)
    return found


def restore(window: QMainWindow, memory: LayoutMemory) -> None:
    """Give the actions the keys that a person chose; unreadable choices are as if they were not there."""
    try:
        chosen = dict(json.loads(memory.note(NOTE) or "{}"))
    except (ValueError, TypeError):
        chosen = {}
    for entry in entries(window):
        if isinstance(keys := chosen.get(entry.key), str):
            entry.action.setShortcuts([QKeySequence(part) for part in keys.split()])


def rebind(window: QMainWindow, memory: LayoutMemory, entry: Entry, keys: QKeySequence) -> Entry | None:
    """Give an action another key and keep that; returns the action that has the key already, when there is one."""
    taken = next((other for other in entries(window) if other.key != entry.key and _collide(other, entry, keys)), None)
    if taken is None:
        for twin in entries(window):  # the same action of another list, as after the next start
            if twin.key == entry.key:
                twin.action.setShortcuts([keys])
        try:
            chosen = dict(json.loads(memory.note(NOTE) or "{}"))
        except (ValueError, TypeError):
            chosen = {}
        chosen[entry.key] = keys.toString(QKeySequence.SequenceFormat.PortableText)
        memory.write(NOTE, json.dumps(chosen))
    return taken


def reset(window: QMainWindow, memory: LayoutMemory) -> None:
    """All keys as they came."""
    memory.write(NOTE, "")
    for entry in entries(window):
        entry.action.setShortcuts([QKeySequence(part) for part in str(entry.action.property(_DEFAULT)).split()])


def _collide(other: Entry, entry: Entry, keys: QKeySequence) -> bool:
    meets = other.scope is None or entry.scope is None or other.scope is entry.scope
    return meets and keys in other.shortcuts


def _add(found: list[Entry], seen: set[int], group: str, action: QAction, scope: QWidget | None) -> None:
    pointer = shiboken6.getCppPointer(action)[0]
    if action.isSeparator() or not action.text() or pointer in seen or not action.isVisible():
        return
    seen.add(pointer)
    default = action.property(_DEFAULT)
    if default is None:
        form = QKeySequence.SequenceFormat.PortableText
        default = " ".join(keys.toString(form) for keys in action.shortcuts())
        action.setProperty(_DEFAULT, default)
    place = "" if scope is None else scope.objectName() or type(scope).__name__
    key = action.objectName() or f"{place}/{default or action.text()}"
    found.append(Entry(key, group, action.text().replace("&", "").rstrip(": "), action, scope))


def _of_menus(window: QMainWindow) -> Iterator[tuple[str, QAction]]:
    for top in window.menuBar().actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            yield from _of_menu(menu, top.text().replace("&", ""))


def _of_menu(menu: QMenu, title: str) -> Iterator[tuple[str, QAction]]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _of_menu(inner, f"{title} › {action.text().replace('&', '')}")
        else:
            yield title, action
