"""What this machine can do at most, measured here and now: the floor under every model's time.

A pass of T tokens through N weights takes at least 2·N·T multiply-adds (4·N·T with a backward pass that leaves the
weights alone), and reading the weights once takes at least their bytes over the memory's speed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import torch

SIZE = 1024
COPY_BYTES = 256 << 20


def gemm_flops(dtype: torch.dtype, device: torch.device, seconds: float = 0.5, size: int = SIZE) -> float:
    """Floating-point operations a second of a square matrix product."""
    a, b = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))
    return 2.0 * size**3 / _best(lambda: a @ b, device, seconds)


def memory_bytes(device: torch.device, seconds: float = 0.5, size: int = COPY_BYTES) -> float:
    """Bytes a second that can be read (half of what a copy moves each way)."""
    source = torch.ones(size // 4, device=device)
    target = torch.empty_like(source)
    return 2.0 * size / _best(lambda: target.copy_(source), device, seconds)


def _best(work: Callable[[], object], device: torch.device, seconds: float) -> float:
    """The shortest of the calls made in that time, after one that is not counted."""
    work()
    best, end = float("inf"), time.monotonic() + seconds
    while best == float("inf") or time.monotonic() < end:
        _wait(device)
        started = time.perf_counter()
        work()
        _wait(device)
        best = min(best, time.perf_counter() - started)
    return best


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
