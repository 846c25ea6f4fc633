"""Ask a model and get its reply: with a time limit, retries, a size limit, and an account of what it cost."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import httpx2

from paestudio.chat import dialects
from paestudio.chat.endpoint import Endpoint
from paestudio.chat.faults import ChatFault, Trouble
from paestudio.chat.keys import Secret
from paestudio.chat.ledger import Ledger
from paestudio.chat.messages import Image, Message, Reply, estimate
from paestudio.core.forms import Form, Lines
from paestudio.core.local_http import is_local

LARGEST = 4 * 1024 * 1024  # bytes of a reply
LONGEST_PAUSE = 60.0  # seconds; a server that asks for more is given up
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


class _TryAgain(Exception):
    """A try that failed in a way that may pass. `pause` is what the server asked for, in s."""

    def __init__(self, fault: ChatFault, pause: float | None = None) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.pause = pause


class ChatClient:
    """One endpoint, asked by any number of tasks of one event loop. Use as `async with`, or call `close`."""

    def __init__(self, endpoint: Endpoint, key: Secret | None = None, ledger: Ledger | None = None) -> None:
        self.endpoint = endpoint
        self._ledger = ledger or Ledger()
        self._key = key or Secret("")
        self._slots = asyncio.Semaphore(endpoint.parallel)
        self._random = random.Random()
        self._drops: set[str] = set()  # what the server said it does not support
        self._http = httpx2.AsyncClient(
            headers=dialects.headers(endpoint, self._key.reveal()),
            timeout=httpx2.Timeout(endpoint.seconds, connect=min(10.0, endpoint.seconds)),
            limits=httpx2.Limits(max_connections=endpoint.parallel),
            follow_redirects=False,  # a redirect would carry the key elsewhere
            verify=endpoint.base.startswith("https:"),  # reading all certificates takes time that http does not need
            trust_env=not is_local(endpoint.host),
        )

    def __str__(self) -> str:
        return str(self.endpoint)

    @property
    def model(self) -> str:
        """The model's name, as its server lists it."""
        return self.endpoint.model

    @property
    def images(self) -> bool:
        """Whether it takes pictures."""
        return self.endpoint.images

    @property
    def ledger(self) -> Ledger:
        """What it has cost."""
        return self._ledger

    async def __aenter__(self) -> ChatClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the connections."""
        await self._http.aclose()

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 0,
        temperature: float = 0.0,
        seed: int | None = None,
        form: Form | None = None,
    ) -> Reply:
        """The reply. Raises ChatFault when there is none after all retries, or when the budget is spent."""
        if not self.endpoint.images and any(isinstance(p, Image) for m in messages for p in m.parts):
            raise ChatFault(
                Trouble.REQUEST, f"{self.endpoint} takes no pictures.", "Take a vision model, or leave screenshots out."
            )
        one = form is not None and not isinstance(form, Lines)  # servers know JSON, but no list of lines
        wanted = dialects.Wanted(max_tokens or self.endpoint.max_tokens, temperature, seed, json_only=one)
        promised = (estimate(tuple(messages)), wanted.max_tokens)
        async with self._slots:
            self._ledger.promise(*promised)
            try:
                reply = await self._tries(dialects.body(self.endpoint, messages, wanted), promised[0])
            except BaseException:
                self._ledger.drop(promised)
                raise
            self._ledger.keep(promised, reply.tokens_in, reply.tokens_out, reply.counted)
            return reply

    async def _tries(self, request: dict[str, Any], guess: int) -> Reply:
        """Send until there is a reply, or no hope."""
        started = time.monotonic()
        adapted = tried = 0
        while True:
            tried += 1
            try:
                async with asyncio.timeout(self.endpoint.seconds):
                    status, data = await self._send(request)
            except _TryAgain as e:
                await self._pause(e, tried)
                continue
            except TimeoutError:
                fault = ChatFault(
                    Trouble.SLOW,
                    f"{self.endpoint} did not answer within {self.endpoint.seconds:g} s.",
                    "Give it more time, or take a smaller model.",
                )
                await self._pause(_TryAgain(fault), tried)
                continue
            if status == 200:
                return self._reply(data, guess, time.monotonic() - started, tried)
            simpler = dialects.without(request, dialects.complaint(data)) if status in (400, 422) else None
            if simpler is None or adapted >= len(dialects.OPTIONAL) + 1:
                raise self._refused(status, data)
            request, adapted = simpler, adapted + 1

    async def _send(self, request: Mapping[str, Any]) -> tuple[int, Any]:
        """One try: (status, the JSON that came). Raises _TryAgain, or ChatFault for what no retry mends."""
        url = self.endpoint.base + dialects.PATHS[self.endpoint.dialect]
        try:
            async with self._http.stream("POST", url, json=request) as reply:
                raw = await self._read(reply)
                return self._understand(reply, raw)
        except httpx2.TimeoutException as e:
            raise TimeoutError from e
        except httpx2.ConnectError as e:
            fault = ChatFault(
                Trouble.DOWN,
                f"Nobody answers at {self.endpoint.base}.",
                "Is the model server running, and the port right?",
            )
            raise _TryAgain(fault) from e
        except httpx2.HTTPError as e:
            text = self._key.hide(f"{type(e).__name__}: {e}")[:200]
            raise _TryAgain(ChatFault(Trouble.DOWN, f"{self.endpoint} broke off ({text}).", "Try again later.")) from e

    async def _read(self, reply: httpx2.Response) -> bytes:
        raw = bytearray()
        async for chunk in reply.aiter_bytes():
            raw += chunk
            if len(raw) > LARGEST:
                raise ChatFault(
                    Trouble.LARGE,
                    f"{self.endpoint} sent more than {LARGEST // 1024**2} MB, which is no reply.",
                    "Is the address that of a chat endpoint?",
                )
        return bytes(raw)

    def _understand(self, reply: httpx2.Response, raw: bytes) -> tuple[int, Any]:
        data: Any = None
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError):
            if reply.status_code == 200:
                page = raw.lstrip()[:1] == b"<" or "html" in reply.headers.get("content-type", "")
                what = "a web page" if page else "broken JSON"
                fault = ChatFault(
                    Trouble.REPLY, f"{self.endpoint} answered {what}.", f"Is {self.endpoint.base} the right address?"
                )
                raise fault if page else _TryAgain(fault) from None
        if reply.status_code in AGAIN:
            raise _TryAgain(self._refused(reply.status_code, data), _retry_after(reply.headers.get("retry-after")))
        return reply.status_code, data

    async def _pause(self, failed: _TryAgain, tried: int) -> None:
        """Wait before the next try. Raises the fault when there is none."""
        pause = self.endpoint.backoff * 2 ** (tried - 1) * (0.5 + self._random.random() / 2)
        if failed.pause is not None:
            pause = max(pause, failed.pause)
        if tried > self.endpoint.retries or pause > LONGEST_PAUSE:
            raise failed.fault
        await asyncio.sleep(pause)

    def _refused(self, status: int, data: Any) -> ChatFault:
        said = self._key.hide(dialects.complaint(data))
        says = f": “{said}”" if said else ""
        who = str(self.endpoint)
        if status in (401, 403):
            return ChatFault(Trouble.KEY, f"{who} refused the key ({status}){says}.", "Check the key and its rights.")
        if status == 429:
            return ChatFault(
                Trouble.LIMITED, f"{who} has had too many requests{says}.", "Wait, or ask fewer at a time."
            )
        if status >= 500 or status in AGAIN:
            return ChatFault(Trouble.SERVER, f"{who} failed ({status}){says}.", "Look at the server's own log.")
        if status == 404:
            return ChatFault(
                Trouble.REQUEST, f"{who} is not there (404){says}.", "Check the address and the model's name."
            )
        return ChatFault(Trouble.REQUEST, f"{who} refused the request ({status}){says}.", "Check the model's settings.")

    def _reply(self, data: Any, guess: int, seconds: float, tries: int) -> Reply:
        try:
            said = dialects.read(self.endpoint, data)
        except dialects.NotAReply as e:
            raise ChatFault(
                Trouble.REPLY, f"{self.endpoint} answered JSON that is no chat reply ({e}).", "Is the dialect right?"
            ) from e
        counted = said.tokens_in is not None and said.tokens_out is not None
        return Reply(
            said.text,
            said.model or self.endpoint.model,
            said.tokens_in if said.tokens_in is not None else guess,
            said.tokens_out if said.tokens_out is not None else len(said.text) // 3 + 1,
            counted,
            said.cut,
            seconds,
            tries,
        )


def _retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header; None without one, or when it is a date."""
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None
