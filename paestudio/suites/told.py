"""Tells what an evaluation found: a table for the terminal, `results.json` and `report.html` for a folder."""

from __future__ import annotations

import json
from pathlib import Path

from paestudio.core.errors import EnvironmentFault
from paestudio.suites.html import page
from paestudio.suites.plots import said
from paestudio.suites.report import Comparison


def write(found: Comparison, folder: Path | None) -> None:
    """Both files, when there is a folder. Raises EnvironmentFault when they cannot be written."""
    if folder is None:
        return
    try:
        text = json.dumps(found.json(), ensure_ascii=False, indent=1)
        (folder / "results.json").write_text(text + "\n", encoding="utf-8", errors="replace")
        (folder / "report.html").write_text(page(found), encoding="utf-8", errors="replace")
    except OSError as e:
        raise EnvironmentFault(f"The report cannot be written to {folder}: {e.strerror}.", "Free some space.") from e


def as_text(found: Comparison) -> str:
    """A line a task with every agent's successes, then the rates."""
    names = list(found.adapters)
    every = list(found.adapters.values())
    lines = []
    for at, task in enumerate(every[0].tasks if every else ()):
        counts = "  ".join(
            _count(one.tasks[at].successes, one.tasks[at].trials, one.tasks[at].unknown) for one in every
        )
        lines.append(f"{task.id:<28} {counts}")
    for name, one in zip(names, every, strict=True):
        lines.append(f"{name}: success {said(one.overall)}, {one.overall.unknown} unknown")
        lines += [f"  {group}: {said(rate)}" for group, rate in one.groups.items()]
        lines += [f"  {count} unknown, {cause}" for cause, count in one.causes.items()]
    return "\n".join(lines) + "\n"


def _count(successes: int, trials: int, unknown: int) -> str:
    return f"{successes} of {trials}" + (f" ({unknown} unknown)" if unknown else "")
