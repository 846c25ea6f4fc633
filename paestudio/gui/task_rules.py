"""When a person agreed with the proposer often enough, the window offers to approve that kind of task by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from paestudio.core.records import Status
from paestudio.core.stats import wilson
from paestudio.gui.run_data import TaskRow

SURE = 0.72  # lower end of the 95 % interval of the share approved: 10 of 10, or 20 of 22
_UNDECIDED = (Status.PROPOSED, Status.INFEASIBLE, Status.BLOCKED)


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of task, of whose `decided` tasks a person approved `approved`; `waiting` wait."""

    kind: str
    approved: int
    decided: int
    waiting: int

    @property
    def reason(self) -> str:
        """Kept with each task that the rule approves."""
        return f"rule: you approved {self.approved} of {self.decided} {self.kind} tasks"


def offers(rows: Sequence[TaskRow], known: Collection[str] = ()) -> list[Offer]:
    """Kinds that may be approved without asking, those with most waiting first. `known` are left out.

    Only what a person decided counts: neither a policy's approvals nor a rule's own.
    """
    kinds: dict[str, list[int]] = {}
    for row in rows:
        approved, decided, waiting = kinds.setdefault(row.task.kind, [0, 0, 0])
        own = row.by == "human" and row.status not in _UNDECIDED and not row.reason.startswith("rule:")
        kinds[row.task.kind] = [
            approved + (own and row.status is not Status.REJECTED),
            decided + own,
            waiting + (row.status is Status.PROPOSED),
        ]
    found = [Offer(kind, *counts) for kind, counts in kinds.items() if kind not in known]
    sure = [offer for offer in found if offer.waiting and wilson(offer.approved, offer.decided)[0] >= SURE]
    return sorted(sure, key=lambda offer: -offer.waiting)
