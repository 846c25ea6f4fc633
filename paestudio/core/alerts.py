"""What is wrong with a run, read from its curves alone: pure, so that every alarm can be shown to ring."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paestudio.core.records import Rate

Curve = Sequence[tuple[int, float]]  # (iteration, value), in order
COLLAPSED = 0.15  # share of its first value below which entropy has collapsed
RISE = 0.15  # by how much the training reward must rise to be compared with held-out success
WINDOW = 3  # points at each end of a curve that are averaged
UNKNOWN_MUCH = 0.25  # share of verdicts that nobody could give
DISK_LEAST = 5_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at. `level` is warning or error; `fix` says what to do; `key` names the rule."""

    key: str
    level: str
    message: str
    fix: str


def alerts(metrics: Mapping[str, Curve], held_out: Sequence[Rate], disk_free: int | None = None) -> list[Alert]:
    """All that ring now, errors first. `held_out` are the measurements in order, `disk_free` is in bytes."""
    found = [
        *_broken(metrics),
        *_collapse(metrics.get("entropy", ())),
        *_reward_without_success(metrics.get("reward", ()), held_out),
        *_unknown(metrics.get("unknown_rate", ())),
        *_disk(disk_free),
    ]
    return sorted(found, key=lambda alert: alert.level != "error")


def _broken(metrics: Mapping[str, Curve]) -> list[Alert]:
    names = sorted(name for name, curve in metrics.items() if any(not math.isfinite(value) for _, value in curve))
    if not names:
        return []
    said = f"No number any more: {', '.join(names)}."
    return [Alert("nan", "error", said, "Stop, go back to the checkpoint before, and lower the learning rate.")]


def _collapse(curve: Curve) -> list[Alert]:
    values = [value for _, value in curve if math.isfinite(value)]
    if len(values) < WINDOW or values[0] <= 0 or values[-1] >= COLLAPSED * values[0]:
        return []
    said = f"Entropy fell from {values[0]:.2f} to {values[-1]:.2f}: the agent tries nothing new any more."
    return [Alert("collapse", "warning", said, "Raise the temperature or lower the learning rate.")]


def _reward_without_success(reward: Curve, held_out: Sequence[Rate]) -> list[Alert]:
    values = [value for _, value in reward if math.isfinite(value)]
    measured = [rate for rate in held_out if rate.n]
    if len(values) < 2 or len(measured) < 2:
        return []
    window = min(WINDOW, len(values) // 2)
    first, last = _mean(values[:window]), _mean(values[-window:])
    before, after = measured[-2], measured[-1]
    if last - first < RISE or after.success > before.success:
        return []
    said = (
        f"The training reward rose from {first * 100:.0f} % to {last * 100:.0f} %, "
        f"but held-out success did not ({before.success * 100:.0f} % to {after.success * 100:.0f} %)."
    )
    return [Alert("gap", "warning", said, "Look at some successes in Review: a check may be too easy.")]


def _unknown(curve: Curve) -> list[Alert]:
    if not curve or not curve[-1][1] > UNKNOWN_MUCH:
        return []
    said = f"{curve[-1][1] * 100:.0f} % of the last episodes could not be judged."
    return [Alert("unknown", "warning", said, "Is the site up? Look at the unclear ones in Review.")]


def _disk(free: int | None) -> list[Alert]:
    if free is None or free >= DISK_LEAST:
        return []
    level = "error" if free < DISK_LEAST // 10 else "warning"
    return [Alert("disk", level, f"Only {free / 1e9:.1f} GB of disk are free.", "Delete old runs or free some space.")]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
