"""Whether there is a screen for a window, asked before Qt is: without one Qt would end the process without a word."""

from __future__ import annotations

import ctypes
import os
import sys


def missing() -> str:
    """Why no window can be shown; "" when one can, as far as that can be known."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if sys.platform in ("darwin", "win32") or platform not in ("", "xcb"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY") and not platform:
        return ""
    name = os.environ.get("DISPLAY", "")
    if not name:
        return "There is no display for the window."
    return "" if _answers(name) else f"The display {name} does not answer."


def _answers(name: str) -> bool:
    """Whether an X server can be talked to there; True where it cannot be asked."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    try:
        return int(xcb.xcb_connection_has_error(connection)) == 0
    finally:
        xcb.xcb_disconnect(connection)
