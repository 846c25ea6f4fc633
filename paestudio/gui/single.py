"""One window a store: a second start asks the first window to come forward, and ends."""

from __future__ import annotations

import getpass
import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1500


class SingleInstance(QObject):
    """`claim` is True for the first start on a store; `asked` carries the address that a second start was given."""

    asked = Signal(str)

    def __init__(self, store_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        key = f"{_user()}|{store_folder.resolve()}"
        self._name = f"paestudio-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)

    def claim(self, url: str = "") -> bool:
        """Become the one window, or tell the one there is (with the address to show) and return False."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(PATIENCE_MS):
            socket.write(f"{url}\n".encode())
            socket.waitForBytesWritten(PATIENCE_MS)
            socket.disconnectFromServer()
            return False
        QLocalServer.removeServer(self._name)  # what a killed window left behind
        return self._server.listen(self._name)

    def release(self) -> None:
        """Let another window be the one."""
        self._server.close()

    def _called(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)
        if socket.canReadLine():
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            self.asked.emit(bytes(socket.readLine().data()).decode("utf-8", "replace").strip())


def _user() -> str:
    """Whose window it is: the name, or the number of a user without one (a container's)."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid())
