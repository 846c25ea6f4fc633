"""A site on this machine as a folder, `site.json` beside `start.sh`: the window and the engine both take one."""

from __future__ import annotations

import re
from pathlib import Path

_PATH = re.compile(r"[/~\\]|\.\.?(?:[/\\]|$)|[a-z]:[/\\]", re.I)


def is_site(name: str) -> bool:
    """Whether `name` is a folder with a site that can be started; it needs no tasks."""
    folder = Path(name).expanduser()
    try:
        return bool(name) and (folder / "site.json").is_file() and (folder / "start.sh").is_file()
    except (OSError, ValueError):  # no name for a file at all
        return False


def is_path(name: str) -> bool:
    """Whether somebody meant a folder: it begins like one."""
    return bool(_PATH.match(name))


def settled(name: str) -> str:
    """The same folder wherever the program is started: a run that goes on must find it again."""
    return str(Path(name).expanduser().resolve())
