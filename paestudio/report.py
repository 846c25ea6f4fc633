"""The top-level fault boundary: what a person sees when a command ends badly.

A fault that a person can act on is one sentence and what to do. Anything else is our bug: it is written, once, as a
report that can be sent to us as it is, without secrets.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from paestudio import paths
from paestudio.core import bugs
from paestudio.core.errors import PaeError

BUG = 70
INTERRUPTED = 130
BROKEN_PIPE = 141


def guarded(work: Callable[[], int], argv: Sequence[str], err: TextIO | None = None) -> int:
    """Run a command; the exit code. Faults become a message on `err` (standard error)."""
    try:
        return work()
    except BaseException as fault:  # the named boundary: nothing may pass it but SystemExit
        fault = root_fault(fault)
        if isinstance(fault, SystemExit):
            raise fault from None
        return explain(fault, argv, err if err is not None else sys.stderr)  # now: a headless run has moved it


def explain(fault: BaseException, argv: Sequence[str], out: TextIO) -> int:
    """Say what went wrong, write a report when it is our bug, and give the exit code."""
    if isinstance(fault, KeyboardInterrupt):
        print("Interrupted.", file=out)
        return INTERRUPTED
    if isinstance(fault, BrokenPipeError):
        _forget_stdout()
        return BROKEN_PIPE
    known = fault if isinstance(fault, PaeError) else bugs.machine_fault(fault)
    if known is not None:
        print(f"paestudio: {known.message}", file=out)
        if known.fix:
            print(f"  {known.fix}", file=out)
        return known.exit_code
    where = write(fault, argv)
    print(f"paestudio: Something went wrong inside PAE Studio ({type(fault).__name__}).", file=out)
    print(f"  What was stored is safe. Please send the report: {where}", file=out)
    return BUG


def root_fault(fault: BaseException) -> BaseException:
    """The one fault that a group of tasks ended with: an interrupt first, then one a person can act on."""
    if not isinstance(fault, BaseExceptionGroup):
        return fault
    leaves = [root_fault(leaf) for leaf in fault.exceptions]
    for kind in (KeyboardInterrupt, SystemExit):
        for leaf in leaves:
            if isinstance(leaf, kind):
                return leaf
    bugs = [leaf for leaf in leaves if not isinstance(leaf, PaeError)]
    return (bugs or leaves)[0] if len(bugs) < 2 else fault


def write(fault: BaseException, argv: Sequence[str]) -> Path:
    """Write the report of a fault and return its path. The same fault again finds its report and adds nothing."""
    name = f"report-{bugs.mark(fault)}.txt"
    text = bugs.report(fault, shlex.join(["paestudio", *argv]))
    for folder in (_reports, lambda: Path(tempfile.gettempdir())):
        try:
            path = folder() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_text(text, encoding="utf-8")
        except (OSError, PaeError):
            continue  # no place there: the next one
        return path
    sys.stderr.write(text)
    return Path("the lines above")


def _reports() -> Path:
    return paths.data_dir() / "reports"


def _forget_stdout() -> None:
    """The reader of our output is gone: let Python's own flush at exit write into nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
