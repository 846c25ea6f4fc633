"""What a person adds to a run, as events: tasks of their own, and demonstrations of tasks.

A demonstration is an episode like any other, with the person's word that it is a success; a later word of theirs
(overruled, retracted) takes it out again.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

from paestudio.core.actions import Action, Verb
from paestudio.core.controls import Add
from paestudio.core.events import EpisodeEnded, EpisodeJudged, Event, TaskProposed, TaskSettled
from paestudio.core.hands import Recorded
from paestudio.core.records import Decision, Episode, Outcome, Purpose, Status, Step, Stop, Task, Verdict

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


def demonstration(task: Task, recorded: Recorded, answer: str = "") -> Episode:
    """What a person did, as an episode of `task` that ends with their answer ("done" when the task asks for none)."""
    said = answer or "done"
    action = Action(Verb.ANSWER, text=said)
    steps = recorded.steps
    return Episode(
        uuid.uuid4().hex[:16],
        task,
        (*steps, Step(len(steps), recorded.last, Decision(str(action), action))),
        Stop.ANSWERED,
        said,
        recorded.final,
        PERSON,
        purpose=Purpose.SHOWN,
        started=recorded.began,
        seconds=max(0.0, time.time() - recorded.began),
    )
