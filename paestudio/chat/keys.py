"""Where an endpoint's key comes from: the system's keyring, else an environment variable. Never a file of ours.

A key is looked up when a client is made and lives in that client only. `Secret` keeps it out of logs, reports and
records: its text is `***` everywhere but in the request itself.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Mapping
from typing import Any, Protocol, cast

from paestudio.chat.endpoint import Endpoint
from paestudio.core.errors import EnvironmentFault, UserError

SERVICE = "paestudio"
USUAL = {"api.openai.com": "OPENAI_API_KEY", "api.anthropic.com": "ANTHROPIC_API_KEY"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
_LOOKS_LIKE_A_KEY = re.compile(r"(?i)^(sk|hf|gsk|xai|pk|api)[-_]\S{12,}$|^[A-Za-z0-9+/=_-]{40,}$")


class Secret:
    """A key. Only `reveal` gives it away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The key itself, for a request's header."""
        return self._text

    def hide(self, text: str) -> str:
        """`text` without the key in it."""
        return text.replace(self._text, "***") if self._text else text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __reduce__(self) -> Any:
        raise TypeError("A key is not stored.")


class Ring(Protocol):
    """The part of the `keyring` package that is used."""

    def get_password(self, service: str, name: str) -> str | None:
        """The stored key, None when there is none."""
        ...

    def set_password(self, service: str, name: str, key: str) -> None:
        """Store a key."""
        ...


def system_ring() -> Ring | None:
    """The system's keyring, when the optional package `keyring` is installed."""
    try:
        return cast(Ring, importlib.import_module("keyring"))
    except ImportError:
        return None


def check_name(name: str) -> str:
    """The name itself. Raises UserError for one that cannot be a name, above all for a key given in its place."""
    if name and (_LOOKS_LIKE_A_KEY.match(name) or not _NAME.fullmatch(name)):
        raise UserError(
            "That is not the name of a key.",
            "Give the name of an environment variable that holds it, such as OPENAI_API_KEY; settings are stored, "
            "so never the key itself.",
        )
    return name


def find(endpoint: Endpoint, environ: Mapping[str, str] = os.environ, ring: Ring | None = None) -> Secret | None:
    """The endpoint's key; None for a server that was named without one.

    Without a name, only the providers in USUAL get the variable that is usual for them, so that a key never goes to
    a server it was not made for. Raises EnvironmentFault when a key is needed and there is none, UserError when it
    would travel unencrypted.
    """
    name = check_name(endpoint.key_name) or USUAL.get(endpoint.host, "")
    if not name:
        return None
    secret = named(name, environ, ring, f" for {endpoint.host}")
    if not endpoint.private:
        raise UserError(
            f"The key would travel unencrypted to {endpoint.host}.",
            "Use an https address, or a server on this machine.",
        )
    return secret


def named(name: str, environ: Mapping[str, str] = os.environ, ring: Ring | None = None, what: str = "") -> Secret:
    """The key of that name; `what` says in a fault what it is for.

    Raises EnvironmentFault when there is none, UserError for a name or a key that cannot be one.
    """
    check_name(name)
    text = (_from_ring(ring if ring is not None else system_ring(), name) or environ.get(name, "")).strip()
    if not text:
        raise EnvironmentFault(
            f"There is no key{what or f' {name}'}.",
            f"Set the environment variable {name}, or store it: paestudio key {name} (needs the package keyring).",
        )
    if not (text.isascii() and text.isprintable()) or any(c.isspace() for c in text):
        raise UserError(
            f"The key in {name} has characters that no key has.", "Copy it again, without quotes or spaces."
        )
    return Secret(text)


def store(name: str, key: str, ring: Ring | None = None) -> None:
    """Put a key into the system's keyring. Raises EnvironmentFault when there is none."""
    check_name(name)
    place = ring if ring is not None else system_ring()
    if place is None:
        raise EnvironmentFault(
            "The package keyring is not installed.", f"pip install keyring, or set the environment variable {name}."
        )
    try:
        place.set_password(SERVICE, name, key)
    except Exception as e:  # boundary: the many backends of the keyring raise what they like
        raise EnvironmentFault(f"The keyring would not take it ({type(e).__name__}).", f"Set {name} instead.") from None


def _from_ring(ring: Ring | None, name: str) -> str | None:
    if ring is None:
        return None
    try:
        return ring.get_password(SERVICE, name)
    except Exception:  # boundary: a locked or absent backend is as good as no keyring, the variable is next
        return None
