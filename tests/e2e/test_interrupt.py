"""A run that is interrupted like from a terminal, the whole process group at once: it ends in order, and goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from paestudio.store import Store, queries
from paestudio.store.rows import RunRow, RunState
from tests.e2e.kit import PROGRAM, interrupted, noise, small

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="process groups and their signals are POSIX"),
]
TRAIN = [*PROGRAM, "train", "--headless"]
WHEN = {  # what it says then, and the signals it gets
    "exploring": ("Run ", [signal.SIGTERM]),
    "proving": ("task: ", [signal.SIGINT]),
    "playing": ("tasks proposed", [signal.SIGINT, signal.SIGINT]),
}


@dataclass(frozen=True)
class Stopped:
    """A run that was interrupted, its store, its exit code and what it said."""

    store: Path
    code: int
    said: str

    def copy(self, to: Path) -> Path:
        """A store of one's own with the same run."""
        return shutil.copytree(self.store, to / "store")


@pytest.fixture(scope="module")
def stopped(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Stopped]:
    """Of each of WHEN one, made when it is asked for."""

    @cache
    def stop(when: str) -> Stopped:
        store = tmp_path_factory.mktemp(when)
        command = [*TRAIN, "demo", "--store", str(store), "--model", str(model), *small()]
        return Stopped(store, *interrupted(command, *WHEN[when]))

    return stop


def stored(folder: Path) -> RunRow:
    """The one run of a store."""
    with Store.open(folder, write=False) as store:
        (row,) = queries.runs(store)
    return row


@pytest.mark.parametrize("when", WHEN)
def test_it_stops_in_order(when: str, stopped: Callable[[str], Stopped]) -> None:
    one = stopped(when)
    assert one.code == 130, one.said
    assert not noise(one.said), one.said
    row = stored(one.store)
    assert row.state is RunState.STOPPED
    assert f"Go on with: paestudio train --headless --resume {row.run.id} --store {one.store}\n" in one.said


def test_and_goes_on(stopped: Callable[[str], Stopped], tmp_path: Path) -> None:
    one = stopped("proving")
    folder = one.copy(tmp_path)
    again = one.said.rpartition("Go on with: paestudio train --headless ")[2].split()
    assert again[-2:] == ["--store", str(one.store)]
    done = subprocess.run([*TRAIN, *again[:-1], str(folder)], capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    row = stored(folder)
    with Store.open(folder, write=False) as store:
        names = [measured.name for measured in queries.measured(store, row.run.id)]
    assert (row.state, row.sessions, names[-1]) == (RunState.FINISHED, 2, "after")


def test_and_goes_on_in_the_window(stopped: Callable[[str], Stopped], tmp_path: Path) -> None:
    folder = stopped("playing").copy(tmp_path)
    run = stored(folder).run.id
    command = [*PROGRAM, "train", "--resume", run, "--store", str(folder)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PAESTUDIO_HOME": str(tmp_path / "home")}
    window = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        end = time.monotonic() + 200
        while (row := stored(folder)).state is not RunState.FINISHED and time.monotonic() < end:
            time.sleep(0.2)
        window.send_signal(signal.SIGINT)
        assert window.wait(60) == 0
    finally:
        window.kill()
        window.wait()
    assert (row.run.id, row.state, row.sessions) == (run, RunState.FINISHED, 2)
