"""Find an installed Chromium or Chrome, and say how to start it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from paestudio.core.errors import EnvironmentFault

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FIX = "Install chromium or google-chrome (Debian, Ubuntu: apt-get install chromium), or use the embedded browser."


def find_chromium(path: str | None = None, places: Sequence[str] = PLACES) -> Path:
    """The browser's program file, searched in `path` (the default is PATH), then in the usual places.

    Raises EnvironmentFault when none is installed.
    """
    for name in NAMES:
        found = shutil.which(name, path=path)
        if found:
            return Path(found)
    for place in places:
        if Path(place).is_file():
            return Path(place)
    raise EnvironmentFault("No Chromium or Chrome was found on this machine.", FIX)


def is_root() -> bool:
    """True for root: Chromium refuses its sandbox then."""
    return sys.platform != "win32" and os.geteuid() == 0


def start_flags() -> list[str]:
    """Command line flags that make pages behave the same whether anybody looks or not."""
    flags = [
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--force-color-profile=srgb",
        "--no-first-run",
    ]
    shared = Path("/dev/shm")
    if shared.is_dir() and shutil.disk_usage(shared).total < 256 * 2**20:
        flags.append("--disable-dev-shm-usage")
    return flags
