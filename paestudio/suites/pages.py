"""Serves the MiniWoB++ files on this machine, with our script at the end of every page."""

from __future__ import annotations

import functools
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from paestudio.core.errors import EnvironmentFault
from paestudio.core.local_server import LocalServer


class PageServer:
    """A folder of pages over HTTP: `start`, and `stop` in the end."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        """`port` 0 takes a free one. Raises EnvironmentFault when the port cannot be had."""
        script = (files("paestudio.suites") / "js" / "miniwob.js").read_text(encoding="utf-8")
        handler = functools.partial(_Handler, script=f"<script>\n{script}</script>\n".encode(), directory=str(folder))
        try:
            self._server = LocalServer(handler, port)
        except (OSError, OverflowError) as e:
            where = f"on port {port}" if port else "on any port"
            raise EnvironmentFault(
                f"The pages cannot be served {where}: {e}.", "Close programs that keep ports."
            ) from e

    def start(self) -> str:
        """Its address, without a slash at the end."""
        return self._server.start("suite-pages")

    def stop(self) -> None:
        """End it and free its port."""
        self._server.end()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, script: bytes, directory: str) -> None:
        self._script = script
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        """A file as it is; a page with our script at its end, outside its own scripts' reach."""
        path = unquote(urlsplit(self.path).path)
        place = Path(self.translate_path(path))
        if not path.endswith(".html") or not place.is_file():
            super().do_GET()
            return
        body = place.read_bytes() + self._script
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def list_directory(self, path: Any) -> None:
        """Folders are not listed."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a log line a request would bury the program's own output."""
