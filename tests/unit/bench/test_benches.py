"""Every benchmark runs on tiny inputs, as the command line starts it, and says its figures as positive numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

ROOT = Path(__file__).resolve().parents[3]


def bench(*words: str) -> tuple[int, dict[str, Any], str]:
    """(exit code, the JSON of the last line, everything it printed before)."""
    done = subprocess.run(
        [sys.executable, "-m", "paestudio", "bench", *words, "--quick", "--json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=280,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    *text, last = done.stdout.splitlines()
    return done.returncode, json.loads(last), "\n".join(text)


def figures(said: dict[str, Any], *names: str) -> None:
    """Every figure is a positive number, those named among them, and no check failed."""
    assert said["details"]["failures"] == []
    assert set(names) <= set(said)
    numbers = {name: value for name, value in said.items() if name not in ("name", "details")}
    assert {name: value for name, value in numbers.items() if not 0 < value < 1e18} == {}


@pytest.mark.browser
def test_observe_reads_beside_its_peers() -> None:
    code, said, text = bench("observe")
    assert code == 0
    for nodes in (100, 300):
        peers = [f"{peer}_{nodes}" for peer in ("aria", "aria_ai", "dom_snapshot", "ax_tree", "round_trip")]
        figures(said, f"ours_{nodes}", *peers, f"ours_ahead_of_aria_ai_{nodes}")
        assert abs(said[f"elements_{nodes}"] - nodes) < nodes / 5
    assert "ours_300" in text


@pytest.mark.browser
def test_rollout_steps_and_resets_on_one_and_more_pages() -> None:
    code, said, _ = bench("rollout", "--browser", "embedded")
    assert code == 0
    figures(said, *(f"shop_{n}_{what}" for n in (1, 2) for what in ("steps_per_s", "resets_per_s", "reset_ms")))
    assert any("BrowserGym was left out" in note for note in said["details"]["notes"])


def test_update_is_checked_against_the_naive_loss_and_timed_beside_it() -> None:
    code, said, _ = bench("update")
    assert code == 0
    figures(said, "gemm_gflops", "ours_4_tokens_per_s", "packed_4_tokens_per_s", "padded_4_tokens_per_s")
    figures(said, "ours_4_peak_mb", "padded_4_peak_mb", "ours_ahead_of_padded_4", "limit_4_tokens_per_s")
    assert said["gradient_error"] <= 1e-5


def test_generate_says_the_same_tokens_as_its_peer() -> None:
    code, said, _ = bench("generate")
    assert code == 0
    for count in (1, 2):
        both = [f"{name}_{count}_{part}_tokens_per_s" for name in ("ours", "transformers") for part in PARTS]
        figures(said, *both, f"limit_{count}_decode_tokens_per_s", f"ours_ahead_of_transformers_{count}_decode")
        assert said[f"same_tokens_{count}"] > 0.7
    assert any("llama.cpp was left out" in note for note in said["details"]["notes"])


PARTS = ("prefill", "decode")


@pytest.mark.gui
@pytest.mark.browser
@pytest.mark.slow
def test_a_model_that_sees_is_timed_beside_plain_transformers() -> None:
    code, said, text = bench("update", "--model", "random:tiny-qwen2.5-vl")
    assert code == 0
    figures(said, "ours_2_tokens_per_s", "whole_2_peak_mb", "ours_ahead_of_padded_2", "memory_estimated_gb")
    assert said["loss_error_2"] < 1e-4 and "random:tiny-qwen2.5-vl" in text


def test_a_model_that_sees_says_the_same_as_transformers() -> None:
    code, said, _ = bench("generate", "--model", "random:tiny-llava-next")
    assert code == 0
    figures(said, "ours_2_reply_tokens_per_s", "transformers_2_reply_tokens_per_s")
    assert said["same_tokens_2"] == 1


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
def test_the_memory_estimate_is_near_what_a_gpu_used() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "paestudio", "bench", "update", "--model", "random:qwen2.5-vl-3b", "--json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=900,
        check=False,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    assert 0.5 < said["memory_estimated_gb"] / said["memory_used_gb"] < 2.0


def test_ui_watches_the_window_idle_scrolling_and_training() -> None:
    code, said, _ = bench("ui")
    assert code == 0
    names = [f"{state}_{what}" for state in ("idle", "scroll", "load", "train") for what in ("p50", "p99", "worst")]
    figures(said, *names, "paint_p99", "open_ms", "recorded_events_per_s")
    assert said["idle_p50"] <= said["idle_p99"] <= said["idle_worst"]
    assert any("exploring" in note for note in said["details"]["notes"])
