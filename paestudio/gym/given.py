"""What an environment plays: tasks from records, from lines of a task file, or from a suite's folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from paestudio.browser.options import Login
from paestudio.core.errors import UserError
from paestudio.core.origin import written_origin
from paestudio.core.records import Task
from paestudio.suites import sitefile, taskfile

Given = Task | Mapping[str, Any]


def tasks_of(given: Given | Sequence[Given] | str | Path, site: str, logins: Mapping[str, Login]) -> list[Task]:
    """The tasks, with absolute addresses. A path is a task file; a mapping has the fields of one of its lines.

    Raises UserError naming what is wrong.
    """
    if isinstance(given, (str, Path)):
        return taskfile.load(Path(given), site, logins)
    many = [given] if isinstance(given, (Task, Mapping)) else list(given)
    if not many:
        raise UserError("There is no task to play.", "Give at least one.")
    return [one if isinstance(one, Task) else _task(one, i, site, logins) for i, one in enumerate(many)]


def _task(row: Mapping[str, Any], index: int, site: str, logins: Mapping[str, Login]) -> Task:
    line = {"id": f"task-{index}", "rubric": "A person decides." if "check" not in row else "", **row}
    return taskfile.of_row({key: value for key, value in line.items() if value != ""}, site, logins, f"task {index}")


def logins_of(site_file: Path | None) -> dict[str, Login]:
    """The logins of a `site.json`; none without one. Raises UserError."""
    if site_file is None:
        return {}
    found = sitefile.read(Path(site_file)).logins
    return {name: Login(one.path, one.fill, one.submit, one.expect) for name, one in found.items()}


def origin(site: str, tasks: Sequence[Task]) -> str:
    """scheme://host:port that the browser stays on: the site's, else the first task's. Raises UserError."""
    url = site or tasks[0].start_url
    sitefile.of_url(url)
    return written_origin(url)
