"""The stand-in over HTTP: `with StandIn("careful") as base: ...`."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any

from paestudio.chat.standin.minds import Mind
from paestudio.core.local_server import LocalServer

MODES = ("careful", "noisy", "gullible", "reckless")
TROUBLES = ("none", "error", "limited", "malformed", "html", "hang", "huge", "key", "old")
_LARGEST = 32 * 1024 * 1024  # bytes of a request: pictures are in it
_HUGE = 50 * 1024 * 1024


class StandIn:
    """A model server in a background thread. `requests` are the bodies it got, `keys` the keys that came with them.

    `trouble` befalls the first `times` requests (None: all of them): error 500, limited 429 with Retry-After,
    malformed (broken JSON), html, hang (until the end), huge (50 MB), key 401, old (400: knows no `seed` and no
    `response_format`).
    """

    def __init__(
        self,
        mode: str = "careful",
        *,
        trouble: str = "none",
        times: int | None = None,
        retry_after: float = 0.01,
        seed: int = 0,
        counts: bool = True,
    ) -> None:
        if mode not in MODES or trouble not in TROUBLES:
            raise ValueError(f"mode must be one of {MODES}, trouble one of {TROUBLES}")
        self.mind = Mind(mode, seed)
        self.trouble, self.times, self.retry_after, self.counts = trouble, times, retry_after, counts
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._port = 0  # the one it had, for a second start

    def start(self) -> str:
        """Serve, and return the address with /v1 at its end; after `stop`, the same one."""
        if self._server is None:
            self.over.clear()
            self._server = _Server(self, self._port)
            self._port = self._server.server_address[1]
            self._server.start("stand-in")
        return f"{self._server.base}/v1"

    def stop(self) -> None:
        """End it, and the connections to it."""
        server, self._server = self._server, None
        self.over.set()
        if server is not None:
            server.end()

    @property
    def running(self) -> bool:
        """Whether it serves now."""
        return self._server is not None

    def __enter__(self) -> str:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def troubled(self, request: Mapping[str, Any], key: str) -> str:
        """Note a request; what trouble befalls it."""
        with self._lock:
            self.requests.append(dict(request))
            self.keys.append(key)
            if self.times is None or len(self.requests) <= self.times:
                return self.trouble
            return "none"


class _Server(LocalServer):
    def __init__(self, owner: StandIn, port: int) -> None:
        self.owner = owner
        super().__init__(_Handler, port)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        if self.path.endswith("/models"):
            self._json(
                200, {"object": "list", "data": [{"id": f"stand-in-{mode}", "object": "model"} for mode in MODES]}
            )
        else:
            self._json(404, {"error": {"message": "There is nothing here."}})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST or not self.path.endswith("/chat/completions"):
            self.close_connection = True
            self._json(404, {"error": {"message": "There is nothing here."}})
            return
        request = json.loads(self.rfile.read(int(length)))
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        trouble = self.server.owner.troubled(request, key)
        if trouble == "none":
            self._chat(request)
        else:
            self._fail(trouble, request, key)

    def _chat(self, request: Mapping[str, Any]) -> None:
        messages = [(m["role"], _text(m["content"])) for m in request["messages"]]
        said = self.server.owner.mind.reply(messages, request.get("seed"))
        usage = {"prompt_tokens": sum(len(t) for _, t in messages) // 4, "completion_tokens": len(said) // 4 + 1}
        message = {"role": "assistant", "content": said}
        made: dict[str, Any] = {
            "object": "chat.completion",
            "model": request["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        }
        self._json(200, {**made, "usage": usage} if self.server.owner.counts else made)

    def _fail(self, trouble: str, request: Mapping[str, Any], key: str) -> None:
        owner = self.server.owner
        match trouble:
            case "error":
                self._json(500, {"error": {"message": "The model crashed."}})
            case "limited":
                self._json(429, {"error": {"message": "Slow down."}}, ("Retry-After", f"{owner.retry_after:g}"))
            case "malformed":
                self._send(200, "application/json", b'{"choices": [{"message": {"content": "unfin')
            case "html":
                self._send(200, "text/html", b"<!doctype html><title>Welcome to the proxy</title>")
            case "huge":
                self._huge()
            case "key":
                self._json(401, {"error": {"message": f"Incorrect API key provided: {key}"}})
            case "old":
                new = [name for name in ("seed", "response_format") if name in request]
                if new:
                    self._json(400, {"error": {"message": f"Unsupported parameter: '{new[0]}'."}})
                else:
                    self._chat(request)
            case _:
                owner.over.wait(60)
                self.close_connection = True

    def _huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(_HUGE))
        self.end_headers()
        block = b" " * (1 << 20)
        for _ in range(_HUGE // len(block)):
            self.wfile.write(block)

    def _json(self, status: int, value: Any, *more: tuple[str, str]) -> None:
        self._send(status, "application/json", json.dumps(value).encode(), *more)

    def _send(self, status: int, kind: str, raw: bytes, *more: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content if part.get("type") == "text")
