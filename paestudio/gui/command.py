"""The command that does what the train sheet would do."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

from paestudio.config import RunConfig, changed, flag


def arguments(url: str, config: RunConfig, store_folder: Path | None = None) -> list[str]:
    """`paestudio train URL` and an option for each setting that is not at its default."""
    words = ["paestudio", "train", url, *options(config)]
    if store_folder is not None:
        words.append(f"--store={store_folder}")
    return words


def options(config: RunConfig, wanted: Callable[[str], bool] = lambda name: True) -> list[str]:
    """An option for each wanted setting that is not at its default."""
    words = []
    for name, value in changed(config).items():
        if not wanted(name):
            continue
        if isinstance(value, bool):
            words.append(flag(name) if value else f"--no-{flag(name).removeprefix('--')}")
        else:
            words.append(f"{flag(name)}={value}")
    return words


def line(url: str, config: RunConfig, store_folder: Path | None = None) -> str:
    """The same as one line for a shell."""
    return shlex.join(arguments(url, config, store_folder))
