"""Writes replies: the one thread that uses the model takes what waits into the running batch, after every token.

A request is a `Job`. Whoever made it reads its pieces from a queue, and may drop it; the others go on.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from paestudio.lm.generate import Generator, Stream, Wanted
from paestudio.serving.telling import Telling

AT_ONCE, WAITING = 8, 64  # replies written together; requests that may wait besides


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a reply. `reason` is set on the last one: stop, length, or error with `fault` in words."""

    text: str
    reason: str = ""
    tokens: int = 0  # said in all, on the last piece
    fault: str = ""


class Full(Exception):
    """As many requests wait as may wait."""


class Text(Protocol):
    """Token ids as text."""

    def __call__(self, ids: Sequence[int]) -> str:
        """The text."""
        ...


class Job:
    """One reply that was asked for. Made in any thread; `dropped` may be set by the one who reads `pieces`."""

    def __init__(self, wanted: Wanted, stops: Sequence[str]) -> None:
        self.stream = Stream(wanted)
        self.pieces: queue.SimpleQueue[Piece] = queue.SimpleQueue()
        self.dropped = threading.Event()
        self._telling = Telling(stops)

    def told(self, text: Text) -> bool:
        """Tell what came of the last pass; whether that was the end."""
        stream = self.stream
        whole = text(stream.tokens)
        if stream.over:
            piece = self._telling.rest(whole)
        else:
            piece = self._telling.more(whole)
        reason = "stop" if self._telling.stopped else stream.over
        if reason:
            self.pieces.put(Piece(piece, reason, len(stream.tokens)))
        elif piece:
            self.pieces.put(Piece(piece))
        return bool(reason)

    def fail(self, why: str) -> None:
        """Tell that nothing more comes."""
        self.pieces.put(Piece("", "error", len(self.stream.tokens), why))


class Writer:
    """The queue and the batch. `run` belongs to the model's thread, the rest to everybody."""

    def __init__(self, generator: Generator, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._generator = generator
        self._text: Text = generator.lm.text
        self._at_once = at_once
        self._most = waiting
        self._waiting: deque[Job] = deque()
        self._news = threading.Condition()
        self._ending = False

    def ask(self, job: Job) -> None:
        """Put it into the queue. Raises Full."""
        with self._news:
            if self._ending or len(self._waiting) >= self._most:
                raise Full
            self._waiting.append(job)
            self._news.notify()

    def end(self) -> None:
        """`run` returns after the pass that is under way; what is not finished is told so."""
        with self._news:
            self._ending = True
            self._news.notify()

    def run(self, report: Callable[[BaseException], None]) -> None:
        """Write until `end`. `report` hears of what went wrong inside."""
        batch: list[Job] = []
        while (joined := self._joined(batch)) is not None:
            batch = joined
            try:
                self._generator.advance([job.stream for job in batch])
                batch = [job for job in batch if not job.told(self._text)]
            except Exception as e:  # boundary: it is told to those who wait, and the rest goes on
                report(e)
                for job in batch:
                    job.fail("The model failed; its terminal says more.")
                batch = []

    def _joined(self, batch: list[Job]) -> list[Job] | None:
        """The batch with those who waited and without those who left; waits for the first. None: it is over."""
        batch = [job for job in batch if not job.dropped.is_set()]
        with self._news:
            self._news.wait_for(lambda: batch or self._waiting or self._ending)
            if self._ending:
                for job in (*batch, *self._waiting):
                    job.fail("The server was stopped.")
                self._waiting.clear()
                return None
            while self._waiting and len(batch) < self._at_once:
                job = self._waiting.popleft()
                if not job.dropped.is_set():
                    batch.append(job)
        return batch
