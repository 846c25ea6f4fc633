"""Lists, filters and curves."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Outcome, Purpose, Run, Status, Stop
from paestudio.store import Store, queries
from paestudio.store.queries.tasks import ORDERS
from paestudio.store.rows import EpisodeState, Point, RunState, Use

if TYPE_CHECKING:
    from conftest import Maker

Tell = Callable[..., None]


@pytest.fixture
def full(store: Store, tell: Tell, maker: Maker) -> Store:
    """A store with the run that has everything."""
    tell(*maker.whole_run())
    return store


def test_runs_newest_first_with_their_state(store: Store, tell: Tell) -> None:
    """Finished, stopped, failed, interrupted; running only while a live writer records it."""
    for i, reason in enumerate(["finished", "stopped", "failed", ""]):
        name = f"r{i}"
        tell(ev.RunStarted(Run(name, "http://x/", started=i + 1.0)), run=name)
        if reason:
            tell(ev.RunEnded(reason, {"n": i}), run=name)
    rows = queries.runs(store)
    assert [row.run.id for row in rows] == ["r3", "r2", "r1", "r0"]
    assert [row.state for row in rows] == [
        RunState.INTERRUPTED, RunState.FAILED, RunState.STOPPED, RunState.FINISHED,
    ]  # fmt: skip
    assert rows[-1].summary == {"n": 0}
    store.tell_run("r3")
    assert queries.run(store, "r3").state is RunState.RUNNING
    assert [(site.url, site.runs) for site in queries.sites(store)] == [("http://x/", 4)]


def test_a_resumed_run_is_one_run(store: Store, tell: Tell) -> None:
    """A second RunStarted is a second session, and the run is open again."""
    run = Run("run-1", "http://x/")
    tell(ev.RunStarted(run), ev.RunEnded("stopped"))
    tell(ev.RunStarted(run, resumed=True))
    (row,) = queries.runs(store)
    assert row.sessions == 2
    assert row.state is RunState.INTERRUPTED


def test_unknown_names_are_the_users_mistake(full: Store) -> None:
    """With the names there are."""
    with pytest.raises(UserError, match="run-1"):
        queries.run(full, "run-9")
    with pytest.raises(UserError):
        queries.task(full, "run-1", "none")
    with pytest.raises(UserError):
        queries.episode(full, "run-1", "none")
    assert queries.runs(full)[0].episodes == 3, "a proof is no attempt of the agent"
    assert queries.steps(full, "run-1", "none") == []
    assert queries.verdicts(full, "run-1", "none") == []
    assert queries.settled(full, "run-1", "none") is None


def test_tasks_as_they_stand(full: Store, maker: Maker) -> None:
    """Status, who settled it, held out, proof, pass rate; an edited task takes the old one's place."""
    rows = {row.task.instruction: row for row in queries.tasks(full, "run-1", replaced=True)}
    mug, tea, lamp, desk = (rows[f"Find {name}"] for name in ("mug", "tea pot", "lamp", "desk lamp"))
    assert (mug.status, mug.settled_by, mug.held_out, mug.proof) == (Status.APPROVED, "policy", False, "proof-1")
    assert (mug.trials, mug.successes) == (2, 2)  # a person overruled the failure
    assert tea.held_out
    assert (tea.trials, tea.successes) == (0, 0)
    assert tea.task == maker.task("tea pot", login="mira")
    assert (lamp.status, lamp.replaced_by) == (Status.REJECTED, desk.task.id)
    assert desk.task.parent == lamp.task.id
    assert queries.count_tasks(full, "run-1") == 3
    assert queries.count_tasks(full, "run-1", replaced=True) == 4
    assert queries.task(full, "run-1", mug.task.id) == mug


def test_held_out_stays_held_out(store: Store, tell: Tell, maker: Maker) -> None:
    """Neither a later settlement nor a rewording lets a held-out task into training."""
    task, new = maker.task("mug"), maker.task("blue mug")
    tell(ev.TaskProposed(task), ev.TaskSettled(task.id, Status.APPROVED, "policy", held_out=True))
    tell(ev.TaskSettled(task.id, Status.APPROVED, "human"), ev.TaskEdited(task.id, new))
    (row,) = queries.tasks(store, "run-1")
    assert row.task == new
    assert row.held_out
    assert row.status is Status.APPROVED


def test_a_task_proposed_again_keeps_its_place(store: Store, tell: Tell, maker: Maker) -> None:
    """After a resume the proposer may find the same tasks: a rejected one stays rejected."""
    task = maker.task("mug")
    tell(ev.TaskProposed(task), ev.TaskSettled(task.id, Status.REJECTED, "human"), ev.TaskProposed(task, "p"))
    (row,) = queries.tasks(store, "run-1")
    assert row.status is Status.REJECTED
    assert row.proof == "p"


