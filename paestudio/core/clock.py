"""How the time of a run is spent: what is left, and how much of another iteration still fits."""

from __future__ import annotations

import time

MARGIN = 1.25  # what took t seconds may take 1.25 t the next time


class Clock:
    """Counts down from `seconds` on the monotonic clock; None means no limit."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._spent: dict[str, float] = {}
        self._last: dict[str, float] = {}

    @property
    def end(self) -> float:
        """The deadline on time.monotonic(); infinite without a limit."""
        return float("inf") if self._end is None else self._end

    @property
    def left(self) -> float | None:
        """Seconds left, not below 0; None without a limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def pause(self, seconds: float) -> None:
        """That long nothing could be done: it does not count."""
        if self._end is not None:
            self._end += seconds

    def spent(self, phase: str, seconds: float, share: float = 1.0) -> None:
        """Note how long a phase took just now, or that share of it."""
        self._spent[phase] = self._spent.get(phase, 0.0) + seconds
        self._last[phase] = seconds / share

    def phases(self) -> dict[str, float]:
        """Seconds by phase so far."""
        return dict(self._spent)

    def fits(self, *phases: str) -> bool:
        """Whether these phases, each as long as it took last time, still fit."""
        return self._end is None or time.monotonic() + self._takes(*phases) < self._end

    def share(self, phase: str, *then: str) -> float:
        """How much of a phase fits before the others that must follow it: 0 to 1; nobody knows what a new one takes."""
        if self._end is None or not (whole := self._takes(phase)):
            return float(self.fits(*then))
        return min(1.0, max(0.0, (self._end - time.monotonic() - self._takes(*then)) / whole))

    def _takes(self, *phases: str) -> float:
        """Seconds, with a margin."""
        return MARGIN * sum(self._last.get(phase, 0.0) for phase in phases)
