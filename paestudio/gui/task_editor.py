"""Rewriting a task beside the list: its words, its check and its start page, with what is wrong said below."""

from __future__ import annotations

import dataclasses
import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout

from paestudio.core import checks
from paestudio.core.errors import UserError
from paestudio.core.records import Check, Task
from paestudio.gui.check_words import describe
from paestudio.gui.engine_words import fault_words
from paestudio.gui.texts import tr
from paestudio.gui.widgets import key, label, named


class TaskEditor(QFrame):
    """Not a dialog: the run goes on and the list stays usable. `saved` carries the old and the new task."""

    saved = Signal(object, object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._task: Task | None = None
        self.instruction = named(QPlainTextEdit(tabChangesFocus=True), says=tr("Instruction"))
        self.check = named(QPlainTextEdit(tabChangesFocus=True), says=tr("Check, as JSON"))
        self.check.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.start = named(QLineEdit(), says=tr("Start page"))
        self.instruction.setFixedHeight(56)
        self.instruction.setPlaceholderText(tr("What to do, as a person would ask"))
        self.check.setFixedHeight(96)
        self.says = label("", "muted", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.save = named(QPushButton(tr("Save")), "primary")
        cancel = QPushButton(tr("Cancel"))
        self.save.clicked.connect(self._save)
        cancel.clicked.connect(self.cancelled)
        self.check.textChanged.connect(self._look)
        self.instruction.textChanged.connect(self._look)
        self.start.textChanged.connect(self._look)
        for field in (self.instruction, self.check, self.start):
            key(field, "Esc", tr("Cancel"), self.cancelled.emit)
            key(field, "Ctrl+Return Ctrl+Enter", tr("Save"), self._save)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(5)
        layout.addWidget(label(tr("Edit task"), "heading"))
        layout.addWidget(self.instruction)
        layout.addWidget(label(tr("Start page")))
        layout.addWidget(self.start)
        layout.addWidget(label(tr("Check (JSON; empty: you or the judge decide)")))
        layout.addWidget(self.check)
        layout.addWidget(self.says)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def open(self, task: Task) -> None:
        """Start on `task`."""
        self._task = task
        self.instruction.setPlainText(task.instruction)
        self.check.setPlainText(json.dumps(task.check, indent=1, ensure_ascii=False) if task.check else "")
        self.start.setText(task.start_url)
        self.start.setCursorPosition(0)
        self._look()
        self.instruction.setFocus()
        self.instruction.selectAll()

    def _parsed(self) -> Check | None:
        text = self.check.toPlainText().strip()
        if not text:
            return None
        try:
            value: Any = json.loads(text)
        except json.JSONDecodeError as e:
            text = tr("The check is not JSON: {what} in line {line}, column {column}.")
            raise UserError(text.format(what=e.msg, line=e.lineno, column=e.colno)) from e
        return checks.validate(value)

    def _start(self, before: str) -> str:
        wanted = self.start.text().strip()
        old, new = urlsplit(before), urlsplit(urljoin(before, wanted))
        if not wanted:
            raise UserError(tr("A task needs a page to start on."))
        if (new.scheme, new.netloc) != (old.scheme, old.netloc):
            text = tr("The start page must be on {site}: the agent stays on its site.")
            raise UserError(text.format(site=f"{old.scheme}://{old.netloc}"))
        return new.geturl()

    def _wanted(self) -> Task:
        assert self._task is not None
        words = " ".join(self.instruction.toPlainText().split())
        if not words:
            raise UserError(tr("A task needs an instruction."))
        old = self._task
        fresh = Task.make(words, self._start(old.start_url), self._parsed(), login=old.login)
        if fresh.id == old.id:
            return old
        kept = {name: getattr(old, name) for name in ("rubric", "kind", "difficulty")}
        return dataclasses.replace(fresh, origin="human", parent=old.id, **kept)

    def _look(self) -> None:
        if self._task is None:
            return
        try:
            wanted = self._wanted()
        except UserError as e:
            self.problem.setText(fault_words(e))
            self.problem.show()
            self.says.hide()
            self.save.setEnabled(False)
            return
        self.problem.hide()
        said = tr("Passes when {check}").format(check=describe(wanted.check)) + "."
        self.says.setText(said if wanted.check else tr("You or the judge decide."))
        self.says.show()
        self.save.setEnabled(True)

    def _save(self) -> None:
        if self._task is not None and self.save.isEnabled():
            old = self._task
            self.saved.emit(old, self._wanted())
