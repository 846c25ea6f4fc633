"""What the desk hands to an update."""

from __future__ import annotations

from paestudio.core.records import Episode, Judged, Outcome, Proposal, Purpose, Stop, Task, Verdict
from paestudio.curriculum import BandSampler
from paestudio.desk import Desk
from paestudio.learner.credit import leave_one_out

TASKS = [Task.make(f"Open page {i}.", "http://x/", {"url": f"^/{i}$"}) for i in range(3)]


def _played(desk: Desk, task: Task, outcomes: list[Outcome]) -> list[Judged]:
    group = []
    for i, outcome in enumerate(outcomes):
        episode = Episode(f"{task.id}-{i}", task, (), Stop.STEP_LIMIT, iteration=2)
        verdict = Verdict(episode.id, task.id, outcome, "check")
        desk.judged(episode, [verdict], verdict)
        group.append(Judged(episode, verdict))
    return group


def test_a_group_that_failed_as_a_whole_gets_the_explorers_path_and_no_other_does() -> None:
    desk = Desk(BandSampler(0), 0, 0.3, 50)
    for task in TASKS:
        desk.propose(Proposal(task, Episode(f"proof-{task.id}", task, (), Stop.ANSWERED, purpose=Purpose.PROOF)))
    failed, mixed, unknown = (
        _played(desk, task, outcomes)
        for task, outcomes in zip(
            TASKS,
            [[Outcome.FAILURE] * 4, [Outcome.FAILURE, Outcome.SUCCESS], [Outcome.UNKNOWN] * 2],
            strict=True,
        )
    )
    guides = desk.guides([*failed, *mixed, *unknown])
    assert [one.episode.id for one in guides] == [f"proof-{TASKS[0].id}"]
    credits = {c.episode: c.advantage for c in leave_one_out([*failed, *guides])}
    assert credits.pop(guides[0].episode.id) == 1.0
    assert set(credits.values()) == {-0.25}


def test_a_task_without_a_path_stays_without() -> None:
    desk = Desk(BandSampler(0), 0, 0.3, 50)
    desk.propose(Proposal(TASKS[0]))
    assert desk.guides(_played(desk, TASKS[0], [Outcome.FAILURE] * 3)) == []


def test_the_warm_start_is_shown_a_share_of_each_kind_and_the_others_are_tried_first() -> None:
    sampler = BandSampler(0)
    desk = Desk(sampler, 0, 0.0, 50)
    tasks = [Task.make(f"{kind} {i}.", "http://x/", {"url": "/"}, kind=kind) for kind in "ab" for i in range(6)]
    for task in tasks:
        desk.propose(Proposal(task, Episode(f"proof-{task.id}", task, (), Stop.ANSWERED, purpose=Purpose.PROOF)))
    assert all(desk.approve_all()) and list(desk.divide()) == []
    shown = [episode.task for episode in desk.demonstrations(0.5)]
    assert [task.kind for task in shown].count("a") == [task.kind for task in shown].count("b") == 3
    assert len(desk.demonstrations()) == 12
    sampler.demonstrated([task.id for task in shown])
    assert not {task.id for task in sampler.sample(6)} & {task.id for task in shown}
    assert len(sampler.sample(12)) == 12
    again = BandSampler(1)
    for task in tasks:
        again.add(task)
    again.load(sampler.state())
    assert not {task.id for task in again.sample(6)} & {task.id for task in shown}
