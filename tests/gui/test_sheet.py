"""The train sheet: generated settings, presets, what a run will take, the command that does the same."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from paestudio import cli, machine, options
from paestudio.config import RunConfig, from_mapping, read
from paestudio.core.errors import UserError
from paestudio.core.records import Outcome
from paestudio.estimate import estimate, seconds_per_update
from paestudio.gui import command
from paestudio.gui.main_window import MainWindow
from paestudio.presets import PRESETS, presets
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier


def parsed(line: str) -> RunConfig:
    words = shlex.split(line)
    assert words[0] == "paestudio"
    return options.config_of(options.parser().parse_args(words[1:]))


ODD = RunConfig(
    minutes=3.5,
    iterations=7,
    auto_approve=False,
    allow_offsite=True,
    browser="launched",
    model="/a folder/with 'quotes'",
    algorithm="filtered_bc",
    learning_rate=1e-7,
    held_out=0.05,
    seed=2**31 - 1,
)


@pytest.mark.parametrize("config", [RunConfig(), ODD, *(RunConfig(**p.values) for p in PRESETS.values())])
def test_the_command_gives_the_same_settings_back(config: RunConfig, tmp_path: Path) -> None:
    line = command.line("http://a.example/x?y=1&z='2'", config, tmp_path / "a store")
    assert parsed(line) == config
    args = options.parser().parse_args(shlex.split(line)[1:])
    assert args.url == "http://a.example/x?y=1&z='2'" and cli.store_of(args) == tmp_path / "a store"


def test_the_words_of_a_check_box_press_it(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.ask("demo")
    field = window.sheet.fields["auto_approve"]
    before = field.value()
    qtbot.mouseClick(field.words, Qt.MouseButton.LeftButton)
    assert field.value() is not before and window.sheet.config().auto_approve is field.value()
    qtbot.mouseClick(field.field, Qt.MouseButton.LeftButton)
    assert field.value() is before


def test_a_preset_can_be_named_on_the_command_line() -> None:
    config = parsed("paestudio train demo --preset thorough --tasks 9")
    assert config == replace(RunConfig(**PRESETS["thorough"].values), tasks=9)


def test_a_length_and_a_machine_can_be_named_together() -> None:
    both = parsed("paestudio train demo --preset thorough,24gb --group 4")
    values = {**PRESETS["thorough"].values, **PRESETS["24gb"].values, "group": 4}
    assert both == RunConfig(**values) and both.judge_model == "same"
    kinds = [{n for p in presets(machine).values() for n in p.values} for machine in (False, True)]
    assert not kinds[0] & kinds[1], "presets of the two kinds would undo each other"
    for text, said in (("8gb,12gb", "exclude each other"), ("fast", "no preset 'fast'")):
        with pytest.raises(UserError, match=said):
            parsed(f"paestudio train demo --preset {text}")


def test_every_preset_is_within_bounds() -> None:
    assert [from_mapping(preset.values) for preset in PRESETS.values()]


def test_what_a_person_types_is_read_in_the_settings_own_words() -> None:
    assert read("minutes", " 2.5 ") == 2.5 and read("tasks", "40") == 40
    for name, text, said in (
        ("tasks", "many", "tasks must be a whole number, not 'many'"),
        ("minutes", "0", "minutes must be between 0.1 and 10000"),
        ("model", " ", "model must not be empty"),
        ("held_out", "nan", "held_out must be between"),
    ):
        with pytest.raises(UserError, match=said):
            read(name, text)


def test_train_asks_then_starts_with_what_was_chosen(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window(scripted.Story().opening(4))
    window.run_bar.address.setText("demo")
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    sheet = window.sheet
    assert sheet.isVisible() and not window.runner.busy and sheet.go.hasFocus()
    assert {*sheet.fields, "model"} == {f.name for f in fields(RunConfig)}
    qtbot.mouseClick(sheet.presets["quick"], Qt.MouseButton.LeftButton)
    assert sheet.config() == RunConfig(**PRESETS["quick"].values) and sheet.presets["quick"].isChecked()
    field = sheet.fields["tasks"].field
    field.setFocus()
    field.selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(field, "3")
    assert not sheet.go.isEnabled() and "tasks must be between 4 and 10000" in sheet.fields["tasks"].error.text()
    qtbot.keyClicks(field, "3")
    assert sheet.go.isEnabled() and not any(made.isChecked() for made in sheet.presets.values())
    qtbot.keyClick(field, Qt.Key.Key_Return, CONTROL)
    assert not sheet.isVisible() and window.asked == [("demo", None)]  # type: ignore[attr-defined]
    assert window.config == replace(RunConfig(**PRESETS["quick"].values), tasks=33)


def test_a_machine_is_chosen_and_it_is_said_when_it_is_another_one(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(scripted.Story().opening(4))
    window.run_bar.address.setText("demo")
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    sheet = window.sheet
    assert sheet.machine.currentData() == "cpu"
    small = machine.Machine(2, 8 << 30, 4 << 30, 99 << 30, (machine.Gpu("card", 8 << 30, 7 << 30),))
    qtbot.waitUntil(lambda: sheet.facts is not None)
    sheet.facts = replace(sheet.facts, machine=small)  # type: ignore[arg-type, type-var]
    for key, said in (("8gb", ""), ("24gb", "It wants a graphics card of")):
        row = sheet.machine.findData(key)
        sheet.machine.setCurrentIndex(row)
        sheet.machine.activated.emit(row)
        assert sheet.machine.currentData() == key and sheet.config() == RunConfig(**PRESETS[key].values)
        assert said in sheet.machine_words.text() and (said or "wants" not in sheet.machine_words.text())
    qtbot.mouseClick(sheet.presets["quick"], Qt.MouseButton.LeftButton)
    assert sheet.config() == RunConfig(**{**PRESETS["quick"].values, **PRESETS["24gb"].values})
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)


def test_escape_leaves_everything_as_it_was(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    window.state.apply(list(scripted.Story().opening(4)))
    window.run_bar.address.setText("demo")
    window.tasks.view.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    for _ in range(60):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.sheet.card.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not window.sheet.isVisible() and window.tasks.view.hasFocus() and not window.runner.busy


def test_a_run_that_did_not_end_can_go_on_instead(qtbot: QtBot, make_window: Make) -> None:
    window = make_window()
    story = scripted.Story()
    window.state.apply([*story.opening(2), *story.episode(scripted.tasks(1)[0], Outcome.SUCCESS)])
    window.ask("demo")
    assert window.sheet.isVisible() and not window.sheet.go_on.isVisible(), "it was on another site"
    window.sheet.close_card()
    window.ask(scripted.SITE)
    assert window.sheet.go_on.isVisible() and window.sheet._unfinished_words.text().endswith("(1 episode).")
    qtbot.mouseClick(window.sheet.go_on, Qt.MouseButton.LeftButton)
    assert not window.sheet.isVisible() and window.pages.current == "train"
    assert window.asked == [(scripted.SITE, scripted.RUN)]  # type: ignore[attr-defined]


def test_advanced_settings_are_folded_and_counted(qtbot: QtBot, make_window: Make) -> None:
    window = make_window(config=RunConfig(group=6, clip=0.1))
    window.ask("demo")
    sheet = window.sheet
    assert "2 changed" in sheet.more.text() and not sheet.advanced.isVisible()
    qtbot.mouseClick(sheet.more, Qt.MouseButton.LeftButton)
    assert sheet.advanced.isVisible() and sheet.card.height() <= window.pages.height()
    below = sheet.takes.mapTo(sheet.card, sheet.takes.rect().topLeft()).y()
    assert sheet._scroll.geometry().bottom() < below, "the settings do not lie over what is below them"
    qtbot.mouseClick(sheet.copy, Qt.MouseButton.LeftButton)
    assert parsed(QGuiApplication.clipboard().text()) == RunConfig(group=6, clip=0.1)


def test_what_a_run_takes_is_said(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    window.ask("demo")
    qtbot.waitUntil(lambda: window.sheet.facts is not None)
    assert "about 12 min" in window.sheet.takes.text()
    base = tmp_path / "base"
    base.mkdir()
    (base / "model.safetensors").write_bytes(b"0" * 270_000)
    window.sheet.model.setCurrentText(str(base))
    assert "270 kB of weights" in window.sheet.model_words.text() and "disk: about" in window.sheet.takes.text()


def test_estimates() -> None:
    small = estimate(RunConfig(), 269_000_000)
    assert small.memory == machine.memory_for(269_000_000) and small.seconds == 720 and small.disk is not None
    assert estimate(RunConfig(iterations=4), 0).seconds is None
    assert estimate(RunConfig(iterations=4), 0, update_seconds=60.0).seconds == 240
    assert seconds_per_update([{"seconds": {"total": 600.0}, "iterations": 3}, {}]) == 200
    assert seconds_per_update([]) is None


def test_cards_are_read_from_what_the_driver_says() -> None:
    told = "NVIDIA GeForce RTX 3060, 12288, 11500\nbroken line\nNVIDIA H200, 143771, [N/A]\n"
    (card,) = machine.parse(told)
    assert card.name == "NVIDIA GeForce RTX 3060" and card.total == 12288 << 20 and card.free == 11500 << 20
