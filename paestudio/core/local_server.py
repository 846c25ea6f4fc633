"""An HTTP server for this machine only, that can be ended: the demo shop, suites and benchmarks stand on it."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

HOST = "127.0.0.1"


class LocalServer(ThreadingHTTPServer):
    """Serves `handler` on `port` (0: a free one) of `host`. Raises OSError or OverflowError when it cannot be had."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share a port
    request_queue_size = 64

    def __init__(self, handler: Callable[..., BaseHTTPRequestHandler], port: int = 0, host: str = HOST) -> None:
        self._open: set[socket.socket] = set()
        self._idle = threading.Condition()
        self._thread: threading.Thread | None = None
        super().__init__((host, port), handler)

    @property
    def base(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def start(self, name: str) -> str:
        """Serve in a thread of that name; the address."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name=name, daemon=True)
        self._thread.start()
        return self.base

    def end(self) -> None:
        """End the thread, if there is one, and the connections; free the port."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        self.hang_up()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that `hang_up` can end it."""
        with self._idle:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        super().shutdown_request(request)
        with self._idle:
            self._open.discard(request)
            self._idle.notify_all()

    def hang_up(self, seconds: float = 5.0) -> None:
        """End the connections that clients keep open, and wait for their threads."""
        with self._idle:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was quicker
            self._idle.wait_for(lambda: not self._open, seconds)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is no error; anything else is printed by the base class."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.end()
