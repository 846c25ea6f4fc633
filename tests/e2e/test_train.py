"""A run that is killed in the middle of an iteration goes on. Whole runs are in the modules beside this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from paestudio.core.records import Purpose
from paestudio.store import Store, queries
from tests.e2e.kit import PROGRAM, small

GROUP = 3  # attempts at a task: an iteration has twice as many


def _command(model: Path, store: Path, *more: str) -> list[str]:
    base = [*PROGRAM, "train", "--headless", "--json", "--store", str(store)]
    settings = small(tasks=12, explore_pages=10, group=GROUP, iterations=2)
    return [*base, *more] if "--resume" in more else [*base, "demo", "--model", str(model), *settings, *more]


def _episodes(store: Path, run: str) -> list[tuple[str, str, int]]:
    with Store.open(store, write=False) as opened:
        return [
            (event.episode.id, event.episode.task.id, event.episode.iteration)
            for _, _, event in queries.events(opened, run)
            if type(event).__name__ == "EpisodeEnded" and event.episode.purpose is Purpose.TRAIN
        ]


@pytest.mark.slow
def test_a_killed_run_goes_on_without_losing_or_repeating_an_episode(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    first = subprocess.Popen(
        _command(model, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    run = ""
    try:
        end = time.monotonic() + 200
        while time.monotonic() < end:
            time.sleep(0.3)
            if not Store.exists(folder):
                continue
            with Store.open(folder, write=False) as store:
                run = run or next((row.run.id for row in queries.runs(store)), "")
            if run and len(_episodes(folder, run)) >= 3:
                break
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    before = _episodes(folder, run)
    assert len(before) >= 3
    done = subprocess.run(
        _command(model, folder, "--resume", run), capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    after = _episodes(folder, run)
    assert after[: len(before)] == before, "an episode was lost"
    assert len({episode for episode, _, _ in after}) == len(after), "an episode was counted twice"
    assert set(Counter((task, iteration) for _, task, iteration in after).values()) == {GROUP}
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["run"] == run and report["held_out"]["before"] and report["held_out"]["after"]
    assert min(report["tasks"].values()) > 0, "its first sitting counts too"
