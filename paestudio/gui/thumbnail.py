"""A small picture of a page, when one is stored; nothing at all when there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from paestudio.gui.pictures import Pictures
from paestudio.gui.texts import tr

LEAST = 80  # px


class Thumbnail(QLabel):
    """As wide as there is room, at most `most` px; sharp on every screen. Hidden while there is no picture."""

    def __init__(self, pictures: Pictures, most: int) -> None:
        super().__init__()
        self._pictures, self._most, self._name = pictures, most, ""

        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setObjectName("thumbnail")
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        pictures.loaded.connect(self._came)
        self.hide()

    def show_picture(self, name: str | None, of: str = "") -> None:
        """Show a stored screenshot; `of` is the page's address."""
        self._name = name if name and self._pictures.known(name) else ""
        self.setAccessibleName(tr("Picture of {page}").format(page=of or tr("the page")))
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def _came(self, name: str) -> None:
        if name == self._name:
            self._draw()

    def _draw(self) -> None:
        picture = self._pictures.pixmap(self._name)
        self.setVisible(not picture.isNull())
        if picture.isNull():
            self.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatioF()
        wide = max(LEAST, min(self._most, self.width()))
        fitted = picture.scaledToWidth(round(wide * ratio), Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(ratio)
        self.setPixmap(fitted)
        self.setFixedHeight(round(fitted.height() / ratio))
