"""One writer a store. The operating system holds the lock, so a killed process leaves none behind.

The lock file says who writes and which run, for the message to a second writer and for the status of a run.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from paestudio.core.errors import EnvironmentFault

NAME = "studio.lock"
_WIDTH = 512  # bytes of the note, padded: one write, never torn for a reader


@dataclass(frozen=True, slots=True)
class Holder:
    """The live writer: its process id (0: not known) and the run it records, if any."""

    pid: int
    run: str | None = None


class WriterLock:
    """Held from `take` to `release`, or until the process ends in whatever way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, folder: Path, patience: float = 0.5) -> WriterLock:
        """Become the writer. `patience` seconds bridge a reader that is just looking.

        Raises EnvironmentFault naming the other writer, or when the folder cannot be written.
        """
        try:
            file = os.fdopen(
                os.open(folder / NAME, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644), "r+b", 0
            )
        except OSError as e:
            raise EnvironmentFault(
                f"The store folder {folder} cannot be written ({e.strerror}).", "Give another one with --store."
            ) from e
        end = time.monotonic() + patience
        while not _lock(file, exclusive=True):
            if time.monotonic() > end:
                other = _note(file)
                file.close()
                raise EnvironmentFault(
                    f"Another PAE Studio (process {other.pid}) is writing to the store {folder}.",
                    "Wait for it or close it, or give another folder with --store.",
                )
            time.sleep(0.02)
        lock = cls(file)
        try:
            lock.tell(None)
        except OSError as e:
            lock.release()
            raise EnvironmentFault(
                f"The store folder {folder} cannot be written ({e.strerror}).",
                "Free some space on its disk, or give another folder with --store.",
            ) from e
        return lock

    def tell(self, run: str | None) -> None:
        """Note which run is being recorded."""
        note = json.dumps({"pid": os.getpid(), "run": run}).encode().ljust(_WIDTH)
        self._file.seek(0)
        self._file.write(note)

    def release(self) -> None:
        """Let the next writer in. Idempotent."""
        if not self._file.closed:
            _unlock(self._file)
            self._file.close()


def holder(folder: Path) -> Holder | None:
    """Who is writing to the store now; None when nobody is (a note left by a killed process does not count)."""
    try:
        with (folder / NAME).open("rb", buffering=0) as file:
            if _lock(file, exclusive=False):
                _unlock(file)
                return None
            return _note(file)
    except OSError:
        return None


def _note(file: IO[bytes]) -> Holder:
    try:
        file.seek(0)
        note = json.loads(file.read(_WIDTH))
        return Holder(int(note["pid"]), note["run"])
    except (OSError, ValueError, KeyError, TypeError):
        return Holder(0)  # taken a moment ago, and not noted yet


if sys.platform == "win32":
    import msvcrt

    _PLACE = 1 << 30  # a byte far behind the note: the note stays readable

    def _lock(file: IO[bytes], *, exclusive: bool) -> bool:
        file.seek(_PLACE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(_PLACE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes], *, exclusive: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
