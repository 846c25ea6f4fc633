"""What pages and things are called, and how the name sits in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from paestudio.proposer.safety import boilerplate
from paestudio.proposer.sitemap import Node, heading_text, plain

SEPARATOR = re.compile(r"\s+[|–—·•»:]+\s+|\s+-+\s+|\s*::\s*|\s*[|»]\s*")
LONGEST = 64  # characters of a name in a sentence
COMMON = 0.4  # a heading on more than this share of the pages is the site's, not the page's
SMALL = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "up", "per"}


def page_names(nodes: Iterable[Node]) -> dict[str, str]:
    """The name of each page by key: its main heading, else the part of its title that other pages do not share.

    Pages that share a name with a page at another path are left out: nobody could tell which is meant.
    """
    pages = list(nodes)
    heads = Counter(plain(heading_text(n.seen)) for n in pages)
    parts = Counter(p for n in pages for p in {plain(p) for p in SEPARATOR.split(n.seen.title)})
    names: dict[str, str] = {}
    for node in pages:
        head = clean(heading_text(node.seen))
        if not head or (len(pages) > 4 and heads[plain(heading_text(node.seen))] > COMMON * len(pages)):
            own = [p for p in SEPARATOR.split(node.seen.title) if parts[plain(p)] <= max(1, COMMON * len(pages))]
            head = clean(own[0]) if own else ""
        if sayable(head):
            names[node.key] = head
    return _unshared(names, {n.key: n.path for n in pages})


def _unshared(names: dict[str, str], paths: dict[str, str]) -> dict[str, str]:
    """Names that mean one page: of pages that share one, the page that the others lie below (or none) keeps it."""
    holders: dict[str, set[str]] = {}
    for key, name in names.items():
        holders.setdefault(plain(name), set()).add(paths[key])
    kept: dict[str, str] = {}
    for key, name in names.items():
        alike = holders[plain(name)]
        top = min(alike, key=len)
        below = all(path == top or path.startswith(top.rstrip("/") + "/") for path in alike)
        if below and paths[key] == top:
            kept[key] = name
    return kept


def clean(text: str) -> str:
    """A heading without the marks around it."""
    flat = re.sub(r"\s+", " ", text).strip().strip("¶#»›→←|•*").strip()
    return re.sub(r"\s*[:.,;]$", "", flat)


def sayable(name: str) -> bool:
    """Whether a person could say this name: short, with letters, not cut off, not boilerplate."""
    if not 2 <= len(name) <= LONGEST or "…" in name or name.endswith("..."):
        return False
    if any(mark in name for mark in '"“”{}<>|=@') or boilerplate(name):
        return False
    return bool(re.search(r"[^\W\d_]{2,}", name)) and len(name.split()) <= 11


def is_title(name: str) -> bool:
    """Whether it is written as a title or a brand: Every Big Word Has a Capital."""
    bare = re.sub(r"(?<=\d )(?:[a-z]{1,2}|inch|litres?)\b", "", name)  # 26 cm
    big = [w for w in re.findall(r"[^\W_][\w'’-]*", bare) if w.casefold() not in SMALL]
    return all(not w[0].isalpha() or w[0].isupper() for w in big)


def the(name: str) -> str:
    """`the Copper Watering Can`; what is no plain title is quoted: `“Where our ink comes from”`."""
    if re.match(r"(the|my|your|our)\b", name, re.I) and is_title(name):
        return name[0].lower() + name[1:]
    plainly = is_title(name) and not re.match(r"an?\b", name, re.I) and not re.search(r"[:?!;]", name)
    return f"the {name}" if plainly else f"“{name}”"


def topic(name: str) -> str:
    """A sentence-case heading inside a sentence: `Delivery and returns` → `delivery and returns`."""
    first, _, rest = name.partition(" ")
    inner = [w for w in rest.split() if w.casefold() not in SMALL]
    keep = (first.isupper() and len(first) > 1) or any(w[0].isupper() for w in inner) or not first[1:].islower()
    return name if keep else first.lower() + (f" {rest}" if rest else "")


def label_words(label: str) -> str:
    """A fact's label inside a sentence: `Price (excl. tax)` → `price excluding tax`; `UPC` stays."""
    text = re.sub(r"\s*[:?]$", "", label.strip())
    text = re.sub(r"\(?\bexcl?\.? ", "excluding ", text)
    text = re.sub(r"\(?\bincl?\.? ", "including ", text)
    text = re.sub(r"[()]", "", text)
    return " ".join(w if (w.isupper() and len(w) > 1) or not w[1:].islower() else w.lower() for w in text.split())


def plural(noun: str) -> bool:
    """Whether a noun phrase looks like more than one thing."""
    last = re.sub(r"\W+$", "", noun.split(" of ")[0].split(" for ")[0]).split()[-1].casefold() if noun.split() else ""
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "ness"))
