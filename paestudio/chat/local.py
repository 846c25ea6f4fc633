"""A model of this program behind the same protocol as an endpoint: asked on the model's own thread, pass by pass.

Each pass is one job of that thread, so that requests of judge and proposer queue between the agent's decisions and
updates, and nobody needs weights of their own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any, Protocol

from paestudio.chat.faults import ChatFault, Trouble
from paestudio.chat.ledger import Ledger
from paestudio.chat.messages import Image, Message, Reply, estimate
from paestudio.core.forms import Form

SAME = "same"  # the name of the agent's own model, without what it learned


class Spoken(Protocol):
    """A reply in the making."""

    text: str
    tokens_in: int
    tokens_out: int
    cut: bool
    done: bool


class Voice(Protocol):
    """A loaded model. Its methods block, and are called in the model's thread only."""

    images: bool

    def begin(
        self,
        messages: Sequence[tuple[str, Sequence[str | bytes]]],
        *,
        max_tokens: int,
        temperature: float,
        seed: int | None,
        form: Form | None,
    ) -> Any:
        """A new talk (`Spoken`) about (role, texts and pictures' files). Raises ValueError for what is too long."""
        ...

    def advance(self, talks: Sequence[Any]) -> None:
        """One pass for all of them."""
        ...


class LocalChat:
    """chat.asking.Chat over a loaded model, to be bound before it is asked. `place`: `same`, a folder or a hub name."""

    def __init__(
        self, place: str, model: str, *, max_tokens: int, parallel: int, images: bool, ledger: Ledger, role: str
    ) -> None:
        self.place, self.role = place, role
        self._model, self._images, self._ledger = model, images, ledger
        self._max_tokens = max_tokens
        self._slots = asyncio.Semaphore(parallel)
        self._voice: Voice | None = None
        self._thread: Executor | None = None
        self._talks: dict[asyncio.Future[None], Spoken] = {}
        self._serving: asyncio.Task[None] | None = None

    def __str__(self) -> str:
        return f"{self._model} on this machine"

    @property
    def model(self) -> str:
        """Its name."""
        return self._model

    @property
    def images(self) -> bool:
        """Whether it takes pictures."""
        return self._images

    @property
    def ledger(self) -> Ledger:
        """Tokens read and written."""
        return self._ledger

    def bind(self, voice: Voice, thread: Executor) -> None:
        """From now on that model speaks, in that thread. Raises ChatFault when it is to see and cannot."""
        if self._images and not voice.images:
            raise ChatFault(
                Trouble.REQUEST,
                f"{self} takes no pictures.",
                f"Take a vision model for the {self.role}, or leave --{self.role}-images out.",
            )
        self._voice, self._thread = voice, thread

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 0,
        temperature: float = 0.0,
        seed: int | None = None,
        form: Form | None = None,
    ) -> Reply:
        """The reply. Raises ChatFault when the request is too long, the budget is spent, or the model fails."""
        if any(isinstance(part, Image) for message in messages for part in message.parts) and not self._images:
            raise ChatFault(Trouble.REQUEST, f"{self} takes no pictures.", "Leave screenshots out.")
        most = max_tokens or self._max_tokens
        promised = (estimate(tuple(messages)), most)
        async with self._slots:
            self._ledger.promise(*promised)
            started = time.monotonic()
            try:
                talk = await self._talk([_parts(m) for m in messages], most, temperature, seed, form)
            except BaseException:
                self._ledger.drop(promised)
                raise
            self._ledger.keep(promised, talk.tokens_in, talk.tokens_out, True)
            seconds = time.monotonic() - started
            return Reply(talk.text, self._model, talk.tokens_in, talk.tokens_out, True, talk.cut, seconds)

    async def close(self) -> None:
        """End the talks under way; the model itself is not ours."""
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
        for future in self._talks:
            future.cancel()
        self._talks.clear()

    async def _talk(
        self,
        said: list[tuple[str, Sequence[str | bytes]]],
        most: int,
        temperature: float,
        seed: int | None,
        form: Form | None,
    ) -> Spoken:
        voice = self._voice
        assert voice is not None, "bind comes first"
        try:
            talk: Spoken = await self._in_thread(
                lambda: voice.begin(said, max_tokens=most, temperature=temperature, seed=seed, form=form)
            )
        except ValueError as e:
            fix = f"Show it less (--{self.role}-pages, --{self.role}-max-tokens), or take a model that reads more."
            raise ChatFault(Trouble.LENGTH, f"The request is too long for {self}: {e}.", fix) from e
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._talks[future] = talk
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
            self._serving.add_done_callback(self._broke)
        try:
            await future
        finally:
            self._talks.pop(future, None)
        return talk

    async def _serve(self) -> None:
        """Pass after pass while anybody waits."""
        voice = self._voice
        assert voice is not None
        while talks := dict(self._talks):
            try:
                await self._in_thread(lambda talks=talks: voice.advance(list(talks.values())))
            except ChatFault as fault:
                for future in talks:
                    if not future.done():
                        future.set_exception(fault)
                    self._talks.pop(future, None)
                continue
            for future, talk in talks.items():
                if talk.done and not future.done():
                    future.set_result(None)
                    self._talks.pop(future, None)

    def _broke(self, serving: asyncio.Task[None]) -> None:
        """A fault of the program in a pass goes to whoever waits for the reply: nobody would wake them else."""
        if serving.cancelled() or (fault := serving.exception()) is None:
            return
        for future in list(self._talks):
            if not future.done():
                future.set_exception(fault)

    async def _in_thread(self, work: Any) -> Any:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except RuntimeError as e:  # out of memory, a broken kernel, the thread at its end
            reason = str(e).splitlines()[0][:200] if str(e) else type(e).__name__
            raise ChatFault(Trouble.SERVER, f"{self} failed: {reason}.", "Take a smaller model for it.") from e


def _parts(message: Message) -> tuple[str, Sequence[str | bytes]]:
    """A message as a `Voice` takes it: of text alone, in one piece."""
    if not any(isinstance(part, Image) for part in message.parts):
        return message.role, (message.text,)
    return message.role, tuple(part.data if isinstance(part, Image) else part for part in message.parts)
