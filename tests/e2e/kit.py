"""Settings that make a run small, and ways to start and stop one as a person would."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys

import pytest

from paestudio.__main__ import main

PROGRAM = [sys.executable, "-m", "paestudio"]
NOISE = ("Traceback", "never retrieved", "never awaited", "Connection closed", "Task was destroyed")
_SMALL = {
    "tasks": 8,
    "explore-pages": 6,
    "explore-seconds": 20,
    "group": 2,
    "tasks-per-iteration": 2,
    "max-steps": 3,
    "page-tokens": 200,
    "warm-start-share": 0.02,
    "iterations": 1,
    "seed": 3,
}


def small(**changed: int) -> list[str]:
    """The options of a small run; `tasks=10` changes one."""
    options = _SMALL | {name.replace("_", "-"): value for name, value in changed.items()}
    return [word for name, value in options.items() for word in (f"--{name}", str(value))]


def interrupted(command: list[str], words: str, signals: list[signal.Signals]) -> tuple[int, str]:
    """Exit code and standard error of a command whose process group gets `signals` when it says `words`.

    Like from a terminal: the whole group at once. Between two signals it says a line.
    """
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
        else:
            pytest.fail(f"it ended by itself: {said[-3000:]}")
        for number in signals:
            os.killpg(process.pid, number)
            if number is signal.SIGKILL:
                return process.wait(60), said  # it says no more
            said += process.stderr.readline()
        said += process.stderr.read()
        return process.wait(60), said
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stderr.close()


def refused(*words: object) -> tuple[int, list[str]]:
    """Exit code and lines on standard error of a command line that starts nothing; in this process: that is quick."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        code = main([str(word) for word in words])
    return code, said.getvalue().splitlines()


def noise(said: str) -> list[str]:
    """The lines of standard error that no run may write."""
    return [line for line in said.splitlines() if any(words in line for words in NOISE)]