def test_ten_thousand_tasks_stay_fast(store: Store, tell: Tell, maker: Maker) -> None:
    """Every page, filter, order and search of 10,000 tasks with 100 episodes within a blink."""
    many = [maker.task(f"thing {i} {'100%' if i % 1000 == 0 else ''}") for i in range(10_000)]
    tell(*(ev.TaskProposed(task) for task in many))
    tell(*(e for i in range(100) for e in maker.played(f"e{i}", many[i % 100], steps=1)))
    with store.transaction() as con:
        con.execute("UPDATE tasks SET status = 'approved', held_out = position % 3 = 0 WHERE position % 2")

    def timed(call: Callable[[], object]) -> float:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start

    worst = max(
        min(timed(call) for _ in range(3))
        for call in [
            *(lambda o=o: queries.tasks(store, "run-1", order=o, limit=200) for o in ORDERS),
            lambda: queries.tasks(store, "run-1", offset=9_800),
            lambda: queries.tasks(store, "run-1", status=[Status.APPROVED], held_out=True, offset=1000),
            lambda: queries.tasks(store, "run-1", search="THING 99"),
            lambda: queries.count_tasks(store, "run-1", search="none such"),
            lambda: queries.status_counts(store, "run-1"),
            lambda: queries.episodes(store, "run-1", search="thing"),
            lambda: queries.runs(store),
        ]
    )
    assert worst < 0.25
    assert [r.task for r in queries.tasks(store, "run-1", offset=9_998)] == many[9_998:]
    assert queries.count_tasks(store, "run-1", search="100%") == 10
    assert queries.count_tasks(store, "run-1", search="0_%") == 0
    assert queries.count_tasks(store, "run-1", status=[Status.APPROVED]) == 5_000
    assert queries.status_counts(store, "run-1") == {"approved": 5_000, "proposed": 5_000}
    assert len(queries.tasks(store, "run-1", limit=-1)) == 10_000


def test_orders(store: Store, tell: Tell, maker: Maker) -> None:
    """Each order sorts what it says, also across pages."""
    for name, difficulty in (("b", 0.9), ("a", 0.5), ("c", 0.1)):
        tell(ev.TaskProposed(ev.Task.make(name, "http://x/", None, difficulty=difficulty)))

    def names(order: str) -> str:
        return "".join(
            queries.tasks(store, "run-1", order=order, offset=i, limit=1)[0].task.instruction for i in range(3)
        )

    assert {o: names(o) for o in ("proposed", "newest", "instruction", "difficulty")} == {
        "proposed": "bac", "newest": "cab", "instruction": "abc", "difficulty": "cab",
    }  # fmt: skip


def test_episodes_paged_and_filtered(full: Store, maker: Maker) -> None:
    """By task, purpose, outcome, iteration, state, words; newest first."""
    ids = [row.id for row in queries.episodes(full, "run-1")]
    assert ids == ["h1", "e2", "e1", "proof-1"]
    assert [r.id for r in queries.episodes(full, "run-1", order="started", offset=1, limit=2)] == ["e1", "e2"]
    mug = maker.task("mug").id
    assert queries.count_episodes(full, "run-1", task=mug, purpose=[Purpose.TRAIN]) == 2
    assert queries.count_episodes(full, "run-1", outcome=[Outcome.UNKNOWN]) == 1
    assert queries.count_episodes(full, "run-1", iteration=0) == 1
    assert queries.count_episodes(full, "run-1", search="TEA") == 1
    assert queries.count_episodes(full, "run-1", ended=False) == 0
    row = queries.episodes(full, "run-1", search="tea")[0]
    assert (row.outcome, row.evaluator, row.screenshot is not None) == (Outcome.UNKNOWN, "check", True)
    e2 = next(r for r in queries.episodes(full, "run-1") if r.id == "e2")
    assert (e2.outcome, e2.evaluator, e2.updates) == (Outcome.SUCCESS, "human", (1,))
    assert (e2.steps, e2.stop, e2.answer, e2.state) == (2, Stop.ANSWERED, "42", EpisodeState.ENDED)


def test_an_episode_comes_back_whole(full: Store, maker: Maker) -> None:
    """With its steps, whether it ended or is playing."""
    assert queries.episode(full, "run-1", "e1") == maker.episode("e1", maker.task("mug"))
    assert queries.steps(full, "run-1", "e1") == [maker.step(0), maker.step(1)]


def test_playing_and_void(store: Store, tell: Tell, maker: Maker) -> None:
    """An episode without an end is playing while its session lives, and void afterwards."""
    run = Run("run-1", "http://x/")
    start = ev.EpisodeStarted("e1", maker.task("mug"), 2, Purpose.TRAIN, 1)
    tell(ev.RunStarted(run), start, ev.StepTaken("e1", 2, maker.step(0)))
    store.tell_run("run-1")
    assert queries.episodes(store, "run-1")[0].state is EpisodeState.PLAYING
    assert queries.steps(store, "run-1", "e1") == [maker.step(0)]
    store.tell_run(None)
    assert queries.episodes(store, "run-1")[0].state is EpisodeState.VOID
    tell(ev.RunStarted(run, resumed=True))
    store.tell_run("run-1")
    assert queries.episodes(store, "run-1")[0].state is EpisodeState.VOID


