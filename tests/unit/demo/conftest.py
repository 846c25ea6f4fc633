"""A running demo site, and visitors that keep their cookie."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

from paestudio.demo import DemoSite


@dataclass(frozen=True)
class Seen:
    """A page: `path` is where redirects led, `text` what a reader sees."""

    status: int
    path: str
    html: str

    @property
    def text(self) -> str:
        bare = re.sub(r"<(title|style)>.*?</\1>", " ", self.html, flags=re.S)
        return " ".join(re.sub(r"<[^>]+>", " ", bare).split())


class Visitor:
    """Asks for pages with a cookie of its own."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))

    def get(self, path: str) -> Seen:
        return self._ask(path, None)

    def post(self, path: str, **form: str) -> Seen:
        return self._ask(path, urlencode(form).encode())

    def _ask(self, path: str, data: bytes | None) -> Seen:
        try:
            with self._opener.open(self.base + path, data, timeout=10) as reply:
                parts = urlsplit(reply.url)
                where = parts.path + (f"?{parts.query}" if parts.query else "")
                return Seen(reply.status, where, reply.read().decode())
        except HTTPError as e:
            with e:
                return Seen(e.code, path, e.read().decode())


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    with DemoSite() as address:
        yield address


@pytest.fixture
def visitor(base: str) -> Visitor:
    return Visitor(base)


@pytest.fixture
def another(base: str) -> Callable[[], Visitor]:
    return lambda: Visitor(base)
