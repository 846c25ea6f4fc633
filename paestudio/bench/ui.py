"""`paestudio bench ui`: how late the window's event loop is with a large store, idle, scrolling, and training.

The real window on Qt's offscreen platform. A run of thousands of tasks and episodes is recorded through the store's
own recorder and opened; its table is scrolled; then the window trains on the demo site, engine, browser pages and model
in the same process. Delays are of a 10 ms timer; a frame at 60 Hz lasts 16.7 ms. The idle window is the peer.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from paestudio import paths
from paestudio.bench import Result, Setup, measure
from paestudio.bench.table import Table
from paestudio.config import RunConfig
from paestudio.core import events as ev
from paestudio.core.actions import Action, Verb
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import (
    Decision,
    Element,
    Episode,
    Final,
    Observation,
    Outcome,
    Purpose,
    Rate,
    Run,
    Status,
    Step,
    Stop,
    Task,
    Verdict,
)
from paestudio.lm import fetch
from paestudio.store import Recorder, Store

if TYPE_CHECKING:
    from paestudio.bench.watch import Watch

TASKS, EPISODES = 10_000, 2_000
QUICK_TASKS, QUICK_EPISODES = 200, 20
SECONDS, QUICK_SECONDS = 45.0, 3.0  # of training
WATCHED, QUICK_WATCHED = 8.0, 0.7  # seconds idle, and seconds scrolling
RUN, SITE = "bench-ui", "http://127.0.0.1:9/"
FRAME_MS = 16.7
LONGEST = 60.0  # seconds: delays are kept for a minute
QUIET = "*.debug=false;js=false;qt.webenginecontext*=false;default.warning=false"  # offscreen, Qt has much to say


def run(setup: Setup) -> Result:
    """Milliseconds: `idle_p50`, `scroll_p99`, `train_p99`, …; `*_work_p99` is the main thread's own part of it."""
    if not 0 <= setup.seconds <= LONGEST:
        raise UserError(f"--seconds must be between 0 and {LONGEST:g}, not {setup.seconds:g}.")
    table = Table("Delay of the window's event loop, milliseconds")
    before = os.environ.get("PAESTUDIO_HOME")
    with tempfile.TemporaryDirectory() as scratch:
        config = _config(table, setup, Path(scratch))
        os.environ["PAESTUDIO_HOME"] = str(Path(scratch) / "home")  # the window's layout and history are the person's
        try:
            store = Path(scratch) / "store"
            setup.tell("recording a large run")
            started = time.perf_counter()
            told = record(store, *((QUICK_TASKS, QUICK_EPISODES) if setup.quick else (TASKS, EPISODES)))
            table.add("recorded_events_per_s", told / (time.perf_counter() - started))
            _watch(table, setup, store, config)
        finally:
            del os.environ["PAESTUDIO_HOME"]
            if before is not None:
                os.environ["PAESTUDIO_HOME"] = before
    table.add("frame", FRAME_MS)
    return table.result()


def _config(table: Table, setup: Setup, scratch: Path) -> RunConfig:
    """A run that comes to learning within the time; the real model when it is on this machine."""
    cache = paths.cache_dir()
    if not setup.quick and fetch.present(setup.config.model, cache):
        model = fetch.folder(setup.config.model, cache)
    else:
        from paestudio.lm.tiny import make

        model = make(scratch / "tiny")
        table.note(
            "Trained with a tiny random model: the real one is used when it is in the cache, and not with --quick."
        )
    return replace(
        setup.config,
        model=str(model),
        minutes=60.0,
        tasks=10,
        explore_pages=8,
        explore_seconds=5.0,
        group=4,
        tasks_per_iteration=2,
        max_steps=3,
        warm_start_share=0.005,
        held_out_limit=4,
        auto_approve=True,
        browser="embedded",
    )


def _watch(table: Table, setup: Setup, store: Path, config: RunConfig) -> None:
    """Open the window, watch it, close it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", QUIET)
    from paestudio.bench.watch import Watch
    from paestudio.gui.app import run_window

    seconds = setup.seconds or (QUICK_SECONDS if setup.quick else SECONDS)
    watched: list[Watch] = []
    waits = QUICK_WATCHED if setup.quick else WATCHED
    rows = QUICK_TASKS if setup.quick else TASKS
    run_window(
        None, store, config, ready=lambda window: watched.append(Watch(window, rows, waits, seconds, setup.tell))
    )
    watch = watched[0]
    if watch.fault:
        raise EnvironmentFault(f"The window could not be measured: {watch.fault}")
    for name, delays in watch.delays.items():
        table.add(f"{name}_p50", max(delays.p50, 0.001))
        table.add(f"{name}_p99", max(delays.p99, 0.001))
        table.add(f"{name}_worst", max(delays.worst, 0.001))
        table.add(f"{name}_work_p99", max(delays.work_p99, 0.001))
    table.add("open_ms", watch.opened * 1000)
    table.add("paint_p50", measure.median(watch.paints) * 1000)
    table.add("paint_p99", sorted(watch.paints)[int(0.99 * (len(watch.paints) - 1))] * 1000)
    for name in ("scroll", "train"):
        table.ratio(f"{name}_over_idle_p99", f"{name}_p99", "idle_p99")
    table.note(f"While training it came through: {', '.join(watch.phases)}.")
    table.note("load is the start of the engine in the window (imports, model), train everything after it.")


def record(folder: Path, tasks: int, episodes: int) -> int:
    """A finished run with that many tasks and episodes, through the recorder; how many events it took."""
    count = 0
    with Store.open(folder) as store, Recorder(store, RUN) as recorder:
        for event in story(tasks, episodes):
            recorder.record(event)
            count += 1
    return count


def story(tasks: int, episodes: int) -> Iterator[ev.Event]:
    """The events of a run."""
    yield ev.RunStarted(Run(RUN, SITE, {}, started=1.0))
    made = [
        Task.make(f"Open the page of thing {i} and say what it costs.", f"{SITE}{i}", {"answer": [f"{i}"]})
        for i in range(tasks)
    ]
    for task in made:
        yield ev.TaskProposed(task)
    for i in range(episodes):
        task = made[i % tasks]
        if i % 20 == 0:
            yield ev.TaskSettled(task.id, Status.APPROVED, "policy")
        yield from _episode(f"episode{i:06d}", task, good=i % 3 == 0)
        if i % 50 == 49:
            yield ev.Metric("reward", (i % 7) / 7, i // 50)
    yield ev.Measured("after", 1, Rate(0.5, 0.4, 0.6, 40))
    yield ev.RunEnded("finished", {})


def _episode(name: str, task: Task, *, good: bool) -> Iterator[ev.Event]:
    elements = tuple(Element(n, "link", f"Thing {n}", box=(10.0, 20.0 * n, 80.0, 18.0)) for n in range(12))
    seen = Observation(task.start_url, "Things", elements)
    yield ev.EpisodeStarted(name, task, 0, Purpose.TRAIN)
    actions = (Action(Verb.CLICK, 3), Action(Verb.CLICK, 5), Action(Verb.ANSWER, text="5"))
    steps = tuple(Step(n, seen, Decision(str(action), action), seconds=0.2) for n, action in enumerate(actions))
    for step in steps:
        yield ev.StepTaken(name, 0, step)
    yield ev.EpisodeEnded(Episode(name, task, steps, Stop.ANSWERED, "5", Final(task.start_url, "", "Things")), 0)
    verdict = Verdict(name, task.id, Outcome.SUCCESS if good else Outcome.FAILURE, "check", at=2.0)
    yield ev.EpisodeJudged(verdict, verdict)
