"""One writer, any number of readers, and a clear sentence for every store that cannot be opened."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from paestudio.core import codec
from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault, PaeError, UserError
from paestudio.core.records import Run
from paestudio.store import Recorder, Store, lock, migrations, queries

if TYPE_CHECKING:
    from conftest import Maker

Tell = Callable[..., None]
HOLD = """
import sys, pathlib
from paestudio.store import Recorder, Store
from paestudio.core import events, records
store = Store.open(pathlib.Path(sys.argv[1]))
recorder = Recorder(store, "live")
recorder.record(events.RunStarted(records.Run("live", "http://x/")))
print("open", flush=True)
sys.stdin.read()
"""
LOOK = """
import sys, pathlib
from paestudio.store import lock
print("looking", flush=True)
while True:
    lock.holder(pathlib.Path(sys.argv[1]))
"""


@pytest.fixture
def other(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that records a run in the same store."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.communicate()


def refusal(folder: Path, *, write: bool = True) -> PaeError:
    """The fault that opening raises: it has a way out, and leaves the folder free for the next try."""
    with pytest.raises(PaeError) as caught:
        Store.open(folder, write=write)
    assert caught.value.fix
    assert lock.holder(folder) is None
    return caught.value


def test_a_second_writer_is_told_who_writes(folder: Path, other: subprocess.Popen[str]) -> None:
    """By process id, with what to do; readers come in all the same and see that the run is live."""
    with pytest.raises(EnvironmentFault) as caught:
        Store.open(folder)
    assert f"process {other.pid}" in str(caught.value)
    assert "--store" in caught.value.fix
    with Store.open(folder, write=False) as reader:
        assert reader.writing_run() == "live"
        assert queries.run(reader, "live").state == "running"


def test_a_killed_writer_leaves_no_lock(folder: Path, other: subprocess.Popen[str]) -> None:
    """Its run is interrupted, the next writer comes in at once, and nothing of it is lost."""
    other.kill()
    other.wait()
    with Store.open(folder) as store:
        assert queries.run(store, "live").state == "interrupted"
        assert store.problems() == []


def test_two_stores_of_one_process_are_two_writers(store: Store, folder: Path) -> None:
    """The lock holds between two windows of one process too."""
    with pytest.raises(EnvironmentFault, match=f"process {os.getpid()}"):
        Store.open(folder)
    store.close()
    store.close()
    Store.open(folder).close()


def test_looking_does_not_keep_a_writer_out(store: Store, folder: Path) -> None:
    """Readers that ask who writes, all the time, never make a writer fail."""
    store.close()
    process = subprocess.Popen([sys.executable, "-c", LOOK, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "looking\n"
        for _ in range(100):
            Store.open(folder).close()
        assert process.poll() is None
    finally:
        process.kill()
        process.communicate()


def test_readers_see_a_whole_state_while_it_is_written(store: Store, folder: Path, maker: Maker) -> None:
    """Two readers beside the writer: an ended episode always has its steps and its event."""
    with Store.open(folder, write=False) as one, Store.open(folder, write=False) as two, Recorder(store, "r") as out:
        for i in range(50):
            for event in maker.played(f"e{i}", maker.task("mug")):
                out.record(event)
            for reader in (one, two):
                assert queries.count_episodes(reader, "r", ended=True) == i + 1
                assert len(queries.episode(reader, "r", f"e{i}").steps) == 2


def test_wal_and_full_sync(store: Store) -> None:
    """What `record` promises rests on these two."""
    assert store.row("PRAGMA journal_mode")[0] == "wal"
    assert store.row("PRAGMA synchronous")[0] == 2


def test_nothing_to_read(folder: Path) -> None:
    """Reading makes no store."""
    assert isinstance(refusal(folder, write=False), UserError)
    assert not folder.exists()
    assert not Store.exists(folder)


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for i in range(4096, len(data) - 64, 512):
        data[i : i + 64] = os.urandom(64)
    path.write_bytes(data)


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(b"this was a database once" * 500),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        _flip,
    ],
    ids=["overwritten", "cut", "flipped"],
)
def test_damaged_file(folder: Path, maker: Maker, harm: Callable[[Path], None], write: bool) -> None:
    """The sentence names the file, says that nothing was deleted and how to go on; and nothing is."""
    with Store.open(folder) as store, Recorder(store, "run-1") as recorder:
        for event in maker.whole_run():
            recorder.record(event)
    path = folder / "studio.db"
    harm(path)
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault) as caught, Store.open(folder, write=write) as opened:
        list(queries.events(opened, "run-1"))
        queries.tasks(opened, "run-1")
        queries.episodes(opened, "run-1")
    assert str(path) in str(caught.value)
    assert "Nothing was deleted" in str(caught.value)
    assert ".damaged" in caught.value.fix
    assert path.read_bytes() == before
    assert lock.holder(folder) is None


def test_an_empty_file_becomes_a_store(folder: Path) -> None:
    """What a kill in the very first moment leaves is a new store."""
    folder.mkdir()
    (folder / "studio.db").touch()
    with Store.open(folder) as store:
        assert queries.runs(store) == []


def test_a_newer_store_is_left_alone(folder: Path) -> None:
    """Format 99 is none of ours: both ways of opening refuse, the file stays as it is."""
    Store.open(folder).close()
    with closing(sqlite3.connect(folder / "studio.db")) as con:
        con.execute("PRAGMA user_version = 99")
    for write in (True, False):
        fault = refusal(folder, write=write)
        assert isinstance(fault, UserError)
        assert "newer" in str(fault)
    with closing(sqlite3.connect(folder / "studio.db")) as con:
        assert con.execute("PRAGMA user_version").fetchone()[0] == 99


def test_a_database_of_another_program_is_left_alone(folder: Path) -> None:
    """Not a single table is added to it."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "studio.db")) as con, con:
        con.execute("CREATE TABLE bookmarks (url)")
    before = (folder / "studio.db").read_bytes()
    assert "another program" in str(refusal(folder))
    assert (folder / "studio.db").read_bytes() == before


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A file in the way of the folder."""
    (tmp_path / "file").touch()
    assert isinstance(refusal(tmp_path / "file" / "store"), EnvironmentFault)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(folder: Path, maker: Maker) -> None:
    """Writing is refused in words; reading still works."""
    with Store.open(folder) as store, Recorder(store, "run-1") as recorder:
        recorder.record(ev.RunStarted(Run("run-1", "http://x/")))
    (folder / lock.NAME).unlink()
    folder.chmod(0o500)
    try:
        assert "cannot be written" in str(refusal(folder))
        with Store.open(folder, write=False) as reader:
            assert len(queries.runs(reader)) == 1
    finally:
        folder.chmod(0o700)
    (folder / "studio.db").chmod(0o400)
    assert "cannot be opened or written" in str(refusal(folder))


def test_a_table_that_is_gone(store: Store, tell: Tell, maker: Maker) -> None:
    """Somebody dropped a table: a fault in words, not a crash."""
    tell(*maker.whole_run())
    with store.transaction() as con:
        con.execute("DROP TABLE metrics")
    with pytest.raises(EnvironmentFault, match="metrics"):
        queries.metric(store, "run-1", "reward")


def test_a_block_that_fails_leaves_nothing(store: Store) -> None:
    """A transaction is all or nothing, and the store goes on."""
    with pytest.raises(RuntimeError), store.transaction() as con:
        con.execute("INSERT INTO metrics VALUES (1, 'r', 'a', 1, 1, 1)")
        raise RuntimeError
    with store.transaction() as con:
        con.execute("INSERT INTO metrics VALUES (2, 'r', 'a', 1, 1, 1)")
    assert [row["seq"] for row in store.rows("SELECT seq FROM metrics")] == [2]


def test_run_folders_stay_inside(store: Store) -> None:
    """A run's name cannot lead out of the store."""
    assert store.run_folder("run-1").parent == store.folder / "runs"
    for name in ("../x", "a/b", "..", "", "."):
        with pytest.raises(UserError):
            store.run_folder(name)


