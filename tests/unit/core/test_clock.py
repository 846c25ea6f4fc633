"""What is left of a run's time."""

from __future__ import annotations

import math

import pytest

from paestudio.core.clock import MARGIN, Clock


def test_without_a_limit_everything_fits() -> None:
    """No end, nothing left to say."""
    clock = Clock(None)
    clock.spent("iteration", 1e9)
    assert clock.left is None
    assert math.isinf(clock.end)
    assert clock.fits("iteration")


def test_time_runs_down_to_zero() -> None:
    """Never below it."""
    assert Clock(-5).left == 0.0
    left = Clock(100).left
    assert left is not None
    assert 99 < left <= 100


def test_what_took_long_may_take_longer() -> None:
    """The last time counts, with a margin; phases add up; one never seen takes nothing."""
    clock = Clock(100)
    clock.spent("iteration", 500.0)
    assert not clock.fits("iteration")
    clock.spent("iteration", 40.0)
    assert clock.fits("iteration")
    clock.spent("measuring", 100 / MARGIN - 40 + 1)
    assert not clock.fits("iteration", "measuring")
    assert clock.fits("measuring", "unseen")


def test_spent_adds_up() -> None:
    """The report's seconds by phase."""
    clock = Clock(100)
    clock.spent("a", 1.5)
    clock.spent("a", 2.0)
    clock.spent("b", 1.0)
    assert clock.phases() == pytest.approx({"a": 3.5, "b": 1.0})


def test_part_of_a_phase_fits_when_the_whole_does_not() -> None:
    clock = Clock(100)
    assert clock.share("iteration", "measuring") == 1.0
    clock.spent("measuring", 20.0)
    clock.spent("iteration", 50.0)
    assert clock.share("iteration", "measuring") == 1.0
    clock.spent("iteration", 60.0, share=0.5)
    assert math.isclose(clock.share("iteration", "measuring"), (100 - MARGIN * 20) / (MARGIN * 120), rel_tol=0.01)
    clock.spent("measuring", 100.0)
    assert clock.share("iteration", "measuring") == 0.0 == clock.share("unseen", "measuring")
    assert Clock(None).share("iteration", "measuring") == 1.0
