"""Episodes that ended, newest first, with what was judged of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QSortFilterProxyModel, Qt

from paestudio.core.records import Outcome, Purpose
from paestudio.gui import words
from paestudio.gui.rows import FACTS_ROLE, ID_ROLE, ROOT, Fact, Index, spoken
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.state import RunState


class VerdictModel(QAbstractListModel):
    """One row an ended episode; row 0 is the latest."""

    def __init__(self, state: RunState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._shown = len(state.data.finished)
        state.episodes_changed.connect(self._changed)
        state.reset.connect(self._reset)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Episodes that ended."""
        return 0 if parent.isValid() else self._shown

    def row(self, index: Index) -> EpisodeRow:
        """The episode at an index of this model."""
        return self._state.data.finished[self._shown - 1 - index.row()]

    def index_of(self, episode_id: str) -> int:
        """Its row, -1 when it has not ended."""
        row = self._state.data.episode(episode_id)
        return self._shown - 1 - row.place if row is not None and 0 <= row.place < self._shown else -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for display; FACTS_ROLE and ID_ROLE for views."""
        if not index.isValid() or index.row() >= self._shown:
            return None
        row = self.row(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return row.task.instruction
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row.task.instruction, facts(row))
            case _ if role == FACTS_ROLE:
                return facts(row)
            case _ if role == ID_ROLE:
                return row.id
        return None

    def _changed(self, ids: set[str]) -> None:
        now = len(self._state.data.finished)
        if now > self._shown:
            self.beginInsertRows(ROOT, 0, now - self._shown - 1)
            self._shown = now
            self.endInsertRows()
        rows = [at for at in map(self.index_of, ids) if at >= 0]
        if len(rows) > 50:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))
            return
        for at in rows:
            self.dataChanged.emit(self.index(at), self.index(at))

    def _reset(self) -> None:
        self.beginResetModel()
        self._shown = len(self._state.data.finished)
        self.endResetModel()


class VerdictFilter(QSortFilterProxyModel):
    """One outcome, or all; and all words of the search in the instruction. Proofs are shown on their own.

    A proof is the proposer's own path, replayed: it was not played by the agent, and nobody judges it.
    """

    def __init__(self, model: VerdictModel) -> None:
        super().__init__(model)
        self._only: Outcome | None = None
        self._proofs = False
        self._words: list[str] = []
        self.setSourceModel(model)

    def show_only(self, outcome: Outcome | None, proofs: bool = False) -> None:
        """Show only episodes settled so; None: all that the agent played, or the proofs."""
        self.beginFilterChange()
        self._only, self._proofs = outcome, proofs
        self.endFilterChange()

    def search(self, text: str) -> None:
        """Show only episodes whose instruction has all words of `text`."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Qt asks for every row."""
        model = self.sourceModel()
        assert isinstance(model, VerdictModel)
        row = model.row(model.index(source_row))
        if (row.purpose is Purpose.PROOF) is not self._proofs:
            return False
        if self._only is not None and (row.settled is None or row.settled.outcome is not self._only):
            return False
        text = row.task.instruction.casefold()
        return all(word in text for word in self._words)


def facts(row: EpisodeRow) -> list[Fact]:
    """The second line of an episode's row."""
    look = words.PROOF if row.purpose is Purpose.PROOF else words.UNJUDGED
    if row.settled is not None:
        look = words.OUTCOME[row.settled.outcome]
    told = [Fact(look.word, look.icon, look.token)]
    if row.purpose is Purpose.TRAIN:
        told.append(Fact("no reward" if row.reward is None else f"reward {row.reward:.0f}", token="text"))
    else:
        told.append(Fact(words.PURPOSE[row.purpose]))
    if row.used_in is not None:
        told.append(Fact(f"update {row.used_in}"))
    if row.settled is not None:
        told.append(Fact("by you" if row.settled.evaluator == "human" else f"by {row.settled.evaluator}"))
    told.append(Fact(words.count(len(row.steps), "step")))
    return told


def effect(row: EpisodeRow, running: bool) -> str:
    """What the verdicts on an episode changed or will change, in words."""
    first = words_of_reward(row.verdicts[0].outcome if row.verdicts else None)
    now = words_of_reward(row.settled.outcome if row.settled else None)
    change = now.capitalize() if first == now else f"{first.capitalize()} → {now}"
    if row.purpose is Purpose.HELD_OUT:
        return f"{change}; held out: it counts in the measure and is never learned from."
    if row.purpose is not Purpose.TRAIN:
        return f"{change}; {words.PURPOSE[row.purpose]}: not learned from."
    if row.used_in is not None and not row.changed_after_use:
        return f"{change}; used in update {row.used_in}."
    if row.reward is None:
        return f"{change}; left out of training."
    after = f" (update {row.used_in} used the old verdict)" if row.used_in is not None else ""
    when = "will be used in the next update" if running else "will be used when training goes on"
    return f"{change}; {when}{after}."


def words_of_reward(outcome: Outcome | None) -> str:
    """“reward 1”, “reward 0”, “no reward”."""
    if outcome is None or outcome is Outcome.UNKNOWN:
        return "no reward"
    return "reward 1" if outcome is Outcome.SUCCESS else "reward 0"
