"""Set up QtWebEngine before it is imported: its debug port, on this machine only, and its flags."""

from __future__ import annotations

import os
import socket
import sys

from paestudio.browser.chromium import is_root, start_flags

PORT_VARIABLE = "QTWEBENGINE_REMOTE_DEBUGGING"
NO_SCREEN = ("offscreen", "minimal")
FLAGS_VARIABLE = "QTWEBENGINE_CHROMIUM_FLAGS"


def prepare(quiet: bool = False) -> str:
    """Choose a free port and set the environment; the answer is the address Playwright connects to.

    Call it before anything imports QtWebEngine and before the QApplication is made. With `quiet` Chromium's own log
    stays off stderr. Raises RuntimeError when QtWebEngine was imported already.
    """
    if PORT_VARIABLE in os.environ and "PySide6.QtWebEngineCore" in sys.modules:
        return f"http://{os.environ[PORT_VARIABLE]}"
    if "PySide6.QtWebEngineCore" in sys.modules:
        raise RuntimeError("paestudio.webview.start.prepare() must come before QtWebEngine is imported.")
    address = f"127.0.0.1:{_free_port()}"
    # Only a client that sends no Origin header may connect: no page can, Playwright does.
    flags = ["--remote-allow-origins=http://none.invalid", *start_flags()]
    if is_root():
        flags.append("--no-sandbox")
    if os.environ.get("QT_QPA_PLATFORM") in NO_SCREEN:  # no graphics card to look for
        flags.append("--disable-gpu")
        os.environ["QT_QUICK_BACKEND"] = "software"
    if quiet:
        flags.append("--log-level=3")
        os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false;js=false;qt.webenginecontext*=false")
    os.environ[PORT_VARIABLE] = address
    os.environ[FLAGS_VARIABLE] = " ".join([os.environ.get(FLAGS_VARIABLE, ""), *flags]).strip()
    return f"http://{address}"


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
