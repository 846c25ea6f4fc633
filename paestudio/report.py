"""The top-level fault boundary: what a person sees when a command ends badly.

A fault that a person can act on is one sentence and what to do. Anything else is our bug: it is written, once, as a
report that can be sent to us as it is, without secrets.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import shlex
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import TextIO

from paestudio import paths
from paestudio.core.errors import EnvironmentFault, PaeError

BUG = 70
INTERRUPTED = 130
BROKEN_PIPE = 141
PACKAGES = ("torch", "transformers", "peft", "PySide6", "playwright", "sqlite-utils", "numpy")

_SECRETS = (
    (re.compile(r"(?<=://)[^/\s@'\"]+@"), "***@"),  # user:password in an address
    (re.compile(r"(?i)((?:authorization|cookie)\W{1,4})[^\r\n'\"]+"), r"\1***"),
    (
        re.compile(
            r"(?i)([\w-]*(?:password|passwd|secret|token|api[_-]?key)[\w-]*['\"]?\s*[=:\s]\s*['\"]?)[^\s'\"&,;)}]+"
        ),
        r"\1***",
    ),
    (re.compile(r"\b(?:hf|sk|ghp|gho|xox[abp])[_-][A-Za-z0-9_-]{8,}"), "***"),
)


def guarded(work: Callable[[], int], argv: Sequence[str], err: TextIO | None = None) -> int:
    """Run a command; the exit code. Faults become a message on `err` (standard error)."""
    out = err if err is not None else sys.stderr
    try:
        return work()
    except BaseException as fault:  # the named boundary: nothing may pass it but SystemExit
        fault = root_fault(fault)
        if isinstance(fault, SystemExit):
            raise fault from None
        return explain(fault, argv, out)


def explain(fault: BaseException, argv: Sequence[str], out: TextIO) -> int:
    """Say what went wrong, write a report when it is our bug, and give the exit code."""
    if isinstance(fault, KeyboardInterrupt):
        print("Interrupted.", file=out)
        return INTERRUPTED
    if isinstance(fault, BrokenPipeError):
        _forget_stdout()
        return BROKEN_PIPE
    known = fault if isinstance(fault, PaeError) else machine_fault(fault)
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


def machine_fault(fault: BaseException) -> EnvironmentFault | None:
    """The machine's own faults in our words: a full disk, no memory, no free file handles; else None."""
    if isinstance(fault, OSError):
        place = f" ({fault.filename})" if fault.filename else ""
        match fault.errno:
            case errno.ENOSPC | errno.EDQUOT:
                return EnvironmentFault(f"The disk is full{place}.", "Free some space, then start again with --resume.")
            case errno.EROFS:
                return EnvironmentFault(f"The disk is read-only{place}.", "Set PAESTUDIO_HOME to a folder of yours.")
            case errno.EMFILE | errno.ENFILE:
                return EnvironmentFault("Too many files are open.", "Raise the limit: ulimit -n 4096.")
    if isinstance(fault, MemoryError) or type(fault).__name__ == "OutOfMemoryError":
        return EnvironmentFault(
            "There is not enough memory.", "Close other programs, use a smaller model, or fewer pages."
        )
    return None


def write(fault: BaseException, argv: Sequence[str]) -> Path:
    """Write the report of a fault and return its path. The same fault again finds its report and adds nothing."""
    trace = redact("".join(traceback.format_exception(fault)))
    name = f"report-{hashlib.sha256(_frames(fault).encode()).hexdigest()[:10]}.txt"
    text = f"{_facts(argv)}\n{trace}"
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


def redact(text: str) -> str:
    """The text without passwords, tokens, cookies, and the name of the person's folder."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def _reports() -> Path:
    return paths.data_dir() / "reports"


def _facts(argv: Sequence[str]) -> str:
    lines = [
        f"time      {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        f"command   {redact(shlex.join(['paestudio', *argv]))}",
        f"system    {platform.platform()}",
        f"python    {platform.python_version()}",
    ]
    for name in ("paestudio", *PACKAGES):
        try:
            lines.append(f"{name:<9} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name:<9} not installed")
    return "\n".join(lines) + "\n"


def _frames(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    return type(fault).__name__ + "".join(f"|{Path(f.filename).name}:{f.lineno}" for f in frames)


def _forget_stdout() -> None:
    """The reader of our output is gone: let Python's own flush at exit write into nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
