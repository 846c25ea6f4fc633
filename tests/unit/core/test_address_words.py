"""Addresses in words: what the proposer writes, what people write, and what has no plain words."""

from __future__ import annotations

from urllib.parse import unquote_plus

import pytest

from paestudio.core.address_words import address_words
from paestudio.proposer.addresses import check_regex


@pytest.mark.parametrize(
    ("regex", "said"),
    [
        (r"^/help/ordering/?(?:[?#]|$)", "the page is /help/ordering"),
        (r"^/?(?:[?#]|$)", "the page is /"),
        (r"^/(?:[?#]|$)", "the page is /"),
        (r"^/a\.html/?(?:[?#]|$)", "the page is /a.html"),
        (r"^/basket", "the address starts with /basket"),
        (r"^/basket$", "the page is /basket"),
        (r"q=", "the address has q="),
        (
            r"^/search/?\?(?:[^#]*&)?(?i:q=rollerball)(?=[&#]|$)",
            "the page is /search with q=rollerball",
        ),
        (r"^/\?(?:[^#]*&)?(?i:q=fountain(?:\+|%20)pen)(?=[&#]|$)", "the page is / with q=fountain pen"),
        (
            r"^/search/?(?=[^#]*[?&](?i:q=stapler)(?=[&#]|$))(?=[^#]*[?&](?i:sort=rating)(?=[&#]|$))",
            "the page is /search with q=stapler and sort=rating",
        ),
        (r"^/?(?=[^#]*[?&](?i:q=a)(?=[&#]|$))x", r"the page's address matches ^/?(?=[^#]*[?&](?i:q=a)(?=[&#]|$))x"),
        (r"^/shop/(red|blue)$", r"the page's address matches ^/shop/(red|blue)$"),
        (r"^/p/\d+$", r"the page's address matches ^/p/\d+$"),
        (r"^/s/?\?x(?=[&#]|$)", r"the page's address matches ^/s/?\?x(?=[&#]|$)"),
    ],
)
def test_an_address_is_said_plainly_or_as_it_is(regex: str, said: str) -> None:
    assert address_words(regex) == said


@pytest.mark.parametrize("query", ["q=fountain+pen", "q=pen+%26+ink&sort=price", "page=2&q=a&q=b"])
def test_what_the_proposer_writes_has_plain_words(query: str) -> None:
    said = address_words(check_regex(f"http://a.example/search?{query}"))
    assert said == f"the page is /search with {unquote_plus(query.replace('&', ' and '))}"
