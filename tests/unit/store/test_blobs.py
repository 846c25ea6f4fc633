"""Screenshots by content."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from pathlib import Path

import pytest

from paestudio.core.errors import EnvironmentFault
from paestudio.store import Blobs

PICTURE = b"\xff\xd8 picture" * 100


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty folder of blobs."""
    return Blobs(tmp_path / "blobs")


def test_saved_once_under_its_hash(blobs: Blobs) -> None:
    """The name says what is inside; the same picture takes room once."""
    name = blobs.save(PICTURE)
    assert name == hashlib.sha256(PICTURE).hexdigest() + ".jpg"
    assert blobs.save(PICTURE, ".jpg") == name
    assert blobs.open(name) == PICTURE
    assert blobs.total_size() == len(PICTURE)
    assert blobs.save(b"", "png").endswith(".png")


@pytest.mark.parametrize("name", [None, "", "x.jpg", "../../etc/passwd", "a" * 64 + ".jpg", "a" * 64 + ".jp/g"])
def test_missing_is_none(blobs: Blobs, name: str | None) -> None:
    """A name that is no blob, or one whose file is gone, never raises and never leaves the folder."""
    assert blobs.open(name) is None
    assert blobs.path(name) is None


def test_torn_is_missing(blobs: Blobs) -> None:
    """A file cut off by a power failure or overwritten by hand is not shown; saving again repairs a cut one."""
    name = blobs.save(PICTURE)
    path = blobs.path(name)
    assert path is not None
    path.write_bytes(PICTURE[:-1])
    assert blobs.open(name) is None
    blobs.save(PICTURE)
    assert blobs.open(name) == PICTURE
    path.write_bytes(b"\x00" * len(PICTURE))
    assert blobs.open(name) is None


def test_many_threads_save_the_same(blobs: Blobs) -> None:
    """No half file, no draft left behind."""
    threads = [threading.Thread(target=blobs.save, args=(PICTURE,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [p.name for p in blobs.folder.glob("*/*")] == [blobs.save(PICTURE)]


def test_a_disk_that_refuses(blobs: Blobs) -> None:
    """In words, with nothing left behind."""
    blobs.folder.parent.mkdir(exist_ok=True)
    assert blobs.fault is None
    blobs.folder.write_text("a file in the way")
    with pytest.raises(EnvironmentFault, match="could not be saved") as told:
        blobs.save(PICTURE)
    assert blobs.fault is told.value


def test_a_suffix_is_a_suffix(blobs: Blobs) -> None:
    """No path can be smuggled in."""
    with pytest.raises(ValueError, match="suffix"):
        blobs.save(PICTURE, "/../../x")


def test_collecting_what_nobody_refers_to(blobs: Blobs) -> None:
    """Old and unused goes; used stays; young stays: its step may not be recorded yet. Old drafts go too."""
    used, unused, young = blobs.save(b"used"), blobs.save(b"unused"), blobs.save(b"young")
    draft = blobs.folder / "ab" / ("c" * 64 + ".jpg.1234.tmp")
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"half")
    old = time.time() - 7200
    for path in (blobs.path(used), blobs.path(unused), draft):
        assert path is not None
        os.utime(path, (old, old))
    assert blobs.collect({used}) == len(b"unused") + len(b"half")
    assert blobs.open(used) == b"used"
    assert blobs.open(unused) is None
    assert blobs.open(young) == b"young"
