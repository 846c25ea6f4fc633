"""Addresses as the explorer compares them: one key a page, one pattern a kind of page, one regex a check.

A page that is reached as `/p?utm_source=x&b=2&a=1#top` and as `/p?a=1&b=2` must be one page of the site map, and
a thousand products must be one kind, or sorting links and page numbers eat the budget.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from paestudio.core.origin import origin_of

TRACKING = re.compile(
    r"^(utm_.*|gclid|fbclid|msclkid|ref|_ga|sid|phpsessid|jsessionid|sessionid|next|return_to|returnurl|redirect(_to)?)$",
    re.I,
)
FILES = re.compile(
    r"\.(pdf|zip|gz|tgz|jpe?g|png|gif|svg|webp|ico|mp[34]|css|js|json|xml|rss|atom|csv|xlsx?|docx?|epub)$", re.I
)
CROWD = 6  # more children than this under one folder: the segment is a name, not a place


def canonical(url: str) -> str:
    """The key of a page: no tracking, no anchor (a `#/route` stays), sorted query, no trailing slash."""
    parts = urlsplit(url)
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if v and not TRACKING.match(k))
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    path = re.sub(r"/+$", "", parts.path) or "/"
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, urlencode(query), fragment))


def path_of(key: str) -> str:
    """The path of an address without its trailing slash: what two sortings of one page share."""
    return re.sub(r"/+$", "", urlsplit(key).path) or "/"


def params(url: str) -> dict[str, str]:
    """The query as a mapping; of a repeated name the last."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def is_page(url: str, home: str) -> bool:
    """Whether this may be a page of the same site: same origin, not a file, not mailto: or javascript:."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and origin_of(url) == origin_of(home) and not FILES.search(parts.path)


class _Folder:
    """A path segment and what lies below it."""

    def __init__(self) -> None:
        self.below: dict[str, _Folder] = {}


class Patterns:
    """Kinds of page by address. Learns from the addresses added which segments are names."""

    def __init__(self) -> None:
        self._root = _Folder()
        self._made: dict[str, str] = {}

    def add(self, urls: Iterable[str]) -> None:
        """Take more addresses of the site into account."""
        for url in urls:
            at = self._root
            for segment in _segments(url):
                at = at.below.setdefault(_shape(segment), _Folder())
        self._made.clear()

    def of(self, url: str) -> str:
        """The pattern: `/shop/*_{n}?page` for `/shop/red-boot_12/?page=3`. May get coarser as addresses are added."""
        if url not in self._made:
            self._made[url] = self._make(url)
        return self._made[url]

    def _make(self, url: str) -> str:
        made, folders = "", [self._root]
        for segment in _segments(url):
            shape = _shape(segment)
            names = _names(folders, top=not made)
            star = shape in names and "{n}" not in shape
            made += "/" + ("*" if star else shape)
            folders = [f.below[name] for f in folders for name in (names if star else {shape}) if name in f.below]
        query = ",".join(sorted(params(url)))
        return (made or "/") + (f"?{query}" if query else "")


def _names(folders: list[_Folder], top: bool) -> set[str]:
    """The segments below some folders that are names of things: there are many of them.

    At the top of a site a segment with pages below it is a place of its own (`/help/…`, `/shop/…`).
    """
    below: dict[str, int] = {}
    for folder in folders:
        for name, child in folder.below.items():
            below[name] = below.get(name, 0) + len(child.below)
    if len(below) <= CROWD:
        return set()
    return {name for name, n in below.items() if n < 2 or not top}


def check_regex(url: str, drop: Iterable[str] = ()) -> str:
    """A regex for a `url` check: the path, and every query parameter in any order (but those in `drop`)."""
    key = canonical(url)
    parts = urlsplit(key)
    path = "/" if parts.path == "/" else literal(parts.path) + "/?"
    wanted = [(k, v) for k, v in parse_qsl(parts.query) if k not in set(drop)]
    fragment = "#" + literal(parts.fragment) if parts.fragment else ""
    if not wanted:
        return f"^{path}(?:\\?[^#]*)?{fragment}$" if fragment else f"^{path}(?:[?#]|$)"
    if len(wanted) == 1:
        return f"^{path}\\?(?:[^#]*&)?{param_regex(*wanted[0])}" + (f"[^#]*{fragment}$" if fragment else "")
    tests = "".join(f"(?=[^#]*[?&]{param_regex(k, v)})" for k, v in wanted)
    return f"^{path}{tests}" + (f"[^#]*{fragment}$" if fragment else "")


def param_regex(name: str, value: str) -> str:
    """`name=value` as it may be spelled in an address: space as + or %20, the rest percent-encoded, without case."""
    spelled = literal(urlencode({name: value})).replace("\\+", "(?:\\+|%20)")
    return f"(?i:{spelled})(?=[&#]|$)"


def literal(text: str) -> str:
    """`text` for a regex, escaping no more than needed so that people can read the check."""
    return re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", text)


def _segments(url: str) -> list[str]:
    return [s for s in urlsplit(url).path.split("/") if s]


def _shape(segment: str) -> str:
    """A segment that ends in a number carries an id: `red-boot_12` → `*_{n}`, `12` → `{n}`, `a4.html` → `*{n}.html`."""
    made = re.fullmatch(r"(.*?)([_.-]?)\d+(\.\w+)?", segment)
    return f"{'*' if made[1] else ''}{made[2]}{{n}}{made[3] or ''}" if made else segment
