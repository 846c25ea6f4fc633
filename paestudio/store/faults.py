"""SQLite's errors in words a person can act on. One place, so that every read and write explains itself alike."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from paestudio.core.errors import EnvironmentFault, PaeError

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def explain(error: sqlite3.Error, path: Path) -> PaeError:
    """What `error` means for the database file `path`, and what to do."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _DAMAGED:
        return damaged(path, str(error))
    if code == sqlite3.SQLITE_FULL:
        return disk_full(path)
    if code == sqlite3.SQLITE_IOERR:
        return EnvironmentFault(
            f"The disk refused to read or write {path} ({error}).",
            "Check that the disk is in order and has free space; what was recorded before is kept.",
        )
    if code in _REFUSED:
        return EnvironmentFault(
            f"The store's database {path} cannot be opened or written ({error}).",
            "Check the permissions of the folder, or give another one with --store.",
        )
    if code in _BUSY:
        return EnvironmentFault(f"The store's database {path} is busy ({error}).", "Try again in a moment.")
    return EnvironmentFault(
        f"The store's database {path} is not as this program left it ({error}).",
        f"Nothing was changed. Move {path.name} aside to go on with a new one, or put back a backup.",
    )


def damaged(path: Path, detail: str) -> EnvironmentFault:
    """The file is not a readable database any more."""
    return EnvironmentFault(
        f"The store's database {path} is damaged ({detail}). Nothing was deleted.",
        f"Move it aside (mv '{path}' '{path}.damaged', with its -wal and -shm files) and start again for a new one; "
        f"screenshots and checkpoints stay. `sqlite3 '{path}.damaged' .recover` often saves the records.",
    )


def disk_full(path: Path) -> EnvironmentFault:
    """No room for one more record."""
    return EnvironmentFault(
        f"The disk is full: {path} could not grow. Everything recorded before is kept.",
        "Free some space and go on with --resume.",
    )


def bad_row(path: Path, table: str, key: object, detail: str) -> EnvironmentFault:
    """One row cannot be read back: somebody edited it, or a part of it is missing."""
    return EnvironmentFault(
        f"Row {key} of table {table} in {path} cannot be read: {detail}.",
        "Was the store edited by hand? Put the row back from a backup, or leave this run out.",
    )
