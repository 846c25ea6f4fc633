"""Pages of a given size to measure on, served from this process."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from urllib.parse import urlsplit

from paestudio.core.local_server import LocalServer

CARD_NODES = 9  # elements of one card of a generated page
CARD = """<article><h3>Thing {i}</h3><p>Thing {i} weighs {i} grams and costs <b>{i}.50</b>.</p>
<a href="/thing/{i}">More of thing {i}</a><label>How many <input name="n{i}" value="1"></label>
<button type="button">Put thing {i} away</button><span>In stock</span></article>"""
HEAD = """<!doctype html><html lang="en"><head><title>{nodes} nodes</title>
<style>article{{display:inline-block;width:220px;margin:6px;border:1px solid #999}}</style></head><body>"""

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


class LocalSite:
    """Serves what `answer` says of a path: `with LocalSite(generated) as base: ...`."""

    def __init__(self, answer: Answer) -> None:
        self._server = LocalServer(partial(_Handler, answer))

    def __enter__(self) -> str:
        return self._server.start("bench-site")

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._server.end()


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
