"""Exceptions that are no PaeError: the machine's own faults in our words, and the report of a bug of ours.

The command line and the window explain and report here. A report is fit to be sent as it is: secrets, addresses'
queries and who the person is are left out.
"""

from __future__ import annotations

import errno
import getpass
import hashlib
import platform
import re
import time
import traceback
from importlib import metadata
from pathlib import Path

from paestudio.core.errors import EnvironmentFault

PACKAGES = ("torch", "transformers", "peft", "PySide6", "playwright", "sqlite-utils", "numpy")
WINDOW = "paestudio (window)"
SHORTEST_NAME = 3  # letters of a user name that is looked for; shorter ones are parts of anything
# Of torch, of a thread that finds no room for its stack, of the loader of a library.
_MEMORY_WORDS = ("can't allocate memory", "can't start new thread", "failed to map segment from shared object")
COMMON = ("root", "user", "admin", "paestudio")

_SECRETS = (
    (re.compile(r"(?<=://)[^/\s@'\"]+@"), "***@"),  # user:password in an address
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s'\"?#]*)[?#][^\s'\"]*", re.I), r"\1?***"),
    (re.compile(r"(?i)((?:authorization|cookie)\W{1,4})[^\r\n'\"]+"), r"\1***"),
    (
        re.compile(
            r"(?i)([\w-]*(?:password|passwd|secret|token|api[_-]?key)[\w-]*['\"]?\s*[=:\s]\s*['\"]?)[^\s'\"&,;)}]+"
        ),
        r"\1***",
    ),
    (re.compile(r"\b(?:hf|sk|ghp|gho|xox[abp])[_-][A-Za-z0-9_-]{8,}"), "***"),
)


def report(fault: BaseException, command: str = WINDOW) -> str:
    """Facts of this machine and program, and the fault's traceback, redacted."""
    return f"{_facts(command)}\n{redact(''.join(traceback.format_exception(fault)))}"


def mark(fault: BaseException) -> str:
    """The same for the same fault from the same place, whatever its words: ten hexadecimal digits."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = type(fault).__name__ + "".join(f"|{Path(f.filename).name}:{f.lineno}" for f in frames)
    return hashlib.sha256(place.encode()).hexdigest()[:10]


def machine_fault(fault: BaseException) -> EnvironmentFault | None:
    """The machine's own faults in our words: a full disk, no memory, no free file handles; else None."""
    if isinstance(fault, OSError):
        place = f" ({fault.filename})" if fault.filename else ""
        match fault.errno:
            case errno.ENOSPC | errno.EDQUOT:
                return EnvironmentFault(f"The disk is full{place}.", "Free some space, then start again with --resume.")
            case errno.EROFS:
                return EnvironmentFault(f"The disk is read-only{place}.", "Set PAESTUDIO_HOME to a folder of yours.")
            case errno.EADDRINUSE | errno.EADDRNOTAVAIL:
                return EnvironmentFault(
                    "There is no free port on this machine.", "Close programs that keep many connections open."
                )
            case errno.ENOMEM:
                return _no_memory()
            case errno.EMFILE | errno.ENFILE:
                return EnvironmentFault("Too many files are open.", "Raise the limit: ulimit -n 4096.")
    said = str(fault)
    if "No space left on device" in said:  # safetensors and torch have exceptions of their own for it
        return EnvironmentFault("The disk is full.", "Free some space, then start again with --resume.")
    lacks = isinstance(fault, MemoryError) or type(fault).__name__ == "OutOfMemoryError"
    if lacks or any(words in said for words in _MEMORY_WORDS):
        return _no_memory()
    return None


def _no_memory() -> EnvironmentFault:
    return EnvironmentFault("There is not enough memory.", "Close other programs, use a smaller model, or fewer pages.")


def redact(text: str, home: str = "", user: str = "") -> str:
    """The text without passwords, tokens, cookies, addresses' queries, and the person's folder and name.

    `home` and `user` are those of whoever runs the program unless given.
    """
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    home, user = home or str(Path.home()), user or _user()
    if len(home) > 1:
        text = text.replace(home, "~")
    if len(user) >= SHORTEST_NAME and user.casefold() not in COMMON:
        text = re.sub(rf"(?<!\w){re.escape(user)}(?!\w)", "***", text)
    return text


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a process of no known user
        return ""


def _facts(command: str) -> str:
    lines = [
        f"time      {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        f"command   {redact(command)}",
        f"system    {platform.platform()}",
        f"python    {platform.python_version()}",
    ]
    for name in ("paestudio", *PACKAGES):
        try:
            lines.append(f"{name:<9} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name:<9} not installed")
    return "\n".join(lines) + "\n"
