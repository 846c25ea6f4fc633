"""This machine's own addresses, which no proxy knows; and whether anybody is at an address."""

from __future__ import annotations

import ipaddress
import socket
import urllib.request
from http.client import HTTPException, HTTPResponse
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
    try:
        reply = _DIRECT.open(request, timeout=seconds) if local else urllib.request.urlopen(request, timeout=seconds)
    except HTTPException as e:
        raise ConnectionError(f"no HTTP can be spoken with it ({type(e).__name__})") from e
    return cast(HTTPResponse, reply)


def silence(base: str, seconds: float = 5.0) -> str:
    """Why nobody can be reached at an http address, in the system's words; "" when somebody listens there."""
    parts = urlsplit(base)
    try:
        socket.create_connection(
            (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)), seconds
        ).close()
    except OSError as e:
        return str(e)
    return ""