# -- migrations


def _second(db: Database) -> None:
    db.table("runs").add_column("note", str)
    db.execute("UPDATE runs SET note = 'migrated'")


def _broken(db: Database) -> None:
    db.table("runs").add_column("half", str)
    raise RuntimeError("stopped half way")


def _upgrade(path: Path, *steps: migrations.Migration) -> Path | None:
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        return migrations.migrate(con, path, [*migrations.MIGRATIONS, *steps])


def test_an_older_store_is_backed_up_and_brought_up_to_date(folder: Path, maker: Maker) -> None:
    """The backup is a whole store of the old format; the records are in both."""
    with Store.open(folder) as store, Recorder(store, "run-1") as recorder:
        for event in maker.whole_run():
            recorder.record(event)
    path = folder / "studio.db"
    backup = _upgrade(path, _second)
    assert backup is not None
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("SELECT note FROM runs").fetchall() == [("migrated",)]
        assert migrations.version(con) == len(migrations.MIGRATIONS) + 1
    (folder / "old").mkdir()
    shutil.copy(backup, folder / "old" / "studio.db")
    with Store.open(folder / "old") as old:
        assert [event for _, _, event in queries.events(old, "run-1")] == maker.whole_run()
    assert _upgrade(path, _second) is None  # nothing left to do, no second backup


