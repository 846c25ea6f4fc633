"""A small site of absolutely placed things, so that a test knows where to press: served on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from paestudio.core.local_server import LocalServer

AT = {  # what lies where on the first page: the middle of each, CSS pixels
    "search": (300, 60),
    "go": (560, 60),
    "boots": (300, 140),
    "sort": (300, 220),
    "gift": (300, 300),
    "note": (300, 380),
    "away": (300, 460),
    "password": (300, 540),
}
STYLE = "position:absolute;left:{}px;top:{}px;width:{}px;height:40px"


def _place(name: str, width: int = 240) -> str:
    x, y = AT[name]
    return STYLE.format(x - width // 2, y - 20, width)


HOME = f"""<title>Shop</title><body style='margin:0'><h1 style='font-size:16px;margin:4px'>The shop</h1>
<form action=/search><input type=search name=q aria-label=Search style='{_place("search")}'>
<button style='{_place("go", 80)}'>Go</button></form>
<a href=/boots style='{_place("boots")}'>Red boots</a>
<select aria-label=Sort onchange='document.title=this.value' style='{_place("sort")}'>
<option>Newest<option>Cheapest</select>
<label style='{_place("gift")}'><input type=checkbox id=gift> As a gift</label>
<input aria-label=Note onchange='document.title="note "+this.value' style='{_place("note")}'>
<a href='http://127.0.0.1:9/' style='{_place("away")}'>Elsewhere</a>
<input type=password aria-label=Password style='{_place("password")}'>"""
RESULTS = "<title>Results</title><body style='margin:0'><a href=/boots style='{}'>Red boots</a><p>results for {}</p>"
BOOTS = "<title>Red boots</title><h1>Red boots</h1><p>They cost 40 pounds.</p>"


class Handler(BaseHTTPRequestHandler):
    """Three pages."""

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        """Pages."""
        parts = urlsplit(self.path)
        words = parse_qs(parts.query).get("q", [""])[0]
        pages = {"/": HOME, "/boots": BOOTS, "/search": RESULTS.format(_place("boots"), words)}
        body = pages.get(parts.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served() -> Iterator[tuple[str, LocalServer]]:
    """(its address with a slash, the server)."""
    server = LocalServer(Handler)
    home = server.start("shop") + "/"
    try:
        yield home, server
    finally:
        server.end()
