"""Writes checks in words: “page address contains …”, “page says …”, “answer is …” become keys of the check's JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from paestudio.core.records import Check, Observation
from paestudio.gui.texts import tr
from paestudio.gui.widgets import name_field, named

ADDRESS, TEXT, ANSWER = "url", "text", "answer"


class CheckHelper(QWidget):
    """`wanted` carries a key of a check and what it is to be: add it to what is there with `joined`."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.what = named(QComboBox(), says=tr("What must hold"))
        self.what.addItem(tr("Page address contains"), ADDRESS)
        self.what.addItem(tr("Page says"), TEXT)
        self.what.addItem(tr("Answer is"), ANSWER)
        self.value = QLineEdit()
        name_field(self.value, tr("Words that must be there"))
        self.add = QPushButton(tr("Add"))
        self.add.setToolTip(tr("Add this to the check; everything in it must hold"))
        self.add.setEnabled(False)
        self.value.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        self.add.clicked.connect(self._add)
        self.value.returnPressed.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self.value, 1)
        row.addWidget(self.add)
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(5)
        both.addWidget(self.what)
        both.addLayout(row)

    def _add(self, *_: object) -> None:
        text = self.value.text().strip()
        if text:
            self.value.clear()
            self.wanted.emit(self.what.currentData(), text)


def joined(check: Check | None, what: str, text: str) -> dict[str, Any]:
    """The check with one more thing: texts and addresses must all be there, of several answers any will do."""
    made: dict[str, Any] = dict(check or {})
    value = re.escape(text) if what == ADDRESS else text
    before = made.get(what)
    if before is None:
        made[what] = value
    elif what == ADDRESS:
        made["all"] = [*made.get("all", []), {ADDRESS: value}]
    else:
        listed = before if isinstance(before, list) else [before]
        made[what] = [*listed, *([value] if value not in listed else [])]
    return made


def proposed(first: Observation | None, last: Observation) -> Mapping[str, Any]:
    """A check from how a demonstration ended: the address when it changed, else a heading or a text that is new."""
    path = _path(last.url)
    if first is None or path != _path(first.url):
        return {ADDRESS: f"^{re.escape(path)}$"}
    known = {text.text for text in first.texts}
    fresh = [text for text in last.texts if text.text not in known and 3 <= len(text.text) <= 80]
    best = sorted(fresh, key=lambda text: (not text.heading, not text.on_screen, text.order))
    return {TEXT: best[0].text} if best else {ADDRESS: f"^{re.escape(path)}$"}


def _path(url: str) -> str:
    return "/" + url.split("//", 1)[-1].partition("/")[2]
