"""All tasks of a run as a table model, and the filter and order a person puts on it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, QSortFilterProxyModel, Qt

from paestudio.core.records import Status
from paestudio.gui import words
from paestudio.gui.rows import FACTS_ROLE, ID_ROLE, ROOT, Fact, Index, spoken
from paestudio.gui.run_data import TaskRow
from paestudio.gui.state import RunState

COLUMNS = ("Task", "Status", "Kind", "Difficulty", "Held out", "Passed")
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 3
_ORDER = {status: i for i, status in enumerate(Status)}


class TaskModel(QAbstractTableModel):
    """One row a task, in the order they were proposed. Column 0 carries the facts of a two-line row."""

    def __init__(self, state: RunState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._shown = len(state.data.tasks)
        state.tasks_changed.connect(self._changed)
        state.reset.connect(self._reset)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Tasks told so far."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = ROOT) -> int:
        """See COLUMNS."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def row(self, index: Index) -> TaskRow:
        """The task at an index of this model."""
        return self._state.data.tasks[index.row()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for display; FACTS_ROLE, ID_ROLE and SORT_ROLE for views."""
        if not index.isValid() or index.row() >= self._shown:
            return None
        row = self.row(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return row.task.instruction
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row.task.instruction, facts(row))
            case _ if role == FACTS_ROLE:
                return facts(row)
            case _ if role == ID_ROLE:
                return row.task.id
            case _ if role == SORT_ROLE:
                return _sort_key(row, index.column())
        return None

    def _changed(self, ids: set[str]) -> None:
        now = len(self._state.data.tasks)
        if now > self._shown:
            self.beginInsertRows(ROOT, self._shown, now - 1)
            self._shown = now
            self.endInsertRows()
        rows = sorted(at for at in map(self._state.data.task_index, ids) if at >= 0)
        if len(rows) > 50:
            rows = [rows[0], rows[-1]]
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(COLUMNS) - 1))
            return
        for at in rows:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))

    def _reset(self) -> None:
        self.beginResetModel()
        self._shown = len(self._state.data.tasks)
        self.endResetModel()


def passed(row: TaskRow) -> str:
    """“3 of 8 passed”, or "" before the first attempt."""
    return f"{row.successes} of {row.trials} passed" if row.trials else ""


def facts(row: TaskRow) -> list[Fact]:
    """The second line of a task's row."""
    look = words.STATUS[row.status]
    told = [Fact(look.word, look.icon, look.token)]
    if row.held_out:
        told.append(Fact("held out", "held_out", "muted"))
    if row.trials:
        told.append(Fact(passed(row), token="text"))
    told += [Fact(row.task.kind), Fact(words.difficulty(row.task.difficulty))]
    if row.status is Status.REJECTED and row.reason:
        told.insert(1, Fact(row.reason))
    return told


def _cell(row: TaskRow, column: int) -> str:
    match column:
        case 0:
            return row.task.instruction
        case 1:
            return words.STATUS[row.status].word
        case 2:
            return row.task.kind
        case 3:
            return words.difficulty(row.task.difficulty)
        case 4:
            return "held out" if row.held_out else ""
        case _:
            return passed(row)


def _sort_key(row: TaskRow, column: int) -> Any:
    match column:
        case 1:
            return _ORDER[row.status]
        case 3:
            return row.task.difficulty
        case 5:
            return row.successes / row.trials if row.trials else 2.0
        case _:
            return _cell(row, column).casefold()


class TaskFilter(QSortFilterProxyModel):
    """Every word of the search must be in the task's text, kind, status or start address."""

    def __init__(self, model: TaskModel) -> None:
        super().__init__(model)
        self._words: list[str] = []
        self._only: Status | None = None
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def search(self, text: str) -> None:
        """Show only tasks that have all words of `text`."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def show_only(self, status: Status | None) -> None:
        """Show only tasks of one status; None: all."""
        self.beginFilterChange()
        self._only = status
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Qt asks for every row."""
        model = self.sourceModel()
        assert isinstance(model, TaskModel)
        row = model.row(model.index(source_row, 0))
        if self._only is not None and row.status is not self._only:
            return False
        if not self._words:
            return True
        task = row.task
        text = f"{task.instruction} {task.kind} {words.STATUS[row.status].word} {task.start_url}".casefold()
        return all(word in text for word in self._words)
