"""The whole loop on a site in memory with a learner that only counts: phases, curation, overrides, resume."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from paestudio import loop
from paestudio.agent.scripted import ScriptedPolicy, answer, click
from paestudio.browser.memory import MemoryBrowser, MemoryContent
from paestudio.config import RunConfig
from paestudio.core.checks import Site
from paestudio.core.clock import Clock
from paestudio.core.controls import HELPED, Add, Controls, Curate, Edit, Override, helped
from paestudio.core.events import (
    EpisodeEnded,
    EpisodeJudged,
    EpisodeStarted,
    Event,
    Measured,
    Metric,
    Noticed,
    PhaseChanged,
    RunEnded,
    TaskEdited,
    TaskSettled,
    UpdateMade,
)
from paestudio.core.protocols import Progress
from paestudio.core.records import (
    OWN,
    Episode,
    Judged,
    Outcome,
    Proposal,
    Purpose,
    Run,
    Status,
    Stop,
    Task,
    Update,
    Verdict,
)
from paestudio.curriculum import BandSampler
from paestudio.desk import Desk
from paestudio.evaluator.checks import CheckEvaluator
from paestudio.evaluator.panel import Panel
from paestudio.phases import Parts

SITE = {"http://x/": MemoryContent("Home", {f"Page {i}": f"/{i}" for i in range(10)})} | {
    f"http://x/{i}": MemoryContent(f"Page {i}", {"Home": "/"}) for i in range(10)
}
TASKS = [Task.make(f"Open page {i}.", "http://x/", {"url": f"^/{i}$"}) for i in range(10)]
CONFIG = RunConfig(iterations=2, group=4, tasks_per_iteration=3, max_steps=3, screenshots=False)


class Listed:
    """Proposes the tasks of a list."""

    async def propose(self, count: int) -> AsyncIterator[Proposal]:
        for task in TASKS[:count]:
            yield Proposal(task)


class Counted:
    """A learner that makes a new version whenever a group was mixed."""

    def __init__(self) -> None:
        self.version = 0
        self.batches: list[list[Judged]] = []
        self.left_out: set[str] = set()

    def leave_out(self, episodes: Collection[str]) -> None:
        self.left_out = set(episodes)

    def warm_start(self, demonstrations: Sequence[Episode], progress: Progress, deadline: float) -> Update | None:
        return None

    def update(self, judged: Sequence[Judged], iteration: int, progress: Progress) -> Update | None:
        self.batches.append(list(judged))
        self.version += 1
        return Update(self.version, iteration, "counted", tuple(one.episode.id for one in judged))


def _parts(controls: Controls, thread: ThreadPoolExecutor, clock: Clock | None = None) -> tuple[Parts, Counted]:
    sampler, learner = BandSampler(0), Counted()
    opened = [0]

    def script(context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        if context.history:
            return answer("done")(context)
        opened[0] += 1
        right = context.task.instruction.split()[-1].rstrip(".")
        return click(f"Page {right if opened[0] % 2 else 9 - int(right)}")(context)

    panel = Panel([CheckEvaluator(Site("http://x"))])
    desk = Desk(sampler, 0, 0.3, 50)
    parts = Parts(
        MemoryBrowser(SITE),
        ScriptedPolicy(script),
        Listed(),
        panel,
        learner,
        sampler,
        desk,
        thread,
        clock or Clock(None),
    )
    return parts, learner


def _run(
    controls: Controls,
    config: RunConfig = CONFIG,
    watch: Callable[[Event], None] | None = None,
    seconds: float | None = None,
) -> tuple[list[Event], Parts, Counted]:
    async def collect() -> tuple[list[Event], Parts, Counted]:
        with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
            parts, learner = _parts(controls, thread, Clock(seconds))
            events = []
            async for event in loop.run(Run("r", "http://x/"), parts, config, controls):
                events.append(event)
                if watch:
                    watch(event)
            return events, parts, learner

    return asyncio.run(collect())


def test_a_run_proposes_measures_learns_and_measures() -> None:
    events, parts, learner = _run(Controls())
    assert [e.name for e in events if isinstance(e, Measured)] == ["before", "after"]
    assert [e.update.version for e in events if isinstance(e, UpdateMade)] == [1, 2]
    assert isinstance(events[-1], RunEnded) and events[-1].reason == "finished"
    held = set(parts.desk.held_out)
    assert len(held) == 3
    trained = {one.episode.task.id for batch in learner.batches for one in batch}
    assert trained and not trained & held, "a held-out task was trained on"
    assert all(len(batch) == 12 for batch in learner.batches)


def test_without_time_to_learn_nothing_is_measured_twice() -> None:
    events, _, learner = _run(Controls(), RunConfig(**_with(iterations=0)), seconds=0.0)
    assert [e.name for e in events if isinstance(e, Measured)] == ["before"]
    assert any(isinstance(e, Noticed) and "no time to learn" in e.message for e in events)
    assert isinstance(events[-1], RunEnded) and not learner.batches


def test_every_episode_is_judged_once_and_told_before_its_verdict() -> None:
    events, _, _ = _run(Controls())
    ended = [e.episode.id for e in events if isinstance(e, EpisodeEnded)]
    judged = [e.verdict.episode for e in events if isinstance(e, EpisodeJudged)]
    assert judged == ended


def test_a_person_approves_rejects_and_edits_before_training_starts() -> None:
    controls = Controls()
    better = Task.make("Please open page 1.", "http://x/", {"url": "^/1$"})

    def person(event: Event) -> None:
        if isinstance(event, PhaseChanged) and event.phase == "waiting":
            controls.send(Curate(TASKS[0].id, Status.REJECTED, "boring"))
            controls.send(Edit(TASKS[1].id, better))
            for task in TASKS[2:]:
                controls.send(Curate(task.id, Status.APPROVED))

    events, parts, learner = _run(controls, RunConfig(**_with(auto_approve=False)), person)
    played = {e.episode.task.id for e in events if isinstance(e, EpisodeEnded)}
    assert TASKS[0].id not in played and TASKS[1].id not in played
    assert any(isinstance(e, TaskEdited) for e in events)
    assert any(isinstance(e, TaskSettled) and e.reason == "boring" for e in events)
    assert len(parts.desk.approved()) == 9
    assert learner.batches


def test_an_override_changes_the_reward_and_goes_into_the_next_update() -> None:
    controls = Controls()
    chosen: list[str] = []

    def person(event: Event) -> None:
        if isinstance(event, UpdateMade) and not chosen:
            chosen.append(event.update.episodes[0])
            controls.send(Override(chosen[0], Outcome.UNKNOWN, "the site was down"))

    events, _, learner = _run(controls, CONFIG, person)
    again = [one for one in learner.batches[1] if one.episode.id == chosen[0]]
    assert [one.verdict.evaluator for one in again] == ["human"]
    assert again[0].verdict.outcome is Outcome.UNKNOWN
    group = [one for one in learner.batches[1] if one.episode.iteration == 1]
    assert len(group) == 4, "the whole group comes again, so that the baseline is right"
    assert any(isinstance(e, EpisodeJudged) and e.verdict.evaluator == "human" for e in events)


def test_stopping_leaves_at_once_and_measures_no_more() -> None:
    controls = Controls()

    def person(event: Event) -> None:
        if isinstance(event, UpdateMade):
            controls.stop()

    events, _, _ = _run(controls, CONFIG, person)
    assert isinstance(events[-1], RunEnded) and events[-1].reason == "stopped"
    assert [e.name for e in events if isinstance(e, Measured)] == ["before"]


def test_a_site_that_dies_stops_the_run_and_is_no_failure_of_the_agent() -> None:
    controls = Controls()
    dead = dict(SITE)

    async def collect() -> list[Event]:
        with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
            parts, _ = _parts(controls, thread)
            parts.browser = MemoryBrowser(dead)
            events = []
            async for event in loop.run(Run("r", "http://x/"), parts, CONFIG, controls):
                events.append(event)
                if isinstance(event, Measured):
                    dead.clear()
            return events

    events = asyncio.run(collect())
    outcomes = [e.verdict.outcome for e in events if isinstance(e, EpisodeJudged) and e.settled.cause is not None]
    assert outcomes and set(outcomes) == {Outcome.UNKNOWN}
    assert any(isinstance(e, Noticed) and e.level == "error" and "site" in e.fix for e in events)
    assert isinstance(events[-1], RunEnded) and events[-1].reason == "failed"


def test_an_interrupted_iteration_goes_on_where_it_was() -> None:
    async def collect() -> tuple[list[Event], Counted]:
        controls = Controls()
        with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
            first, _ = _parts(controls, thread)
            played: list[Episode] = []
            async for event in loop.run(Run("r", "http://x/"), first, CONFIG, controls):
                if isinstance(event, EpisodeEnded) and event.episode.purpose is Purpose.TRAIN:
                    played.append(event.episode)
                if len(played) == 5:
                    controls.stop()
            controls = Controls()
            second, learner = _parts(controls, thread)
            for task in first.desk.tasks.values():
                second.desk.restore(task, first.desk.status[task.id], task.id in first.desk.held_out)
            second.desk.resume(divided=True)
            second.measured.add("before")
            second.unjudged = [e for e in played if e.stop.value != "stopped"]
            events = [e async for e in loop.run(Run("r", "http://x/"), second, CONFIG, controls)]
            return events, learner

    events, learner = asyncio.run(collect())
    ids = [one.episode.id for one in learner.batches[0]]
    assert len(ids) == len(set(ids))
    assert not any(isinstance(e, Measured) and e.name == "before" for e in events)
    groups: dict[str, int] = {}
    for one in learner.batches[0]:
        groups[one.episode.task.id] = groups.get(one.episode.task.id, 0) + 1
    assert set(groups.values()) == {4}, groups


def test_the_loop_imports_no_torch_and_no_qt() -> None:
    import subprocess
    import sys

    code = "import sys, paestudio.loop; sys.exit(any(m in sys.modules for m in ('torch', 'PySide6', 'playwright')))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path.cwd()).returncode == 0


def _with(**changes: object) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(CONFIG), **changes}


def test_a_measurement_that_was_asked_for_comes_after_the_update() -> None:
    controls = Controls()

    def watch(event: Event) -> None:
        if isinstance(event, Metric) and event.name == "reward":
            controls.measure()

    events, _, _ = _run(controls, watch=watch)
    names = [(e.name, e.iteration) for e in events if isinstance(e, Measured)]
    assert names == [("before", 0), ("iteration", 1), ("iteration", 2), ("after", 2)]
    told = [e.name for e in events if isinstance(e, Metric) and e.iteration == 1]
    assert "steps_per_second" in told and "tokens_per_second" in told


def test_an_episode_that_a_person_helped_is_no_reward() -> None:
    controls = Controls()

    def watch(event: Event) -> None:
        if isinstance(event, EpisodeStarted):
            controls.take_over(event.slot, True)
            controls.take_over(event.slot, False)

    events, _, learner = _run(controls, watch=watch)
    played = {e.episode.id: e.episode for e in events if isinstance(e, EpisodeEnded)}
    settled = {e.verdict.episode: e.settled for e in events if isinstance(e, EpisodeJudged)}
    with_help = [name for name, episode in played.items() if helped(episode) and name in settled]
    assert with_help
    assert all(settled[name].outcome is Outcome.UNKNOWN and settled[name].evidence == HELPED for name in with_help)
    judged = [one for batch in learner.batches for one in batch if helped(one.episode)]
    assert all(one.verdict.outcome is Outcome.UNKNOWN for one in judged)


def test_a_persons_own_task_is_in_the_run_from_the_start_also_when_tasks_are_approved_by_themselves() -> None:
    controls = Controls()
    own = Task.make("Open page 7 for me.", "http://x/", {"url": "^/7$"}, origin=OWN)
    shown = Episode("shown", own, (), Stop.ANSWERED, purpose=Purpose.SHOWN)
    controls.send(Add(own, shown))
    events, parts, learner = _run(controls)
    told = [i for i, event in enumerate(events) if isinstance(event, EpisodeEnded) and event.episode is shown]
    first = next(i for i, event in enumerate(events) if isinstance(event, EpisodeStarted))
    assert len(told) == 1 and told[0] < first, "the demonstration is there before anything is played"
    assert own.id in {task.id for task in parts.desk.training()} and shown in parts.desk.demonstrations()
    assert own.id in {one.episode.task.id for one in learner.batches[0]}, "tried in the first iteration"


def test_what_is_decided_at_the_very_end_is_told_too() -> None:
    controls = Controls()

    def watch(event: Event) -> None:
        if isinstance(event, Measured) and event.name == "after":
            controls.send(Curate(TASKS[0].id, Status.REJECTED, "late"))

    events, _, _ = _run(controls, watch=watch)
    last = events[-2]
    assert isinstance(last, TaskSettled) and (last.task, last.reason) == (TASKS[0].id, "late")
    assert isinstance(events[-1], RunEnded)


class SlowPanel(Panel):
    """Takes longer for some than for others, as models do; says how many it was asked about at once."""

    def __init__(self) -> None:
        super().__init__([CheckEvaluator(Site("http://x"))])
        self.now = self.most = self.asked = 0
        self.hangs = False
        self.dropped = 0

    async def judge(self, episode: Episode) -> list[Verdict]:
        self.asked += 1
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(600 if self.hangs else 0.12 if self.asked % 3 == 1 else 0.01)
            return await super().judge(episode)
        except asyncio.CancelledError:
            self.dropped += 1
            raise
        finally:
            self.now -= 1


def _run_slowly(panel: SlowPanel, watch: Callable[[Event], None], controls: Controls, config: RunConfig) -> list[Event]:
    async def collect() -> list[Event]:
        with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
            parts, _ = _parts(controls, thread)
            parts.panel = panel
            events = []
            async for event in loop.run(Run("r", "http://x/"), parts, config, controls):
                events.append(event)
                watch(event)
            return events

    return asyncio.run(collect())


def test_episodes_are_judged_side_by_side_and_told_in_the_order_they_ended() -> None:
    panel = SlowPanel()
    config = RunConfig(**_with(endpoint_parallel=3, iterations=1))
    events = _run_slowly(panel, lambda event: None, Controls(), config)
    ended = [e.episode.id for e in events if isinstance(e, EpisodeEnded)]
    judged = [e.verdict.episode for e in events if isinstance(e, EpisodeJudged)]
    assert judged == ended and len(ended) == panel.asked
    assert 1 < panel.most <= 3


def test_a_stopped_run_waits_for_no_judge() -> None:
    panel, controls = SlowPanel(), Controls()

    def watch(event: Event) -> None:
        panel.hangs = panel.hangs or isinstance(event, Measured)
        if panel.hangs and isinstance(event, EpisodeEnded):
            controls.stop()

    events = _run_slowly(panel, watch, controls, CONFIG)
    assert isinstance(events[-1], RunEnded) and events[-1].reason == "stopped"
    judged = {e.verdict.episode for e in events if isinstance(e, EpisodeJudged)}
    left = [e.episode for e in events if isinstance(e, EpisodeEnded) and e.episode.id not in judged]
    assert left and panel.dropped and panel.now == 0
