"""The tasks of a run as rows of a list: cells, facts, what is searched and what each column is ordered by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from paestudio.core.records import Status
from paestudio.gui import words
from paestudio.gui.list_model import ListModel
from paestudio.gui.rows import Fact
from paestudio.gui.run_data import TaskRow
from paestudio.gui.state import RunState
from paestudio.gui.texts import later, tr

COLUMNS = (later("Task"), later("Status"), later("Kind"), later("Difficulty"), later("Held out"), later("Passed"))
KIND = 2  # which of them says the kind
FLAGGED = later("Flagged to look at again")  # kept in English as the reason of a status: it survives a restart
_ORDER = {status: i for i, status in enumerate(Status)}


class TaskSource:
    """One row a task, in the order they were proposed."""

    newest_first = False

    def __init__(self, state: RunState) -> None:
        self._state = state
        self.columns: Sequence[str] = heads()
        self._texts: dict[str, str] = {}
        self._states = {status: look.word.casefold() for status, look in words.STATUS.items()}

    def count(self) -> int:
        """Tasks told so far."""
        return len(self._state.data.tasks)

    def at(self, place: int) -> TaskRow:
        """The task at a place."""
        return self._state.data.tasks[place]

    def place(self, key: str) -> int:
        """The place of a task, by its id or the one it had before an edit."""
        return self._state.data.task_index(key)

    def key(self, row: TaskRow) -> str:
        """Its id."""
        return row.task.id

    def title(self, row: TaskRow) -> str:
        """Its instruction."""
        return row.task.instruction

    def facts(self, row: TaskRow) -> list[Fact]:
        """The second line of its row."""
        return facts(row)

    def cell(self, row: TaskRow, column: int) -> str:
        """See COLUMNS."""
        match column:
            case 0:
                return row.task.instruction
            case 1:
                return words.STATUS[row.status].word
            case 2:
                return words.kind(row.task.kind)
            case 3:
                return words.difficulty(row.task.difficulty)
            case 4:
                return tr("held out") if row.held_out else ""
            case _:
                return tr("{some} of {all}").format(some=row.successes, all=row.trials) if row.trials else ""

    def badge(self, row: TaskRow, column: int) -> tuple[str, str] | None:
        """The status's sign; a flag before the instruction."""
        if column == 1:
            look = words.STATUS[row.status]
            return look.icon, look.token
        return ("flag", "unknown") if column == 0 and row.reason == FLAGGED else None

    def sort_key(self, row: TaskRow, column: int) -> Any:
        """Statuses in the order of the life-cycle, difficulty and pass rate as numbers, the rest as words."""
        match column:
            case 1:
                return _ORDER[row.status]
            case 3:
                return row.task.difficulty
            case 5:
                return row.successes / row.trials if row.trials else 2.0
            case _:
                return self.cell(row, column).casefold()

    def searched(self, row: TaskRow) -> str:
        """Instruction, kind, status and start address; kept, as a search asks for 10,000 of them at each key."""
        task = row.task
        fixed = self._texts.get(task.id)
        if fixed is None:
            told = f"{task.instruction} {task.kind} {words.kind(task.kind)} {task.start_url}"
            fixed = self._texts[task.id] = told.casefold()
        return f"{fixed} {self._states[row.status]}"


class TaskModel(ListModel):
    """All tasks of a run."""

    def __init__(self, state: RunState, parent: QObject | None = None) -> None:
        super().__init__(TaskSource(state), parent)
        state.tasks_changed.connect(self.changed)
        state.reset.connect(self.renew)


def heads() -> tuple[str, ...]:
    """COLUMNS in the language of the window."""
    return tuple(tr(name) for name in COLUMNS)


def passed(row: TaskRow) -> str:
    """“3 of 8 passed”, or "" before the first attempt."""
    return tr("{some} of {all} passed").format(some=row.successes, all=row.trials) if row.trials else ""


def facts(row: TaskRow) -> list[Fact]:
    """The second line of a task's row."""
    look = words.STATUS[row.status]
    told = [Fact(look.word, look.icon, look.token)]
    if row.reason == FLAGGED:
        told.append(Fact(tr("flagged"), "flag", "unknown"))
    elif row.status is Status.REJECTED and row.reason:
        told.append(Fact(words.reason(row.reason)))
    if row.held_out:
        told.append(Fact(tr("held out"), "held_out", "muted"))
    if row.trials:
        told.append(Fact(passed(row), token="text"))
    return [*told, Fact(words.kind(row.task.kind)), Fact(words.difficulty(row.task.difficulty))]
