"""What a run uses of its machine while it goes on: told as metrics, so that it is recorded with the run.

Asked for after each event of the loop and answered only every INTERVAL seconds, and after each update: it needs no
thread of its own, and a run that does nothing is not measured doing it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from typing import Any

import psutil

from paestudio import machine
from paestudio.core.events import Event, Measured, Metric, RunEnded, UpdateMade

INTERVAL = 10.0  # seconds
CPU, MEMORY, GPU, GPU_MEMORY = "cpu_share", "memory_gb", "gpu_share", "gpu_memory_gb"
GB = 1e9


class Meter:
    """Values of this process: share of all cores since the last look, resident memory; and of its GPU, if it has one.

    `before` are the seconds that a resumed run took up to now: its curves go on there.
    """

    def __init__(self, before: float = 0.0) -> None:
        self._begun = time.monotonic() - before
        self._next = 0.0
        self._process = psutil.Process()
        self._cores = os.cpu_count() or 1
        self._process.cpu_percent(None)  # the first answer is about nothing: it only starts the clock

    async def after(self, event: Event, iteration: int) -> list[Metric]:
        """What is to be told after that event of the loop; mostly nothing."""
        now = time.monotonic()
        wanted = now >= self._next or isinstance(event, (UpdateMade, Measured))
        if not wanted or isinstance(event, RunEnded):
            return []
        self._next = now + INTERVAL
        values = await asyncio.to_thread(self.read)
        seconds = round(now - self._begun, 3)
        return [Metric(name, value, iteration, seconds) for name, value in values.items()]

    def read(self) -> dict[str, float]:
        """All of them now. A millisecond; on a machine with a GPU as long as its driver takes to answer."""
        values = {
            CPU: min(1.0, self._process.cpu_percent(None) / 100 / self._cores),
            MEMORY: self._process.memory_info().rss / GB,
        }
        torch: Any = sys.modules.get("torch")
        if torch is not None and torch.cuda.is_available() and torch.cuda.is_initialized():
            free, total = torch.cuda.mem_get_info()
            values[GPU_MEMORY] = (total - free) / GB
            if (load := machine.gpu_load(torch.cuda.current_device())) is not None:
                values[GPU] = load
        return values
