"""What a person adds to a run, as events: tasks of their own, and demonstrations of tasks.

A demonstration is an episode like any other, with the person's word that it is a success; a later word of theirs
(overruled, retracted) takes it out again.
"""

from __future__ import annotations

from collections.abc import Iterator

from paestudio.core.controls import Add
from paestudio.core.events import EpisodeEnded, EpisodeJudged, Event, TaskProposed, TaskSettled
from paestudio.core.records import Episode, Outcome, Status, Verdict

PERSON = "person"  # the policy of a demonstration
SAID = "your demonstration"  # the evidence of its verdict


def added(request: Add, at: float) -> Iterator[Event]:
    """A task of the person's own comes approved. `at`: Unix seconds."""
    yield TaskProposed(request.task)
    if request.shown is not None:
        yield from kept(request.shown, at)
    yield TaskSettled(request.task.id, Status.APPROVED, "human", held_out=request.held_out)


def kept(shown: Episode, at: float) -> Iterator[Event]:
    """A demonstration, with the word that it is one."""
    verdict = Verdict(shown.id, shown.task.id, Outcome.SUCCESS, "human", None, SAID, at=at)
    yield EpisodeEnded(shown)
    yield EpisodeJudged(verdict, verdict)
