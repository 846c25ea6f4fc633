"""Environments for peers that cannot share ours, because they pin other versions: made once, kept in the cache.

A peer runs as a script of its own in that environment and stays alive: `Peer.ask` hands it JSON and takes JSON back,
so that it and we can be measured in turns.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import sysconfig
import tempfile
import threading
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from paestudio.core.errors import EnvironmentFault
from paestudio.paths import cache_dir

INSTALL_SECONDS = 3600.0  # some have to be compiled
PEER_SECONDS = 600.0
END_SECONDS = 20.0
SCRIPTS = Path(__file__).with_name("peers")
DONE = "installed.json"


def make(
    name: str,
    packages: Sequence[str],
    tell: Callable[[str], None],
    *,
    ours: bool = False,
    build: Mapping[str, str] | None = None,
) -> Path:
    """The Python of the peer's environment with these packages. With `ours` it also sees what is installed here.

    `build`: environment variables for compiling. Raises EnvironmentFault when it cannot be made or the packages
    cannot be had.
    """
    folder = cache_dir() / "peers" / name
    python = _python(folder)
    mark = folder / DONE
    here = sysconfig.get_path("purelib") if ours else ""
    wanted = json.dumps([*packages, here])
    if python.is_file() and mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return python
    tell(f"Making an environment for {name} in {folder}")
    try:
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(folder)
    except OSError as e:
        raise EnvironmentFault(f"The environment {folder} could not be made: {e}.") from e
    if ours:
        (_packages(folder) / "ours.pth").write_text(f"{here}\n", encoding="utf-8")
    if packages:
        _install(python, packages, build)
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


class Peer:
    """A script of `peers/` that answers questions in its own environment: `with Peer(python, "x.py") as peer: …`.

    `told` are environment variables. It is ended with the block, by force when it does not end by itself.
    """

    def __init__(self, python: Path, script: str, told: Mapping[str, str] | None = None) -> None:
        self._script = script
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the block
        self._process = subprocess.Popen(
            [str(python), str(SCRIPTS / "serve.py"), str(SCRIPTS / script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **(told or {})},
            encoding="utf-8",
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._said: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), name="bench-peer", daemon=True)
        self._reader.start()

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(OSError):  # it may be dead with words still on their way to it
            self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        self._errors.close()

    def ask(self, asked: Mapping[str, Any], seconds: float = PEER_SECONDS) -> dict[str, Any]:
        """Its answer. Raises EnvironmentFault with its last words when it fails or takes too long."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            line = self._said.get(timeout=seconds)
        except queue.Empty as e:
            self._process.kill()
            raise EnvironmentFault(f"{self._script} did not answer within {seconds:g} seconds.") from e
        except OSError:
            line = ""
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError as e:
            self._process.wait()
            self._errors.seek(0)
            raise EnvironmentFault(f"it failed: {_last_words(self._errors.read().decode(errors='replace'))}") from e
        return said

    def _read(self, out: IO[str]) -> None:
        for line in out:
            self._said.put(line)
        self._said.put("")  # it ended


def _install(python: Path, what: Sequence[str], build: Mapping[str, str] | None = None) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    try:
        _run([*pip, "install", "-q", *what], INSTALL_SECONDS, {**os.environ, **(build or {})})
    except EnvironmentFault as e:
        names = ", ".join(word for word in what if not word.startswith("-"))
        raise EnvironmentFault(f"{names} could not be installed; {e.message}", "Connect to the network.") from e


def _run(command: Sequence[str], seconds: float, told: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=told, check=False)
    except subprocess.TimeoutExpired as e:
        raise EnvironmentFault(f"it did not end within {seconds:g} seconds.") from e
    if done.returncode:
        raise EnvironmentFault(f"it failed: {_last_words(done.stderr)}")


def _last_words(text: str) -> str:
    said = [line for line in text.splitlines() if any(map(str.isalnum, line))]  # some end with a frame
    return said[-1].strip()[:300] if said else "it said nothing"


def _python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def _packages(folder: Path) -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return folder / "Lib" / "site-packages" if os.name == "nt" else folder / "lib" / version / "site-packages"
