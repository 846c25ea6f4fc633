"""The axis below a curve: numbers and names that never run into each other."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF

GAP = 6.0  # px between two labels
OUT = 40  # px that a name may stand out at the left, where the other axis is

Text = tuple[QRectF, Any, str]  # where, alignment flags, label


class TickAxis(pg.AxisItem):  # type: ignore[misc]
    """A bottom axis whose labels keep apart."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.setStyle(hideOverlappingLabels=OUT, tickLength=-4)

    def generateDrawSpecs(self, p: Any) -> Any:
        """What pyqtgraph draws, with the labels apart."""
        made = super().generateDrawSpecs(p)
        if made is None:
            return None
        axis, ticks, texts = made
        return axis, ticks, apart(texts, self.boundingRect().left())


def apart(texts: list[Text], left: float) -> list[Text]:
    """From right to left: a name that would touch its neighbour moves aside, a number that would is left out."""
    kept: list[Text] = []
    limit = float("inf")
    for rect, flags, said in sorted(texts, key=lambda text: text[0].left(), reverse=True):
        over = rect.right() + GAP - limit
        if over > 0:
            if said.isdigit() or rect.left() - over < left:
                continue
            rect = rect.translated(-over, 0)
        kept.append((rect, flags, said))
        limit = rect.left()
    return kept[::-1]
