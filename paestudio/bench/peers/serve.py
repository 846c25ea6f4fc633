"""Runs the peer script named in its argument in its own environment: one line of JSON in, one line of JSON out.

The script has `answer(asked)`, and `end()` when something must be closed. What libraries print goes to the standard
error, so that the answers stay readable.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from collections.abc import Callable
from typing import Any


def main(script: str) -> None:
    """Answer until there are no more questions."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    names = runpy.run_path(script)
    answer: Callable[[Any], Any] = names["answer"]
    try:
        for line in sys.stdin:
            out.write(json.dumps(answer(json.loads(line))) + "\n")
            out.flush()
    finally:
        if "end" in names:
            names["end"]()


if __name__ == "__main__":
    main(sys.argv[1])
