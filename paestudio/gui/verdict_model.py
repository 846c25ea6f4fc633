"""Episodes that ended as rows of a list, newest first, with what was judged of them and what that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from paestudio.core.records import Outcome, Purpose
from paestudio.gui import words
from paestudio.gui.list_model import ListModel
from paestudio.gui.rows import Fact
from paestudio.gui.run_data import EpisodeRow
from paestudio.gui.state import RunState
from paestudio.gui.texts import tr


class EpisodeSource:
    """One row an ended episode."""

    columns: Sequence[str] = ("",)  # a list shows no heads
    newest_first = True

    def __init__(self, state: RunState) -> None:
        self._state = state

    def count(self) -> int:
        """Episodes that ended."""
        return len(self._state.data.finished)

    def at(self, place: int) -> EpisodeRow:
        """The episode at a place."""
        return self._state.data.finished[place]

    def place(self, key: str) -> int:
        """Its place, -1 when it has not ended."""
        row = self._state.data.episode(key)
        return -1 if row is None else row.place

    def key(self, row: EpisodeRow) -> str:
        """Its id."""
        return row.id

    def title(self, row: EpisodeRow) -> str:
        """The instruction of its task."""
        return row.task.instruction

    def facts(self, row: EpisodeRow) -> list[Fact]:
        """The second line of its row."""
        return facts(row)

    def cell(self, row: EpisodeRow, column: int) -> str:
        """The instruction."""
        return row.task.instruction

    def badge(self, row: EpisodeRow, column: int) -> tuple[str, str] | None:
        """None: the second line has its signs."""
        return None

    def sort_key(self, row: EpisodeRow, column: int) -> Any:
        """By name."""
        return row.task.instruction.casefold()

    def searched(self, row: EpisodeRow) -> str:
        """The instruction."""
        return row.task.instruction.casefold()


class VerdictModel(ListModel):
    """Ended episodes of one outcome, or all that the agent played; proofs are shown on their own.

    A proof is the proposer's own path, replayed: it was not played by the agent, and nobody judges it.
    """

    def __init__(self, state: RunState, parent: QObject | None = None, source: EpisodeSource | None = None) -> None:
        super().__init__(source or EpisodeSource(state), parent)
        self.show_outcome(None)
        state.episodes_changed.connect(self.changed)
        state.reset.connect(self.renew)

    def show_outcome(self, outcome: Outcome | None, proofs: bool = False) -> None:
        """Show only episodes settled so; None: all that the agent played, or the proofs."""

        def wanted(row: EpisodeRow) -> bool:
            if (row.purpose is Purpose.PROOF) is not proofs:
                return False
            return outcome is None or (row.settled is not None and row.settled.outcome is outcome)

        self.show_only("outcome", wanted)


def facts(row: EpisodeRow) -> list[Fact]:
    """The second line of an episode's row."""
    look = words.PROOF if row.purpose is Purpose.PROOF else words.UNJUDGED
    if row.settled is not None:
        look = words.OUTCOME[row.settled.outcome]
    told = [Fact(look.word, look.icon, look.token)]
    if row.purpose is Purpose.TRAIN:
        told.append(Fact(words_of_reward(row.settled.outcome if row.settled is not None else None), token="text"))
    else:
        told.append(Fact(words.purpose(row.purpose)))
    if row.used_in is not None:
        told.append(Fact(tr("update {number}").format(number=row.used_in)))
    if row.settled is not None:
        told.append(Fact(tr("by {evaluator}").format(evaluator=words.evaluator(row.settled.evaluator))))
    told.append(Fact(tr("%n step(s)", None, len(row.steps))))
    return told


def effect(row: EpisodeRow, running: bool) -> str:
    """What the verdicts on an episode changed or will change, in words."""
    first = words_of_reward(row.verdicts[0].outcome if row.verdicts else None)
    now = words_of_reward(row.settled.outcome if row.settled else None)
    change = now if first == now else f"{first} → {now}"
    change = change[:1].upper() + change[1:]
    if row.purpose is Purpose.HELD_OUT:
        return tr("{change}; held out: it counts in the measure and is never learned from.").format(change=change)
    if row.purpose is not Purpose.TRAIN:
        return tr("{change}; {purpose}: not learned from.").format(change=change, purpose=words.purpose(row.purpose))
    if row.used_in is not None and not row.changed_after_use:
        return tr("{change}; used in update {number}.").format(change=change, number=row.used_in)
    if row.reward is None:
        return tr("{change}; left out of training.").format(change=change)
    when = tr("will be used in the next update") if running else tr("will be used when training goes on")
    if row.used_in is None:
        return f"{change}; {when}."
    after = tr("{change}; {when} (update {number} used the old verdict).")
    return after.format(change=change, when=when, number=row.used_in)


def words_of_reward(outcome: Outcome | None) -> str:
    """“reward 1”, “reward 0”, “no reward”."""
    if outcome is None or outcome is Outcome.UNKNOWN:
        return tr("no reward")
    return tr("reward 1") if outcome is Outcome.SUCCESS else tr("reward 0")
