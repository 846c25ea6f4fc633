"""What a run will take, before it starts: memory, time, disk. Rough, and said as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paestudio.config import RunConfig
from paestudio.machine import memory_for

# Measured with SmolLM2-135M on two cores; larger models have relatively smaller adapters.
ADAPTER_SHARE = 0.073 / 16  # bytes of a checkpoint's adapter per byte of weights and per rank
OPTIMIZERS = 2 * 2  # the last two checkpoints keep an optimizer, twice the adapter each
UPDATES_A_MINUTE = 0.5
SCREENSHOTS_A_MINUTE = 6_500_000  # bytes


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes and seconds; None where nothing is known yet."""

    memory: int | None
    seconds: float | None
    disk: int | None


def estimate(config: RunConfig, weights: int, *, gpu: bool = False, update_seconds: float | None = None) -> Estimate:
    """For a base of `weights` bytes (0: not known). `update_seconds` is what an update took in runs before."""
    seconds = config.minutes * 60 if not config.iterations else None
    if config.iterations and update_seconds is not None:
        seconds = config.iterations * update_seconds
    if not weights:
        return Estimate(None, seconds, None)
    adapter = weights * config.lora_rank * ADAPTER_SHARE
    minutes = seconds / 60 if seconds is not None else config.iterations / UPDATES_A_MINUTE
    updates = config.iterations or minutes * UPDATES_A_MINUTE
    disk = adapter * (updates + OPTIMIZERS) + (SCREENSHOTS_A_MINUTE * minutes if config.screenshots else 0)
    return Estimate(memory_for(weights, gpu=gpu), seconds, int(disk))


def seconds_per_update(summaries: Sequence[dict[str, Any]]) -> float | None:
    """What an update took in all, over the `train --json` reports of finished runs; None without any."""
    pairs = [(s.get("seconds", {}).get("total", 0.0), s.get("iterations", 0)) for s in summaries]
    updates = sum(count for _, count in pairs)
    return sum(total for total, count in pairs if count) / updates if updates else None
