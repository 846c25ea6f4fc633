"""What the browser tests stand on: a small site on 127.0.0.1 at two origins, and a way to run either browser.

The test runs in the main thread, where Qt's loop must turn; the browser runs in a thread with an asyncio loop.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import QEventLoop, QMetaObject, Qt

from paestudio.browser.options import BrowserOptions, Login

T = TypeVar("T")
PAGES = Path(__file__).parents[1] / "data" / "sites"
LOGINS = {
    "ada": Login("/login.html", {"#user": "ada", "#password": "right"}, "form >> text=Log in", "#logout"),
    "wrong": Login("/login.html", {"#user": "ada", "#password": "wrong"}, "form button", "#logout"),
    "lost": Login("/about.html", {"#user": "ada"}, "form button", "#logout"),
}


class Server(ThreadingHTTPServer):
    """One origin. `asked` are the paths that were requested."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.over = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        """The origin."""
        return f"http://127.0.0.1:{self.server_port}"

    def end(self) -> None:
        """Stop, letting unfinished answers go."""
        self.over.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


class Handler(SimpleHTTPRequestHandler):
    """The pages of tests/data/sites, and a few addresses that misbehave."""

    server: Server
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(PAGES))

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def _say(self, body: str, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self) -> None:
        """The login form, and a form that goes elsewhere."""
        self.server.asked.append(self.path)
        fields = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        if self.path == "/login" and fields.get("password") == ["right"]:
            self._say("", 303, Location="/account", Set_Cookie="user=ada; Path=/")
        else:
            self._say("<title>Log in</title>Wrong password")

    def do_GET(self) -> None:
        """Pages."""
        self.server.asked.append(self.path)
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/redirect":
                self._say("", 302, Location=query["to"])
            case "/status":
                self._say("<title>Bad</title>", int(query["code"]))
            case "/slow":
                self.server.over.wait(float(query["ms"]) / 1000)
                self._say("late answer", kind="text/plain")
            case "/silent":
                self.server.over.wait(6)
            case "/never":
                self._never()
            case "/report.csv":
                self._say("a,b\n1,2\n", kind="text/csv", Content_Disposition='attachment; filename="report.csv"')
            case "/data.json":
                self._say("{}", kind="application/json")
            case "/account":
                user = SimpleCookie(self.headers.get("Cookie", "")).get("user")
                name = user.value if user else "nobody"
                self._say(f"<title>Account</title><p>Hello {name}</p><a id=logout href=/index.html>Log out</a>")
            case "/search" | "/echo":
                self._say(f"<title>Echo</title><h1>Echo</h1><p>{parts.query}</p>")
            case _:
                super().do_GET()

    def _never(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"<title>Never</title><h1>Never done</h1><button>Press</button>" + b" " * 2000)
        while not self.server.over.wait(0.1):
            self.wfile.write(b"<!-- more -->")
            self.wfile.flush()


@contextmanager
def two_origins() -> Iterator[tuple[Server, Server]]:
    """(the site, another site)."""
    servers = Server(), Server()
    try:
        yield servers
    finally:
        for server in servers:
            server.end()


def options(site: Server, **changes: Any) -> BrowserOptions:
    """A browser for that site, impatient enough for tests."""
    return BrowserOptions(**{"origin": site.url, "slots": 2, "action_seconds": 4.0, "logins": LOGINS, **changes})


def wait_plainly(done: Future[Any]) -> None:
    """Without Qt."""
    wait([done], 120)


def wait_in_qt(done: Future[Any]) -> None:
    """Turn Qt's loop until it is done."""
    loop = QEventLoop()
    done.add_done_callback(lambda _: QMetaObject.invokeMethod(loop, "quit", Qt.ConnectionType.QueuedConnection))
    if not done.done():
        loop.exec()


class Engine:
    """A thread with an asyncio loop. `wait` is how the main thread waits (Qt's loop must turn meanwhile)."""

    def __init__(self, wait: Callable[[Future[Any]], None] = wait_plainly) -> None:
        self._loop = asyncio.new_event_loop()
        self._wait = wait
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine")
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], seconds: float = 60) -> T:
        """The coroutine's result."""
        done = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._loop)
        self._wait(done)
        return done.result(0)

    def end(self) -> None:
        """Stop the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


def eventually(condition: Any, seconds: float = 5.0) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
