"""The built-in demo site: a small stationer's shop to train on, with no network and nothing to set up.

The same requests always give the same pages: no clock and no chance shows in them. A visitor's basket, wish list,
account and orders belong to its cookie, live in memory and start empty.
"""

from __future__ import annotations

import sys
from types import TracebackType

from paestudio.demo import account, browse, buying, info
from paestudio.demo.server import ShopServer
from paestudio.demo.web import Shop
from paestudio.paths import resources


class DemoSite:
    """The demo site in a background thread: `with DemoSite() as base: ...`."""

    def __init__(self, port: int = 0) -> None:
        """`port` 0 takes any free one."""
        self._port = port
        self._server: ShopServer | None = None

    def start(self) -> str:
        """Serve, and return the address such as `http://127.0.0.1:8099` (no slash at the end).

        Raises EnvironmentFault when the port is taken.
        """
        if self._server is None:
            self._server = make_server(self._port)
            self._server.start("demo-site")
        return self._server.base

    def stop(self) -> None:
        """End it and free the port. Does nothing when it is not running."""
        server, self._server = self._server, None
        if server is not None:
            server.end()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def make_server(port: int) -> ShopServer:
    """A server that listens but does not serve yet. Raises EnvironmentFault when the port is taken."""
    routes = [*browse.ROUTES, *buying.ROUTES, *account.ROUTES, *info.ROUTES]
    return ShopServer(Shop(resources() / "demo_site", routes), port)


def serve_forever(port: int = 8099) -> None:
    """Serve in this thread until Ctrl-C. Raises EnvironmentFault when the port is taken."""
    server = make_server(port)
    _say(f"The demo site is at {server.base}/ (Ctrl-C ends it).")
    try:
        server.serve_forever(0.2)
    except KeyboardInterrupt:
        _say("The demo site has ended.")
    finally:
        server.end()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
