"""Keep Chromium's and Qt's chatter off the terminal: it is written to file descriptor 2, past Python."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def native_stderr_to(target: Path | None) -> Iterator[None]:
    """While inside, what libraries write to stderr goes to `target` (None: nowhere); Python's own still shows."""
    sys.stderr.flush()
    terminal = os.dup(2)
    sink = os.open(target or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    before = sys.stderr
    # Unbuffered by line, never closed here: a late traceback must find it open.
    sys.stderr = os.fdopen(os.dup(terminal), "w", buffering=1, errors="backslashreplace")
    os.dup2(sink, 2)
    os.close(sink)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(terminal, 2)
        os.close(terminal)
        sys.stderr.close()
        sys.stderr = before
