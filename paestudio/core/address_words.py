"""A check's address in words: the regular expressions that the proposer writes, said as a person would say them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

_END = "(?:[?#]|$)"  # nothing more in the path
_STOP = "(?=[&#]|$)"  # the value ends here
_SPACE = r"(?:\+|%20)"
_PAIR = r"\(\?i:(?P<pair>(?:[^()\\]|\\.)+)\)" + re.escape(_STOP)
_ONE = re.compile(re.escape("(?:[^#]*&)?") + _PAIR)  # other parameters may come before
_MANY = re.compile(re.escape("(?=[^#]*[?&]") + _PAIR + r"\)")  # in any order
_META = re.compile(r"[\\^$.|?*+()\[\]{}]")

IS, STARTS, HAS = "the page is {page}", "the address starts with {page}", "the address has {page}"
MATCHES = "the page's address matches {page}"


class Address(NamedTuple):
    """How a pattern is said: one of the forms above, what {page} is in it, and the parameters that must be there."""

    form: str
    page: str
    parameters: tuple[str, ...] = ()


def address_words(regex: str) -> str:
    """What page an address pattern means; the pattern itself when it is none that has plain words."""
    form, page, parameters = read_address(regex)
    return form.format(page=f"{page} with {' and '.join(parameters)}" if parameters else page)


def read_address(regex: str) -> Address:
    """The same in its parts, for other languages."""
    if (asks := _with_parameters(regex)) is not None:
        return asks
    if regex.startswith("^"):
        for end, form in ((f"/?{_END}", IS), (_END, IS), ("$", IS), ("", STARTS)):
            if regex.endswith(end) and (where := _plain(regex[1 : len(regex) - len(end)])) is not None:
                return Address(form, where or "/")
    plain = _plain(regex)
    return Address(HAS, plain) if plain else Address(MATCHES, regex)


def _with_parameters(regex: str) -> Address | None:
    """A path whose address must have parameters: one after the question mark, or several in any order."""
    for sign, part in ((r"\?", _ONE), (r"(?=", _MANY)):
        path, found, rest = regex.replace(_SPACE, "%20").partition(sign)
        query = rest if part is _ONE else found + rest
        where = _plain(path[1:].removesuffix("/?"))
        if not path.startswith("^") or where is None or part.sub("", query).strip("&"):
            continue
        pairs = [_plain(match["pair"]) for match in part.finditer(query)]
        if pairs and None not in pairs:
            return Address(IS, where or "/", tuple(unquote(str(pair)) for pair in pairs))
    return None


def _plain(pattern: str) -> str | None:
    """The text that a pattern without any choice stands for; None when there is a choice in it."""
    bare = re.sub(r"\\([^\w\s])", "", pattern)
    return None if _META.search(bare) else re.sub(r"\\([^\w\s])", r"\1", pattern)
