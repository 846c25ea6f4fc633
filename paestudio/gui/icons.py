"""Icons from resources/icons, drawn in a token's colour at every size and pixel ratio a screen may ask for."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from paestudio import paths

FOLDER = paths.resources() / "icons"
_SIZES = (16, 20, 24, 32, 40, 48, 64)


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a square of `size` logical px at device pixel ratio `ratio`. Raises OSError for an unknown name."""
    side = round(size * ratio)
    image = QPixmap(QSize(side, side))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    data = QByteArray(_svg(name).replace("currentColor", colour).encode())
    QSvgRenderer(data).render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


@lru_cache(maxsize=512)
def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """A QIcon in `colour`, and in `disabled` when the control is disabled."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Normal)
        if disabled:
            made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=8)
def tinted_file(name: str, colour: str) -> str:
    """A tinted copy on disk, for style sheets, which take addresses only. POSIX path; one small file per process."""
    folder = Path(tempfile.gettempdir()) / "paestudio-icons"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{colour.lstrip('#')}.svg"
    path.write_text(_svg(name).replace("currentColor", colour), encoding="utf-8")
    return path.as_posix()
