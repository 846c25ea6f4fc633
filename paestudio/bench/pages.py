"""Sites to measure on, served from this process: pages of a given size, and a package's MiniWoB++ pages."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

CARD_NODES = 9  # elements of one card of a generated page
CARD = """<article><h3>Thing {i}</h3><p>Thing {i} weighs {i} grams and costs <b>{i}.50</b>.</p>
<a href="/thing/{i}">More of thing {i}</a><label>How many <input name="n{i}" value="1"></label>
<button type="button">Put thing {i} away</button><span>In stock</span></article>"""
HEAD = """<!doctype html><html lang="en"><head><title>{nodes} nodes</title>
<style>article{{display:inline-block;width:220px;margin:6px;border:1px solid #999}}</style></head><body>"""
# An episode begins by itself; its seed is in the address. Behind the page's own script, which is loaded by then.
START = """<script>addEventListener("load", () => {
  Math.seedrandom(new URLSearchParams(location.search).get("seed") || "0");
  core.EPISODE_MAX_TIME = 1e8; core.startEpisodeReal(); core.clearTimer(); });</script>"""

Answer = Callable[[str], tuple[str, bytes] | None]


def page_of(nodes: int) -> bytes:
    """An HTML page with about `nodes` elements, half of them to read and half to act on."""
    cards = max(1, round((nodes - 5) / CARD_NODES))
    body = "\n".join(CARD.format(i=i) for i in range(1, cards + 1))
    return f"{HEAD.format(nodes=nodes)}{body}</body></html>".encode()


def generated(path: str) -> tuple[str, bytes] | None:
    """The page `/N` of N nodes."""
    name = urlsplit(path).path.strip("/")
    return ("text/html; charset=utf-8", page_of(int(name))) if name.isdigit() else None


def miniwob_folder() -> Path | None:
    """Where the package `miniwob` keeps its pages; None when it is not installed."""
    found = importlib.util.find_spec("miniwob")
    places = (found.submodule_search_locations or []) if found else []
    return next((Path(place) / "html" for place in places if (Path(place) / "html").is_dir()), None)


def miniwob(root: Path, path: str) -> tuple[str, bytes] | None:
    """A file of MiniWoB++; its pages start their episode by themselves when the address has a seed."""
    parts = urlsplit(path)
    file = (root / parts.path.lstrip("/")).resolve()
    if root.resolve() not in file.parents or not file.is_file():
        return None
    kinds = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
    body = file.read_bytes()
    if file.suffix == ".html" and "seed=" in parts.query:
        body += START.encode()
    return kinds.get(file.suffix, "application/octet-stream"), body


class LocalSite:
    """Serves what `answer` says of a path: `with LocalSite(generated) as base: ...`."""

    def __init__(self, answer: Answer) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, answer))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="bench-site", daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, answer: Answer, *rest: object) -> None:
        self._answer = answer
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        found = self._answer(self.path)
        kind, body = found or ("text/html; charset=utf-8", b"<title>Not here</title>")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""
