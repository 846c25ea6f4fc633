"""The panel asks its evaluators in order until one decides. Every verdict is kept; precedence says which counts."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

from paestudio.core.precedence import settle
from paestudio.core.protocols import Evaluator
from paestudio.core.records import Cause, Episode, Outcome, Verdict


class Panel:
    """core.protocols.Panel over any evaluators: checks first, judges after.

    `second_look` is the share of the decided episodes on which the next evaluator is asked too, so that it can be
    measured against the one that decided. Which ones follows from the episode's id; precedence stays as it is.
    """

    def __init__(self, evaluators: Sequence[Evaluator], second_look: float = 0.0) -> None:
        self._evaluators = tuple(evaluators)
        self._second_look = second_look

    async def judge(self, episode: Episode) -> list[Verdict]:
        """All verdicts that were given, at least one: unknown (task) when nobody can say anything."""
        verdicts: list[Verdict] = []
        for evaluator in self._evaluators:
            verdict = await evaluator.judge(episode)
            if verdict is not None:
                verdicts.append(verdict)
                decided = verdict.outcome is not Outcome.UNKNOWN or verdict.cause is not Cause.JUDGE
                if decided and not (verdict.outcome is not Outcome.UNKNOWN and self._looks_again(episode)):
                    return verdicts
        if not verdicts:
            why = "No check and no judge for this task: a person can decide."
            verdicts.append(
                Verdict(episode.id, episode.task.id, Outcome.UNKNOWN, "panel", Cause.TASK, why, at=time.time())
            )
        return verdicts

    def _looks_again(self, episode: Episode) -> bool:
        if not self._second_look:
            return False
        return int(hashlib.sha256(episode.id.encode()).hexdigest()[:8], 16) / 2**32 < self._second_look

    def settle(self, verdicts: Sequence[Verdict]) -> Verdict:
        """The verdict that counts; there must be one."""
        found = settle(verdicts)
        assert found is not None
        return found
