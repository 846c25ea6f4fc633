"""Judges by the task's own check: what can be decided by a program is."""

from __future__ import annotations

import asyncio
import time

from paestudio.core.checks import Site, describe, holds
from paestudio.core.errors import PaeError
from paestudio.core.records import Cause, Episode, Outcome, Stop, Verdict

BLAMELESS = {
    Stop.BROWSER_ERROR: Cause.ENVIRONMENT,
    Stop.MODEL_ERROR: Cause.MODEL,
    Stop.STOPPED: Cause.ENVIRONMENT,
}


class CheckEvaluator:
    """core.protocols.Evaluator for tasks with a check. The agent never sees the check."""

    name = "check"

    def __init__(self, site: Site) -> None:
        self._site = site

    async def judge(self, episode: Episode) -> Verdict | None:
        """Success or failure by the end state; unknown when the episode or the check broke; None without a check."""
        if episode.stop in BLAMELESS:
            return self._verdict(episode, Outcome.UNKNOWN, episode.error or str(episode.stop), BLAMELESS[episode.stop])
        check = episode.task.check
        if check is None:
            return None
        try:
            ok, why = await asyncio.to_thread(holds, check, episode.final, episode.answer, self._site)
        except PaeError as e:
            return self._verdict(episode, Outcome.UNKNOWN, str(e), Cause.ENVIRONMENT)
        evidence = describe(check) if ok else why
        return self._verdict(episode, Outcome.SUCCESS if ok else Outcome.FAILURE, evidence)

    def _verdict(self, episode: Episode, outcome: Outcome, evidence: str, cause: Cause | None = None) -> Verdict:
        return Verdict(episode.id, episode.task.id, outcome, self.name, cause, evidence, at=time.time())
