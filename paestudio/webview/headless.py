"""Run the engine with the embedded browser and no window: Qt's offscreen platform, for the command line."""

from __future__ import annotations

import asyncio
import contextlib
import locale
import os
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Generic, TypeVar

from paestudio.browser.views import Views
from paestudio.core import loops
from paestudio.webview.quiet import hide_native_stderr
from paestudio.webview.start import prepare

T = TypeVar("T")
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run_headless(
    main: Callable[[Views], Coroutine[Any, Any, T]],
    on_interrupt: Callable[[], None] | None = None,
    chatter: Path | None = None,
    hide_chatter: bool = True,
) -> T:
    """Run `main(views)` in a worker thread while Qt runs here; its result, or its exception.

    Call it in the main thread. The first Ctrl-C calls `on_interrupt` (in the main thread); the second, or the first
    without one, cancels `main`, which ends with KeyboardInterrupt. `chatter` is a file for Chromium's log.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if hide_chatter:
        hide_native_stderr(chatter)
    return _run(main, on_interrupt, prepare(quiet=hide_chatter))


def _run(main: Callable[[Views], Coroutine[Any, Any, T]], on_interrupt: Callable[[], None] | None, endpoint: str) -> T:
    # Here and not above: QtWebEngine reads its environment when it is imported.
    from PySide6.QtWidgets import QApplication

    from paestudio.webview.host import ViewHost

    app = QApplication.instance() or QApplication(["paestudio"])
    locale.setlocale(locale.LC_NUMERIC, "C")  # QApplication took the user's: numbers would be parsed by it
    host = ViewHost(endpoint)
    worker = _Worker(main, host, lambda: host.run_later(app.quit))
    with _interrupts(worker, on_interrupt):
        host.run_later(worker.start)
        app.exec()
        worker.join()
    host.shutdown()
    return worker.result()


class _Worker(threading.Thread, Generic[T]):
    """The engine's thread: one asyncio loop, one coroutine."""

    def __init__(self, main: Callable[[Views], Coroutine[Any, Any, T]], views: Views, done: Callable[[], None]) -> None:
        super().__init__(name="paestudio-engine")
        self._main = main
        self._views = views
        self._done = done
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[T] | None = None
        self._result: list[T] = []
        self._fault: BaseException | None = None

    def run(self) -> None:
        """The thread."""
        try:
            self._result.append(loops.run(self._wrapped()))
        except BaseException as e:  # handed over to the main thread, which raises it
            self._fault = e
        finally:
            self._done()

    async def _wrapped(self) -> T:
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._main(self._views))
        return await self._task

    def cancel(self) -> None:
        """End the coroutine at its next await."""
        if self._loop is not None and self._task is not None:
            with contextlib.suppress(RuntimeError):  # it ended just now
                self._loop.call_soon_threadsafe(self._task.cancel)

    def result(self) -> T:
        """After `join`: what the coroutine returned, or raises what it raised."""
        if isinstance(self._fault, asyncio.CancelledError):
            raise KeyboardInterrupt from None
        if self._fault is not None:
            raise self._fault
        return self._result[0]


@contextlib.contextmanager
def _interrupts(worker: _Worker[Any], on_interrupt: Callable[[], None] | None) -> Iterator[None]:
    """Ctrl-C and SIGTERM while Qt's loop runs: Python sees a signal only when something wakes it."""
    from PySide6.QtCore import QSocketNotifier

    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("run_headless must be called in the main thread.")
    asked = 0

    def caught(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked += 1
        if asked == 1 and on_interrupt is not None:
            on_interrupt()
        else:
            worker.cancel()

    ours, qts = socket.socketpair()
    ours.setblocking(False)
    notifier = QSocketNotifier(qts.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: qts.recv(64))
    wakeup = signal.set_wakeup_fd(ours.fileno(), warn_on_full_buffer=False)
    before = {number: signal.signal(number, caught) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
        notifier.setEnabled(False)
        ours.close()
        qts.close()
