"""One task at a time, large, for the keyboard alone: decide, and the next one is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from paestudio.gui import words
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import RunData, TaskRow
from paestudio.gui.task_card import check_words
from paestudio.gui.texts import later, tr
from paestudio.gui.thumbnail import Thumbnail
from paestudio.gui.widgets import label, restyle

HINT = later("A approve   R reject   E edit   S skip   F flag   T try the check   U undo   Esc back to the table")
LATEST = 5


class TaskQueue(QFrame):
    """Shows one task. The page that owns it decides which."""

    left = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("queue")
        self.setAccessibleName(tr("Task to decide on"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.task_id: str | None = None
        self.done: deque[str] = deque(maxlen=LATEST)  # the latest decisions, in words
        self._skipped: dict[str, None] = {}
        self.bar = QProgressBar(textVisible=False)
        self.count = label("", "muted")
        self.instruction = label("", "large", wrap=True)
        self.check = label("", wrap=True)
        self.facts = label("", "muted", wrap=True)
        self.chip = label("", "chip")
        self.thumbnail = Thumbnail(pictures, 460)
        self.latest = label("", "muted", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.bar, 1)
        head.addWidget(self.count)
        chips = QHBoxLayout()
        chips.addWidget(self.chip)
        chips.addWidget(self.facts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addSpacing(6)
        layout.addLayout(chips)
        layout.addWidget(self.instruction)
        layout.addWidget(self.check)
        layout.addWidget(self.thumbnail)
        layout.addStretch(1)
        layout.addWidget(self.latest)
        self.hint = label(tr(HINT), "keys", wrap=True)
        layout.addWidget(self.hint)

    def skip(self, task_id: str) -> None:
        """Put a task behind all that were not skipped."""
        self._skipped.pop(task_id, None)
        self._skipped[task_id] = None

    def next_of(self, waiting: Iterable[str], waits: Callable[[str], bool]) -> str | None:
        """The task to show of those that wait, in order; the skipped ones last."""
        fresh = next((task_id for task_id in waiting if task_id not in self._skipped), None)
        return fresh or next((task_id for task_id in self._skipped if waits(task_id)), None)

    def show_row(self, row: TaskRow | None, waiting: int, data: RunData) -> None:
        """Show a task, or that there is none."""
        self.task_id = row.task.id if row is not None else None
        decided = len(data.tasks) - waiting
        self.bar.setMaximum(max(1, len(data.tasks)))
        self.bar.setValue(decided)
        told = tr("{waiting} to decide, {done} done")
        self.count.setText(told.format(waiting=f"{waiting:,}", done=f"{decided:,}"))
        latest = " · ".join(reversed(self.done))
        self.latest.setText(tr("Just now: {decisions}").format(decisions=latest) if latest else "")
        for made in (self.facts, self.chip, self.hint):
            made.setVisible(row is not None)
        if row is None:
            self.instruction.setText(tr("Nothing waits for you here."))
            self.check.setText(_why_none(waiting, len(data.tasks)))
            self.thumbnail.show_picture(None)
            return
        task = row.task
        look = words.STATUS[row.status]
        self.chip.setText(words.kind(row.task.kind))
        restyle(self.chip, tone="run")
        self.instruction.setText(task.instruction)
        self.check.setText(check_words(task) + ".")
        facts = [look.word, words.difficulty(task.difficulty), *([tr("held out")] if row.held_out else [])]
        starts = tr("Starts on {page}").format(page=task.start_url)
        self.facts.setText(f"{', '.join(facts)}. {starts}")
        self.thumbnail.show_picture(data.page_shots.get(task.start_url), task.start_url)


def _why_none(waiting: int, tasks: int) -> str:
    if not tasks:
        return tr("The proposer has written no task yet: press Train.")
    if waiting:
        return tr("The search or a filter hides the %n task(s) that wait(s).", None, waiting)
    return tr("Every task of this run is decided; new ones appear here by themselves. Esc goes back to the table.")
