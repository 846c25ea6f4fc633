"""A whole run with a model that sees: real site, real embedded browser with screenshots, a tiny random Qwen2.5-VL."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from paestudio.core.events import EpisodeEnded
from paestudio.store import Store, queries
from tests.e2e.kit import PROGRAM, noise, small

REPORT = {"run", "iterations", "episodes", "tasks", "held_out", "unknown_rate", "seconds", "checkpoint"}


@pytest.mark.slow
def test_a_run_with_screenshots(seeing: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    base = [*PROGRAM, "train", "demo", "--headless", "--json", "--store", str(store)]
    command = [*base, "--model", str(seeing), *small(tasks=10, explore_pages=12), "--reply-tokens", "24"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert set(report) >= REPORT and not noise(done.stderr)
    assert report["tasks"]["proposed"] == 10 and report["tasks"]["held_out"] >= 2
    assert report["held_out"]["before"]["n"] == report["held_out"]["after"]["n"] == report["tasks"]["held_out"]
    assert report["unknown_rate"] == 0
    with Store.open(store, write=False) as opened:
        events = queries.events(opened, report["run"])
        episodes = [event.episode for _, _, event in events if isinstance(event, EpisodeEnded)]
        played = [e for e in episodes if e.policy == report["run"]]
        steps = [step for episode in played for step in episode.steps]
        assert steps and all(len(s.decision.tokens) == len(s.decision.logprobs) <= 24 for s in steps)
        assert all(s.decision.action or s.decision.error for s in steps)
        shots = {step.observation.screenshot for step in steps}
        assert None not in shots
        path = opened.blobs.path(shots.pop())
        assert path is not None
        samples = queries.metric(opened, report["run"], "cpu_share")
        assert len(samples) >= 3 and all(0 <= sample.value <= 1 for sample in samples)
        assert queries.metric(opened, report["run"], "memory_gb")[-1].value > 0.05
        with Image.open(path) as shot:
            assert shot.size == (1024, 768)
