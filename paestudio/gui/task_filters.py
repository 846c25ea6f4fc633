"""The choices above the task table: status, kind, difficulty, held out, flagged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from paestudio.gui import words
from paestudio.gui.list_model import ListModel
from paestudio.gui.run_data import TaskRow
from paestudio.gui.state import RunState
from paestudio.gui.task_model import FLAGGED
from paestudio.gui.texts import tr
from paestudio.gui.widgets import named

Test = Callable[[TaskRow], bool]


class TaskFilters(QObject):
    """Puts its choices on a model. `changed` follows each choice."""

    changed = Signal()

    def __init__(self, state: RunState, model: ListModel) -> None:
        super().__init__(model)
        self._state, self._model = state, model
        self.status = self._box(tr("Any status"), tr("Filter by status"))
        self.kind = self._box(tr("Any kind"), tr("Filter by kind"))
        self.difficulty = self._box(tr("Any difficulty"), tr("Filter by difficulty"))
        self.held_out = self._box(tr("Training and held out"), tr("Filter by held out"))
        for status, look in words.STATUS.items():
            self.status.addItem(look.word, str(status))
        self.status.addItem(tr("Flagged"), FLAGGED)
        for value in (0.0, 0.5, 1.0):
            name = words.difficulty(value)
            self.difficulty.addItem(name.capitalize(), name)
        self.held_out.addItem(tr("Training"), False)
        self.held_out.addItem(tr("Held out"), True)
        for box, make in (
            (self.status, _by_status),
            (self.kind, _by_kind),
            (self.difficulty, _by_difficulty),
            (self.held_out, _by_share),
        ):
            self._wire(box, make)
        state.tasks_changed.connect(self._offer_kinds)
        state.reset.connect(self._offer_kinds)
        self._offer_kinds()

    def boxes(self) -> tuple[QComboBox, ...]:
        """In the order they are laid out."""
        return self.status, self.kind, self.difficulty, self.held_out

    def _box(self, all_of_them: str, name: str) -> QComboBox:
        made = named(QComboBox(), says=name)
        made.addItem(all_of_them, None)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _wire(self, box: QComboBox, make: Callable[[Any], Test]) -> None:
        def chosen(*_: object) -> None:
            wanted = box.currentData()
            self._model.show_only(box.accessibleName(), None if wanted is None else make(wanted))
            self.changed.emit()

        box.currentIndexChanged.connect(chosen)

    def _offer_kinds(self, *_: object) -> None:
        kinds = sorted({row.task.kind for row in self._state.data.tasks})
        if kinds == [self.kind.itemData(i) for i in range(1, self.kind.count())]:
            return
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        while self.kind.count() > 1:
            self.kind.removeItem(1)
        for name in kinds:
            said = words.kind(name)
            self.kind.addItem(said[:1].upper() + said[1:], name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)
        if chosen is not None and chosen not in kinds:
            self._model.show_only(self.kind.accessibleName(), None)


def _by_status(wanted: str) -> Test:
    return lambda row: row.reason == FLAGGED if wanted == FLAGGED else row.status == wanted


def _by_kind(wanted: str) -> Test:
    return lambda row: row.task.kind == wanted


def _by_difficulty(wanted: str) -> Test:
    return lambda row: words.difficulty(row.task.difficulty) == wanted


def _by_share(wanted: bool) -> Test:
    return lambda row: row.held_out is wanted
