"""The demo site's server: ports, stopping, and requests no browser would send."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from paestudio.core.errors import EnvironmentFault
from paestudio.demo import DemoSite
from paestudio.demo.session import Sessions

if TYPE_CHECKING:
    from tests.unit.demo.conftest import Visitor


def port_of(base: str) -> int:
    return urlsplit(base).port or 0


def ask(
    base: str, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    link = HTTPConnection("127.0.0.1", port_of(base), timeout=10)
    try:
        link.request(method, path, body, headers or {})
        reply = link.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read()
    finally:
        link.close()


def test_a_taken_port_is_a_fault_with_a_way_out(base: str) -> None:
    with pytest.raises(EnvironmentFault, match=r"Port \d+ is taken .* --port"):
        DemoSite(port_of(base)).start()


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_is_none(port: int) -> None:
    with pytest.raises(EnvironmentFault, match="cannot use port"):
        DemoSite(port).start()


def test_it_stops_under_an_open_connection_and_starts_again() -> None:
    site = DemoSite()
    base = site.start()
    assert site.start() == base
    link = HTTPConnection("127.0.0.1", port_of(base), timeout=10)
    link.request("GET", "/")
    link.getresponse().read()  # the connection stays open
    site.stop()
    site.stop()
    link.close()
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port_of(base)), 2):
        pass
    again = DemoSite(port_of(base))
    assert again.start() == base
    again.stop()


def test_every_page_may_be_asked_for_at_once(base: str) -> None:
    paths = ["/", "/category/pens", "/search?q=ink", "/products/gift-tags", "/help/delivery/europe"] * 8
    with ThreadPoolExecutor(8) as pool:
        assert {status for status, _, _ in pool.map(lambda p: ask(base, "GET", p), paths)} == {200}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404), ("GET", "/products/nothing", 404), ("GET", "/category/pens/nothing", 404),
        ("GET", "/help/nothing", 404), ("GET", "/static/../data/account.json", 404), ("GET", "/static/shop.txt", 404),
        ("GET", "/pictures/nothing.svg", 404), ("GET", "/%00", 404), ("GET", "//[", 404), ("GET", "/help/", 200),
        ("POST", "/help", 405), ("GET", "/basket/change", 405), ("PUT", "/", 501), ("HEAD", "/", 200),
    ],
)  # fmt: skip
def test_odd_requests(base: str, method: str, path: str, status: int) -> None:
    got, headers, body = ask(base, method, path, body=b"" if method == "POST" else None)
    assert got == status
    assert (body == b"") == (method == "HEAD")
    assert status == 501 or headers["Content-Type"].startswith("text/html")


def test_a_form_that_is_too_large_or_of_no_length(base: str) -> None:
    assert ask(base, "POST", "/basket", body=b"x" * 70_000)[0] == 413
    assert ask(base, "POST", "/basket", {"Content-Length": "²".encode().decode("latin-1")})[0] == 413
    assert ask(base, "POST", "/basket", body=b"product=%ff&quantity=\xff")[0] == 404


@pytest.mark.parametrize("cookie", ["larch_lane=unknown", "larch_lane", "a=b; larch_lane=; ;;", "\x7f=\x7f"])
def test_a_strange_cookie_is_a_new_visitor(base: str, cookie: str) -> None:
    status, headers, _ = ask(base, "POST", "/wish-list", {"Cookie": cookie}, b"product=gift-tags")
    assert status == 303
    assert headers["Set-Cookie"].startswith("larch_lane=")
    assert "HttpOnly" in headers["Set-Cookie"]


def test_looking_sets_no_cookie(base: str) -> None:
    assert "Set-Cookie" not in ask(base, "GET", "/basket")[1]


def test_old_visitors_are_forgotten() -> None:
    sessions = Sessions(most=2)
    (first, kept), (second, _) = sessions.add(), sessions.add()
    assert sessions.find(first) is kept
    third, _ = sessions.add()
    assert sessions.find(second) is None
    assert sessions.find(first) is kept
    assert sessions.find(third) is not None


def test_one_visitor_in_two_windows(visitor: Visitor) -> None:
    visitor.post("/basket", product="gift-tags", quantity="1")
    threads = [
        threading.Thread(target=visitor.post, args=("/basket",), kwargs={"product": "gift-tags", "quantity": "1"})
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 'id="basket-count">9<' in visitor.get("/basket").html


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another signal there")
def test_serve_forever_says_where_and_ends_on_ctrl_c() -> None:
    import signal

    # A shell starts what it puts into the background with Ctrl-C ignored: tests may run so, this program must not.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from paestudio.demo import serve_forever; serve_forever(0)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        base = line.split()[5]
        assert ask(base, "GET", "/")[0] == 200
        process.send_signal(signal.SIGINT)
        assert "ended" in process.stdout.read()
        assert process.wait(10) == 0
