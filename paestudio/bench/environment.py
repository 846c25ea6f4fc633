"""Environments for peers that cannot share ours, because they pin other versions: made once, kept in the cache.

A peer runs as a script of its own in that environment; `ask` hands it JSON and takes JSON back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from paestudio.core.errors import EnvironmentFault
from paestudio.paths import cache_dir

INSTALL_SECONDS = 900.0
PEER_SECONDS = 300.0
SCRIPTS = Path(__file__).with_name("peers")
DONE = "installed.json"


def make(name: str, packages: Sequence[str], tell: Callable[[str], None], *, ours: bool = False) -> Path:
    """The Python of the peer's environment with these packages. With `ours` it also sees what is installed here.

    Raises EnvironmentFault when it cannot be made or the packages cannot be had.
    """
    folder = cache_dir() / "peers" / name
    python = _python(folder)
    mark = folder / DONE
    wanted = json.dumps(list(packages))
    if python.is_file() and mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return python
    tell(f"Making an environment for {name} in {folder}")
    try:
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(folder)
    except OSError as e:
        raise EnvironmentFault(f"The environment {folder} could not be made: {e}.") from e
    if ours:
        (_packages(folder) / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    if packages:
        _install(python, packages)
    mark.write_text(wanted, encoding="utf-8")
    return python


def add(python: Path, package: str, *, inside: str) -> Path:
    """The folder `inside` that environment's packages, after `package` was put there alone, without what it needs.

    Raises EnvironmentFault when it cannot be had.
    """
    place = _packages(python.parent.parent) / inside
    if not place.is_dir():
        _install(python, ["--no-deps", package])
    if not place.is_dir():
        raise EnvironmentFault(f"The package {package} has no {inside}.")
    return place


def ask(python: Path, script: str, asked: Mapping[str, Any], told: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What `peers/SCRIPT` prints as its last line when it is given `asked`; `told` are environment variables.

    Raises EnvironmentFault with its last words when it fails or takes too long.
    """
    command = [str(python), str(SCRIPTS / script), json.dumps(asked)]
    done = _run(command, PEER_SECONDS, {**os.environ, **(told or {})})
    try:
        said: dict[str, Any] = json.loads(done.strip().splitlines()[-1])
    except (ValueError, IndexError) as e:
        raise EnvironmentFault(f"{script} said nothing that can be read: {done[-200:]!r}.") from e
    return said


def _install(python: Path, what: Sequence[str]) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    try:
        _run([*pip, "install", "-q", *what], INSTALL_SECONDS, None)
    except EnvironmentFault as e:
        names = ", ".join(word for word in what if not word.startswith("-"))
        raise EnvironmentFault(f"{names} could not be installed; {e.message}", "Connect to the network.") from e


def _run(command: Sequence[str], seconds: float, told: Mapping[str, str] | None) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=told, check=False)
    except subprocess.TimeoutExpired as e:
        raise EnvironmentFault(f"it did not end within {seconds:g} seconds.") from e
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if any(map(str.isalnum, line))]  # some end with a frame
        last = said[-1].strip() if said else "it said nothing"
        raise EnvironmentFault(f"it failed: {last[:300]}")
    return done.stdout


def _python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def _packages(folder: Path) -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return folder / "Lib" / "site-packages" if os.name == "nt" else folder / "lib" / version / "site-packages"
