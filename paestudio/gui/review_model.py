"""Episodes to review: ordered by what a look is worth, with the reason on the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from paestudio.core.agreement import human_word
from paestudio.core.records import Outcome, Purpose
from paestudio.gui.list_model import AS_IS
from paestudio.gui.review_order import Worth, worth
from paestudio.gui.rows import Fact
from paestudio.gui.run_data import EpisodeRow, RunData
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr
from paestudio.gui.verdict_model import EpisodeSource, VerdictModel, facts

WORTH, LATEST, YOURS, PROOFS = "worth", "latest", "yours", "proofs"
_WORTH_COLUMN = 1


class ReviewSource(EpisodeSource):
    """The second column is what a look is worth; it is only ordered by."""

    columns: Sequence[str] = ("", "")  # a list shows no heads

    def __init__(self, state: RunState) -> None:
        super().__init__(state)
        self._data: RunData | None = None
        self._first: dict[str, str] = {}  # task → the first episode of it that the agent played
        self._read = 0

    def worth(self, row: EpisodeRow) -> Worth:
        """The value of a look."""
        data = self._state.data
        if data is not self._data:
            self._data, self._read = data, 0
            self._first.clear()
        for other in data.finished[self._read :]:
            if other.purpose is not Purpose.PROOF:
                self._first.setdefault(other.task.id, other.id)
        self._read = len(data.finished)
        return worth(row, self._first.get(row.task.id) == row.id)

    def facts(self, row: EpisodeRow) -> list[Fact]:
        """Why to look at it comes after the verdict."""
        told = facts(row)
        why = self.worth(row).why
        return [told[0], Fact(tr(why[0]), token="unknown"), *told[1:]] if why else told

    def sort_key(self, row: EpisodeRow, column: int) -> Any:
        """The most worth first, then the newest."""
        if column == _WORTH_COLUMN:
            return (-self.worth(row).value, -row.place)
        return super().sort_key(row, column)


class ReviewModel(VerdictModel):
    """One of the lists that the page offers."""

    def __init__(self, state: RunState, parent: QObject | None = None) -> None:
        self._reviewed = ReviewSource(state)
        super().__init__(state, parent, self._reviewed)

    def show_list(self, name: str) -> None:
        """WORTH, LATEST, YOURS, PROOFS, or an outcome's value."""
        self._column = _WORTH_COLUMN if name == WORTH else AS_IS
        if name == PROOFS:
            self.show_outcome(None, proofs=True)
        elif name in (WORTH, LATEST):
            self.show_outcome(None)
        elif name == YOURS:
            self.show_only("outcome", lambda row: human_word(row.verdicts) is not None)
        else:
            self.show_outcome(Outcome(name))

    def to_look_at(self) -> int:
        """Episodes that nobody could settle, or on which evaluators disagree: what waits for a person."""
        return sum(self._reviewed.worth(row).value >= 3.0 for row in self._rows)