def test_a_store_of_the_first_format(folder: Path) -> None:
    """Its runs are there after opening, by a writer or a reader, and its time counts as one session."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "studio.db", isolation_level=None)) as con:
        migrations.migrate(con, folder / "studio.db", migrations.MIGRATIONS[:1])
        for at, event in ((10.0, ev.RunStarted(Run("old", "http://x/"))), (14.5, ev.Metric("reward", 1.0, 1))):
            con.execute(
                "INSERT INTO events (run, at, type, body) VALUES ('old', ?, ?, ?)",
                (at, type(event).__name__, codec.dumps(event)),
            )
        con.execute(
            "INSERT INTO runs (id, site, body, started, sessions) VALUES ('old', 'http://x/', ?, 10, 1)",
            (codec.dumps(Run("old", "http://x/")),),
        )
    with Store.open(folder, write=False) as reader:
        assert queries.resume_point(reader, "old").seconds == 4.5
        assert reader.problems() == []
    assert (folder / "studio-format-1.backup.db").exists()


def test_a_migration_that_fails_changes_nothing(folder: Path) -> None:
    """Not even the steps before the one that failed."""
    Store.open(folder).close()
    path = folder / "studio.db"
    with pytest.raises(RuntimeError):
        _upgrade(path, _second, _broken)
    with Store.open(folder) as store:
        columns = {row["name"] for row in store.rows("PRAGMA table_info(runs)")}
        assert not columns & {"note", "half"}
        assert store.problems() == []


def test_a_new_store_needs_no_backup(folder: Path) -> None:
    """Nothing was there to keep."""
    Store.open(folder).close()
    assert sorted(p.name for p in folder.iterdir()) == ["studio.db", "studio.lock"]


def test_a_store_without_tables_is_finished_by_a_reader(folder: Path) -> None:
    """A reader brings an older store up to date itself when nobody is writing."""
    Store.open(folder).close()
    (folder / "studio.db").unlink()
    sqlite3.connect(folder / "studio.db").close()
    with Store.open(folder, write=False) as reader:
        assert queries.runs(reader) == []
        assert not reader.writable


def test_the_note_in_the_lock_file(store: Store, folder: Path) -> None:
    """Who writes, and which run: also when the note itself is unreadable."""
    store.tell_run("run-7")
    assert lock.holder(folder) == lock.Holder(os.getpid(), "run-7")
    note = (folder / lock.NAME).read_bytes()
    assert json.loads(note) == {"pid": os.getpid(), "run": "run-7"}
    (folder / lock.NAME).write_bytes(b"{")
    assert lock.holder(folder) == lock.Holder(0)
