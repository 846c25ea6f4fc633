"""Qt for a program that has no event loop: it turns only while the program waits for a page.

For callers that go step by step (the gymnasium environment). Between two steps Qt stands still: a page's own scripts
go on, what it wants of the browser waits for the next step.
"""

from __future__ import annotations

import locale
import os
import threading
from concurrent.futures import Future
from typing import Any

from paestudio.browser.views import Views
from paestudio.core.errors import EnvironmentFault
from paestudio.webview.start import prepare


class SteppedViews:
    """The views, off the screen. Make, use and `end` it in the main thread.

    QtWebEngine's own helper processes stay until the program ends: it can be started once in a process.
    """

    def __init__(self) -> None:
        """Raises EnvironmentFault outside the main thread."""
        if threading.current_thread() is not threading.main_thread():
            raise EnvironmentFault("The embedded browser belongs to the main thread.", "Use the launched one there.")
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        endpoint = prepare(quiet=True)
        # Here and not above: QtWebEngine reads its environment when it is imported.
        from PySide6.QtWidgets import QApplication

        from paestudio.webview.host import ViewHost

        self._app = QApplication.instance() or QApplication(["paestudio"])
        locale.setlocale(locale.LC_NUMERIC, "C")  # QApplication took the user's: numbers would be parsed by it
        self._host = ViewHost(endpoint)

    @property
    def views(self) -> Views:
        """What the browser asks for its pages."""
        return self._host

    def wait(self, done: Future[Any]) -> None:
        """Turn Qt's loop until it is done."""
        from PySide6.QtCore import QEventLoop, QMetaObject, Qt

        loop = QEventLoop()
        done.add_done_callback(lambda _: QMetaObject.invokeMethod(loop, "quit", Qt.ConnectionType.QueuedConnection))
        if not done.done():
            loop.exec()

    def end(self) -> None:
        """Take the views away."""
        self._host.shutdown()
