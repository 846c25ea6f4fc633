"""Reading ahead: while tasks are proposed the model would wait, so it reads the pages that will come again."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from types import TracebackType

from paestudio.core.protocols import Policy
from paestudio.core.records import Episode


class ReadingAhead:
    """Reads page after page in the model's thread, as long as the `async with` lasts and the policy wants more.

    One at a time: whoever else needs the model meanwhile waits for one page at most.
    """

    def __init__(self, policy: Policy, thread: Executor) -> None:
        self._policy = policy
        self._thread = thread
        self._waiting: asyncio.Queue[Episode] = asyncio.Queue()
        self._reader: asyncio.Task[None] | None = None

    def add(self, episode: Episode) -> None:
        """One more whose pages will come again."""
        self._waiting.put_nowait(episode)

    async def __aenter__(self) -> ReadingAhead:
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)  # what fails here fails again where it matters

    async def _read(self) -> None:
        loop, going = asyncio.get_running_loop(), True
        while going:
            episode = await self._waiting.get()
            for step in episode.steps:
                going = going and await loop.run_in_executor(self._thread, self._policy.read_ahead, step.observation)
