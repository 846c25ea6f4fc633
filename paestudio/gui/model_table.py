"""The table of the Models page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor

from paestudio.gui import words
from paestudio.gui.machine_words import size
from paestudio.gui.model_data import Item
from paestudio.gui.project_card import site_name, when
from paestudio.gui.rows import ROOT, Index
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme

NAME, KIND, RATE, FITS, SIZE, MADE = range(6)
_RIGHT = (RATE, SIZE)


class ModelTable(QAbstractTableModel):
    """Rows are Items: bases first, then adapters, the latest first."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.items: tuple[Item, ...] = ()
        self._heads = (tr("Name"), tr("Kind"), tr("Held-out success"), tr("This machine"), tr("Size"), tr("Made"))

    def show(self, items: tuple[Item, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Items."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Six."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, their side, their colour."""
        if not index.isValid():
            return None
        item, column = self.items[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._word(item, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and column == FITS and item.fits is not None:
            return QColor(self._theme.tokens.success if item.fits else self._theme.tokens.failure)
        return None

    def _word(self, item: Item, column: int) -> str:
        match column:
            case 0:
                version = tr("version {version}").format(version=item.version)
                return item.name if item.base else f"{site_name(item.site)} · {version}"
            case 1:
                return tr("Base model") if item.base else tr("Adapter")
            case 2:
                rate = item.rate
                return f"{words.percent(rate.success)} ({rate.low * 100:.0f}–{rate.high * 100:.0f} %)" if rate else "–"
            case 3:
                if item.fits is None:
                    return tr("base not here")
                return tr("✓ fits") if item.fits else tr("✗ needs {need}").format(need=size(item.need))
            case 4:
                return size(item.bytes)
        return when(item.at)
