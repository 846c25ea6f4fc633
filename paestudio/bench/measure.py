"""Times and memory. Rivals are timed in turns (A B A B …), so that a machine that slows down slows down both."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import statistics
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

import psutil

from paestudio.core.errors import EnvironmentFault

LEAST_ROUNDS = 2
MB = 1 << 20
SAMPLE_SECONDS = 0.003

Times = dict[str, list[float]]


def alternate(
    rivals: Mapping[str, Callable[[], object]],
    rounds: int,
    seconds: float,
    lost: Callable[[str, EnvironmentFault], None] | None = None,
) -> Times:
    """Seconds of each call by rival: `rounds` rounds, or two when they take longer than `seconds` in all.

    A rival that breaks (EnvironmentFault) is told to `lost` and plays no more; without `lost` it is raised.
    """
    times: Times = {name: [] for name in rivals}
    playing = dict(rivals)
    end = time.monotonic() + seconds
    for done in range(rounds):
        if done >= LEAST_ROUNDS and time.monotonic() > end:
            break
        for name, work in list(playing.items()):
            started = time.perf_counter()
            try:
                work()
            except EnvironmentFault as fault:
                if lost is None:
                    raise
                lost(name, fault)
                del playing[name]
                continue
            times[name].append(time.perf_counter() - started)
    return times


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


def median(values: Sequence[float]) -> float:
    """The middle one; 0.0 of none."""
    return statistics.median(values) if values else 0.0


def spread(values: Sequence[float]) -> float:
    """Interquartile range; 0.0 of fewer than three."""
    if len(values) < 3:
        return 0.0
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return high - low


def peak_memory(work: Callable[[], object]) -> float:
    """MB that `work` adds at its highest: of the graphics card when torch uses one, else of this process."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
        held = torch.cuda.memory_allocated()
        work()
        return float(torch.cuda.max_memory_allocated() - held) / MB
    _give_back()
    process = psutil.Process()
    before: int = process.memory_info().rss
    highest: int = before
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(SAMPLE_SECONDS):
            highest = max(highest, process.memory_info().rss)

    watcher = threading.Thread(target=watch, name="bench-memory", daemon=True)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    highest = max(highest, process.memory_info().rss)
    return (highest - before) / MB


def _give_back() -> None:
    """Memory that was freed goes back to the system, or what follows would seem to need none (glibc keeps it)."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)
