"""Where a site ends: the origin of an address, for comparing two and as it was written."""

from __future__ import annotations

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """scheme://host:port with the port always given; "" when there is no web address in it."""
    try:
        parts = urlsplit(url.removeprefix("blob:"))
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}"


def written_origin(url: str) -> str:
    """What stands before the path of a web address, to the letter."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
