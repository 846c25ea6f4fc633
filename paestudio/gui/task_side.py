"""Beside the task table: the task in full, a picture of its page, its history, and tasks like it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from paestudio.core.records import Status
from paestudio.gui import words
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import TaskRow
from paestudio.gui.similar import Likeness
from paestudio.gui.state import RunState
from paestudio.gui.task_card import TaskCard
from paestudio.gui.task_model import passed
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.thumbnail import Thumbnail
from paestudio.gui.widgets import label, named

LATER_MS = 80  # similar tasks are looked for when the person rests on a task, not on the way to it
EMPTY = later("Select a task to see its check, its page and tasks like it.")
_BY = {"human": later("you"), "policy": later("the program"), "pass_rate": later("its pass rate")}
_ORIGIN = {
    "human": later("Your own wording"),
    "explored": later("Proposed by the explorer"),
    "model": later("Proposed by a model"),
}


class TaskSide(QScrollArea):
    """`asked` carries the id of a similar task that was clicked."""

    asked = Signal(str)

    def __init__(self, state: RunState, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self._state = state
        self._likeness = Likeness()
        self._row: TaskRow | None = None
        self._shown = ""
        self.card = TaskCard()
        self.thumbnail = Thumbnail(pictures, 640)
        self.history = label("", "muted", wrap=True)
        self.heading = label(tr("Similar tasks"), "heading")
        self.similar: list[QPushButton] = []
        self.empty = label(tr(EMPTY), "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidgetResizable(True)
        self.setObjectName("panel")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = named(QWidget(), "inside")
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(10, 10, 10, 10)
        self._box.setSpacing(8)
        for made in (self.empty, self.card, self.thumbnail, self.history, self.heading):
            self._box.addWidget(made)
        self._box.addStretch(1)
        self.setWidget(inside)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._find_similar)

    def show_row(self, row: TaskRow | None, picture: bool = True) -> None:
        """Show a task; None: how to choose one. `picture` False: it is shown larger elsewhere."""
        self._row = row
        self.empty.setVisible(row is None)
        self.card.setVisible(row is not None and picture)
        self.history.setVisible(row is not None)
        if row is None:
            self.thumbnail.show_picture(None)
            self._clear()
            return
        if picture:
            self.card.show_task(row.task)
        url = row.task.start_url
        self.thumbnail.show_picture(self._state.data.page_shots.get(url) if picture else None, url)
        self.history.setText(_history(row))
        if row.task.id != self._shown:
            self._clear()
            self._shown = row.task.id
            self._later.start()

    def _find_similar(self) -> None:
        if self._row is None:
            return
        found = self._likeness.similar(self._row, self._state.data.tasks)
        self.heading.setVisible(bool(found))
        for row, share in found:
            common = tr("{share} of the words in common").format(share=words.percent(share))
            said = f"{words.STATUS[row.status].word} · {common}"
            made = QPushButton(words.shorten(row.task.instruction, 70))
            made.setToolTip(f"{row.task.instruction}\n{said}")
            made.setAccessibleDescription(said)
            made.setObjectName("flat")
            made.setStyleSheet("text-align: left; padding: 3px 6px")
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            made.clicked.connect(partial(self._asked, row.task.id))
            self._box.insertWidget(self._box.count() - 1, made)
            self.similar.append(made)

    def _asked(self, task_id: str, *_: object) -> None:
        self.asked.emit(task_id)

    def _clear(self) -> None:
        self._shown = ""
        self.heading.hide()
        for made in self.similar:
            made.hide()
            made.deleteLater()
        self.similar.clear()


def _history(row: TaskRow) -> str:
    status = words.STATUS[row.status].word
    if row.by and row.status is not Status.PROPOSED:
        status = tr("{status} by {who}").format(status=status, who=tr(_BY.get(row.by, row.by)))
    lines = [f"{status}: {words.reason(row.reason)}" if row.reason else status]
    origin = row.task.origin
    lines.append(tr(_ORIGIN[origin]) if origin in _ORIGIN else tr("Proposed: {origin}").format(origin=origin))
    if row.trials:
        lines.append(tr("In training: {passed}").format(passed=passed(row)))
    if row.held_out:
        lines.append(tr("Held out: it measures, and is never trained on"))
    return "\n".join(lines)
