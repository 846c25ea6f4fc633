"""The demo shop over HTTP, on this machine only."""

from __future__ import annotations

import errno
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote, urlsplit

from paestudio.core.errors import EnvironmentFault
from paestudio.core.local_server import LocalServer
from paestudio.demo.session import Session, Sessions
from paestudio.demo.web import Request, Response, Shop, read_form

_COOKIE = "larch_lane"
_LARGEST = 64 * 1024  # bytes of a posted form


class ShopServer(LocalServer):
    """Serves a Shop. Raises EnvironmentFault when the port cannot be had."""

    def __init__(self, shop: Shop, port: int) -> None:
        self.shop = shop
        self.sessions = Sessions()
        try:
            super().__init__(_Handler, port)
        except (OSError, OverflowError) as e:
            raise _no_port(port, e) from e


class _Handler(BaseHTTPRequestHandler):
    server: ShopServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60  # seconds without a request

    def do_GET(self) -> None:
        self._serve("GET")

    def do_HEAD(self) -> None:
        self._serve("GET", body=False)

    def do_POST(self) -> None:
        self._serve("POST")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a log line a request would bury the program's own output."""

    def _serve(self, method: str, body: bool = True) -> None:
        key, session = self._visitor()
        try:
            parts = urlsplit(self.path)
        except ValueError:  # such as "//[": no address at all
            parts = urlsplit("/.")
        blank = Request(method, parts.path, session)
        sent = self._body() if method == "POST" else ""
        if sent is None:
            self.close_connection = True
            self._reply(self.server.shop.refuse(blank, 413), "", body)
            return
        fresh = ""
        if method == "POST" and not key:
            fresh, session = self.server.sessions.add()
        path = unquote(parts.path).rstrip("/") or "/"
        request = Request(method, path, session, read_form(parts.query), read_form(sent))
        self._reply(self.server.shop.handle(request), fresh, body)

    def _visitor(self) -> tuple[str, Session]:
        """The key and session of the cookie; without one, a session that is forgotten after this reply."""
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(_COOKIE)
        except CookieError:
            cookie = None
        session = self.server.sessions.find(cookie.value) if cookie else None
        return (cookie.value, session) if cookie and session else ("", Session())

    def _body(self) -> str | None:
        """The posted form; None when it is too large or its length is not given."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > _LARGEST:
            return None
        return self.rfile.read(int(length)).decode("utf-8", "replace")

    def _reply(self, reply: Response, fresh: str, body: bool) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "max-age=3600" if reply.keep else "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if reply.location:
            self.send_header("Location", reply.location)
        if fresh:
            self.send_header("Set-Cookie", f"{_COOKIE}={fresh}; Path=/; HttpOnly; SameSite=Lax")
        self.end_headers()
        if body:
            self.wfile.write(reply.body)


def _no_port(port: int, fault: Exception) -> EnvironmentFault:
    number = fault.errno if isinstance(fault, OSError) else None
    if number == errno.EADDRINUSE and not port:
        return EnvironmentFault(
            "There is no free port on this machine.", "Close programs that keep many connections open."
        )
    if number == errno.EADDRINUSE:
        return EnvironmentFault(f"Port {port} is taken by another program.", "Give another one with --port.")
    if number in (errno.EACCES, errno.EPERM):
        return EnvironmentFault(f"Port {port} may not be used by this user.", "Give one above 1023 with --port.")
    return EnvironmentFault(f"The demo site cannot use port {port}: {fault}.", "Give another one with --port.")
