"""A person's decisions while no run is live."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paestudio.core import events as ev
from paestudio.core.controls import Curate, Edit, Override
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Outcome, Status
from paestudio.store import DecisionWriter, Store, queries

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
