"""A check's address in words: the regular expressions that the proposer writes, said as a person would say them."""

from __future__ import annotations

import re

_END = "(?:[?#]|$)"  # nothing more in the path
_STOP = "(?=[&#]|$)"  # the value ends here
_BEFORE = "(?:[^#]*&)?"  # other parameters may come before
_PART = re.compile(re.escape(_BEFORE) + r"\(\?i:(?P<pair>(?:[^()\\]|\\.)+)\)" + re.escape(_STOP))
_META = re.compile(r"[\\^$.|?*+()\[\]{}]")


def address_words(regex: str) -> str:
    """What page an address pattern means; the pattern itself when it is none that has plain words."""
    path, found, query = regex.partition(r"/?\?")
    if found and path.startswith("^") and (where := _plain(path[1:])) is not None:
        parts = [_plain(match["pair"]) for match in _PART.finditer(query)]
        if parts and None not in parts and not _PART.sub("", query).strip("&"):
            return f"the page is {where or '/'} with {' and '.join(str(part) for part in parts)}"
    if regex.startswith("^"):
        for end, words in (
            (f"/?{_END}", "the page is {}"),
            ("$", "the page is {}"),
            ("", "the address starts with {}"),
        ):
            if regex.endswith(end) and (where := _plain(regex[1 : len(regex) - len(end)])) is not None:
                return words.format(where or "/")
    plain = _plain(regex)
    return f"the address has {plain}" if plain else f"the page's address matches {regex}"


def _plain(pattern: str) -> str | None:
    """The text that a pattern without any choice stands for; None when there is a choice in it."""
    bare = re.sub(r"\\([^\w\s])", "", pattern)
    return None if _META.search(bare) else re.sub(r"\\([^\w\s])", r"\1", pattern)
