"""Task files: one JSON object a line, as `{"id", "instruction", "start", "kind", "login", "check"}`.

`start` is a path or an address. `site`, `kind`, `login`, `rubric` and `difficulty` may be left out; a task without a
check needs a rubric. A mistake is reported with the file and the line it is on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from paestudio.core import json_lines
from paestudio.core.checks import validate
from paestudio.core.errors import UserError
from paestudio.core.records import Task

REQUIRED = ("id", "instruction", "start")
KNOWN = (*REQUIRED, "kind", "login", "check", "rubric", "difficulty", "site")
TOLD = ("status", "held_out")  # what an export of a run's tasks says too; not read


def load(path: Path, base_url: str, logins: Collection[str] = ()) -> list[Task]:
    """The tasks of a file, in its order and under their own ids, with absolute start addresses.

    `logins` are the names a task may ask for. Raises UserError naming the file and the line.
    """
    tasks: list[Task] = []
    numbers: dict[str, str] = {}
    for where, row in json_lines.rows(path, "task file", "task"):
        task = of_row(row, base_url, logins, where)
        if task.id in numbers:
            raise UserError(
                f"{where}: the id {task.id!r} is used already on line {numbers[task.id]}.", "Give it another."
            )
        numbers[task.id] = where.rpartition(" ")[2]
        tasks.append(task)
    if not tasks:
        raise UserError(f"{path} has no tasks.", "It needs one JSON object a line.")
    return tasks


def of_row(row: Mapping[str, Any], base_url: str, logins: Collection[str], where: str) -> Task:
    """The task of one line. Raises UserError that begins with `where`."""
    task = _task(row, base_url, where)
    if task.login is not None and task.login not in logins:
        known = f"Known logins: {', '.join(sorted(logins))}." if logins else "Give --site FILE with that login."
        raise UserError(f"{where}: there is no login {task.login!r}.", known)
    return task


def _task(row: Mapping[str, Any], base_url: str, where: str) -> Task:
    unknown = [key for key in row if key not in (*KNOWN, *TOLD)]
    if unknown:
        raise UserError(f"{where}: unknown field {unknown[0]!r}.", f"Known fields: {', '.join(KNOWN)}.")
    for key in REQUIRED:
        if key not in row:
            raise UserError(f"{where}: the field {key!r} is missing.", f"Every task has {', '.join(REQUIRED)}.")
    for key in (*REQUIRED, "kind"):
        _want_text(row.get(key, "navigation"), key, where)
    for key in ("login", "rubric"):
        if row.get(key) is not None:
            _want_text(row[key], key, where)
    check, rubric = row.get("check"), row.get("rubric") or ""
    if check is None and not rubric:
        raise UserError(f"{where}: the field 'check' is missing.", "Give a check, or a rubric for a judge.")
    if check is not None:
        validate(check, f"{where}: check")
    return Task(
        id=row["id"],
        instruction=row["instruction"].strip(),
        start_url=_address(row["start"], base_url, where),
        check=check,
        rubric=rubric,
        kind=row.get("kind", "navigation"),
        origin="file",
        difficulty=_share(row.get("difficulty", 0.0), where),
        login=row.get("login"),
    )


def _want_text(value: Any, key: str, where: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise UserError(f"{where}: {key!r} must be a text that is not empty.")


def _share(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise UserError(f"{where}: 'difficulty' must be a number from 0 to 1.")
    return float(value)


def _address(start: str, base_url: str, where: str) -> str:
    try:
        address = urljoin(base_url.rstrip("/") + "/", start.strip())
        parts = urlsplit(address)
    except ValueError as e:
        raise UserError(f"{where}: 'start' is not an address: {e}.") from e
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(f"{where}: 'start' must be a path such as /shop, or an http address, not {start!r}.")
    return address
