"""The task list: search, approve, reject, edit, undo; by mouse or by single keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paestudio.core import checks
from paestudio.core.records import Status, Task
from paestudio.gui import words
from paestudio.gui.decisions import Decisions
from paestudio.gui.rows import ID_ROLE, RowDelegate
from paestudio.gui.state import RunState
from paestudio.gui.task_editor import TaskEditor
from paestudio.gui.task_model import COLUMNS, TaskFilter, TaskModel
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import button, key, label, named

EMPTY = (
    "No tasks yet.\n\nEnter a website above and press Train: the proposer explores it and writes tasks with a check."
)
NOTHING = "No task matches the search."


class TaskPanel(QWidget):
    """Reads RunState, decides through Decisions. `said` carries what just happened, for the status bar."""

    said = Signal(str)

    def __init__(self, state: RunState, decisions: Decisions, theme: Theme) -> None:
        super().__init__()
        self._state, self._decisions, self._theme = state, decisions, theme
        self.model = TaskModel(state, self)
        self.filter = TaskFilter(self.model)
        self.search = named(QLineEdit(placeholderText="Search tasks", clearButtonEnabled=True), says="Search tasks")
        self.show_status = named(QComboBox(), says="Show tasks of one status")
        self.order = button(theme, "Order", "sort", "Order of the tasks", word=False)
        self.view = named(QListView(), "rows", "Tasks")
        self.editor = TaskEditor()
        self.detail = _Detail()
        self.empty = label(EMPTY, "empty", wrap=True)
        self.reasons = self._make_reasons()
        self._make_view()
        self._lay_out()
        self._connect()
        self._refresh()

    def current(self) -> Task | None:
        """The task that has the cursor."""
        index = self.filter.mapToSource(self.view.currentIndex())
        return self.model.row(index).task if index.isValid() else None

    def chosen(self) -> list[str]:
        """Ids of the selected tasks, in the order shown."""
        return [self.filter.index(row, 0).data(ID_ROLE) for row in self._rows()]

    def approve(self) -> None:
        """Approve the selected tasks and go on to the next."""
        self._curate(Status.APPROVED, "")

    def ask_reason(self) -> None:
        """Show the reasons for a rejection below the button; keys 1–5 or Enter pick one."""
        if self.chosen():
            self.reasons.popup(self.reject_button.mapToGlobal(self.reject_button.rect().bottomLeft()))
            self.reasons.setActiveAction(self.reasons.actions()[0])

    def approve_all(self) -> None:
        """Approve every task that waits."""
        waiting = [row.task.id for row in self._state.data.tasks if row.status is Status.PROPOSED]
        if self._decisions.curate(waiting, Status.APPROVED):
            self.said.emit(f"Approved {words.count(len(waiting), 'task')}. Ctrl+Z takes it back.")

    def edit(self, *_: object) -> None:
        """Open the editor on the current task."""
        task = self.current()
        if task is not None:
            self.detail.hide()
            self.editor.show()
            self.editor.open(task)

    def _make_view(self) -> None:
        view = self.view
        view.setModel(self.filter)
        view.setModelColumn(0)
        view.setItemDelegate(RowDelegate(self._theme, view))
        view.setUniformItemSizes(True)
        view.setMinimumHeight(60)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setMouseTracking(True)
        self.show_status.addItem("All", None)
        for status, look in words.STATUS.items():
            self.show_status.addItem(look.word, status)
        menu, group = QMenu(self), QActionGroup(self)
        for column, name in enumerate(("As proposed", *(f"By {title.lower()}" for title in COLUMNS)), -1):
            made = QAction(name, group, checkable=True, checked=column < 0)
            made.triggered.connect(partial(self._order_by, column))
            menu.addAction(made)
        self.order.setMenu(menu)
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _make_reasons(self) -> QMenu:
        menu = QMenu(self)
        for i, reason in enumerate(words.REJECT_REASONS, 1):
            menu.addAction(f"&{i}  {reason}", partial(self._curate, Status.REJECTED, reason))
        return menu

    def _lay_out(self) -> None:
        theme = self._theme
        self.approve_button = button(theme, "Approve", "approve", "Approve the selected tasks (A)", token="success")
        self.reject_button = button(theme, "Reject", "reject", "Reject the selected tasks (X)", token="failure")
        self.edit_button = button(theme, "Edit", "edit", "Edit the task's words and check (E)")
        self.undo_button = button(theme, "Undo", "undo", "Take back the last decision (U or Ctrl+Z)", word=False)
        search = QHBoxLayout()
        search.setSpacing(6)
        search.addWidget(self.search, 1)
        search.addWidget(self.show_status)
        search.addWidget(self.order)
        self.show_status.setMaximumWidth(110)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for made in (self.approve_button, self.reject_button, self.edit_button, self.undo_button):
            buttons.addWidget(made)
        buttons.addStretch(1)
        self.tally = label("", "muted")
        buttons.addWidget(self.tally)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        empty = named(QFrame(), "panel")
        box = QVBoxLayout(empty)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self.empty)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 4, 8)
        layout.setSpacing(6)
        layout.addLayout(search)
        layout.addLayout(buttons)
        layout.addWidget(holder, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.editor)
        self.editor.hide()
        self.detail.hide()

    def _connect(self) -> None:
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self._searched)
        self.search.textChanged.connect(self._wait_for_more)
        self.show_status.currentIndexChanged.connect(self._filter)
        self.approve_button.clicked.connect(self.approve)
        self.reject_button.clicked.connect(self.ask_reason)
        self.edit_button.clicked.connect(self.edit)
        self.undo_button.clicked.connect(self._undo)
        self.editor.saved.connect(self._edited)
        self.editor.cancelled.connect(self._close_editor)
        self._decisions.stack.canUndoChanged.connect(self.undo_button.setEnabled)
        self.undo_button.setEnabled(False)
        self.view.selectionModel().selectionChanged.connect(self._refresh)
        self.view.doubleClicked.connect(self.edit)
        self._state.tasks_changed.connect(self._refresh)
        self._state.reset.connect(self._refresh)
        self.actions_by_key: list[QAction] = [
            key(self.view, "A", "Approve the selected tasks", self.approve),
            key(self.view, "X Delete", "Reject the selected tasks", self.ask_reason),
            key(self.view, "E F2", "Edit the task", self.edit),
            key(self.view, "U", "Take back the last decision", self._undo),
            key(self.view, "J", "Next task", lambda: self._step(1)),
            key(self.view, "K", "Previous task", lambda: self._step(-1)),
            key(self.view, "/", "Search tasks", self.search.setFocus),
        ]
        key(self.search, "Down Return", "To the list", self.view.setFocus)

    def _curate(self, status: Status, reason: str) -> None:
        ids = self.chosen()
        if not ids:
            return
        after = self.filter.index(self._rows()[-1] + 1, 0).data(ID_ROLE)
        self._decisions.curate(ids, status, reason)
        word = "Approved" if status is Status.APPROVED else "Rejected"
        self.said.emit(f"{word} {words.count(len(ids), 'task')}. Ctrl+Z takes it back.")
        self._go_to(after)

    def _rows(self) -> list[int]:
        """Selected rows of the view, sorted. By ranges: an index for each of 10,000 tasks would take too long."""
        ranges = self.view.selectionModel().selection()
        parts = [ranges.at(i) for i in range(ranges.count())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def _go_to(self, task_id: str | None) -> None:
        at = self._state.data.task_index(task_id) if task_id else -1
        index = self.filter.mapFromSource(self.model.index(at, 0)) if at >= 0 else QModelIndex()
        if index.isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    def _step(self, by: int) -> None:
        current = self.view.currentIndex()
        index = self.filter.index(current.row() + by if current.isValid() else 0, 0)
        if index.isValid():
            self.view.setCurrentIndex(index)

    def _undo(self) -> None:
        if self._decisions.stack.canUndo():
            text = self._decisions.stack.undoText()
            self._decisions.stack.undo()
            self.said.emit(f"Took back: {text}.")

    def _edited(self, old: Task, new: Task) -> None:
        self._decisions.edit(old, new)
        self._close_editor()
        self._go_to(new.id)
        self.said.emit("Task changed. Ctrl+Z takes it back." if old.id != new.id else "Nothing was changed.")

    def _close_editor(self) -> None:
        self.editor.hide()
        self.view.setFocus()
        self._refresh()

    def _order_by(self, column: int, *_: object) -> None:
        self.filter.sort(column)

    def _wait_for_more(self, *_: object) -> None:
        self._typing.start()

    def _searched(self) -> None:
        self.filter.search(self.search.text())
        self._refresh()

    def _filter(self) -> None:
        status = self.show_status.currentData()
        self.filter.show_only(Status(status) if status is not None else None)
        self._refresh()

    def _refresh(self, *_: object) -> None:
        total, shown = len(self._state.data.tasks), self.filter.rowCount()
        self._stack.setCurrentIndex(0 if shown else 1)
        self.empty.setText(NOTHING if total else EMPTY)
        chosen = len(self._rows())
        for made in (self.approve_button, self.reject_button):
            made.setEnabled(chosen > 0)
        task = self.current() if chosen else None
        self.edit_button.setEnabled(task is not None)
        of_all = f"{shown:,} of {total:,}" if shown != total else ""
        self.tally.setText(f"{chosen:,} selected" if chosen > 1 else of_all)
        if not self.editor.isVisible():
            self.detail.setVisible(task is not None)
        if task is not None:
            self.detail.show_task(task)


class _Detail(QFrame):
    """The whole wording of the current task and its check in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._instruction = label("", wrap=True)
        self._check = label("", "muted", wrap=True)
        self._start = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        made: QLabel
        for made in (self._instruction, self._check, self._start):
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            made.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(made)

    def show_task(self, task: Task) -> None:
        """Show it."""
        self._instruction.setText(task.instruction)
        said = checks.describe(task.check)
        self._check.setText(f"Passes when {said}" if task.check else f"Here {said}")
        self._start.setText(f"Starts on {task.start_url}")
