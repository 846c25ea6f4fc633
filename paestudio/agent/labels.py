"""What the agent calls the elements of a page: a role and its name, made unique with what is around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from paestudio.core.records import Element

NAME_LENGTH = 60


def short(text: str, length: int = NAME_LENGTH) -> str:
    """One line, no quotes, cut at a word."""
    flat = re.sub(r"\s+", " ", text).strip().replace('"', "'")
    if len(flat) <= length:
        return flat
    cut = flat[:length].rsplit(" ", 1)[0]
    return f"{cut or flat[:length]}…"


def labels(elements: Sequence[Element]) -> dict[int, str]:
    """ref → label. Links with one name to one address share a label; other namesakes get context, then a number."""
    plain = {e.ref: f'{e.role} "{short(e.name)}"' for e in elements}
    targets: dict[str, set[str]] = {}
    for e in elements:
        targets.setdefault(plain[e.ref], set()).add(e.href or f"#{e.ref}")
    return _numbered(elements, {e.ref: _placed(e, plain[e.ref], len(targets[plain[e.ref]])) for e in elements})


def _placed(e: Element, name: str, targets: int) -> str:
    return f'{name} in "{short(e.context)}"' if targets > 1 and e.context else name


def _numbered(elements: Sequence[Element], named: dict[int, str]) -> dict[int, str]:
    result: dict[int, str] = {}
    seen: dict[tuple[str, str], str] = {}
    count: Counter[str] = Counter()
    for e in elements:
        key = (named[e.ref], e.href or f"#{e.ref}")
        if key not in seen:
            count[named[e.ref]] += 1
            n = count[named[e.ref]]
            seen[key] = named[e.ref] if n == 1 else f"{named[e.ref]} {n}"
        result[e.ref] = seen[key]
    return result
