"""Tasks that say nearly the same, by the words they share: duplicates to reject, variants to keep apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paestudio.gui.run_data import TaskRow

LEAST = 0.4  # share of common words from which tasks are called similar
_WORD = re.compile(r"\w+")
_SMALL = frozenset(_WORD.findall("a an the of to in on for and or me my it its this that is are with by at what which"))


class Likeness:
    """Remembers the words of each task, so that one among 10,000 is compared in milliseconds."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str]] = {}

    def similar(self, one: TaskRow, rows: Sequence[TaskRow], most: int = 5) -> list[tuple[TaskRow, float]]:
        """The `most` tasks closest to `one` with the share of words in common (Jaccard), closest first."""
        mine = self._of(one)
        found = []
        for row in rows:
            theirs = self._of(row)
            if row.task.id == one.task.id or not mine or not theirs:
                continue
            common = len(mine & theirs)
            share = common / (len(mine) + len(theirs) - common)
            if share >= LEAST:
                found.append((row, share))
        return sorted(found, key=lambda pair: -pair[1])[:most]

    def _of(self, row: TaskRow) -> frozenset[str]:
        known = self._words.get(row.task.id)
        if known is None:
            all_of_it = frozenset(_WORD.findall(row.task.instruction.casefold()))
            known = self._words[row.task.id] = all_of_it - _SMALL
        return known
