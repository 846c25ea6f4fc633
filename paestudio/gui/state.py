"""The run as the panels see it: `RunData` plus narrow signals, emitted once a batch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from paestudio.core.events import Event
from paestudio.gui.run_data import Changes, RunData


class RunState(QObject):
    """Holds the run's data. Panels read `data` and listen; `apply` is called on the main thread only."""

    phase_changed = Signal()
    tasks_changed = Signal(set)  # task ids; the list may have grown
    episodes_changed = Signal(set)  # episode ids; the list of finished ones may have grown
    slots_changed = Signal(set)  # slot numbers
    curves_changed = Signal()
    noticed = Signal(object)  # events.Noticed
    run_started = Signal()
    run_ended = Signal(object)  # events.RunEnded
    reset = Signal()  # everything is new: another run was opened

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data = RunData()

    def apply(self, batch: Sequence[Event]) -> None:
        """Fold a batch in and say what changed."""
        self._tell(self.data.apply(batch))

    def replace(self, data: RunData) -> None:
        """Show another run."""
        self.data = data
        self.reset.emit()
        self.phase_changed.emit()
        self.curves_changed.emit()

    def _tell(self, changes: Changes) -> None:
        if changes.started:
            self.run_started.emit()
        if changes.tasks:
            self.tasks_changed.emit(changes.tasks)
        if changes.episodes:
            self.episodes_changed.emit(changes.episodes)
        if changes.slots:
            self.slots_changed.emit(changes.slots)
        if changes.curves:
            self.curves_changed.emit()
        if changes.phase:
            self.phase_changed.emit()
        for notice in changes.notices:
            self.noticed.emit(notice)
        if changes.ended is not None:
            self.run_ended.emit(changes.ended)
