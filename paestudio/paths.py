"""Where things lie: what ships with the package, and the folders that belong to the person using it.

`PAESTUDIO_HOME` puts everything a person owns under one folder: data in it, the cache in its `cache`.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from paestudio.core.errors import EnvironmentFault

_PACKAGE = Path(__file__).resolve().parent
_NAME = "paestudio"


def resources() -> Path:
    """The folder that ships with the program: `paestudio/_resources` in a wheel, `resources` in a source tree.

    Raises EnvironmentFault when neither is there.
    """
    for folder in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        if folder.is_dir():
            return folder
    raise EnvironmentFault("The program's own files (resources) are missing.", "Install PAE Studio again.")


def data_dir() -> Path:
    """The folder for runs, tasks and settings; made when absent. Raises EnvironmentFault when it cannot be."""
    home = os.environ.get("PAESTUDIO_HOME")
    return made(Path(home).expanduser() if home else platformdirs.user_data_path(_NAME, appauthor=False))


def cache_dir() -> Path:
    """The folder for what can be made or fetched again, such as models; made when absent.

    Raises EnvironmentFault when it cannot be.
    """
    home = os.environ.get("PAESTUDIO_HOME")
    return made(Path(home).expanduser() / "cache" if home else platformdirs.user_cache_path(_NAME, appauthor=False))


def made(folder: Path) -> Path:
    """The folder, made when absent. Raises EnvironmentFault when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise EnvironmentFault(
            f"The folder {folder} cannot be made: {e.strerror}.", "Set PAESTUDIO_HOME to a folder you can write to."
        ) from e
    return folder
