"""Observations made by hand, in the shape the browser gives them."""

from __future__ import annotations

from typing import Any

from paestudio.core.records import Element, Observation, Text
from paestudio.proposer.sitemap import Node, SiteMap

HOME = "http://shop.test/"


def page(path: str, *parts: str | tuple[str, str] | Element, title: str = "") -> Observation:
    """A page from its parts in order: `# Heading`, plain text, (link text, path), or an element."""
    elements: list[Element] = []
    texts: list[Text] = []
    for order, part in enumerate(parts):
        if isinstance(part, tuple):
            href = part[1] if "//" in part[1] else HOME + part[1].lstrip("/")
            elements.append(Element(order + 1, "link", part[0], href=href, order=order))
        elif isinstance(part, Element):
            elements.append(part)
        else:
            heading = len(part) - len(part.lstrip("#"))
            texts.append(Text(part.lstrip("# "), order, heading=heading))
    return Observation(HOME + path.lstrip("/"), title or f"{path} - Shop", tuple(elements), tuple(texts))


def site(*pages: Observation) -> SiteMap:
    """A site map of these pages, the first being home."""
    made = SiteMap(Node.of(pages[0], HOME, 0, None).key)
    for seen in pages:
        made.add(Node.of(seen, HOME, 0, None))
    return made


def control(ref: int, role: str, name: str, **rest: Any) -> Element:
    """A control that is no link."""
    return Element(ref, role, name, order=rest.pop("order", ref), **rest)
