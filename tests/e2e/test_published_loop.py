"""PAE's loop as published, on tiny models of real architectures: tasks from a model, an agent that sees, a model as
judge, cloning of what succeeded; killed in the middle, and gone on with.

Proposer and judge are the shipped server, over real HTTP. A random agent succeeds at nothing: what it clones is the
demonstration of a person's own task, which an earlier run on the site has.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from paestudio.chat.standin import StandIn
from paestudio.core import events as ev
from paestudio.core.actions import Action, Verb
from paestudio.core.controls import Add
from paestudio.core.hands import Recorded
from paestudio.core.own import added, demonstration
from paestudio.core.records import OWN, Decision, Element, Episode, Final, Observation, Purpose, Run, Step, Task, Text
from paestudio.lm.blank import make
from paestudio.store import Recorder, Store, queries
from tests.e2e.kit import PROGRAM, interrupted, small

HOME = "http://127.0.0.1:1/"


def taught(store: Path) -> None:
    """A run on the demo site in which a person added a task and showed it."""
    task = Task.make("Open the help page about delivery.", HOME, None, origin=OWN, rubric="The help page is open.")
    front = Observation(
        HOME, "Shop", (Element(1, "link", "Delivery", href=f"{HOME}help/delivery"),), (Text("Hello", 2),)
    )
    there = Observation(f"{HOME}help/delivery", "Delivery", (), (Text("Parcels", 0),))
    click = Step(0, front, Decision("Click [1]", Action(Verb.CLICK, 1)))
    shown = demonstration(task, Recorded((click,), there, Final(there.url, "Parcels", there.title), time.time()))
    with Store.open(store) as opened, Recorder(opened, "taught") as recorder:
        recorder.record(ev.RunStarted(Run("taught", "demo", {}, 0, {}, time.time() - 60)))
        for event in added(Add(task, shown), time.time()):
            recorder.record(event)
        recorder.record(ev.RunEnded("finished"))


def command(store: Path, model: Path, base: str, *more: str) -> list[str]:
    said = {
        "evaluator": "judge",
        "judge-url": base,
        "judge-model": "judge-m",
        "judge-votes": 1,
        "judge-images": None,
        "proposer-url": base,
        "proposer-model": "proposer-m",
        "proposer-infeasible": 0,
        "algorithm": "filtered_bc",
        "temperature": 1.0,
        "warm-start-rate": 5e-3,
        "reply-tokens": 24,
    }
    options = [word for name, value in said.items() for word in (f"--{name}", str(value)) if word != "None"]
    start = [*PROGRAM, "train", "demo", "--headless", "--json", "--store", str(store)]
    return [*start, "--model", str(model), *small(explore_pages=12, max_steps=2, iterations=2), *options, *more]


def killed_after_the_first_cloning(words: list[str]) -> str:
    """Start, and kill once something was cloned; the run's id."""
    _, said = interrupted(words, "Update 2 (filtered", [signal.SIGKILL])
    return next(line.split()[1] for line in said.splitlines() if line.startswith("Run "))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="process groups and their signals are POSIX")
def test_the_published_loop_is_killed_and_goes_on(seeing: Path, tmp_path: Path) -> None:
    folder, server = tmp_path / "store", StandIn()
    taught(folder)
    with server as base:
        run = killed_after_the_first_cloning(command(folder, seeing, base, "--proposer", "model", "--proposer-images"))
        again = [*PROGRAM, "train", "--headless", "--json", "--resume", run, "--store", str(folder)]
        done = subprocess.run(again, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["run"] == run and report["checkpoint"]
    asked_for_tasks(server)
    cloned(folder, report, sessions=2, iterations=2)


@pytest.mark.slow
def test_another_architecture_and_a_proposer_that_knows_the_name_only(tmp_path: Path) -> None:
    folder, server = tmp_path / "store", StandIn()
    taught(folder)
    with server as base:
        words = command(folder, make(tmp_path / "model", "tiny-smolvlm"), base, "--proposer", "name")
        words += ["--iterations", "1"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    asked_for_tasks(server)
    cloned(folder, json.loads(done.stdout.splitlines()[-1]), sessions=1, iterations=1)


def asked_for_tasks(server: StandIn) -> None:
    """The first that the model was asked for is tasks, and only as many as are wanted."""
    first = server.requests[0]
    assert "25 tasks" not in str(first) and "Propose" in str(first["messages"])


def cloned(folder: Path, report: dict[str, Any], sessions: int, iterations: int) -> None:
    """Every attempt was seen, and judged once by the model; what a person showed was cloned in every update."""
    run = report["run"]
    with Store.open(folder, write=False) as store:
        (row,) = [row for row in queries.runs(store) if row.run.id == run]
        told = [event for _, _, event in queries.events(store, run)]
        tasks = [row.task for row in queries.tasks(store, run)]
        verdicts = queries.verdicts_of_run(store, run)
        episodes = [event.episode for event in told if isinstance(event, ev.EpisodeEnded)]
        played = [episode for episode in episodes if episode.purpose is Purpose.TRAIN]
        whole_pictures(store, played)
    assert row.sessions == sessions and {task.origin for task in tasks} == {OWN, "model"}
    updates = [event.update for event in told if isinstance(event, ev.UpdateMade)]
    assert [update.algorithm for update in updates] == ["warm_start", *["filtered_bc"] * iterations]
    assert report["iterations"] == iterations
    shown = [episode for episode in episodes if episode.purpose is Purpose.SHOWN]
    assert all({one.id for one in shown} & set(update.episodes) for update in updates[:2])
    assert all(update.metrics["decisions"] >= 2 for update in updates[1:]), "a click and an answer are cloned"
    assert len({episode.id for episode in played}) == len(played) == 4 * iterations
    for episode in played:
        assert [v.evaluator for v in verdicts[episode.id]] == ["judge:judge-m"], "judged once, by the model"


def whole_pictures(store: Store, played: list[Episode]) -> None:
    """Each step was seen, and its screenshot is in the store."""
    for step in (step for episode in played for step in episode.steps):
        assert step.observation.screenshot and store.blobs.path(step.observation.screenshot) is not None
