"""Events of a stream, and news from elsewhere in between, also while the stream has nothing to tell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


async def with_news(
    events: AsyncIterator[T], news: Callable[[], Iterable[U]], seconds: float = 1.0
) -> AsyncGenerator[T | U, None]:
    """All events; `news` is asked after each, and every so many seconds while none comes. Closes `events`."""
    step: asyncio.Task[T] | None = None
    try:
        while True:
            step = asyncio.create_task(_next(events))
            while not (await asyncio.wait([step], timeout=seconds))[0]:
                for one in news():
                    yield one
            try:
                event = step.result()
            except _Over:
                return
            yield event
            for one in news():
                yield one
    finally:
        if step is not None and not step.done():
            step.cancel()
            await asyncio.gather(step, return_exceptions=True)
        if isinstance(events, AsyncGenerator):
            await events.aclose()


class _Over(Exception):
    """The stream has ended: a task cannot end in StopAsyncIteration."""


async def _next(events: AsyncIterator[T]) -> T:
    try:
        return await anext(events)
    except StopAsyncIteration:
        raise _Over from None
