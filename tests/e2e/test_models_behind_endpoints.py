"""A whole run whose judge and proposer are models behind an endpoint: the shipped server, over real HTTP."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from paestudio.chat.standin import StandIn
from paestudio.core.records import Outcome
from paestudio.store import Store, queries
from tests.e2e.kit import PROGRAM, noise, small

CHOSEN = {
    "evaluator": "both",
    "judge-second-look": "1",
    "judge-model": "judge-m",
    "proposer": "both",
    "proposer-share": "0.4",
    "proposer-model": "proposer-m",
}

JUDGED = ("--evaluator", "judge", "--proposer", "grounded", "--tasks", "8", "--explore-pages", "8")


def training(store: Path, model: Path, base: str, *more: str) -> list[str]:
    command = [*PROGRAM, "train", "demo", "--headless", "--json", "--store", str(store)]
    settings = [
        *small(tasks=10, explore_pages=10, max_steps=2),
        *(part for name, value in CHOSEN.items() for part in (f"--{name}", value)),
    ]
    urls = ["--no-warm-start", "--judge-url", base, "--proposer-url", base, "--model", str(model)]
    return [*command, *settings, *urls, *more]


def train(store: Path, model: Path, base: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = training(store, model, base, *more)
    return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)


@pytest.mark.slow
def test_a_run_with_a_model_as_judge_and_as_proposer(model: Path, tmp_path: Path) -> None:
    with StandIn() as base:
        done = train(tmp_path / "store", model, base)
    assert done.returncode == 0 and not noise(done.stderr), done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["judge_cost"]["calls"] > 0 and report["proposer_cost"]["calls"] > 0
    with Store.open(tmp_path / "store", write=False) as store:
        rows = queries.tasks(store, report["run"])
        origins = {row.task.origin for row in rows}
        invented = [row for row in rows if row.task.origin == "model" and row.task.check]
        assert invented and all(row.proof for row in invented), "a task was proposed that was not tried"
        said = [v for some in queries.verdicts_of_run(store, report["run"]).values() for v in some]
    assert origins == {"explored", "model"}
    assert {v.evaluator for v in said} >= {"check", "judge:judge-m"}


@pytest.mark.slow
def test_a_judge_that_refuses_the_key_stops_the_run_and_nothing_is_scored(model: Path, tmp_path: Path) -> None:
    with StandIn(trouble="key") as base:
        done = train(tmp_path / "store", model, base, *JUDGED)
    assert "refused the key" in done.stderr and "--resume" in done.stderr
    with Store.open(tmp_path / "store", write=False) as store:
        run = queries.runs(store)[0].run.id
        said = [v for some in queries.verdicts_of_run(store, run).values() for v in some]
    asked = [v for v in said if v.evidence != "Nothing was done on the site."]  # that needs no model
    assert asked and all(v.outcome is Outcome.UNKNOWN for v in asked)
    assert all(v.outcome is not Outcome.SUCCESS for v in said)


@pytest.mark.slow
def test_an_outage_in_the_middle_pauses_the_run_which_goes_on_when_it_is_over(model: Path, tmp_path: Path) -> None:
    server = StandIn()
    base = server.start()
    words = [*JUDGED, "--endpoint-retries", "0", "--iterations", "2"]
    command = training(tmp_path / "store", model, base, *words)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        try:
            assert run.stderr is not None and run.stdout is not None
            said, stopped = list[str](), False
            for line in run.stderr:
                said.append(line)
                if server.running and len(server.requests) >= 2 and not stopped:
                    server.stop()
                    stopped = True
                if not server.running and "The run waits: the judge cannot be asked" in line:
                    server.start()
            report = json.loads(run.stdout.read().splitlines()[-1])
            assert run.wait(60) == 0, "".join(said[-20:])
        finally:
            run.kill()
            server.stop()
    told = "".join(said)
    assert told.count("The run waits") == 1 and told.count("The judge answers again: the run goes on.") == 1
    with Store.open(tmp_path / "store", write=False) as store:
        verdicts = [v for some in queries.verdicts_of_run(store, report["run"]).values() for v in some]
    assert {v.cause for v in verdicts if "could not be asked" in v.evidence} == set(), "the outage was scored"
    assert report["iterations"] == 2 and len(server.requests) > 2
