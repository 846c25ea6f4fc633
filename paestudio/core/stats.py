"""Success rates that say how sure they are: Wilson's score interval at 95 %.

Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from paestudio.core.records import Outcome, Rate

Z = 1.96


def wilson(successes: int, n: int) -> tuple[float, float]:
    """(low, high) of a rate; (0, 1) when nothing was tried."""
    if n == 0:
        return 0.0, 1.0
    p = successes / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def rate(successes: int, n: int, unknown: int = 0) -> Rate:
    """Successes of n decided trials; the unknown ones are only counted."""
    low, high = wilson(successes, n)
    return Rate(successes / n if n else 0.0, low, high, n, unknown)


def rate_of(outcomes: Iterable[Outcome]) -> Rate:
    """The rate of outcomes; unknown ones are left out of it."""
    seen = list(outcomes)
    unknown = sum(o is Outcome.UNKNOWN for o in seen)
    return rate(sum(o is Outcome.SUCCESS for o in seen), len(seen) - unknown, unknown)
