"""A site on this machine as a folder, `site.json` beside `start.sh`: the window and the engine both take one.

`NAME@FOLDER` is the same site as one of its logins sees it.
"""

from __future__ import annotations

import re
from pathlib import Path

_PATH = re.compile(r"(?:[\w.-]+@)?(?:[/~\\]|\.\.?(?:[/\\]|$)|[a-z]:[/\\])", re.I)
_LOGIN = re.compile(r"([\w.-]+)@(.+)", re.DOTALL)


def split(name: str) -> tuple[str, Path]:
    """(the login or "", the folder); a folder that has an @ in its own name is one."""
    found = _LOGIN.fullmatch(name)
    if found is None or _is_site(Path(name)):
        return "", _home(Path(name))
    return found[1], _home(Path(found[2]))


def is_site(name: str) -> bool:
    """Whether `name` means a folder with a site that can be started; it needs no tasks."""
    return bool(name) and _is_site(split(name)[1])


def is_path(name: str) -> bool:
    """Whether somebody meant a folder: it begins like one."""
    return bool(_PATH.match(name))


def settled(name: str) -> str:
    """The same site wherever the program is started: a run that goes on must find it again."""
    login, folder = split(name)
    return f"{login}@{folder.resolve()}" if login else str(folder.resolve())


def _home(folder: Path) -> Path:
    try:
        return folder.expanduser()
    except RuntimeError:  # nobody of that name
        return folder


def _is_site(folder: Path) -> bool:
    try:
        return (folder / "site.json").is_file() and (folder / "start.sh").is_file()
    except (OSError, ValueError):  # no name for a file at all
        return False
