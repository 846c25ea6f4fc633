"""Every alarm rings when it should, and a healthy run is quiet."""

from __future__ import annotations

import math

from paestudio.core.alerts import alerts
from paestudio.core.records import Rate
from paestudio.core.stats import rate

Curves = dict[str, list[tuple[int, float]]]
HEALTHY: Curves = {
    "loss": [(1, 0.9), (2, 0.7), (3, 0.6)],
    "entropy": [(1, 1.9), (2, 1.6), (3, 1.2)],
    "reward": [(1, 0.3), (2, 0.4), (3, 0.55)],
    "unknown_rate": [(1, 0.0), (2, 0.3), (3, 0.05)],
}
BETTER = [rate(10, 50), rate(25, 50)]


def keys(metrics: Curves, held_out: list[Rate], free: int | None = None) -> list[str]:
    return [alert.key for alert in alerts(metrics, held_out, free)]


def test_a_healthy_run_is_quiet() -> None:
    assert keys(HEALTHY, BETTER, 50_000_000_000) == []
    assert keys({}, []) == []


def test_no_number() -> None:
    for wrong in (math.nan, math.inf):
        (alert,) = alerts(HEALTHY | {"loss": [(1, 0.9), (2, wrong)]}, BETTER)
        assert (alert.key, alert.level) == ("nan", "error") and "loss" in alert.message


def test_collapse_of_entropy() -> None:
    assert keys(HEALTHY | {"entropy": [(1, 2.0), (2, 0.9), (3, 0.29)]}, BETTER) == ["collapse"]
    assert keys(HEALTHY | {"entropy": [(1, 2.0), (2, 0.9), (3, 0.31)]}, BETTER) == []
    assert keys(HEALTHY | {"entropy": [(1, 2.0), (2, 0.1)]}, BETTER) == [], "two points are no trend"


def test_reward_rises_while_held_out_success_does_not() -> None:
    assert keys(HEALTHY, [rate(10, 50), rate(10, 50)]) == ["gap"]
    assert keys(HEALTHY, [rate(10, 50), rate(8, 50)]) == ["gap"]
    assert keys(HEALTHY, [rate(10, 50), rate(0, 0)]) == [], "nothing was measured"
    assert keys(HEALTHY | {"reward": [(1, 0.4), (2, 0.45)]}, [rate(10, 50), rate(10, 50)]) == []


def test_unclear_verdicts_and_a_full_disk_errors_first() -> None:
    assert keys(HEALTHY | {"unknown_rate": [(1, 0.3)]}, BETTER) == ["unknown"]
    assert keys(HEALTHY, BETTER, 4_000_000_000) == ["disk"]
    found = alerts(HEALTHY | {"unknown_rate": [(1, 0.9)]}, BETTER, 100_000_000)
    assert [(alert.key, alert.level) for alert in found] == [("disk", "error"), ("unknown", "warning")]
    assert "0.1 GB" in found[0].message
