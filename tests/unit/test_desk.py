"""What the desk hands to an update: of the agent's episodes, the explorer's paths, and what the person showed."""

from __future__ import annotations

from paestudio.core.controls import Add, Controls, Edit, Override, Show
from paestudio.core.events import EpisodeEnded, EpisodeJudged, Event, TaskProposed, TaskSettled
from paestudio.core.records import (
    OWN,
    Cause,
    Episode,
    Judged,
    Outcome,
    Proposal,
    Purpose,
    Status,
    Stop,
    Task,
    Verdict,
)
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


def test_rehearsed_are_demonstrations_of_other_training_tasks_and_count_whole() -> None:
    desk = Desk(BandSampler(0), 0, 0.0, 50)
    for task in TASKS:
        desk.propose(Proposal(task, Episode(f"proof-{task.id}", task, (), Stop.ANSWERED, purpose=Purpose.PROOF)))
    list(desk.approve_all())
    desk.held_out.append(TASKS[2].id)
    batch = _played(desk, TASKS[0], [Outcome.FAILURE] * 4)
    rehearsed = desk.rehearsals(5, batch)
    assert [one.episode.id for one in rehearsed] == [f"proof-{TASKS[1].id}"]
    assert [c.advantage for c in leave_one_out(rehearsed)] == [1.0]
    desk.show(Episode("mine", TASKS[1], (), Stop.ANSWERED, purpose=Purpose.SHOWN))
    desk.show(Episode("mine too", TASKS[1], (), Stop.ANSWERED, purpose=Purpose.SHOWN))
    assert [c.advantage for c in leave_one_out(desk.rehearsals(5, batch))] == [1.0, 1.0], "two ways are no rivals"
    assert desk.rehearsals(0, batch) == []


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


def _heed(desk: Desk, *requests: Add | Edit | Override | Show) -> list[Event]:
    controls = Controls()
    for request in requests:
        controls.send(request)
    return list(desk.heed(controls))


def _shown(name: str, task: Task) -> Episode:
    return Episode(name, task, (), Stop.ANSWERED, policy="person", purpose=Purpose.SHOWN)


def _explored() -> Desk:
    desk = Desk(BandSampler(0), 0, 0.5, 50)
    for task in TASKS:
        desk.propose(Proposal(task, Episode(f"proof-{task.id}", task, (), Stop.ANSWERED, purpose=Purpose.PROOF)))
    list(desk.approve_all())
    return desk


def test_a_task_of_the_persons_own_is_approved_shown_and_never_held_out_by_chance() -> None:
    desk = _explored()
    own = [Task.make(f"Mine {i}", "http://x/", {"url": "^/mine$"}, origin=OWN) for i in range(8)]
    told = _heed(desk, *(Add(task, _shown(f"show-{task.id}", task)) for task in own), Add(TASKS[0], held_out=True))
    assert [type(event) for event in told[:4]] == [TaskProposed, EpisodeEnded, EpisodeJudged, TaskSettled]
    assert isinstance(told[3], TaskSettled) and (told[3].status, told[3].by) == (Status.APPROVED, "human")
    assert isinstance(told[-1], TaskSettled) and told[-1].held_out
    list(desk.divide())
    assert TASKS[0].id in desk.held_out and not {task.id for task in own} & set(desk.held_out)
    shown = [episode.id for episode in desk.demonstrations()]
    assert set(shown) >= {f"show-{task.id}" for task in own} and f"proof-{TASKS[0].id}" not in shown
    late = Task.make("Late", "http://x/", {"url": "^/late$"}, origin=OWN)
    _heed(desk, Add(late))
    mine = [*own, late]
    assert {task.id for task in desk.sampler.sample(9)} == {task.id for task in mine}, "the person's come first"


def test_what_the_person_showed_counts_before_the_explorers_path_until_it_is_retracted() -> None:
    desk = _explored()
    mine = _shown("mine", TASKS[1])
    _heed(desk, Show(mine), Show(_shown("nowhere", Task.make("Unknown", "http://x/"))))
    assert [path.id for path in desk.demonstrations()] == ["mine", f"proof-{TASKS[0].id}", f"proof-{TASKS[2].id}"]
    assert [path.id for path in desk.demonstrations(0.5)] == ["mine", f"proof-{TASKS[2].id}"], "a share of the others"
    group = _played(desk, TASKS[1], [Outcome.FAILURE] * 2)
    assert [(one.episode.id, one.verdict.evaluator) for one in desk.guides(group)] == [("mine", "human")]
    assert [one.episode.id for one in desk.lessons(group)] == ["mine"]
    reworded = Task.make("In other words", TASKS[1].start_url, TASKS[1].check)
    _heed(desk, Edit(TASKS[1].id, reworded))
    assert desk.shown["mine"].task == reworded
    _heed(desk, Override("mine", Outcome.UNKNOWN, "", reworded.id, Cause.RETRACTED))
    assert desk.lessons(group) == [] and desk.withdrawn == {"mine"}
    _heed(desk, Override("mine", Outcome.SUCCESS, "taken back", reworded.id))
    assert "mine" in desk.shown and desk.withdrawn == set()


def test_a_retracted_episode_is_not_learned_again_and_an_overruled_one_is_once() -> None:
    desk = _explored()
    group = _played(desk, TASKS[0], [Outcome.SUCCESS, Outcome.FAILURE])
    first, second = (one.episode.id for one in group)
    desk.used()
    told = _heed(desk, Override(first, Outcome.UNKNOWN, "odd", TASKS[0].id, Cause.RETRACTED))
    assert isinstance(told[0], EpisodeJudged) and told[0].settled.cause is Cause.RETRACTED
    assert desk.again == [] and desk.take_batch() == []
    _heed(desk, Override(second, Outcome.SUCCESS))
    batch = desk.take_batch()
    assert desk.again == [second] and {c.episode for c in leave_one_out(batch)} == {second}
    _heed(desk, Override(second, Outcome.FAILURE, "taken back"))
    assert desk.again == [], "as the update took it: there is nothing to learn anew"
    _heed(desk, Override(first, Outcome.SUCCESS, "taken back"))
    assert desk.again == [] and desk.withdrawn == {second}


def test_a_word_on_an_episode_that_was_let_go_is_kept_all_the_same() -> None:
    desk = _explored()
    told = _heed(desk, Override("long-ago", Outcome.FAILURE, "", TASKS[0].id), Override("unknown", Outcome.FAILURE))
    assert [event.verdict.episode for event in told if isinstance(event, EpisodeJudged)] == ["long-ago"]
    assert desk.withdrawn == {"long-ago"} and desk.again == []
