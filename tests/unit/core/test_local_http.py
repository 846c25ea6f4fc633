"""What is asked of this machine goes past every proxy."""

from __future__ import annotations

import socket
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler

import pytest

from paestudio.core.local_http import fetch, is_local, silence
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


def test_whether_anybody_is_there() -> None:
    server = LocalServer(Hello)
    base = server.start("hello")
    assert silence(base) == ""
    server.end()
    assert "refused" in silence(base).casefold()


def test_what_speaks_no_http_is_nobody() -> None:
    """An SSH server on the port, or a name that is no host: faults of the address, not of ours."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            talk, _ = server.accept()
            with talk:
                talk.recv(65_536)
                talk.sendall(b"SSH-2.0-OpenSSH_9\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(ConnectionError, match="BadStatusLine"):
            fetch(urllib.request.Request(f"http://127.0.0.1:{server.getsockname()[1]}/"), 5)
        thread.join()
    with pytest.raises(OSError, match="InvalidURL"):
        fetch(urllib.request.Request("http://mailto:a@b.invalid/"), 5)
