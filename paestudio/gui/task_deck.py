"""Deciding on tasks: what a key or a button does to the selected ones. The narrow panel and the page share it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListView, QTableView, QToolButton

from paestudio.core.records import Status, Task
from paestudio.gui.decisions import Decisions
from paestudio.gui.list_panel import ListPanel, ListTexts
from paestudio.gui.reject_bar import RejectBar
from paestudio.gui.rows import ID_ROLE
from paestudio.gui.run_data import TaskRow
from paestudio.gui.state import RunState
from paestudio.gui.task_editor import TaskEditor
from paestudio.gui.task_model import FLAGGED, TaskModel
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, key

EMPTY = later(
    "No tasks yet.\n\nOnce you have pressed Train, the proposer explores the site and writes tasks with a check."
)


class TaskDeck(ListPanel):
    """Reads RunState, decides through Decisions. Subclasses lay the widgets out and then call `connect_deck`."""

    def __init__(
        self, state: RunState, decisions: Decisions, theme: Theme, view: QListView | QTableView, columns: int = 2
    ) -> None:
        super().__init__(TaskModel(state), view, theme, _texts())
        self._state, self._decisions = state, decisions
        self.editor = TaskEditor()
        self.reasons = RejectBar(columns)
        approves, rejects = tr("Approve the selected tasks (A)"), tr("Reject the selected tasks (R)")
        self.approve_button = button(theme, tr("Approve"), "approve", approves, token="success")
        self.reject_button = button(theme, tr("Reject"), "reject", rejects, token="failure")
        self.edit_button = button(theme, tr("Edit"), "edit", tr("Edit the task's words, check and start page (E)"))
        flags = tr("Flag the selected tasks to look at again (F)")
        undoes = tr("Take back the last decision (U or Ctrl+Z)")
        self.flag_button = button(theme, tr("Flag"), "flag", flags, word=False)
        self.undo_button = button(theme, tr("Undo"), "undo", undoes, word=False)
        self.editor.hide()

    def buttons(self) -> tuple[QToolButton, ...]:
        """In the order they are laid out."""
        return self.approve_button, self.reject_button, self.edit_button, self.flag_button, self.undo_button

    def connect_deck(self) -> None:
        """Buttons, keys and the run's signals; then everything is shown for the first time."""
        self.approve_button.clicked.connect(self.approve)
        self.reject_button.clicked.connect(self.ask_reason)
        self.edit_button.clicked.connect(self.edit)
        self.flag_button.clicked.connect(self.flag)
        self.undo_button.clicked.connect(self.undo)
        self.reasons.picked.connect(self.reject)
        self.reasons.cancelled.connect(self.close_reasons)
        self.editor.saved.connect(self._edited)
        self.editor.cancelled.connect(self.close_editor)
        self._decisions.stack.canUndoChanged.connect(self.undo_button.setEnabled)
        self.undo_button.setEnabled(self._decisions.stack.canUndo())
        self.view.selectionModel().selectionChanged.connect(self.refresh)
        self.view.doubleClicked.connect(self.edit)
        self._state.tasks_changed.connect(self.refresh)
        self._state.reset.connect(self.refresh)
        more: list[QAction] = [
            key(self.view, "A", tr("Approve the selected tasks"), self.approve),
            key(self.view, "R X Delete", tr("Reject the selected tasks"), self.ask_reason),
            key(self.view, "E F2", tr("Edit the task"), self.edit),
            key(self.view, "F", tr("Flag the selected tasks"), self.flag),
            key(self.view, "U", tr("Take back the last decision"), self.undo),
        ]
        self.actions_by_key[:0] = more
        self.refresh()

    def current(self) -> Task | None:
        """The task that has the cursor."""
        row: TaskRow | None = self.current_row()
        return row.task if row is not None else None

    def approve(self) -> None:
        """Approve the selected tasks and go on to the next."""
        self.curate(self.chosen(), Status.APPROVED)

    def ask_reason(self) -> None:
        """Show the reasons for a rejection: a digit picks one."""
        if ids := self.chosen():
            self.reasons.ask(tr("Why reject %n task(s)?", None, len(ids)))

    def reject(self, reason: str) -> None:
        """Reject the selected tasks and go on to the next."""
        self.close_reasons()
        self.curate(self.chosen(), Status.REJECTED, reason)

    def close_reasons(self) -> None:
        """Back to the list."""
        self.reasons.hide()
        self.take_keys()

    def flag(self) -> None:
        """Mark the selected tasks to look at again, or take the mark away; their status stays."""
        rows = [row for row in map(self._state.data.task, self.chosen()) if row is not None]
        reason = "" if rows and all(row.reason == FLAGGED for row in rows) else FLAGGED
        if not rows:
            return
        number = len(rows)
        does = tr("flag %n task(s)", None, number) if reason else tr("take the flag off %n task(s)", None, number)
        self._decisions.stack.beginMacro(does)
        for status in {row.status for row in rows}:
            self._decisions.curate([row.task.id for row in rows if row.status is status], status, reason)
        self._decisions.stack.endMacro()
        self.said.emit(
            tr("Flagged %n task(s).", None, number) if reason else tr("No flag on %n task(s) any more.", None, number)
        )

    def approve_all(self) -> None:
        """Approve every task that waits."""
        waiting = [row.task.id for row in self._state.data.tasks if row.status is Status.PROPOSED]
        if self._decisions.curate(waiting, Status.APPROVED):
            self.said.emit(_curated(Status.APPROVED, len(waiting)))

    def curate(self, ids: list[str], status: Status, reason: str = "") -> None:
        """Give tasks a status and put the cursor on the one after them."""
        if not ids:
            return
        after = self._after()
        self._decisions.curate(ids, status, reason)
        self.said.emit(_curated(status, len(ids)))
        self.select(after)

    def undo(self) -> None:
        """Take back the last decision, whatever it was."""
        if self._decisions.stack.canUndo():
            text = self._decisions.stack.undoText()
            self._decisions.stack.undo()
            self.said.emit(tr("Took back: {decision}.").format(decision=text))

    def edit(self, *_: object) -> None:
        """Open the editor on the current task."""
        task = self.current()
        if task is not None:
            self.editor.show()
            self.editor.open(task)
            self.refresh()

    def close_editor(self) -> None:
        """Back to the list."""
        self.editor.hide()
        self.take_keys()
        self.refresh()

    def take_keys(self) -> None:
        """Put the keyboard where single keys work."""
        self.view.setFocus()

    def refresh(self, *_: object) -> None:
        """Buttons as the selection allows."""
        self.show_empty()
        chosen = len(self.rows())
        for made in (self.approve_button, self.reject_button, self.flag_button):
            made.setEnabled(chosen > 0)
        self.edit_button.setEnabled(chosen > 0 and self.current() is not None)

    def _after(self) -> str | None:
        rows = self.rows()
        after: str | None = self.model.index(rows[-1] + 1, 0).data(ID_ROLE) if rows else None
        return after

    def _edited(self, old: Task, new: Task) -> None:
        self._decisions.edit(old, new)
        self.close_editor()
        self.select(new.id)
        self.said.emit(tr("Task changed. Ctrl+Z takes it back.") if old.id != new.id else tr("Nothing was changed."))


def _texts() -> ListTexts:
    return ListTexts(
        name=tr("Tasks"),
        search=tr("Search tasks"),
        nothing=tr("No task matches the search."),
        following=tr("Next task"),
        before=tr("Previous task"),
        empty=tr(EMPTY),
    )


def _curated(status: Status, number: int) -> str:
    if status is Status.APPROVED:
        return tr("Approved %n task(s). Ctrl+Z takes it back.", None, number)
    if status is Status.REJECTED:
        return tr("Rejected %n task(s). Ctrl+Z takes it back.", None, number)
    return tr("Changed %n task(s). Ctrl+Z takes it back.", None, number)
