"""The thread in which the asynchronous browser lives, for an environment that is called step by step."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from paestudio.core import loops

T = TypeVar("T")


class Engine:
    """One asyncio loop in a thread of its own. `end` it."""

    def __init__(self, name: str) -> None:
        self._ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(target=lambda: loops.run(self._stay()), name=name, daemon=True)
        self._thread.start()
        self._loop, self._over = self._ready.result()

    async def _stay(self) -> None:
        over = asyncio.Event()
        self._ready.set_result((asyncio.get_running_loop(), over))
        await over.wait()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the coroutine returns, or raises what it raises. On Ctrl-C it is cancelled."""
        done = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return done.result()
        except KeyboardInterrupt:
            done.cancel()
            raise

    def end(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
