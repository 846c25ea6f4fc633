"""Which addresses a page may go to."""

from __future__ import annotations

import pytest

from paestudio.browser.guard import Guard
from paestudio.core.origin import origin_of

SITE = "http://shop.example:8080"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://shop.example/a", "http://shop.example:80"),
        ("https://Shop.Example/a?b#c", "https://shop.example:443"),
        ("http://user:word@shop.example:81", "http://shop.example:81"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("blob:http://shop.example:8080/1-2", "http://shop.example:8080"),
        ("ftp://shop.example/", ""),
        ("file:///etc/passwd", ""),
        ("shop.example", ""),
        ("http://", ""),
        ("http://shop.example:none/", ""),
        ("", ""),
    ],
)
def test_origin(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize("url", [SITE, SITE + "/", SITE + "/a?b#c", "about:blank", "blob:" + SITE + "/1"])
def test_the_site_is_allowed(url: str) -> None:
    assert Guard(SITE).allows_page(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/",
        "https://shop.example:8080/",
        "http://shop.example:8080.evil.example/",
        "http://shop.example:8080@evil.example/",
        "http://evil.example/shop.example:8080",
        "http://sub.shop.example:8080/",
        "file:///etc/passwd",
        "chrome://version",
        "view-source:" + SITE,
        "data:text/html,hello",
        "javascript:alert(1)",
        "filesystem:" + SITE + "/x",
        "about:config",
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    assert not Guard(SITE).allows_page(url)
    assert url in Guard(SITE).refusal(url)


def test_offsite_means_the_web_and_no_more() -> None:
    guard = Guard(SITE, offsite=True)
    assert guard.allows_page("https://other.example/")
    assert not guard.allows_page("file:///etc/passwd")
    assert not guard.allows_page("chrome://version")


@pytest.mark.parametrize(
    ("url", "allowed"), [("https://ads.example/", True), ("data:text/html,x", True), ("file:///x", False)]
)
def test_frames(url: str, allowed: bool) -> None:
    assert Guard(SITE).allows_frame(url) is allowed
