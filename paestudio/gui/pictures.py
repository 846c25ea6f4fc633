"""Screenshots from the store, read and scaled on a worker thread and kept while they are likely to be seen again."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap

from paestudio.store.blobs import Blobs

KEEP = 64
KEEP_PAINTED = 12  # pixmaps of full size: one for each page that plays, and the one looked at
_WIDEST = 1280


class Pictures(QObject):
    """`image` answers at once: the picture, or None and `loaded` follows when it has been read."""

    loaded = Signal(str)  # the screenshot's name

    def __init__(self, blobs_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blobs = Blobs(blobs_folder)
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._painted: OrderedDict[str, QPixmap] = OrderedDict()
        self._asked: set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._arrived)

    _read = Signal(str, QImage)

    def known(self, name: str | None) -> bool:
        """Whether there is such a file."""
        return bool(name) and self._blobs.path(name) is not None

    def image(self, name: str | None) -> QImage | None:
        """The picture if it is here; otherwise it is asked for."""
        if not name:
            return None
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        if name not in self._asked:
            self._asked.add(name)
            self._pool.start(_Read(self, self._blobs, name))
        return None

    def thumbnail(self, name: str, width: int) -> QImage | None:
        """The picture scaled to `width` px."""
        image = self.image(name)
        return None if image is None else image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)

    def pixmap(self, name: str | None) -> QPixmap:
        """The picture for painting, the same one each time; null while it is not here."""
        image = self.image(name)
        if image is None or not name:
            return QPixmap()
        if name not in self._painted:
            self._painted[name] = QPixmap.fromImage(image)
        self._painted.move_to_end(name)
        while len(self._painted) > KEEP_PAINTED:
            self._painted.popitem(last=False)
        return self._painted[name]

    def close(self) -> None:
        """Wait for what is being read. Idempotent."""
        self._pool.clear()
        self._pool.waitForDone()

    def _arrived(self, name: str, image: QImage) -> None:
        self._asked.discard(name)
        self._kept[name] = image
        while len(self._kept) > KEEP:
            self._kept.popitem(last=False)
        if not image.isNull():
            self.loaded.emit(name)


class _Read(QRunnable):
    def __init__(self, owner: Pictures, blobs: Blobs, name: str) -> None:
        super().__init__()
        self._owner, self._blobs, self._name = owner, blobs, name

    def run(self) -> None:
        image = QImage.fromData(self._blobs.open(self._name) or b"")
        if image.width() > _WIDEST:
            image = image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
        self._owner._read.emit(self._name, image)
