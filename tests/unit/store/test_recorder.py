"""What is recorded comes back equal, in order, and soon enough."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault
from paestudio.core.records import Outcome, Purpose, Run
from paestudio.store import Recorder, Store, queries
from paestudio.store.recorder import DELAY, DURABLE

if TYPE_CHECKING:
    from conftest import Maker

Tell = Callable[..., None]


def replayed(store: Store, run: str = "run-1") -> list[ev.Event]:
    """The events of a run as they come back."""
    return [event for _, _, event in queries.events(store, run)]


def test_every_kind_of_event_comes_back_equal(store: Store, tell: Tell, maker: Maker) -> None:
    """The run of the fixture has all kinds; each is equal to what was recorded, in order."""
    told = maker.whole_run()
    assert {type(event) for event in told} == set(ev.KINDS.values())
    tell(*told)
    assert replayed(store) == told
    numbers = [seq for seq, _, _ in queries.events(store, "run-1")]
    assert numbers == sorted(set(numbers))


def test_a_step_is_kept_once(store: Store, tell: Tell, maker: Maker) -> None:
    """An episode that ends points at the steps that were told before; those that were not are added."""
    tell(*maker.played("e1", maker.task("mug")), ev.EpisodeEnded(maker.episode("proof", maker.task("tea"), 3)))
    assert store.rows("SELECT count(*) FROM steps")[0][0] == 2 + 3
    largest = store.rows("SELECT max(length(body)) FROM events WHERE type = 'EpisodeEnded'")[0][0]
    assert largest < len(store.rows("SELECT body FROM steps")[0]["body"]) * 2


def test_a_step_that_changed_before_the_end(store: Store, tell: Tell, maker: Maker) -> None:
    """Both what was told and what the episode says in the end are replayed exactly."""
    task = maker.task("mug")
    told = list(maker.played("e1", task))
    late = replace(maker.step(1), error="covered by [3]")
    told[3] = ev.EpisodeEnded(replace(maker.episode("e1", task), steps=(maker.step(0), late)), 0)
    tell(*told)
    assert replayed(store) == told
    assert queries.steps(store, "run-1", "e1")[1].error == "covered by [3]"


def test_an_episode_counts_once(store: Store, maker: Maker) -> None:
    """The same end twice changes nothing; a different one is refused, and the recorder goes on."""
    task = maker.task("mug")
    with Recorder(store, "run-1") as recorder:
        for event in maker.played("e1", task):
            recorder.record(event)
        recorder.record(ev.EpisodeEnded(maker.episode("e1", task), 0))
        with pytest.raises(ValueError, match="ended twice"):
            recorder.record(ev.EpisodeEnded(maker.episode("e1", task, answer="other"), 0))
        recorder.record(ev.Metric("reward", 1.0, 1))
    kinds = [type(event).__name__ for event in replayed(store)]
    assert kinds.count("EpisodeEnded") == 1
    assert kinds[-1] == "Metric"
    assert queries.count_episodes(store, "run-1") == 1


def test_what_resuming_needs_is_there_at_once(store: Store, folder: Path, maker: Maker) -> None:
    """A reader sees each durable event as soon as `record` returns, and everything told before it."""
    with Store.open(folder, write=False) as reader, Recorder(store, "run-1") as recorder:
        for n, event in enumerate(maker.whole_run(), 1):
            recorder.record(event)
            if isinstance(event, DURABLE):
                assert len(replayed(reader)) == n


def test_the_rest_is_there_soon(store: Store, folder: Path) -> None:
    """A single progress event does not wait for the next one."""
    with Store.open(folder, write=False) as reader, Recorder(store, "run-1") as recorder:
        recorder.record(ev.Metric("reward", 1.0, 1))
        end = time.monotonic() + 20 * DELAY
        while not replayed(reader) and time.monotonic() < end:
            time.sleep(0.02)
        assert replayed(reader) == [ev.Metric("reward", 1.0, 1)]


def test_threads_may_record_together(store: Store) -> None:
    """Nothing is lost, and each thread's own order is kept."""
    with Recorder(store, "run-1") as recorder:

        def work(name: str) -> None:
            for i in range(200):
                recorder.record(ev.Metric(name, i, i) if i % 50 else ev.Measured(name, i, _RATE))

        threads = [threading.Thread(target=work, args=(str(t),)) for t in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    seen: dict[str, list[int]] = {}
    for event in replayed(store):
        assert isinstance(event, ev.Metric | ev.Measured)
        seen.setdefault(event.name, []).append(event.iteration)
    assert seen == {str(t): list(range(200)) for t in range(4)}


def test_full_disk_loses_nothing_and_passes(store: Store, maker: Maker) -> None:
    """The fault says what to do; what was recorded stays; with room again the same event goes in."""
    told = list(maker.played("e1", maker.task("mug"), steps=40))
    with Recorder(store, "run-1") as recorder:
        recorder.record(ev.RunStarted(Run("run-1", "http://shop.test/")))
        store.limit_pages(store.rows("PRAGMA page_count")[0][0])
        refused = 0
        for event in told:
            try:
                recorder.record(event)
            except EnvironmentFault as fault:
                refused += 1
                assert "full" in str(fault)
                assert fault.fix
                store.limit_pages(0)
                recorder.record(event)
    assert refused == 1
    assert replayed(store)[1:] == told
    assert store.problems() == []


def test_full_disk_while_nobody_records(store: Store, maker: Maker) -> None:
    """Gathered events that cannot be written wait in memory; the fault is told by the next call that matters."""
    page = maker.step(0)
    with Recorder(store, "run-1") as recorder:
        recorder.record(ev.RunStarted(Run("run-1", "http://shop.test/")))
        store.limit_pages(store.rows("PRAGMA page_count")[0][0])
        for i in range(30):
            recorder.record(ev.StepTaken("e1", 0, replace(page, index=i)))
        time.sleep(2 * DELAY)
        with pytest.raises(EnvironmentFault):
            recorder.flush()
        store.limit_pages(0)
    assert len(replayed(store)) == 31


def test_an_event_no_table_takes_does_not_block_the_rest(store: Store) -> None:
    """A number too large for SQLite is our bug: it is told, and the others are kept."""
    with Recorder(store, "run-1") as recorder:
        recorder.record(ev.Metric("a", 1.0, 1))
        recorder.record(ev.Metric("b", 1.0, 2**70))
        with pytest.raises(OverflowError):
            recorder.flush()
        recorder.record(ev.Metric("c", 1.0, 3))
    assert [event.name for event in replayed(store) if isinstance(event, ev.Metric)] == ["a", "c"]


def test_an_unfit_event_is_told_by_the_next_record(store: Store) -> None:
    """Found while nobody was waiting, it is raised at the next call."""
    with Recorder(store, "run-1") as recorder:
        recorder.record(ev.Metric("b", 1.0, 2**70))
        time.sleep(4 * DELAY)
        with pytest.raises(OverflowError):
            recorder.record(ev.Metric("c", 1.0, 3))
        recorder.record(ev.Metric("c", 1.0, 3))
    assert len(replayed(store)) == 1


def test_a_reader_cannot_record(store: Store, folder: Path) -> None:
    """The one writer is decided by how the store was opened."""
    with Store.open(folder, write=False) as reader:
        with pytest.raises(ValueError, match="write"):
            Recorder(reader, "run-1")
        with pytest.raises(ValueError, match="read"), reader.transaction():
            pass


def test_closing_twice_is_fine(store: Store) -> None:
    """Close is idempotent, and the run is not said to be live after it."""
    recorder = Recorder(store, "run-1")
    assert store.writing_run() == "run-1"
    recorder.close()
    recorder.close()
    assert store.writing_run() is None


def test_a_first_attempt_cut_short_leaves_no_steps(store: Store, tell: Tell, maker: Maker) -> None:
    """The same episode id started again after a kill begins with an empty list of steps."""
    task = maker.task("mug")
    start = ev.EpisodeStarted("e1", task, 0, Purpose.TRAIN, 1)
    tell(start, *(ev.StepTaken("e1", 0, maker.step(i)) for i in range(3)))
    tell(start, ev.StepTaken("e1", 0, maker.step(0)))
    assert [step.index for step in queries.steps(store, "run-1", "e1")] == [0]
    assert len(replayed(store)) == 6


def test_verdicts_settle_by_rank_whatever_the_order(store: Store, tell: Tell, maker: Maker) -> None:
    """A check that comes after a person's word does not overrule it."""
    task = maker.task("mug")
    human = maker.verdict("e1", task, Outcome.FAILURE, "human")
    late = maker.verdict("e1", task, Outcome.SUCCESS, "check")
    tell(*maker.played("e1", task), ev.EpisodeJudged(human, human), ev.EpisodeJudged(late, late))
    assert queries.settled(store, "run-1", "e1") == human
    assert queries.episodes(store, "run-1")[0].outcome is Outcome.FAILURE
    again = maker.verdict("e1", task, Outcome.SUCCESS, "human")
    tell(ev.EpisodeJudged(again, again))
    assert queries.settled_verdicts(store, "run-1") == {"e1": again}
    assert len(queries.verdicts(store, "run-1", "e1")) == 4


_RATE: Any = ev.Rate(0.5, 0.2, 0.8, 4)


def test_speed(store: Store, maker: Maker) -> None:
    """Far more events a second than any browser can cause, also on a busy machine."""
    task = maker.task("mug")
    told = [event for i in range(60) for event in maker.played(f"e{i}", task, steps=5)]
    start = time.perf_counter()
    with Recorder(store, "run-1") as recorder:
        for event in told:
            recorder.record(event)
    rate = len(told) / (time.perf_counter() - start)
    assert rate > 100
