"""The panel asks its evaluators in order until one decides. Every verdict is kept; precedence says which counts."""

from __future__ import annotations

import time
from collections.abc import Sequence

from paestudio.core.precedence import settle
from paestudio.core.protocols import Evaluator
from paestudio.core.records import Cause, Episode, Outcome, Verdict


class Panel:
    """core.protocols.Panel over any evaluators: checks first, judges after."""

    def __init__(self, evaluators: Sequence[Evaluator]) -> None:
        self._evaluators = tuple(evaluators)

    async def judge(self, episode: Episode) -> list[Verdict]:
        """All verdicts that were given, at least one: unknown (task) when nobody can say anything."""
        verdicts: list[Verdict] = []
        for evaluator in self._evaluators:
            verdict = await evaluator.judge(episode)
            if verdict is not None:
                verdicts.append(verdict)
                if verdict.outcome is not Outcome.UNKNOWN or verdict.cause is not Cause.JUDGE:
                    return verdicts
        if not verdicts:
            why = "No check and no judge for this task: a person can decide."
            verdicts.append(
                Verdict(episode.id, episode.task.id, Outcome.UNKNOWN, "panel", Cause.TASK, why, at=time.time())
            )
        return verdicts

    def settle(self, verdicts: Sequence[Verdict]) -> Verdict:
        """The verdict that counts; there must be one."""
        found = settle(verdicts)
        assert found is not None
        return found
