"""The fold from events to rows and curves, without Qt."""

from __future__ import annotations

from dataclasses import replace

from paestudio.core import events as ev
from paestudio.core.records import Credit, Outcome, Purpose, Rate, Status, Update, Verdict
from paestudio.gui.run_data import RunData, rate_words
from paestudio.gui.verdict_model import effect
from tests.gui import scripted


def folded(events: list[ev.Event]) -> RunData:
    data = RunData()
    data.apply(events)
    return data


def test_a_whole_run_is_folded() -> None:
    data = folded(list(scripted.Story().whole()))
    assert data.site == scripted.SITE and data.pages == 4
    assert len(data.tasks) == 12 and sum(row.held_out for row in data.tasks) == 3
    assert [row.status for row in data.tasks[:3]] == [Status.MASTERED, Status.IN_BAND, Status.PARKED]
    assert len(data.finished) == 24 and len(data.updates) == 3
    assert [m.name for m in data.measured] == ["before", "warm_start", "after"]
    assert data.metrics["loss"] == [(1, 0.9), (2, 0.45), (3, 0.3)]
    assert data.ended is not None and data.ended.reason == "finished"
    decided = sum(n for _, n in data.training.values())
    assert decided == 24 - data.unknown and data.judged == 24
    assert all(row.used_in == row.iteration for row in data.finished)


def test_unknown_is_neither_success_nor_failure() -> None:
    task = scripted.tasks(1)[0]
    story = scripted.Story()
    data = folded([*story.opening(1), *story.episode(task, Outcome.UNKNOWN)])
    assert data.training == {} and data.unknown_rate == 1.0
    assert data.finished[0].reward is None and data.tasks[0].trials == 0


def test_an_override_moves_all_counts_once() -> None:
    task = scripted.tasks(1)[0]
    story = scripted.Story()
    data = folded([*story.opening(1), *story.episode(task, Outcome.FAILURE)])
    assert data.training == {1: [0, 1]}
    human = Verdict("ep00001", task.id, Outcome.SUCCESS, "human", None, "it did")
    told = ev.EpisodeJudged(human, human)
    data.apply([told, replace(told, verdict=replace(human, at=9.0), settled=replace(human, at=9.0))])
    row = data.finished[0]
    assert data.training == {1: [1, 1]} and data.judged == 1
    assert [v.evaluator for v in row.verdicts] == ["check", "human"]
    assert data.tasks[0].successes == data.tasks[0].trials == 1


def test_the_effect_of_a_verdict_in_words() -> None:
    task = scripted.tasks(1)[0]
    story = scripted.Story()
    data = folded([*story.opening(1), *story.episode(task, Outcome.FAILURE)])
    row = data.finished[0]
    assert effect(row, running=True) == "Reward 0; will be used in the next update."
    data.apply([ev.UpdateMade(Update(1, 1, "rloo", (row.id,)))])
    assert effect(row, running=True) == "Reward 0; used in update 1."
    human = Verdict(row.id, task.id, Outcome.SUCCESS, "human")
    data.apply([ev.EpisodeJudged(human, human)])
    said = effect(row, running=True)
    assert said == "Reward 0 → reward 1; will be used in the next update (update 1 used the old verdict)."
    assert "when training goes on" in effect(row, running=False)
    data.apply([ev.UpdateMade(Update(2, 2, "rloo", (row.id,)))])
    assert effect(row, running=True) == "Reward 0 → reward 1; used in update 2."


def test_held_out_episodes_are_never_learned_from() -> None:
    task = scripted.tasks(1)[0]
    story = scripted.Story()
    data = folded([*story.opening(1), *story.episode(task, Outcome.SUCCESS, Purpose.HELD_OUT)])
    assert data.training == {} and "never learned from" in effect(data.finished[0], running=True)


def test_an_edit_keeps_the_row_and_old_episodes_find_it() -> None:
    old, new = scripted.tasks(2)
    story = scripted.Story()
    data = folded([*story.opening(1), *story.episode(old, Outcome.SUCCESS), ev.TaskEdited(old.id, new)])
    assert len(data.tasks) == 1 and data.tasks[0].task == new and data.tasks[0].trials == 0
    assert data.task(old.id) is data.task(new.id)


def test_events_of_things_never_told_are_harmless() -> None:
    verdict = Verdict("nobody", "nothing", Outcome.SUCCESS, "check")
    data = folded([ev.TaskSettled("nothing", Status.APPROVED, "policy"), ev.EpisodeJudged(verdict, verdict)])
    assert not data.tasks and not data.episodes and data.judged == 0


def test_steps_name_elements_and_keep_errors() -> None:
    task = scripted.tasks(1)[0]
    story = scripted.Story()
    row = folded([*story.opening(1), *story.episode(task, Outcome.FAILURE)]).finished[0]
    assert row.steps[0].action == "Type “time machine” into searchbox “Search the shop” and press Enter"
    assert row.steps[0].box == (300, 20, 380, 36)
    assert row.steps[2].error == "“Add to basket” is covered by the cookie notice"
    assert row.steps[3].action == "Answer “£9.99”"


def test_a_rate_in_words() -> None:
    assert rate_words(Rate(0.62, 0.48, 0.74, 50)) == "62 % (48–74 %, n 50)"
    assert rate_words({"success": 1.0, "low": 0.5, "high": 1.0, "n": 4}) == "100 % (50–100 %, n 4)"


def test_an_edited_task_keeps_its_own_status() -> None:
    old, new = scripted.tasks(2)
    data = RunData()
    data.apply([ev.TaskProposed(old), ev.TaskEdited(old.id, new)])
    data.apply([ev.TaskSettled(new.id, Status.APPROVED, "human", "edited")])
    data.apply([ev.TaskSettled(old.id, Status.REJECTED, "human", "replaced by an edited one")])
    row = data.task(new.id)
    assert row is data.task(old.id) and row is not None
    assert (row.status, row.reason) == (Status.APPROVED, "edited")


def test_a_word_that_came_while_the_update_was_made_waits_for_the_next() -> None:
    story = scripted.Story()
    (task,) = scripted.tasks(1)
    data = RunData()
    data.apply([*story.opening(1), *story.episode(task, Outcome.FAILURE)])
    person = Verdict("ep00001", task.id, Outcome.SUCCESS, "human", at=3.0)
    data.apply([ev.EpisodeJudged(person, person)])
    row = data.episode("ep00001")
    assert row is not None

    def update(version: int, reward: float) -> ev.UpdateMade:
        return ev.UpdateMade(Update(version, version, "rloo", (row.id,), (Credit(row.id, reward, 0.5, 0.0),)))

    data.apply([update(1, 0.0)])
    assert row.used_in == 1 and "will be used in the next update (update 1 used the old verdict)" in effect(row, True)
    data.apply([update(2, 1.0)])
    assert effect(row, True) == "Reward 0 → reward 1; used in update 2."
