"""Every page of the demo site: it answers, its HTML is sound, and it is small enough for a small model."""

from __future__ import annotations

import itertools
import re
import statistics
from html.parser import HTMLParser
from urllib.parse import urljoin
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest

VOID = {"meta", "link", "img", "input", "br", "hr"}
CONTROLS = {"a", "button", "select", "textarea", "summary"}
NAMED_BY_LABEL = {"input", "select", "textarea"}


class Reader(HTMLParser):
    """Collects what the checks need, and every breach of HTML it sees."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.labels: set[str] = set()
        self.wanting: list[str] = []  # ids of controls that need a label
        self.words = 0
        self.controls = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        self.links += [given[key] or "" for key in ("href", "src") if key in given]
        hidden = given.get("type") == "hidden"
        self.controls += tag in CONTROLS or (tag == "input" and not hidden)
        if tag == "img" and "alt" not in given:
            self.faults.append("img without alt")
        if tag == "label" and "for" in given:
            self.labels.add(given["for"] or "")
        if tag in NAMED_BY_LABEL and not hidden and "label" not in self.open and "aria-label" not in given:
            self.wanting.append(given.get("id") or f"{tag} {given.get('name')}")
        if tag == "a" and self.open.count("a") > 1:
            self.faults.append("link inside a link")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")

    def handle_data(self, data: str) -> None:
        if not {"title", "option"} & set(self.open):
            self.words += len(data.split())

    def done(self) -> None:
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self.faults += [f"id {name} twice" for name in set(self.ids) if self.ids.count(name) > 1]
        self.faults += [f"{name} has no label" for name in self.wanting if name not in self.labels]
        self.faults += [f"{self.tags.count(t)} <{t}>" for t in ("h1", "main", "title") if self.tags.count(t) != 1]


@pytest.fixture(scope="module")
def pages(base: str) -> dict[str, tuple[int, Reader]]:
    """Every page that links lead to: path → (clicks from the front page, what was read)."""
    todo, found = ["/"], {"/": 0}
    read: dict[str, tuple[int, Reader]] = {}
    while todo:
        path = todo.pop(0)
        with urlopen(base + path, timeout=10) as reply:  # raises for 404 and 500: no link is dead
            body, kind = reply.read().decode(), reply.headers["Content-Type"]
        if kind == "image/svg+xml":
            ElementTree.fromstring(body)
            continue
        if "html" not in kind:
            continue
        page = Reader()
        page.feed(body)
        page.done()
        read[path] = (found[path], page)
        for link in page.links:
            there = urljoin(path, link).partition("#")[0]
            assert there.startswith("/"), f"{path} leads away: {link}"
            if there not in found:
                found[there] = found[path] + 1
                todo.append(there)
    return read


def test_the_html_is_sound(pages: dict[str, tuple[int, Reader]]) -> None:
    assert {path: page.faults for path, (_, page) in pages.items() if page.faults} == {}


def test_headings_go_down_step_by_step(pages: dict[str, tuple[int, Reader]]) -> None:
    wrong = []
    for path, (_, page) in pages.items():
        levels = [int(t[1]) for t in page.tags if re.fullmatch("h[1-6]", t)]
        if levels[0] != 1 or any(b > a + 1 for a, b in itertools.pairwise(levels)):
            wrong.append((path, levels))
    assert wrong == []


def test_it_is_large_enough_and_deep_enough(pages: dict[str, tuple[int, Reader]]) -> None:
    plain = {path: clicks for path, (clicks, _) in pages.items() if "?" not in path}
    assert len(plain) > 90
    products = [clicks for path, clicks in plain.items() if re.fullmatch(r"/products/[a-z0-9-]+", path)]
    assert len(products) >= 30
    assert sum(clicks >= 2 for clicks in products) >= 30
    assert sum(clicks >= 3 for clicks in products) >= 4


def test_pages_are_small(pages: dict[str, tuple[int, Reader]]) -> None:
    controls = [page.controls for _, page in pages.values()]
    words = [page.words for _, page in pages.values()]
    assert statistics.median(controls) < 45
    assert max(controls) < 60
    assert max(words) < 300
