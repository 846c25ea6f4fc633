"""What a run will take, before it starts: memory, time, disk. Rough, and said as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paestudio import anatomy
from paestudio.anatomy import Anatomy, Memory
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


def estimate(
    config: RunConfig,
    weights: int,
    *,
    gpu: bool = False,
    update_seconds: float | None = None,
    about: Anatomy | None = None,
) -> Estimate:
    """For a base of `weights` bytes (0: not known). `update_seconds` is what an update took in runs before.

    `about` is what the model's folder says: a model that sees, or a quantized one, is estimated part by part.
    """
    seconds = config.minutes * 60 if not config.iterations else None
    if config.iterations and update_seconds is not None:
        seconds = config.iterations * update_seconds
    if not weights:
        return Estimate(None, seconds, None)
    adapter = weights * config.lora_rank * ADAPTER_SHARE
    minutes = seconds / 60 if seconds is not None else config.iterations / UPDATES_A_MINUTE
    updates = config.iterations or minutes * UPDATES_A_MINUTE
    disk = adapter * (updates + OPTIMIZERS) + (SCREENSHOTS_A_MINUTE * minutes if config.screenshots else 0)
    return Estimate(memory_of(config, weights, about, gpu=gpu), seconds, int(disk))


def memory_of(config: RunConfig, weights: int, about: Anatomy | None, *, gpu: bool) -> int:
    """Bytes that training takes where the model lies. Text-only models by what was measured, others by their parts."""
    if about is None or not _by_parts(config, about):
        return memory_for(weights, gpu=gpu)
    return parts_of(config, weights, about, gpu=gpu).total


def least_memory(config: RunConfig, weights: int, about: Anatomy, *, gpu: bool) -> int:
    """Bytes without which a run cannot start; between this and the estimate it goes on in smaller passes."""
    if not _by_parts(config, about):
        return memory_for(weights, gpu=gpu)
    return parts_of(config, weights, about, gpu=gpu).least


def _by_parts(config: RunConfig, about: Anatomy) -> bool:
    return about.layers > 0 and (about.sees or config.quantize != "none")


def parts_of(config: RunConfig, weights: int, about: Anatomy, *, gpu: bool) -> Memory:
    """The same by what for."""
    return anatomy.memory(
        about,
        weights,
        rank=config.lora_rank,
        pages=config.pages,
        page_tokens=config.page_tokens,
        reply_tokens=config.reply_tokens,
        images=config.policy_images if config.policy_images >= 0 else int(about.sees),
        everything=config.adapter_reads == "everything",
        number_bytes=2 if gpu else 4,
        four_bits=config.quantize == "4bit",
        checkpointing=config.checkpointing == "on",
        talks=config.endpoint_parallel * _roles(config),
    )


def _roles(config: RunConfig) -> int:
    """Roles that the agent's own weights have besides."""
    judges = config.evaluator != "checks" and not config.judge_url and config.judge_model in ("same", config.model)
    proposes = config.proposer != "grounded" and not config.proposer_url
    return int(judges) + int(proposes and config.proposer_model in ("same", config.model))


def seconds_per_update(summaries: Sequence[dict[str, Any]]) -> float | None:
    """What an update took in all, over the `train --json` reports of finished runs; None without any."""
    pairs = [(s.get("seconds", {}).get("total", 0.0), s.get("iterations", 0)) for s in summaries]
    updates = sum(count for _, count in pairs)
    return sum(total for total, count in pairs if count) / updates if updates else None
