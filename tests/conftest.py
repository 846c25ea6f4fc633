"""What every test is held to: nothing logged that was not meant, nothing left running, nothing of the user's touched.

Markers: `expect_log(pattern)`, records at WARNING or above that match are meant, and one that does not come fails the
test too; `leaves(pattern)`, a thread or child process whose name matches may outlive the test.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from paestudio import paths

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

GRACE = 5.0  # seconds that threads and processes have to end after a test
# Threads of libraries that live as long as the process, by design.
THREADS = re.compile(
    r"^(pytest_timeout.*"  # the watchdog of this test run
    r"|tqdm_monitor"  # one monitor for all progress bars
    r"|Dummy-\d+)$"  # a thread of Qt's or of a library that once ran Python code; Python cannot join it
)
# QtWebEngine keeps its zygotes, GPU and utility processes, and a spare renderer, until the application ends.
PROCESSES = re.compile(r"^QtWebEngineProc")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Data and settings of this test run in a folder of its own; models stay where they are cached."""
    home = tmp_path_factory.mktemp("home")
    (home / "cache").symlink_to(paths.cache_dir(), target_is_directory=True)
    before = os.environ.get("PAESTUDIO_HOME")
    os.environ["PAESTUDIO_HOME"] = str(home)
    yield
    del os.environ["PAESTUDIO_HOME"]
    if before is not None:
        os.environ["PAESTUDIO_HOME"] = before


class LogFail(logging.Handler):
    """Collects what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_stray_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Unexpected warnings in the log fail the test, and so do expected ones that never come."""
    wanted = [marker.args[0] for marker in request.node.iter_markers("expect_log")]
    handler = LogFail()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    texts = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in handler.records]
    stray = [text for text in texts if not any(re.search(pattern, text) for pattern in wanted)]
    silent = [pattern for pattern in wanted if not any(re.search(pattern, text) for text in texts)]
    assert not stray, "logged without being expected:\n" + "\n".join(stray)
    assert not silent, f"expected in the log, but never came: {silent}"


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Threads and child processes that a test starts must end with it. What wider fixtures started is not counted."""
    meant = [re.compile(marker.args[0]) for marker in request.node.iter_markers("leaves")]
    threads, children = set(threading.enumerate()), set(_children())
    yield
    end = time.monotonic() + GRACE
    while (left := _left(threads, children, meant)) and time.monotonic() < end:
        gc.collect()
        time.sleep(0.02)
    assert not left, f"still running {GRACE:.0f} s after the test: {left}"


def _left(threads: set[threading.Thread], children: set[psutil.Process], meant: list[re.Pattern[str]]) -> list[str]:
    names = [
        f"thread {thread.name}"
        for thread in threading.enumerate()
        if thread not in threads and not THREADS.match(thread.name) and not any(p.search(thread.name) for p in meant)
    ]
    for child in _children():
        if child in children:
            continue
        try:
            name, line, state = child.name(), child.cmdline(), child.status()
        except psutil.NoSuchProcess:
            continue
        if state != psutil.STATUS_ZOMBIE and not PROCESSES.match(name) and not any(p.search(name) for p in meant):
            names.append(f"process {name} {' '.join(line)[:200]}")
    return names


def _children() -> list[psutil.Process]:
    """Our own child processes. What a wider fixture's browser starts for itself is its affair."""
    if sys.platform != "linux":
        return psutil.Process().children()
    # One file a thread, instead of a look at every process of the machine, which psutil would take.
    found = []
    for pid in [int(word) for task in Path("/proc/self/task").iterdir() for word in _words(task / "children")]:
        try:
            found.append(psutil.Process(pid))
        except psutil.NoSuchProcess:
            continue
    return found


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []
