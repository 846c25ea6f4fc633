"""A person's decisions while no run is live."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paestudio.core import events as ev
from paestudio.core.controls import Add, Curate, Edit, Override, Show
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import OWN, Cause, Outcome, Purpose, Status
from paestudio.store import DecisionWriter, Store, queries
from paestudio.store.fork import fork

if TYPE_CHECKING:
    from conftest import Maker


@pytest.fixture
def writer(folder: Path, store: Store, tell: Callable[..., None], maker: Maker) -> Iterator[DecisionWriter]:
    """A writer on a store with a finished run, which nobody else writes."""
    tell(*maker.whole_run())
    store.close()
    decisions = DecisionWriter(folder)
    yield decisions
    decisions.close()
    decisions.close()


def test_decisions_are_events_like_the_loops(writer: DecisionWriter, folder: Path, maker: Maker) -> None:
    """Approve, rewrite, overrule: each is in the log and in the lists, in order."""
    task, held = maker.task("mug"), maker.task("tea pot", login="mira")
    new = maker.task("red mug")
    asked = [
        Curate(held.id, Status.REJECTED, "odd"),
        Edit(task.id, new),
        Override("e1", Outcome.FAILURE, "wrong mug"),
    ]
    told = [future.result() for future in [writer.submit("run-1", request) for request in asked]]
    assert told[0] == ev.TaskSettled(held.id, Status.REJECTED, "human", "odd", held_out=True)
    assert told[1] == ev.TaskEdited(task.id, new)
    assert isinstance(told[2], ev.EpisodeJudged)
    assert told[2].verdict == told[2].settled
    with Store.open(folder, write=False) as store:
        assert [event for _, _, event in queries.events(store, "run-1")][-3:] == told
        verdict = queries.settled(store, "run-1", "e1")
        assert verdict is not None
        assert (verdict.outcome, verdict.evaluator, verdict.evidence) == (Outcome.FAILURE, "human", "wrong mug")
        assert queries.task(store, "run-1", held.id).status is Status.REJECTED
        assert queries.task(store, "run-1", task.id).replaced_by == new.id


def test_own_tasks_and_demonstrations(writer: DecisionWriter, folder: Path, maker: Maker) -> None:
    """They come approved, are found again for the next session, follow a rewording, and can be retracted."""
    own, mug = maker.task("my own", origin=OWN), maker.task("mug")
    shown = maker.episode("s1", own, purpose=Purpose.SHOWN)
    other = maker.episode("s2", mug, purpose=Purpose.SHOWN)
    for request in (Add(own, shown, held_out=True), Show(other)):
        writer.submit("run-1", request).result()
    with Store.open(folder, write=False) as store:
        row = queries.task(store, "run-1", own.id)
        assert (row.status, row.settled_by, row.held_out) == (Status.APPROVED, "human", True)
        assert [episode.id for episode in queries.demonstrations(store, "run-1")] == ["s1", "s2"]
    reworded = replace(mug, id="reworded", instruction="Bring me the mug")
    asked = [
        Edit(mug.id, reworded),
        Edit(reworded.id, mug),
        Edit(mug.id, reworded),
        Override("s1", Outcome.UNKNOWN, "", own.id, Cause.RETRACTED),
        Override("e1", Outcome.UNKNOWN, "not typical", mug.id, Cause.RETRACTED),
    ]
    for decision in asked:
        writer.submit("run-1", decision).result()
    with Store.open(folder, write=False) as store:
        point = queries.resume_point(store, "run-1")
        assert [(episode.id, episode.task) for episode in point.shown] == [("s2", reworded)]
        assert point.withdrawn >= {"s1", "e1"} and "e1" not in {one.episode.id for one in point.overruled}
        settled = queries.settled(store, "run-1", "e1")
        assert settled is not None and settled.cause is Cause.RETRACTED
    with pytest.raises(UserError, match="nowhere"):
        writer.submit("run-1", Show(replace(shown, task=replace(own, id="nowhere")))).result()


def test_own_tasks_go_on_to_the_next_run_on_the_site(writer: DecisionWriter, folder: Path, maker: Maker) -> None:
    """With their demonstrations, at the address that the site has then; what was taken back stays behind."""
    own, gone = maker.task("my own", origin=OWN), maker.task("not wanted", origin=OWN)
    shown = maker.episode("s1", own, purpose=Purpose.SHOWN)
    for request in (Add(own, shown, held_out=True), Add(gone), Curate(gone.id, Status.REJECTED)):
        writer.submit("run-1", request).result()
    with Store.open(folder, write=False) as store:
        site = queries.run(store, "run-1").run.site
        assert list(queries.own_tasks(store, site, "http://shop.test/")) == [(own, True, (shown,))]
        ((moved, held_out, (again,)),) = queries.own_tasks(store, site, "http://127.0.0.1:99/")
        assert moved.start_url == "http://127.0.0.1:99/" and moved.id != own.id and held_out
        assert again.task == moved and again.steps[0].observation.url == "http://127.0.0.1:99/"
        assert list(queries.own_tasks(store, "http://elsewhere.test/", "http://elsewhere.test/")) == []


def test_going_back_keeps_what_the_person_added_and_retracted(
    writer: DecisionWriter, folder: Path, maker: Maker
) -> None:
    """A new run from an earlier version has their tasks, their demonstrations and their retractions."""
    own, mug = maker.task("my own", origin=OWN), maker.task("mug")
    for request in (
        Add(own, maker.episode("s1", own, purpose=Purpose.SHOWN)),
        Show(maker.episode("s2", mug, purpose=Purpose.SHOWN)),
        Override("s2", Outcome.UNKNOWN, "", mug.id, Cause.RETRACTED),
    ):
        writer.submit("run-1", request).result()
    with Store.open(folder) as store:
        update = queries.updates(store, "run-1")[0]
        (store.run_folder("run-1") / "checkpoints" / update.checkpoint).mkdir(parents=True, exist_ok=True)
        point = queries.resume_point(store, fork(store, "run-1", update.version))
    assert own in [row.task for row in point.tasks]
    assert [shown.id for shown in point.shown] == ["s1"] and "s2" in point.withdrawn


def test_an_edit_that_is_taken_back_brings_the_task_back(writer: DecisionWriter, folder: Path, maker: Maker) -> None:
    """Also into the lists."""
    mug, red = maker.task("mug"), maker.task("red mug")
    for request in (Edit(mug.id, red), Edit(red.id, mug)):
        writer.submit("run-1", request).result()
    with Store.open(folder, write=False) as store:
        assert queries.task(store, "run-1", mug.id).replaced_by is None
        assert {mug.id, red.id} & {row.task.id for row in queries.tasks(store, "run-1")} == {mug.id}


def test_what_is_not_there(writer: DecisionWriter, maker: Maker) -> None:
    """A task or episode that is gone is the caller's mistake, told through the future."""
    for request in (Curate("x", Status.APPROVED), Edit("x", maker.task("y")), Override("x", Outcome.SUCCESS)):
        with pytest.raises(UserError, match="x"):
            writer.submit("run-1", request).result()


def test_the_window_never_waits(writer: DecisionWriter, folder: Path, maker: Maker) -> None:
    """Submitting returns at once, also while another process holds the store; the future says so."""
    with Store.open(folder):
        start = time.perf_counter()
        future = writer.submit("run-1", Curate(maker.task("mug").id, Status.REJECTED))
        assert time.perf_counter() - start < 0.1
        with pytest.raises(EnvironmentFault, match="Another PAE Studio"):
            future.result()
    assert writer.submit("run-1", Curate(maker.task("mug").id, Status.REJECTED)).result()
