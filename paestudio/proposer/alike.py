"""Which proposed tasks are the same: equal checks on one start, or nearly the same words."""

from __future__ import annotations

import json
import re

from paestudio.core.records import Task
from paestudio.proposer.words import lines

NEAR = 0.8  # shared words of two instructions above which they are one


class Known:
    """The tasks that there are. `add` says whether a task is new."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._goals: set[str] = set()
        self._words: list[frozenset[str]] = []

    def add(self, task: Task) -> bool:
        """Take a task; False (and not taken) when there is one like it."""
        goal = (
            json.dumps([task.start_url, task.check], sort_keys=True) if task.check and task.kind != "infeasible" else ""
        )
        words = subject(task.instruction)
        if task.id in self._ids or (goal and goal in self._goals) or any(_near(words, w) for w in self._words):
            return False
        self._ids.add(task.id)
        if goal:
            self._goals.add(goal)
        self._words.append(words)
        return True

    def forbid(self, task_id: str) -> None:
        """A task that there was in an earlier session, by its id only."""
        self._ids.add(task_id)


def subject(instruction: str) -> frozenset[str]:
    """The words of an instruction that matter; all of them when none does."""
    words = re.findall(r"[^\W_]+", instruction.casefold())
    bare = frozenset(w for w in words if w not in lines("stopwords.txt"))
    return bare or frozenset(words)


def _near(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= NEAR * len(a | b)
