"""What a browser needs to know before it opens a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from paestudio.core.errors import UserError


@dataclass(frozen=True, slots=True)
class Login:
    """How to log in: fill the fields of `path`, press `submit`, and see `expect` (Playwright selectors)."""

    path: str
    fill: Mapping[str, str]
    submit: str
    expect: str


@dataclass(frozen=True, slots=True)
class BrowserOptions:
    """Settings of a browser. Seconds and CSS pixels."""

    origin: str  # scheme://host:port: the site the agent stays on
    slots: int = 4
    first_slot: int = 0  # what the slots are numbered from
    action_seconds: float = 8.0  # longest wait for what an action started
    offsite: bool = False  # let pages leave the origin
    logins: Mapping[str, Login] = field(default_factory=dict)
    viewport: tuple[int, int] = (1280, 800)
    page_chars: int = 24_000  # longest observation, in characters of names, values and texts
    jpeg_quality: int = 60


def logins_of(site: Mapping[str, Any]) -> dict[str, Login]:
    """The `logins` of a site file. Raises UserError naming the login and the key that is missing."""
    logins: dict[str, Login] = {}
    for name, entry in (site.get("logins") or {}).items():
        missing = [key for key in ("path", "fill", "submit", "expect") if key not in entry]
        if missing:
            raise UserError(f"The login {name!r} of the site file has no {missing[0]!r}.", "See sites/README.md.")
        logins[name] = Login(entry["path"], dict(entry["fill"]), entry["submit"], entry["expect"])
    return logins