def test_curves(full: Store) -> None:
    """Metrics in the order told, measurements with their rate."""
    assert queries.metric_names(full, "run-1") == ["loss", "reward"]
    reward = queries.metric(full, "run-1", "reward")
    assert [(p.iteration, p.value) for p in reward] == [(1, 0.5), (2, 0.75)]
    assert all(isinstance(p, Point) and p.at > 0 for p in reward)
    assert queries.metric(full, "run-1", "reward", after=queries.last_seq(full, "run-1")) == []
    (before,) = queries.measured(full, "run-1")
    assert (before.name, before.rate.success, before.rate.n, before.rate.unknown) == ("before", 0.5, 10, 1)


def test_lineage(full: Store) -> None:
    """From an update to its episodes, and from an episode to its updates with what each made of it."""
    (update,) = queries.updates(full, "run-1")
    assert update.episodes == ("e1", "e2")
    assert queries.uses(full, "run-1", "e2") == [Use(1, 1, 0.0, 0.5, -0.5)]
    assert queries.uses(full, "run-1", "h1") == []
    assert [page.url for page in queries.pages(full, "run-1")] == ["http://shop.test/"]


def test_screenshots_in_use(full: Store) -> None:
    """Of pages, steps and last pages."""
    assert queries.used_blobs(full) == {"a" * 64 + ".jpg"}


def test_following_a_run(full: Store, tell: Tell) -> None:
    """A window asks for what is new since the last event it saw."""
    last = queries.last_seq(full, "run-1")
    assert list(queries.events(full, "run-1", after=last)) == []
    tell(ev.Metric("reward", 1.0, 3))
    ((seq, _, event),) = queries.events(full, "run-1", after=last)
    assert seq == last + 1
    assert event == ev.Metric("reward", 1.0, 3)


def test_runs_do_not_mix(full: Store, tell: Tell, maker: Maker) -> None:
    """The same task and episode names in another run are other rows."""
    tell(*maker.played("e1", maker.task("mug"), Outcome.FAILURE), run="run-2")
    assert queries.count_episodes(full, "run-2") == 1
    assert queries.settled_verdicts(full, "run-2")["e1"].outcome is Outcome.FAILURE
    assert queries.settled_verdicts(full, "run-1")["e1"].outcome is Outcome.SUCCESS
    assert queries.uses(full, "run-2", "e1") == []


# -- a store that somebody edited


def edit(store: Store, sql: str) -> None:
    """Change the file as a person with a database browser would."""
    with store.transaction() as con:
        assert con.execute(sql).rowcount


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("UPDATE events SET body = 'nonsense' WHERE type = 'Metric'", "table events"),
        ("UPDATE events SET body = '[]' WHERE type = 'StepTaken'", "table events"),
        ("UPDATE events SET body = '{}' WHERE type = 'EpisodeEnded'", "table events"),
        ("UPDATE events SET type = 'Invented' WHERE type = 'Noticed'", "'Invented'"),
        ("UPDATE events SET body = replace(body, '\"approved\"', '\"maybe\"')", "maybe"),
        ("DELETE FROM steps WHERE episode = 'e1'", "table steps"),
        ("UPDATE steps SET body = NULL", "table steps"),
    ],
)
def test_a_bad_row_of_the_log_is_named(full: Store, sql: str, names: str) -> None:
    """Replaying says which row of which table cannot be read."""
    edit(full, sql)
    with pytest.raises(EnvironmentFault) as caught:
        list(queries.events(full, "run-1"))
    assert names in str(caught.value)
    assert caught.value.fix


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tasks SET status = 'maybe'",
        "UPDATE tasks SET body = '{'",
        "UPDATE tasks SET body = NULL, instruction = NULL, start_url = NULL, reason = NULL, settled_by = NULL",
    ],
)
def test_bad_tasks_are_marked_in_lists(full: Store, sql: str) -> None:
    """The list stands; asking for the task, or resuming, names the row."""
    edit(full, sql)
    rows = queries.tasks(full, "run-1")
    assert len(rows) == 3
    assert all(row.damaged for row in rows)
    with pytest.raises(EnvironmentFault, match="table tasks"):
        queries.task(full, "run-1", rows[0].task.id)
    with pytest.raises(EnvironmentFault, match="table tasks"):
        queries.resume_point(full, "run-1")
    queries.status_counts(full, "run-1")


def test_other_bad_rows(full: Store) -> None:
    """Unknown words in episodes and runs are marked; a bad verdict is named."""
    edit(full, "UPDATE episodes SET stop = 'tired', purpose = 'fun', outcome = 'fine'")
    assert all("tired" in row.damaged and "fun" in row.damaged for row in queries.episodes(full, "run-1"))
    edit(full, "UPDATE runs SET body = 'x'")
    assert queries.runs(full)[0].damaged
    edit(full, "UPDATE verdicts SET outcome = 'fine'")
    for ask in (queries.verdicts, queries.settled):
        with pytest.raises(EnvironmentFault, match="table verdicts"):
            ask(full, "run-1", "e1")
    with pytest.raises(EnvironmentFault):
        queries.resume_point(full, "run-1")


def test_a_missing_screenshot(full: Store) -> None:
    """Records refer to files that may be gone: the list and the record stand, the picture is None."""
    assert full.blobs.open(queries.pages(full, "run-1")[0].screenshot) is None
