"""What Train asks before it starts: the settings of the run, what it will take, and the command that does the same."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paestudio import estimate
from paestudio.config import RunConfig, changed, from_mapping
from paestudio.core.errors import UserError
from paestudio.gui import command, train_facts, words
from paestudio.gui.background import Background
from paestudio.gui.engine_words import fault_words
from paestudio.gui.machine_words import size
from paestudio.gui.overlay import MARGIN, Overlay
from paestudio.gui.project_card import site_name
from paestudio.gui.setting_field import SettingField
from paestudio.gui.texts import tr
from paestudio.gui.theme import Theme
from paestudio.gui.train_facts import Facts
from paestudio.gui.widgets import button, label, name_field, named
from paestudio.presets import PRESETS, presets

WIDE = 700
LIKE = 0.9  # of what a card is called, its memory is at least this much
LEAST, LOW, TALL = 120, 430, 560  # px of the settings: at least, folded, unfolded


class TrainSheet(Overlay):
    """`ask` opens it for a site; `start` (site, RunConfig) is emitted when a person starts the run."""

    start = Signal(str, object)
    resume = Signal()  # the run that is shown is to go on instead

    def __init__(self, over: QWidget, store_folder: Path, theme: Theme, background: Background) -> None:
        super().__init__(over, WIDE)
        self._store_folder, self._theme, self._background = store_folder, theme, background
        self.site = ""
        self.facts: Facts | None = None
        self.fields: dict[str, SettingField] = {}
        self.presets: dict[str, QToolButton] = {}
        self.card.setAccessibleName(tr("Start training"))
        self.title = label("", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.model = named(QComboBox(editable=True), says=tr("Base model"))
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        name_field(self.model, tr("Base model"))
        self.model_words = label("", "muted", wrap=True)
        self.takes = label("", wrap=True)
        self.safety = label("", "muted", wrap=True)
        self.command = label("", "code")
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = button(
            theme, tr("Advanced settings"), "more", tr("Show or hide the advanced settings"), style="flat"
        )
        self.more.setCheckable(True)
        self.copy = button(theme, tr("Copy as command"), "copy", tr("Copy the command that starts this very run"))
        self.cancel = button(theme, tr("Cancel"), "close", tr("Do not train now (Esc)"))
        says = tr("Start the run (Ctrl+Enter)")
        self.go = button(theme, tr("Start training"), "train", says, token="on_accent", style="primary")
        self.go.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._connect()

    def ask(self, site: str, config: RunConfig, unfinished: int | None = None) -> None:
        """Open for a checked address with these settings.

        `unfinished`: the episodes of a run on that site that can go on instead; None when there is none.
        """
        self.site = site
        self._unfinished.setVisible(unfinished is not None)
        self._unfinished_words.setText(tr("A run on this site did not end (%n episode(s)).", None, unfinished or 0))
        self.title.setText(tr("Train on {site}").format(site=site_name(site)))
        self.fill(config)
        self.open(self.go)
        folder = self._store_folder
        self._background.ask(lambda: train_facts.read(folder), self._know)

    def fill(self, config: RunConfig) -> None:
        """Put settings into the fields."""
        for name, made in self.fields.items():
            made.set_value(getattr(config, name))
        self.model.setCurrentText(config.model)
        self._show()

    def config(self) -> RunConfig:
        """The settings as they stand. Raises UserError while one of them is no value."""
        values: dict[str, Any] = {name: made.value() for name, made in self.fields.items()}
        model = self.model.currentText().strip()
        if not model:
            raise UserError(tr("Which model? Give a hub name or a local folder."))
        return from_mapping({**values, "model": model})

    def _lay_out(self) -> None:
        inside = named(QWidget(), "inside")
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(LOW)
        self._scroll = scroll
        form = QVBoxLayout(inside)
        form.setContentsMargins(0, 0, 8, 0)
        form.setSpacing(9)
        form.addLayout(self._preset_row())
        form.addLayout(self._machine_rows())
        self.advanced = QWidget()
        folded = QVBoxLayout(self.advanced)
        folded.setContentsMargins(0, 0, 0, 0)
        folded.setSpacing(9)
        group = ""
        for setting in dataclasses.fields(RunConfig):
            about = setting.metadata["about"]
            if setting.name == "model":
                continue
            made = self.fields[setting.name] = SettingField(setting.name, setting.default)
            if about.advanced and about.group != group:
                group = about.group
                folded.addWidget(label(tr(group.capitalize()), "heading"))
            (folded if about.advanced else form).addWidget(made)
        form.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        form.addWidget(self.advanced)
        form.addStretch(1)
        self.advanced.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        self.box.addWidget(self.title)
        self.box.addWidget(self._resume_row())
        self.box.addWidget(scroll, 1)
        for made_label in (self.takes, self.safety, self.command):
            self.box.addWidget(made_label)
        self.box.addLayout(foot)

    def _resume_row(self) -> QFrame:
        """A run that was stopped or broken off may go on: a new one starts from nothing."""
        self._unfinished = named(QFrame(), "banner")
        self._unfinished_words = label("", wrap=True)
        says = tr("Go on where this run ended, at most one update behind")
        self.go_on = button(self._theme, tr("Resume it instead"), "resume", says)
        self.go_on.clicked.connect(self._resume)
        row = QHBoxLayout(self._unfinished)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self._unfinished_words, 1)
        row.addWidget(self.go_on)
        return self._unfinished

    def _resume(self, *_: object) -> None:
        self.close_card()
        self.resume.emit()

    def _preset_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        group = QButtonGroup(self)
        for key, preset in presets(machine=False).items():
            made = QToolButton()
            made.setCheckable(True)
            made.setObjectName("segment")
            made.setText(tr(preset.title))
            made.setToolTip(tr(preset.help))
            made.setAccessibleName(tr(preset.title))
            made.setAccessibleDescription(tr(preset.help))
            made.clicked.connect(partial(self._preset, key))
            group.addButton(made)
            self.presets[key] = made
            row.addWidget(made)
        self.preset_words = label("", "muted", wrap=True)
        row.addWidget(self.preset_words, 1)
        self._group = group
        return row

    def _machine_rows(self) -> QGridLayout:
        """A choice of model and sizes for a machine, and the model itself."""
        self.machine = named(QComboBox(), says=tr("Settings for a machine"))
        name_field(self.machine, tr("Machine"))
        for key, preset in presets(machine=True).items():
            self.machine.addItem(tr(preset.title), key)
        self.machine.activated.connect(lambda row: self._preset(self.machine.itemData(row)))
        self.machine_words = label("", "muted", wrap=True)
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(12)
        rows = ((tr("Machine"), self.machine, self.machine_words), (tr("Model"), self.model, self.model_words))
        for number, (name, field, says) in enumerate(rows):
            grid.addWidget(label(name, "heading"), 3 * number, 0)
            grid.addWidget(field, 3 * number, 1)
            grid.addWidget(says, 3 * number + 1, 1)
        grid.setRowMinimumHeight(2, 4)
        grid.setColumnStretch(1, 1)
        return grid

    def _connect(self) -> None:
        for made in self.fields.values():
            made.changed.connect(self._show)
        self.model.editTextChanged.connect(self._show)
        self.more.toggled.connect(self._unfold)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self.close_card)
        self.go.clicked.connect(self._go)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            hurry = QShortcut(QKeySequence(keys), self)
            hurry.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            hurry.activated.connect(self._go)

    def _preset(self, key: str, *_: object) -> None:
        plain, chosen = RunConfig(), PRESETS[key]
        for name in _names(machine=chosen.graphics is not None):
            value = chosen.values.get(name, getattr(plain, name))
            if name == "model":
                self.model.setCurrentText(value)
            else:
                self.fields[name].set_value(value)
        self._show()

    def _know(self, facts: Facts) -> None:
        self.facts = facts
        now = self.model.currentText()
        blocked = self.model.blockSignals(True)
        self.model.clear()
        self.model.addItems(list(facts.bases))
        self.model.setCurrentText(now)
        self.model.blockSignals(blocked)
        self._show()

    def _show(self, *_: object) -> None:
        advanced = sum(self._is_changed(name) for name, made in self.fields.items() if made.about.advanced)
        told, number = tr("Advanced settings"), tr("%n changed", None, advanced)
        self.more.setText(f"{told} ({number})" if advanced else told)
        try:
            config = self.config()
        except UserError as fault:
            self.go.setEnabled(False)
            self.copy.setEnabled(False)
            self.takes.setText(fault_words(fault))
            return
        self.go.setEnabled(True)
        self.copy.setEnabled(True)
        self._which_preset(config)
        self._say_model(config)
        self._say_cost(config)
        self._say_safety(config)
        line = command.line(self.site, config)
        self.command.setText(words.shorten(line, 92))
        self.command.setToolTip(line)
        self.command.setAccessibleName(line)

    def _is_changed(self, name: str) -> bool:
        try:
            return bool(self.fields[name].value() != getattr(RunConfig(), name))
        except UserError:
            return True

    def _which_preset(self, config: RunConfig) -> None:
        here, there = _which(config, machine=False), _which(config, machine=True)
        self.machine.setCurrentIndex(self.machine.findData(there) if there else -1)
        self.machine_words.setText(self._fits(there) if there else tr("Your own choice of settings."))
        self._group.setExclusive(False)
        for key, made in self.presets.items():
            made.setChecked(key == here)
        self._group.setExclusive(True)
        self.preset_words.setText(tr(PRESETS[here].help) if here else tr("Your own choice of settings."))

    def _fits(self, key: str) -> str:
        """What a machine's preset is, and whether this is such a machine."""
        preset, facts = PRESETS[key], self.facts
        if not preset.graphics or facts is None:
            return tr(preset.help)
        here = max((gpu.total for gpu in facts.machine.gpus), default=0)
        if here >= LIKE * preset.graphics:
            return tr(preset.help)
        found = tr("this one has {size}").format(size=size(here)) if here else tr("none was found here")
        return f"{tr(preset.help)} " + tr("It wants a graphics card of {need}; {found}.").format(
            need=size(preset.graphics), found=found
        )

    def _say_model(self, config: RunConfig) -> None:
        if self.facts is None:
            self.model_words.setText(tr("Looking at this machine…"))
            return
        weights = self.facts.weights(config.model)
        if not weights:
            self.model_words.setText(tr("Not on this machine: it is fetched when the run starts."))
            return
        where = tr("on the GPU") if self.facts.machine.gpus else tr("on the CPU")
        self.model_words.setText(
            tr("{size} of weights, on this machine; runs {where}.").format(size=size(weights), where=where)
        )

    def _say_cost(self, config: RunConfig) -> None:
        facts = self.facts
        weights = facts.weights(config.model) if facts else 0
        gpu = bool(facts and facts.machine.gpus)
        pace = facts.update_seconds if facts else None
        about = facts.anatomy(config.model) if facts else None
        cost = estimate.estimate(config, weights, gpu=gpu, update_seconds=pace, about=about)
        told = [tr("Time: about {time}").format(time=words.duration(cost.seconds))] if cost.seconds is not None else []
        if facts and cost.memory is not None:
            free = size(facts.machine.room)
            told.append(tr("memory: about {need} ({free} free)").format(need=size(cost.memory), free=free))
        if facts and cost.disk is not None:
            free = size(facts.machine.disk_free)
            told.append(tr("disk: about {need} ({free} free)").format(need=size(cost.disk), free=free))
        sentence = " · ".join(told)
        if facts and cost.memory is not None and cost.memory > facts.machine.room:
            sentence += "\n" + tr("This model does not fit: choose a smaller one, or close other programs.")
        if facts and cost.disk is not None and cost.disk > facts.machine.disk_free:
            sentence += "\n" + tr("The disk is too small for this run.")
        self.takes.setText(sentence)

    def _say_safety(self, config: RunConfig) -> None:
        told = [tr("may leave the site") if config.allow_offsite else tr("stays on the site")]
        sends = tr("may submit forms that change it") if config.allow_state_changes else tr("changes nothing")
        text = tr("The agent {stays} and presses any button it sees; the explorer {sends}.")
        self.safety.setText(text.format(stays=told[0], sends=sends))

    def _unfold(self, on: bool) -> None:
        self.advanced.setVisible(on)
        self.place()
        if on:
            QTimer.singleShot(0, self, self._show_advanced)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field or on the button starts; on another button it does nothing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (self.go.hasFocus() or isinstance(self.focusWidget(), QLineEdit)):
            self._go()
        else:
            super().keyPressEvent(event)

    def place(self) -> None:
        """The settings get what the rest of the card leaves."""
        around = self.card.minimumSizeHint().height() - self._scroll.minimumHeight()
        room = self._over.height() - 2 * MARGIN - around
        self._scroll.setMinimumHeight(max(LEAST, min(LOW if self.advanced.isHidden() else TALL, room)))
        super().place()

    def _show_advanced(self) -> None:
        self._scroll.verticalScrollBar().setValue(self.more.y())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(command.line(self.site, self.config(), self._store_folder))
        self.copy.setText(tr("Copied"))

    def _go(self) -> None:
        if not self.go.isEnabled():
            return
        config = self.config()
        self.close_card()
        self.start.emit(self.site, config)


def _names(machine: bool) -> set[str]:
    """The settings that presets of that kind change."""
    return {name for preset in presets(machine).values() for name in preset.values}


def _which(config: RunConfig, machine: bool) -> str | None:
    """The preset of that kind that the settings are."""
    touched = {name: value for name, value in changed(config).items() if name in _names(machine)}
    plain = RunConfig()
    for key, preset in presets(machine).items():
        if {name: value for name, value in preset.values.items() if value != getattr(plain, name)} == touched:
            return key
    return None
