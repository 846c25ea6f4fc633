"""One setting as a row of the train sheet, made from its declaration: words, field, and what is wrong as typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from paestudio import config
from paestudio.core.errors import UserError
from paestudio.gui import words
from paestudio.gui.engine_words import fault_words
from paestudio.gui.texts import tr
from paestudio.gui.widgets import label, restyle

FIELD = 200  # px


class SettingField(QWidget):
    """Emits `changed` after each edit. `value` raises UserError while what is typed is no value."""

    changed = Signal()

    def __init__(self, name: str, value: Any) -> None:
        super().__init__()
        self.name, self.about, self._kind = name, config.about(name), type(value)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.words = label(tr(self.about.help), wrap=True)
        self.field = self._make()
        self.field.setAccessibleName(name.replace("_", " "))
        self.field.setAccessibleDescription(tr(self.about.help))
        self.field.setToolTip(self._bounds())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(12)
        if isinstance(self.field, QCheckBox):
            row = QHBoxLayout()
            row.setSpacing(2)
            row.addWidget(self.field)
            row.addWidget(self.words, 1)
            grid.addLayout(row, 0, 0, 1, 2)
            self.words.installEventFilter(self)
        else:
            grid.addWidget(self.words, 0, 0)
            grid.addWidget(self.field, 0, 1)
            self.field.setFixedWidth(FIELD)
        grid.addWidget(self.error, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.set_value(value)

    def value(self) -> Any:
        """What stands in the field. Raises UserError in the setting's own words."""
        if isinstance(self.field, QCheckBox):
            return self.field.isChecked()
        text = self.field.currentData() if isinstance(self.field, QComboBox) else self.field.text()
        return config.read(self.name, text)

    def set_value(self, value: Any) -> None:
        """Show a value, without `changed`."""
        with QSignalBlocker(self.field):
            if isinstance(self.field, QCheckBox):
                self.field.setChecked(bool(value))
            elif isinstance(self.field, QComboBox):
                self.field.setCurrentIndex(self.field.findData(str(value)))
            else:
                self.field.setText(f"{value:g}" if isinstance(value, float) else str(value))
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the words of a check box is one on the box; its own words would not wrap."""
        if event.type() is QEvent.Type.MouseButtonRelease and isinstance(self.field, QCheckBox):
            self.field.click()
        return super().eventFilter(watched, event)

    def _make(self) -> QCheckBox | QComboBox | QLineEdit:
        if self._kind is bool:
            box = QCheckBox()
            box.toggled.connect(self._edited)
            return box
        if self.about.choices:
            combo = _Combo()
            for choice in self.about.choices:
                combo.addItem(words.choice(self.name, choice), choice)
            combo.currentIndexChanged.connect(self._edited)
            return combo
        line = QLineEdit()
        line.textEdited.connect(self._edited)
        return line

    def _bounds(self) -> str:
        if self.about.low is None or self.about.high is None:
            return self.name
        return f"{self.name}: {self.about.low:g} … {self.about.high:g}"

    def _edited(self, *_: object) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        try:
            self.value()
        except UserError as fault:
            self.error.setText(fault_words(fault))
            self.error.show()
            restyle(self.field, invalid="true")
            return
        self.error.hide()
        restyle(self.field, invalid="false")


class _Combo(QComboBox):
    """The wheel scrolls the sheet, not the choice."""

    def wheelEvent(self, event: Any) -> None:
        """Passed on."""
        event.ignore()
