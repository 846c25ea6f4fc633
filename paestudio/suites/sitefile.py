"""What is known of a site: its `site.json`, or just an address.

A login is done by filling the fields of `path`, pressing `submit`, and waiting for `expect` (Playwright selectors).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from paestudio.core.errors import UserError


@dataclass(frozen=True, slots=True)
class SiteLogin:
    """One way to be signed in. `fill` maps selectors to what is typed."""

    name: str
    path: str
    fill: Mapping[str, str]
    submit: str
    expect: str


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site. `home` and `ready` are paths; `port` is None for a site that is not started by us."""

    name: str
    home: str = "/"
    ready: str = "/"
    port: int | None = None
    logins: Mapping[str, SiteLogin] = field(default_factory=dict)

    def login(self, name: str) -> SiteLogin:
        """The login of that name. Raises UserError with the names there are."""
        if name not in self.logins:
            known = f"Known logins: {', '.join(sorted(self.logins))}." if self.logins else "Its site file has none."
            raise UserError(f"The site {self.name} has no login {name!r}.", known)
        return self.logins[name]


def read(path: Path) -> SiteFile:
    """The site of a `site.json`. Raises UserError naming the file and what is wrong with it."""
    try:
        row = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as e:
        raise UserError(f"The site file {path} cannot be read: {e.strerror}.", "Check the path.") from e
    except UnicodeDecodeError as e:
        raise UserError(f"The site file {path} is not UTF-8 text.", "Save it as UTF-8.") from e
    except json.JSONDecodeError as e:
        raise UserError(f"{path}, line {e.lineno}: this is not JSON: {e.msg}.") from e
    if not isinstance(row, dict):
        raise UserError(f"{path} must be a JSON object.")
    logins = row.get("logins", {})
    if not isinstance(logins, dict):
        raise UserError(f"{path}: 'logins' must be an object of logins by name.")
    port = row.get("port")
    if port is not None and (isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65536):
        raise UserError(f"{path}: 'port' must be a number from 1 to 65535.")
    return SiteFile(
        name=_text(row, "name", path, path.resolve().parent.name),
        home=_path(row, "home", path),
        ready=_path(row, "ready", path),
        port=port,
        logins={name: _login(name, entry, path) for name, entry in logins.items()},
    )


def of_url(url: str) -> SiteFile:
    """A site of which only the address is known. Raises UserError when it is no http address."""
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.hostname and parts.scheme in ("http", "https") else ""
    except ValueError:
        host = ""
    if not host:
        raise UserError(f"{url!r} is not a web address.", "Write it like http://127.0.0.1:8000/.")
    home = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return SiteFile(name=host.rpartition("@")[2], home=home, ready=home)


def _login(name: str, entry: Any, path: Path) -> SiteLogin:
    where = f"{path}: the login {name!r}"
    if not isinstance(entry, dict):
        raise UserError(f"{where} must be an object.")
    for key in ("path", "fill", "submit", "expect"):
        if key not in entry:
            raise UserError(f"{where} has no {key!r}.", "A login has path, fill, submit and expect.")
    fill = entry["fill"]
    if not isinstance(fill, dict) or not all(isinstance(v, str) for v in fill.values()):
        raise UserError(f"{where}: 'fill' must map selectors to texts.")
    for key in ("path", "submit", "expect"):
        if not isinstance(entry[key], str) or not entry[key]:
            raise UserError(f"{where}: {key!r} must be a text that is not empty.")
    return SiteLogin(name, entry["path"], fill, entry["submit"], entry["expect"])


def _text(row: Mapping[str, Any], key: str, path: Path, default: str) -> str:
    value = row.get(key, default)
    if not isinstance(value, str) or not value:
        raise UserError(f"{path}: {key!r} must be a text that is not empty.")
    return value


def _path(row: Mapping[str, Any], key: str, path: Path) -> str:
    value = _text(row, key, path, "/")
    if not value.startswith("/"):
        raise UserError(f"{path}: {key!r} must be a path that begins with /.")
    return value
