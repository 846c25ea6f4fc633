"""What the explorer never touches: controls that leave, destroy, buy, sign out, or speak in somebody's name."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urlsplit

from paestudio.proposer.words import lines


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines(name)), re.I)


def forbidden(name: str, url: str = "") -> bool:
    """Whether following this link or pressing this button might change or end something."""
    parts = urlsplit(url)
    address = unquote(f"{parts.path}?{parts.query}").replace("_", "-").replace("+", " ")
    return bool(_pattern("forbidden_names.txt").search(name.strip()) or _pattern("forbidden_paths.txt").search(address))


def boilerplate(name: str) -> bool:
    """Names nobody asks for: skip links, page numbers, legal notes, arrows, "Read more"."""
    bare = name.strip()
    return len(re.sub(r"\W", "", bare)) < 2 or bare.isdigit() or bool(_pattern("boilerplate.txt").search(bare))


def applies(name: str) -> bool:
    """Whether a button of that name only applies a filter, a sorting or a search."""
    return bool(_pattern("apply_buttons.txt").search(name.strip()))


def sends(name: str) -> bool:
    """Whether a button of that name sends a form that may be tried with leave: a message, a basket, never a payment."""
    return bool(_pattern("send_buttons.txt").search(name.strip()))
