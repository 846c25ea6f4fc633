"""Which of several verdicts on one episode counts: a person over a check over the judge.

Within one of these the latest counts. A check or judge that abstained (unknown) gives way to a lower one that
decided; a person's word stands whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterable

from paestudio.core.records import Outcome, Verdict


def rank(evaluator: str) -> int:
    """0 for a person, 1 for a check, 2 for a judge or anything else."""
    return {"human": 0, "check": 1}.get(evaluator.split(":", 1)[0], 2)


def settle(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict that counts, given all of one episode's, oldest first; None when there are none."""
    best: Verdict | None = None
    for verdict in verdicts:
        if best is None or _weight(verdict) <= _weight(best):
            best = verdict
    return best


def _weight(verdict: Verdict) -> tuple[bool, int]:
    by = rank(verdict.evaluator)
    return verdict.outcome is Outcome.UNKNOWN and by > 0, by
