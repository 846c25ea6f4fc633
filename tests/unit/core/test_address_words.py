"""Addresses in words: what the proposer writes, what people write, and what has no plain words."""

from __future__ import annotations

import pytest

from paestudio.core.address_words import address_words


@pytest.mark.parametrize(
    ("regex", "said"),
    [
        (r"^/help/ordering/?(?:[?#]|$)", "the page is /help/ordering"),
        (r"^/?(?:[?#]|$)", "the page is /"),
        (r"^/a\.html/?(?:[?#]|$)", "the page is /a.html"),
        (r"^/basket", "the address starts with /basket"),
        (r"^/basket$", "the page is /basket"),
        (r"q=", "the address has q="),
        (
            r"^/search/?\?(?:[^#]*&)?(?i:q=rollerball)(?=[&#]|$)",
            "the page is /search with q=rollerball",
        ),
        (r"^/shop/(red|blue)$", r"the page's address matches ^/shop/(red|blue)$"),
        (r"^/p/\d+$", r"the page's address matches ^/p/\d+$"),
        (r"^/s/?\?x(?=[&#]|$)", r"the page's address matches ^/s/?\?x(?=[&#]|$)"),
    ],
)
def test_an_address_is_said_plainly_or_as_it_is(regex: str, said: str) -> None:
    assert address_words(regex) == said
