"""A small shop on 127.0.0.1 for the proposer's contract: nine things, search, sorting, a filter, forms, traps."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KITCHEN = [
    ("Iron Pan", 39, "2.4 kg", "Iron"),
    ("Tin Cup", 6, "0.1 kg", "Tin"),
    ("Oak Spoon", 8, "0.2 kg", "Oak"),
    ("Clay Bowl", 14, "0.9 kg", "Clay"),
    ("Glass Jug", 19, "0.7 kg", "Glass"),
]
GARDEN = [
    ("Ash Rake", 24, "1.3 kg", "Ash"),
    ("Copper Can", 56, "1.1 kg", "Copper"),
    ("Hemp Twine", 4, "0.3 kg", "Hemp"),
    ("Steel Trowel", 13, "0.4 kg", "Steel"),
]
SHELVES = {"Kitchen": KITCHEN, "Garden": GARDEN}
ALL = [*KITCHEN, *GARDEN]
STYLE = "body{font:16px sans-serif;margin:20px} a{margin-right:12px} td,th{padding:4px 12px}"
SORT = (
    '<form><label>Sort by <select name="sort" onchange="this.form.submit()"><option value="">Our choice'
    '<option value="up">Price, low to high<option value="down">Price, high to low</select></label></form>'
)


def slug(name: str) -> str:
    """The path of a thing."""
    return f"/things/{name.lower().replace(' ', '-')}"


def listing(things: list[tuple[str, int, str, str]], query: dict[str, list[str]]) -> str:
    """A sortable list of things."""
    order = query.get("sort", [""])[0]
    shown = sorted(things, key=lambda t: t[1], reverse=order == "down") if order else things
    rows = "".join(f'<li><a href="{slug(t[0])}">{t[0]}</a> <p>£{t[1]}.00</p></li>' for t in shown)
    return f"{SORT}<ul>{rows}</ul>"


def body(path: str, query: dict[str, list[str]]) -> str | None:
    """The inside of a page, None when there is none."""
    if path == "/":
        return "<h1>Corner Shop</h1><p>Things that last.</p>"
    if path == "/help/delivery":
        return (
            "<h1>Delivery and returns</h1><p>Parcels for Ireland take 5 working days.</p>"
            "<table><tr><th>Country<th>Price<th>Days</tr>"
            "<tr><td>France<td>£7.90<td>6</tr><tr><td>Spain<td>£8.40<td>8</tr></table>"
        )
    if path == "/contact":
        return (
            '<h1>Contact us</h1><form method="post" action="/send"><p><label>Subject <input name="subject"></label></p>'
            '<p><label>Message <textarea name="message"></textarea></label></p><button>Send</button></form>'
        )
    if path == "/search":
        word = query.get("q", [""])[0]
        return f"<h1>Results for {escape(word)}</h1>" + listing([t for t in ALL if word.lower() in t[0].lower()], query)
    if path.strip("/").capitalize() in SHELVES:
        name = path.strip("/").capitalize()
        return f"<h1>{name}</h1>" + listing(SHELVES[name], query)
    thing = next((t for t in ALL if slug(t[0]) == path), None)
    if thing is None:
        return None
    name, price, weight, material = thing
    return (
        f"<h1>{name}</h1><p>£{price}.00</p><p>Made to last.</p>"
        f"<table><tr><th>Weight<td>{weight}</tr><tr><th>Material<td>{material}</tr></table>"
        '<form method="post" action="/basket/add">'
        '<label>Quantity <input type="number" name="quantity" value="1" min="1" max="9"></label>'
        f'<button>Add to basket</button></form><a href="{slug(name)}/delete">Delete</a>'
    )


class Handler(BaseHTTPRequestHandler):
    """Serves the shop and notes what was asked."""

    server: Shop

    def do_GET(self) -> None:
        """A page, or 404."""
        url = urlsplit(self.path)
        self.server.asked.append(f"GET {url.path}")
        if url.path == "/moved":
            self._send(200, "<title>Moved</title><script>location.replace('http://elsewhere.example/')</script>")
            return
        inside = body(url.path, parse_qs(url.query))
        nav = "".join(f'<a href="/{n.lower()}">{n}</a>' for n in SHELVES)
        nav += '<a href="/help/delivery">Delivery and returns</a><a href="/contact">Contact us</a>'
        nav += '<a href="/log-out">Log out</a>'
        search = '<form action="/search"><input type="search" name="q" aria-label="Search the shop"></form>'
        head = f"<!doctype html><title>Corner Shop</title><style>{STYLE}</style>"
        page = f"{head}<nav>{nav}</nav>{search}<main>{inside or 'Not found'}</main>"
        self._send(200 if inside else 404, page)

    def do_POST(self) -> None:
        """Nothing here may be posted by a proposer."""
        self.server.asked.append(f"POST {self.path}")
        self._send(200, "<title>Changed</title>Thank you")

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def _send(self, status: int, page: str) -> None:
        data = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Shop(ThreadingHTTPServer):
    """`asked` are the requests so far: method and path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """The home page."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no news."""


@contextmanager
def shop() -> Iterator[Shop]:
    """The shop, open while the block runs."""
    server = Shop()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
