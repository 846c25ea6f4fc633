"""Rates and how sure they are."""

from __future__ import annotations

import pytest

from paestudio.core.records import Outcome
from paestudio.core.stats import rate, rate_of, wilson

S, F, U = Outcome.SUCCESS, Outcome.FAILURE, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Published values of the score interval at 95 %, to three digits (Newcombe 1998, table I).
    [(81, 263, 0.255, 0.366), (15, 148, 0.062, 0.161), (0, 20, 0.0, 0.161), (1, 29, 0.006, 0.172)],
)
def test_published_intervals(successes: int, n: int, low: float, high: float) -> None:
    """The interval is the one in the literature."""
    assert wilson(successes, n) == pytest.approx((low, high), abs=0.0011)


def test_an_interval_is_an_interval() -> None:
    """Inside 0 to 1, around the rate, narrower with more trials, mirrored for failures."""
    for n in range(1, 60):
        for k in range(n + 1):
            low, high = wilson(k, n)
            assert 0 <= low <= k / n + 1e-12
            assert k / n - 1e-12 <= high <= 1
            assert (1 - high, 1 - low) == pytest.approx(wilson(n - k, n), abs=1e-12)
    widths = [wilson(n // 2, n)[1] - wilson(n // 2, n)[0] for n in (4, 16, 64, 256)]
    assert widths == sorted(widths, reverse=True)


def test_nothing_tried() -> None:
    """Nothing is known, and nothing divides by zero."""
    assert wilson(0, 0) == (0.0, 1.0)
    assert rate(0, 0).n == 0


def test_unknown_is_no_failure() -> None:
    """Left out of the rate, and counted."""
    assert rate_of([S, F, U, U]) == rate(1, 2, 2)
    assert rate_of([U]).unknown == 1
    assert rate_of([S, S, U]).success == 1.0
