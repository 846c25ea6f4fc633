"""A tiny model behind the server, in threads of the test's own."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from paestudio.agent import prompt
from paestudio.lm.generate import Generator
from paestudio.lm.model import LanguageModel
from paestudio.serving.prompts import Prompts
from paestudio.serving.server import ChatServer
from paestudio.serving.writer import Writer


@dataclass
class Served:
    """A running server; `faults` are what its writer reported."""

    server: ChatServer
    writer: Writer
    faults: list[BaseException]

    @property
    def base(self) -> str:
        """With /v1."""
        return f"{self.server.base}/v1"

    def ask(self, body: Any, method: str = "POST", path: str = "/v1/chat/completions", **headers: str) -> Any:
        """(status, JSON) of one request; the body is sent as it is when it is bytes."""
        status, raw = self.raw(body, method, path, **headers)
        return status, json.loads(raw)

    def raw(self, body: Any, method: str = "POST", path: str = "/v1/chat/completions", **headers: str) -> Any:
        """(status, bytes) of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_address[1], timeout=30)
        try:
            data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
            connection.request(method, path, data, {k.replace("_", "-"): v for k, v in headers.items()})
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def chat(self, text: str = "Hello", **more: Any) -> dict[str, Any]:
        """A request's body."""
        return {"model": self.server.name, "messages": [{"role": "user", "content": text}], **more}


@contextmanager
def serving(lm: LanguageModel, key: str = "", at_once: int = 4, waiting: int = 16) -> Iterator[Served]:
    """The model on a free port."""
    faults: list[BaseException] = []
    writer = Writer(Generator(lm), at_once, waiting)
    server = ChatServer("tiny", key)
    server.give(Prompts(lm, prompt.parts), writer)
    with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
        running = thread.submit(writer.run, faults.append)
        server.start("served-model")
        try:
            yield Served(server, writer, faults)
        finally:
            server.end()
            running.result(10)
