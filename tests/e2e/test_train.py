"""A whole run from the command line: real site, real embedded browser, a tiny model; killed, and gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from paestudio.core.records import Purpose
from paestudio.lm.tiny import make
from paestudio.store import Store, queries
from tests.e2e.kit import small


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("model"))


def _command(model: Path, store: Path, *more: str) -> list[str]:
    base = [sys.executable, "-m", "paestudio", "train", "--headless", "--json", "--store", str(store)]
    return [*base, *more] if "--resume" in more else [*base, "demo", "--model", str(model), *small(), *more]


def _episodes(store: Path, run: str) -> list[tuple[str, str, int]]:
    with Store.open(store, write=False) as opened:
        return [
            (event.episode.id, event.episode.task.id, event.episode.iteration)
            for _, _, event in queries.events(opened, run)
            if type(event).__name__ == "EpisodeEnded" and event.episode.purpose is Purpose.TRAIN
        ]


@pytest.mark.slow
def test_a_run_from_the_address_to_the_report(model: Path, tmp_path: Path) -> None:
    done = subprocess.run(_command(model, tmp_path), capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert {"run", "iterations", "episodes", "tasks", "held_out", "unknown_rate", "seconds", "checkpoint"} <= set(
        report
    )
    assert report["tasks"]["proposed"] == 14 and report["tasks"]["held_out"] >= 2
    assert report["held_out"]["before"]["n"] == report["held_out"]["after"]["n"] == report["tasks"]["held_out"]
    assert report["unknown_rate"] == 0
    with Store.open(tmp_path, write=False) as store:
        samples = queries.metric(store, report["run"], "cpu_share")
        assert len(samples) >= 3 and all(0 <= sample.value <= 1 for sample in samples)
        assert queries.metric(store, report["run"], "memory_gb")[-1].value > 0.05
    assert "Traceback" not in done.stderr and "never retrieved" not in done.stderr


@pytest.mark.slow
def test_a_killed_run_goes_on_without_losing_or_repeating_an_episode(model: Path, tmp_path: Path) -> None:
    first = subprocess.Popen(
        _command(model, tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    run = ""
    try:
        end = time.monotonic() + 200
        while time.monotonic() < end:
            time.sleep(0.3)
            if not Store.exists(tmp_path):
                continue
            with Store.open(tmp_path, write=False) as store:
                run = run or next((row.run.id for row in queries.runs(store)), "")
            if run and len(_episodes(tmp_path, run)) >= 3:
                break
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    before = _episodes(tmp_path, run)
    assert len(before) >= 3
    done = subprocess.run(
        _command(model, tmp_path, "--resume", run), capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    after = _episodes(tmp_path, run)
    assert after[: len(before)] == before, "an episode was lost"
    assert len({episode for episode, _, _ in after}) == len(after), "an episode was counted twice"
    assert set(Counter((task, iteration) for _, task, iteration in after).values()) == {4}
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["run"] == run and report["held_out"]["before"] and report["held_out"]["after"]
    assert min(report["tasks"].values()) > 0, "its first sitting counts too"
