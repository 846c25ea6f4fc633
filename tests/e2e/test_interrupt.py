"""A run that is interrupted like from a terminal, the whole process group at once: it ends in order, and goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from paestudio.lm.tiny import make
from paestudio.store import Store, queries
from paestudio.store.rows import RunRow, RunState
from tests.e2e.kit import small

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="process groups and their signals are POSIX"),
]
SMALL = small(tasks=8, explore_pages=6, explore_seconds=15, group=2, iterations=1)
TRAIN = [sys.executable, "-m", "paestudio", "train", "--headless"]
NOISE = ("Traceback", "never retrieved", "never awaited", "Connection closed", "Task was destroyed")
TERM = signal.SIGTERM


def interrupted(command: list[str], words: str, signals: list[signal.Signals]) -> tuple[int, str]:
    """Exit code and standard error of a command that gets `signals` when it says `words`."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    try:
        said = ""
        for line in process.stderr:
            said += line
            if words in line:
                break
        for number in signals:
            os.killpg(process.pid, number)
            said += process.stderr.readline()
        said += process.stderr.read()
        return process.wait(60), said
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stderr.close()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("model"))


@pytest.mark.parametrize(
    ("words", "signals"),
    [
        ("Run ", [signal.SIGTERM]),  # exploring
        ("task: ", [signal.SIGINT]),  # proving
        ("tasks proposed", [signal.SIGINT, signal.SIGINT]),  # playing
    ],
)
def test_it_stops_in_order(words: str, signals: list[signal.Signals], model: Path, tmp_path: Path) -> None:
    command = [*TRAIN, "demo", "--store", str(tmp_path), "--model", str(model), *SMALL]
    code, said = interrupted(command, words, signals)
    assert code == 130, said
    assert not [line for line in said.splitlines() if any(noise in line for noise in NOISE)], said
    with Store.open(tmp_path, write=False) as store:
        (row,) = queries.runs(store)
    assert row.state is RunState.STOPPED
    assert f"Go on with: paestudio train --headless --resume {row.run.id} --store {tmp_path}\n" in said


def test_and_goes_on(model: Path, tmp_path: Path) -> None:
    command = [*TRAIN, "demo", "--store", str(tmp_path), "--model", str(model), *SMALL]
    _, said = interrupted(command, "task: ", [signal.SIGTERM])
    again = said.rpartition("Go on with: paestudio train --headless ")[2].split()
    done = subprocess.run([*TRAIN, *again], capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    with Store.open(tmp_path, write=False) as store:
        (row,) = queries.runs(store)
        names = [measured.name for measured in queries.measured(store, row.run.id)]
    assert (row.state, row.sessions, names[-1]) == (RunState.FINISHED, 2, "after")


def test_and_goes_on_in_the_window(model: Path, tmp_path: Path) -> None:
    _, said = interrupted([*TRAIN, "demo", "--store", str(tmp_path), "--model", str(model), *SMALL], "task: ", [TERM])
    run = said.rpartition("--resume ")[2].split()[0]
    command = [sys.executable, "-m", "paestudio", "train", "--resume", run, "--store", str(tmp_path)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PAESTUDIO_HOME": str(tmp_path / "home")}
    window = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        end = time.monotonic() + 200
        while (row := stored(tmp_path)).state is not RunState.FINISHED and time.monotonic() < end:
            time.sleep(0.2)
        window.send_signal(signal.SIGINT)
        assert window.wait(60) == 0
    finally:
        window.kill()
        window.wait()
    assert (row.run.id, row.state, row.sessions) == (run, RunState.FINISHED, 2)


def stored(folder: Path) -> RunRow:
    """The one run of a store."""
    with Store.open(folder, write=False) as store:
        (row,) = queries.runs(store)
    return row
