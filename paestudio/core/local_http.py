"""This machine's own addresses, which no proxy knows."""

from __future__ import annotations

import ipaddress
import urllib.request
from http.client import HTTPResponse
from typing import cast
from urllib.parse import urlsplit

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def is_local(host: str) -> bool:
    """Whether a host name means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fetch(request: urllib.request.Request, seconds: float) -> HTTPResponse:
    """The open reply, past any proxy when the address is this machine's. Raises OSError (HTTPError for 4xx, 5xx)."""
    local = is_local(urlsplit(request.full_url).hostname or "")
    reply = _DIRECT.open(request, timeout=seconds) if local else urllib.request.urlopen(request, timeout=seconds)
    return cast(HTTPResponse, reply)
