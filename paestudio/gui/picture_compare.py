"""What a step changed: the page before, the page after, and where the two differ."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from paestudio.core.records import Element
from paestudio.gui import page_overlay
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import Box
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme

BEFORE, AFTER, DIFFERENCE = "before", "after", "difference"
NONE = later("No screenshot of this step is stored.")
_NOTICED = 24  # of 255: a smaller change of a pixel is compression, not the page


class PictureCompare(QWidget):
    """Shows one of the two screenshots of a step, or their difference; on the first, what the agent could act on."""

    def __init__(self, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self._theme, self._pictures = theme, pictures
        self._names: tuple[str | None, str | None] = (None, None)
        self.mode = BEFORE
        self._box: Box | None = None
        self._marks: tuple[Element, ...] = ()
        self._difference = ("", "", QPixmap())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Screenshot of the step"))
        pictures.loaded.connect(self._came)

    def show_step(self, before: str | None, after: str | None, box: Box | None) -> None:
        """Screenshot names, and the element acted on in CSS px of the viewport."""
        self._names, self._box, self._marks = (before, after), box, ()
        self.update()

    def show_marks(self, elements: tuple[Element, ...]) -> None:
        """Number the elements that the agent saw; none: take the numbers away."""
        self._marks = elements
        self.update()

    def set_mode(self, mode: str) -> None:
        """BEFORE, AFTER or DIFFERENCE."""
        self.mode = mode
        self.update()

    def available(self, mode: str) -> bool:
        """Whether the screenshots that a mode needs are stored."""
        first, second = (self._pictures.known(name) for name in self._names)
        return {BEFORE: first, AFTER: second}.get(mode, first and second)

    def changed_share(self) -> float:
        """Share of the pixels that differ, 0–1; 0 while the pictures are not read."""
        pair = [self._pictures.image(name) for name in self._names]
        if pair[0] is None or pair[1] is None or pair[0].size() != pair[1].size():
            return 0.0
        return float(_differs(pair[0], pair[1]).mean())

    def sizeHint(self) -> QSize:
        """The page's own shape."""
        return QSize(640, 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, or why there is none."""
        colours = self._theme.tokens.colours()
        painter = QPainter(self)
        picture = self._picture()
        if picture.isNull():
            painter.fillRect(self.rect(), QColor(colours["raised"]))
            painter.setPen(QColor(colours["muted"]))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "" if self.available(self.mode) else tr(NONE))
            return
        scale = min(self.width() / picture.width(), self.height() / picture.height())
        size = (picture.width() * scale, picture.height() * scale)
        area = QRectF((self.width() - size[0]) / 2, 0, *size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(area, picture, QRectF(picture.rect()))
        painter.setPen(QPen(QColor(colours["line"]), 1))
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        if self.mode == BEFORE:
            self._paint_marks(painter, area, scale)

    def _paint_marks(self, painter: QPainter, area: QRectF, scale: float) -> None:
        both = (scale, scale)
        page_overlay.numbers(painter, area, both, self._marks, self._theme.tokens)
        if self._box is not None:
            page_overlay.mark(painter, area, both, self._box, self._theme.tokens)

    def _picture(self) -> QPixmap:
        first, second = self._names
        if self.mode != DIFFERENCE:
            name = first if self.mode == BEFORE else second
            return self._pictures.pixmap(name) if self._pictures.known(name) else QPixmap()
        a, b = self._pictures.image(first), self._pictures.image(second)
        if a is None or b is None:
            return QPixmap()
        if self._difference[:2] != (first, second):
            made = difference(a, b, QColor(self._theme.tokens.failure))
            self._difference = (str(first), str(second), QPixmap.fromImage(made))
        return self._difference[2]

    def _came(self, name: str) -> None:
        if name in self._names:
            self.update()


def difference(a: QImage, b: QImage, colour: QColor) -> QImage:
    """`b` faded to grey, with every pixel that differs from `a` in `colour`. Of another size: `a` is scaled."""
    if a.size() != b.size():
        a = a.scaled(b.size())
    differs = _differs(a, b)
    grey = (_pixels(b)[..., :3].mean(axis=2) * 0.4 + 150).clip(0, 255).astype(np.uint8)
    made = np.repeat(grey[..., None], 4, axis=2)
    made[..., 3] = 255
    made[differs] = (colour.blue(), colour.green(), colour.red(), 255)
    return QImage(made.tobytes(), b.width(), b.height(), 4 * b.width(), QImage.Format.Format_RGB32).copy()


def _differs(a: QImage, b: QImage) -> np.ndarray:
    gap = np.abs(_pixels(a)[..., :3].astype(np.int16) - _pixels(b)[..., :3].astype(np.int16))
    marked: np.ndarray = gap.max(axis=2) > _NOTICED
    return marked


def _pixels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4).copy()
