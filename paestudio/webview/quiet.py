"""Keep Chromium's and Qt's chatter off the terminal: it is written to file descriptor 2, past Python.

For good, not for a while: QtWebEngine lives until the process ends and talks until then.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_hidden = False


def hide_native_stderr(target: Path | None = None) -> None:
    """From now on, what libraries write to stderr goes to `target` (None: nowhere); Python's own still shows."""
    global _hidden
    if _hidden:
        return
    _hidden = True
    sys.stderr.flush()
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
    sink = os.open(target or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(sink, 2)
    os.close(sink)
