"""Under a task: its check tried on a real page with one click, and the demonstrations that a person gave of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from paestudio.core.check_report import Told, Tried
from paestudio.gui.asides import Asides
from paestudio.gui.check_words import describe, evidence
from paestudio.gui.engine_words import say
from paestudio.gui.run_data import TaskRow
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, label

SIGNS = {True: "✓", False: "✗", None: "?"}


class TaskTrial(QFrame):
    """Works through Asides; hidden without them. `show_asked`: the person wants to show this task.

    `retract_asked` carries the id of the latest demonstration.
    """

    show_asked = Signal()
    retract_asked = Signal(str)

    def __init__(self, state: RunState, theme: Theme, asides: Asides | None) -> None:
        super().__init__()
        self._state, self._asides = state, asides
        self._row: TaskRow | None = None
        self._results: dict[str, str] = {}
        self._asking = ""  # the task whose check is being tried
        self.button = button(theme, tr("Try the check"), "train", tr("Try the check on a real page (T)"))
        self.show_how = button(theme, tr("Show how"), "edit", tr("Do this task yourself; the agent learns from it (D)"))
        self.retract = button(theme, tr("Retract"), "close", tr("Learn no more from your latest demonstration"))
        self.report = label("", wrap=True)
        self.report.setTextFormat(Qt.TextFormat.PlainText)
        self.report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.shown = label("", "muted", wrap=True)
        self._lay_out()
        self.button.clicked.connect(self.toggle)
        self.show_how.clicked.connect(self.show_asked)
        self.retract.clicked.connect(self._retract)
        if asides is not None:
            asides.changed.connect(self.refresh)
            asides.tried.connect(self._tried)
            asides.stopped.connect(self._stopped)
        state.reset.connect(self._results.clear)
        self.refresh()

    def show_row(self, row: TaskRow | None) -> None:
        """The task that is shown."""
        self._row = row
        self.refresh()

    def toggle(self, *_: object) -> None:
        """Try the check of this task; while it is being tried, cancel."""
        row, asides = self._row, self._asides
        if row is None or asides is None:
            return
        if asides.busy == "check":
            asides.cancel()
        elif row.task.check and not asides.why_not():
            shown = self._state.data.shown(row)
            self._asking = row.task.id
            self._results[row.task.id] = tr("Opening a page and asking the check…")
            asides.try_check(row.task, shown[-1].id if shown else row.proof or "")
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Buttons and texts."""
        row, asides = self._row, self._asides
        self.setVisible(row is not None and asides is not None)
        if row is None or asides is None:
            return
        trying = asides.busy == "check"
        why = asides.why_not() or ("" if row.task.check else tr("This task has no check: you or the judge decide."))
        self.button.setText(tr("Cancel") if trying else tr("Try the check"))
        self.button.setEnabled(trying or not why)
        self.button.setToolTip(tr("Try the check on a real page (T)") if trying or not why else why)
        busy = asides.why_not()
        self.show_how.setEnabled(not busy)
        self.show_how.setToolTip(busy or tr("Do this task yourself; the agent learns from it (D)"))
        self.report.setText(self._results.get(row.task.id, ""))
        self.report.setVisible(bool(self.report.text()))
        count = len(self._state.data.shown(row))
        said = tr("%n demonstration(s) of yours: learned from before the explorer's path.", None, count)
        self.shown.setText(said if count else "")
        self.shown.setVisible(bool(count))
        self.retract.setVisible(bool(count))

    def _tried(self, task: str, tried: Tried) -> None:
        self._results[task] = words_of(tried)
        self.refresh()

    def _stopped(self, message: str, fix: str) -> None:
        if self._asking:
            self._results[self._asking] = f"{say(message)} {say(fix)}".strip()
            self._asking = ""
        self.refresh()

    def _retract(self, *_: object) -> None:
        shown = self._state.data.shown(self._row) if self._row is not None else []
        if shown:
            self.retract_asked.emit(shown[-1].id)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.button)
        row.addWidget(self.show_how)
        row.addStretch(1)
        shown = QHBoxLayout()
        shown.addWidget(self.shown, 1)
        shown.addWidget(self.retract)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.report)
        layout.addLayout(shown)


def words_of(tried: Tried) -> str:
    """What held and what not, a line each."""
    if tried.stopped:
        path = tr("Replayed {done} of {steps} steps; then {why}.")
        head = path.format(done=tried.done, steps=tried.steps, why=say(tried.stopped).rstrip("."))
    elif tried.steps:
        head = tr("Replayed the whole path: %n step(s).", None, tried.steps)
    else:
        head = tr("There is no path to replay: this is the start page as it is.")
    lines = [head, *(_line(told) for told in tried.after)]
    if tried.trivial:
        lines.append(tr("It holds before anything is done: such a check says nothing."))
    elif tried.passes:
        lines.append(tr("The check holds."))
    return "\n".join(lines)


def _line(told: Told) -> str:
    why = f": {evidence(told.why, told.part)}" if told.why else ""
    return f"{SIGNS[told.held]} {describe(told.part)}{why}"
