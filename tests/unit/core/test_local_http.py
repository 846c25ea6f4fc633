"""What is asked of this machine goes past every proxy."""

from __future__ import annotations

import urllib.request
from http.server import BaseHTTPRequestHandler

import pytest

from paestudio.core.local_http import fetch, is_local
from paestudio.core.local_server import LocalServer


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize("host", ["localhost", "shop.localhost", "127.0.0.1", "127.8.0.1", "::1"])
def test_this_machine(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["", "example.org", "10.0.0.1", "localhost.example.org"])
def test_another_machine(host: str) -> None:
    assert not is_local(host)


def test_a_proxy_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = LocalServer(Hello)
    try:
        with fetch(urllib.request.Request(server.start("hello")), 5) as reply:
            assert reply.read() == b"hello"
    finally:
        server.end()
