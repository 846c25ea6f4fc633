"""One folder that holds everything a user's runs left: a SQLite file, the screenshots, and each run's files.

    studio.db     every record and event (WAL: readers and the one writer do not wait for each other)
    studio.lock   who is writing now
    blobs/        screenshots, named by content
    runs/RUN/     what else a run keeps: checkpoints

Open one `Store` a thread of work; a Store may be used from several threads, one call at a time.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.store import faults, lock, migrations
from paestudio.store.blobs import Blobs

DATABASE = "studio.db"
MIGRATION_SECONDS = 5.0  # how long a reader waits for the writer that makes or migrates the store


class Store:
    """An open store. Use as a context manager, or call `close`.

    `folder` is its folder, `path` the database file, `writable` whether this one may write, `blobs` its screenshots.
    """

    def __init__(self, folder: Path, con: sqlite3.Connection, writer: lock.WriterLock | None) -> None:
        self.folder = folder
        self.path = folder / DATABASE
        self.writable = writer is not None
        self.blobs = Blobs(folder / "blobs")
        self._con = con
        self._writer = writer
        self._busy = threading.RLock()
        self._closed = False

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a store in that folder."""
        return (folder / DATABASE).is_file()

    @classmethod
    def open(cls, folder: Path, *, write: bool = True) -> Store:
        """Open the store in `folder`; with `write`, make it when there is none, and become its only writer.

        Readers may open at any time, also while a run is writing. An older store is brought up to date first
        (after a backup beside it), which a reader does too when nobody else is writing.
        Raises EnvironmentFault: another process is writing, the file is damaged, the folder cannot be written.
        Raises UserError: nothing there to read, or a store from a newer version.
        """
        folder = Path(folder)
        if not write:
            return cls._open_to_read(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise EnvironmentFault(
                f"The store folder {folder} cannot be made ({e.strerror}).", "Give another one with --store."
            ) from e
        writer = lock.WriterLock.take(folder)
        try:
            return cls(folder, _connect_to_write(folder / DATABASE), writer)
        except BaseException:  # whatever went wrong, the next writer must not be kept out
            writer.release()
            raise

    @classmethod
    def _open_to_read(cls, folder: Path) -> Store:
        path = folder / DATABASE
        if not path.is_file():
            raise UserError(f"There is no store in {folder}.", "Train first, or give the right folder with --store.")
        con = _connect_to_read(path)
        try:
            migrations.refuse_foreign(con, path, len(migrations.MIGRATIONS))
            stale = migrations.version(con) < len(migrations.MIGRATIONS)
        except sqlite3.Error as e:
            con.close()
            raise faults.explain(e, path) from e
        except BaseException:  # the connection must not outlive a refusal
            con.close()
            raise
        if stale:
            con.close()
            cls._bring_up_to_date(folder)
            con = _connect_to_read(path)
        return cls(folder, con, None)

    @classmethod
    def _bring_up_to_date(cls, folder: Path) -> None:
        """Migrate, or wait for the writer that is just making or migrating this store. Raises EnvironmentFault."""
        end = time.monotonic() + MIGRATION_SECONDS
        while True:
            try:
                cls.open(folder).close()
                return
            except EnvironmentFault:
                con = _connect_to_read(folder / DATABASE)
                stale = migrations.version(con) < len(migrations.MIGRATIONS)
                con.close()
                if not stale:
                    return
                if time.monotonic() > end:
                    raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query. Raises EnvironmentFault when the file cannot be read."""
        with self._busy:
            try:
                return self._con.execute(sql, values).fetchall()
            except sqlite3.Error as e:
                raise faults.explain(e, self.path) from e

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        return next(iter(self.rows(sql, values)), None)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, on disk when the block ends. Raises EnvironmentFault (disk full, damaged file)."""
        if not self.writable:
            raise ValueError("this store was opened to read")
        with self._busy:
            try:
                self._con.execute("BEGIN IMMEDIATE")
                yield self._con
                self._con.execute("COMMIT")
            except sqlite3.Error as e:
                self._roll_back()
                raise faults.explain(e, self.path) from e
            except BaseException:  # nothing of an unfinished block may stay
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._con.in_transaction:  # a full disk has rolled back by itself
            self._con.execute("ROLLBACK")

    def limit_pages(self, pages: int) -> None:
        """Let the database grow to `pages` pages (4 KiB each) at most; 0: as far as the disk goes."""
        with self._busy:
            self._con.execute(f"PRAGMA max_page_count = {pages or 2**32 - 2:d}")

    def writing_run(self) -> str | None:
        """The run that a live process is recording now, in this process or another; None when there is none."""
        holder = lock.holder(self.folder)
        return holder.run if holder else None

    def tell_run(self, run: str | None) -> None:
        """Note for readers which run this writer records."""
        if self._writer is not None:
            self._writer.tell(run)

    def run_folder(self, run: str) -> Path:
        """Where the run keeps its checkpoints. Not made here."""
        if not re.fullmatch(r"[\w.-]+", run) or run.strip(".") == "":
            raise UserError(f"{run!r} is no run name.", "It is the name that `paestudio train` says when it starts.")
        return self.folder / "runs" / run

    def problems(self) -> list[str]:
        """What SQLite's full integrity check finds; empty when the file is in order. Seconds for a large store."""
        found = [row[0] for row in self.rows("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def close(self) -> None:
        """Close the file and let the next writer in. Idempotent."""
        with self._busy:
            if self._closed:
                return
            self._closed = True
            self._con.close()
            if self._writer is not None:
                self._writer.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _connect_to_write(path: Path) -> sqlite3.Connection:
    con = None
    try:
        con = _configured(sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False))
        migrations.refuse_foreign(con, path, len(migrations.MIGRATIONS))
        con.execute("PRAGMA journal_mode = WAL")
        con.execute("PRAGMA synchronous = FULL")
        con.execute(f"PRAGMA journal_size_limit = {64 << 20}")
        migrations.migrate(con, path)
        con.execute("BEGIN IMMEDIATE")  # a file that may only be read is found here, not at the first record
        con.execute("ROLLBACK")
        return con
    except sqlite3.Error as e:
        if con is not None:
            con.close()
        raise faults.explain(e, path) from e
    except BaseException:  # the connection must not outlive a refusal
        if con is not None:
            con.close()
        raise


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """A read-only connection; on a read-only disk, where WAL cannot work, the file as it lies."""
    uri = path.absolute().as_uri()
    for mode in ("mode=ro", "immutable=1"):
        con = sqlite3.connect(f"{uri}?{mode}", uri=True, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            con.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return _configured(con)
        except sqlite3.Error as e:
            con.close()
            refused = e.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if mode != "mode=ro" or not refused:
                raise faults.explain(e, path) from e
    raise AssertionError("unreachable")


def _configured(con: sqlite3.Connection) -> sqlite3.Connection:
    con.row_factory = sqlite3.Row
    return con
