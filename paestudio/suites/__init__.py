"""Suites: a site with tasks to measure an agent on, and how to start the site and sum up what was found."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from paestudio.core.errors import UserError
from paestudio.paths import resources
from paestudio.suites import sitefile
from paestudio.suites.sitefile import SiteFile


@dataclass(frozen=True, slots=True)
class Suite:
    """A folder with `site.json` and `tasks.jsonl`. Without a `start.sh` its site is run by the caller."""

    folder: Path
    site: SiteFile

    @property
    def tasks_file(self) -> Path:
        """Its task file."""
        return self.folder / "tasks.jsonl"

    @property
    def starts(self) -> bool:
        """Whether `runner.SiteRunner` can start its site."""
        return (self.folder / "start.sh").is_file()


def find(name: str) -> Suite:
    """A suite by its folder, by name under the folder PAESTUDIO_SITES names, or `demo`: the built-in site.

    Raises UserError when there is none.
    """
    folder = resources() / "demo_site" if name == "demo" else Path(name).expanduser()
    sites = os.environ.get("PAESTUDIO_SITES")
    if not folder.is_dir() and sites and (Path(sites) / name).is_dir():
        folder = Path(sites) / name
    if not folder.is_dir():
        raise UserError(f"There is no suite {name!r}.", "Give its folder, or set PAESTUDIO_SITES to where suites lie.")
    suite = Suite(folder, sitefile.read(folder / "site.json"))
    if not suite.tasks_file.is_file():
        raise UserError(f"{folder} has no tasks.jsonl.", "Give a folder with site.json and tasks.jsonl.")
    return suite
