import re

import pytest

from paestudio.core.local_http import is_local
from paestudio.proposer.addresses import Patterns, canonical, check_regex, is_page
from paestudio.proposer.robots import Robots

HOME = "http://shop.test/"


def test_one_page_has_one_key() -> None:
    same = {
        "http://Shop.test/a/?b=2&a=1&utm_source=x#top",
        "http://shop.test/a?a=1&b=2",
        "http://shop.test/a/?a=1&b=2&c=",
    }
    assert {canonical(url) for url in same} == {"http://shop.test/a?a=1&b=2"}
    assert canonical("http://shop.test/#/item/3") == "http://shop.test/#/item/3"
    assert canonical("http://shop.test/login?next=/cart") == "http://shop.test/login"


def test_pages_are_pages_of_this_site() -> None:
    assert is_page("http://shop.test/a", HOME) and is_page("http://shop.test/a", "http://Shop.test:80/")
    for url in (
        "http://other.test/a",
        "mailto:a@b.c",
        "javascript:void(0)",
        "http://shop.test/a.PDF",
        "https://shop.test/",
    ):
        assert not is_page(url, HOME), url


def test_patterns_tell_things_from_places() -> None:
    patterns = Patterns()
    patterns.add([f"{HOME}products/{name}" for name in ("pen", "ink", "pad", "nib", "pot", "jar", "box")])
    patterns.add(
        [f"{HOME}help", f"{HOME}help/delivery", f"{HOME}help/returns", f"{HOME}shop/boot_1", f"{HOME}topic/3/hi"]
    )
    assert patterns.of(f"{HOME}products/pen") == "/products/*"
    assert patterns.of(f"{HOME}help/delivery") == "/help/delivery"
    assert patterns.of(f"{HOME}shop/red-boot_77?page=2&sort=a") == "/shop/*_{n}?page,sort"
    assert patterns.of(f"{HOME}topic/9/hi") == "/topic/{n}/hi"
    assert patterns.of(HOME) == "/"


@pytest.mark.parametrize(
    ("url", "holds_on", "fails_on"),
    [
        (
            "/shop/boot_1/",
            ["/shop/boot_1", "/shop/boot_1/", "/shop/boot_1/?sort=a", "/shop/boot_1#top"],
            ["/shop/boot_12", "/x/shop/boot_1"],
        ),
        ("/", ["/", "/?a=1"], ["/shop"]),
        (
            "/search?q=red+boot",
            ["/search/?page=2&q=red%20boot", "/search?q=Red+Boot"],
            ["/search?q=red+boots", "/search?nq=red+boot"],
        ),
        ("/s?a=1&b=2", ["/s?b=2&a=1", "/s/?x=0&a=1&b=2"], ["/s?a=1", "/s?a=12&b=2"]),
        ("/a.b(c)", ["/a.b(c)"], ["/axb(c)"]),
        ("/#/item/3", ["/#/item/3"], ["/#/item/31", "/"]),
    ],
)
def test_url_checks_say_what_they_mean(url: str, holds_on: list[str], fails_on: list[str]) -> None:
    regex = check_regex("http://shop.test" + url)
    assert all(re.search(regex, path) for path in holds_on), regex
    assert not any(re.search(regex, path) for path in fails_on), regex


def test_robots_is_not_asked_on_this_machine() -> None:
    assert is_local("localhost") and is_local("127.0.0.1") and is_local("::1")
    assert not is_local("shop.test") and not is_local("192.168.1.4")
    assert Robots("http://127.0.0.1:9/").allows("http://127.0.0.1:9/private")


def test_robots_rules_are_kept() -> None:
    robots = Robots("http://shop.test/")
    robots.read("User-agent: *\nDisallow: /private\nCrawl-delay: 2\n")
    assert robots.allows("http://shop.test/a") and not robots.allows("http://shop.test/private/a")
    assert robots.delay == 2.0
