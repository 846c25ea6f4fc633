"""Rewriting a task beside the list: its words, its check and its start page, with what is wrong said below."""

from __future__ import annotations

import dataclasses
import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout

from paestudio.core import checks
from paestudio.core.check_report import fails, keys_of
from paestudio.core.errors import UserError
from paestudio.core.records import OWN, Check, Final, Task
from paestudio.gui.check_helper import ANSWER, CheckHelper, joined
from paestudio.gui.check_words import describe, evidence
from paestudio.gui.engine_words import fault_words
from paestudio.gui.texts import tr
from paestudio.gui.widgets import key, label, named


class TaskEditor(QFrame):
    """Not a dialog: the run goes on and the list stays usable. `saved` carries the old and the new task.

    `added` carries a new task of the person's own and whether it is to be held out.
    """

    saved = Signal(object, object)
    added = Signal(object, bool)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._task: Task | None = None
        self._new = False
        self._ended: Final | None = None  # how a demonstration of the new task ended
        self.heading = label(tr("Edit task"), "heading")
        self.helper = CheckHelper()
        self.helper.wanted.connect(self._join)
        self.answer = named(QLineEdit(), says=tr("Your answer"))
        self.answer.setPlaceholderText(tr("Your answer, if the task asks a question"))
        self.answer.textChanged.connect(self._look)
        self.held_out = QCheckBox(tr("Only to measure with: never train on it"))
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
        layout.addWidget(self.heading)
        layout.addWidget(self.instruction)
        layout.addWidget(label(tr("Start page")))
        layout.addWidget(self.start)
        layout.addWidget(label(tr("Check (JSON; empty: you or the judge decide)"), wrap=True))
        layout.addWidget(self.check)
        layout.addWidget(self.helper)
        layout.addWidget(self.answer)
        layout.addWidget(self.held_out)
        layout.addWidget(self.says)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def open(self, task: Task) -> None:
        """Start on `task`."""
        self._ended = None
        self._fill(task, tr("Edit task"), new=False)

    def open_new(self, start: str, check: Check | None = None, ended: Final | None = None) -> None:
        """Start on a task of the person's own; `ended`: they showed it, and it ended there."""
        self._ended = ended
        task = Task("", "", start, check, kind=OWN, origin=OWN)
        self._fill(task, tr("Your task") if ended is None else tr("What did you just show?"), new=True)

    def _fill(self, task: Task, heading: str, new: bool) -> None:
        self._task, self._new = None, new
        self.heading.setText(heading)
        self.answer.clear()
        self.answer.setVisible(new and self._ended is not None)
        self.held_out.setChecked(False)
        self.start.setReadOnly(self._ended is not None)
        self.held_out.setVisible(new)
        self.save.setText(tr("Add") if new else tr("Save"))
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
        if self._new:
            self._demand_success(fresh)
            return dataclasses.replace(fresh, origin=OWN, kind=kind_of(fresh.check))
        if fresh.id == old.id:
            return old
        kept = {name: getattr(old, name) for name in ("rubric", "kind", "difficulty")}
        origin = OWN if old.origin == OWN else "human"
        return dataclasses.replace(fresh, origin=origin, parent=old.id, **kept)

    def _demand_success(self, task: Task) -> None:
        """A demonstration must end where its check holds, as far as the page alone can tell."""
        said = self.answer.text().strip() or None
        why = fails(task.check, self._ended, said, task.start_url) if self._ended is not None else ""
        if why:
            told = evidence(why, None).rstrip(".")
            raise UserError(tr("The check does not hold where you finished: {why}.").format(why=told))

    def _join(self, what: str, text: str) -> None:
        try:
            made = joined(self._parsed(), what, text)
        except UserError as e:
            self.problem.setText(fault_words(e))
            return
        self.check.setPlainText(json.dumps(made, indent=1, ensure_ascii=False))
        if what == ANSWER and not self.answer.text().strip():
            self.answer.setText(text)

    def _look(self) -> None:
        if self._task is None:
            return
        said = problem = ""
        try:
            check = self._parsed()
            passes = tr("Passes when {check}").format(check=describe(check)) + "."
            said = passes if check else tr("You or the judge decide.")
            self._wanted()
        except UserError as e:
            problem = fault_words(e)
        self.says.setText(said)
        self.says.setVisible(bool(said))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.save.setEnabled(not problem)

    def _save(self) -> None:
        if self._task is not None and self.save.isEnabled():
            made = self._wanted()
            if self._new:
                self.added.emit(made, self.held_out.isChecked())
            else:
                self.saved.emit(self._task, made)


def kind_of(check: Check | None) -> str:
    """The kind of a person's own task, by what its check looks at."""
    keys = set(keys_of(check or {}))
    return "retrieval" if "answer" in keys else "navigation" if keys == {"url"} else "state" if keys else "own"
