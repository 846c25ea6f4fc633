"""The HTTP side: `/v1/models` and `/v1/chat/completions`, streamed or whole, errors in OpenAI's shape."""

from __future__ import annotations

import hmac
import json
import queue
import select
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote, urlsplit

from paestudio.core.errors import EnvironmentFault
from paestudio.core.local_server import HOST, LocalServer
from paestudio.serving import wire
from paestudio.serving.prompts import Prompts
from paestudio.serving.wire import Asked, Refusal
from paestudio.serving.writer import Full, Job, Piece, Writer

LARGEST = 8 << 20  # bytes of a request
LOOK = 0.5  # seconds between two looks whether the client is still there
HERE = ("localhost", "127.0.0.1", "::1")
CHAT, MODELS = "/v1/chat/completions", "/v1/models"


class ChatServer(LocalServer):
    """One model at one address. `key` empty: nobody is asked for one."""

    def __init__(self, name: str, key: str = "", host: str = HOST, port: int = 0) -> None:
        """Takes the address; `give` it the model before it serves. Raises EnvironmentFault when it cannot be had."""
        self.name = name
        self.key = key
        self.made = int(time.time())
        self.over = threading.Event()
        try:
            super().__init__(_Handler, port, host)
        except (OSError, OverflowError) as e:
            raise EnvironmentFault(
                f"The model cannot be served on {host}, port {port}: {e}.", "Give another port with --port."
            ) from e

    def give(self, prompts: Prompts, writer: Writer) -> None:
        """The model: how it reads, and who writes."""
        self.prompts = prompts
        self.writer = writer

    def end(self) -> None:
        """Stop writing, then serving."""
        self.over.set()
        self.writer.end()
        super().end()


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    error_content_type = "application/json"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what is asked may be private."""

    def do_GET(self) -> None:
        """The list of models, or one."""
        self._guarded(self._get)

    def do_POST(self) -> None:
        """A chat."""
        self._guarded(self._post)

    def _guarded(self, work: Any) -> None:
        try:
            self._allowed()
            work()
        except Refusal as e:
            self._json(e.status, e.body)

    def _allowed(self) -> None:
        """Raises Refusal without the key, and for a page of another site that was led here by its host's name."""
        server = self.server
        if server.key:
            given = self.headers.get("Authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(given.encode(), server.key.encode()):
                self.close_connection = True  # its body was not read
                raise Refusal(401, "Incorrect API key provided.", None, "invalid_api_key")
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        if server.server_address[0] in HERE and host not in HERE:
            self.close_connection = True
            raise Refusal(403, f"This server answers to {HERE[0]} only, not to {host!r}.")

    def _get(self) -> None:
        path, server = unquote(urlsplit(self.path).path).rstrip("/"), self.server
        if path == MODELS:
            self._json(200, wire.models(server.name, server.made))
        elif path == f"{MODELS}/{server.name}":
            self._json(200, wire.model(server.name, server.made))
        elif path.startswith(f"{MODELS}/"):
            raise self._no_model(path.removeprefix(f"{MODELS}/"))
        else:
            raise self._nothing()

    def _post(self) -> None:
        if urlsplit(self.path).path != CHAT:
            self.close_connection = True
            raise self._nothing()
        asked = wire.parse(self._body())
        if asked.model != self.server.name:
            raise self._no_model(asked.model)
        wanted, stops = self.server.prompts.wanted(asked)
        job = Job(wanted, stops)
        try:
            self.server.writer.ask(job)
        except Full:
            raise Refusal(
                429, "Too many requests wait already; try again later.", None, "rate_limit_exceeded"
            ) from None
        name, created = f"chatcmpl-{uuid.uuid4().hex[:24]}", int(time.time())
        read = len(wanted.head) + len(wanted.tail)
        try:
            if asked.stream:
                self._stream(job, asked, name, created, read)
            else:
                self._whole(job, name, created, read)
        finally:
            job.dropped.set()

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST:
            self.close_connection = True
            if not length.isdigit():
                raise Refusal(411, "The request has no Content-Length.")
            raise Refusal(413, f"The request is longer than {LARGEST >> 20} MB.")
        return self.rfile.read(int(length))

    def _whole(self, job: Job, name: str, created: int, read: int) -> None:
        pieces = list(self._pieces(job))
        if not pieces or not pieces[-1].reason:
            return  # nobody is there any more
        last = pieces[-1]
        if last.reason == "error":
            raise Refusal(503 if self.server.over.is_set() else 500, last.fault)
        text, counts = "".join(piece.text for piece in pieces), wire.usage(read, last.tokens)
        self._json(200, wire.reply(name, created, self.server.name, text, last.reason, counts))

    def _stream(self, job: Job, asked: Asked, name: str, created: int, read: int) -> None:
        self.close_connection = True  # its length is not known: the end of the connection is the end of the reply
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Connection", "close")
        self.end_headers()
        model = self.server.name
        self._event(wire.chunk(name, created, model, {"role": "assistant", "content": ""}, None))
        for piece in self._pieces(job):
            if piece.text:
                self._event(wire.chunk(name, created, model, {"content": piece.text}, None))
            if piece.reason == "error":
                self._event(Refusal(500, piece.fault).body)
                return
            if piece.reason:
                self._event(wire.chunk(name, created, model, {}, piece.reason))
                if asked.usage:
                    counts = wire.usage(read, piece.tokens)
                    self._event({**wire.chunk(name, created, model, None, None), "usage": counts})
                self.wfile.write(b"data: [DONE]\n\n")

    def _pieces(self, job: Job) -> Iterator[Piece]:
        """What is written, to its end; less when the client left meanwhile."""
        while True:
            try:
                piece = job.pieces.get(timeout=LOOK)
            except queue.Empty:
                if self._gone():
                    self.close_connection = True
                    return
                continue
            yield piece
            if piece.reason:
                return

    def _gone(self) -> bool:
        """Whether the client hung up. One that sends its next request already is still there."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True

    def _event(self, value: Mapping[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n")
        self.wfile.flush()

    def _no_model(self, name: str) -> Refusal:
        return Refusal(
            404,
            f"The model '{name[:80]}' does not exist; this server has '{self.server.name}'.",
            "model",
            "model_not_found",
        )

    def _nothing(self) -> Refusal:
        return Refusal(404, f"There is nothing at {self.command} {self.path[:80]}; there are {CHAT} and {MODELS}.")

    def _json(self, status: int, value: Mapping[str, Any]) -> None:
        raw = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        if self.close_connection:
            self.send_header("Connection", "close")
        if status == 429:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(raw)
