"""German as proof that the window can be translated: nothing in it is missing, nothing is stale, and it is spoken."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from paestudio.config import PRESETS, RunConfig, about, changed
from paestudio.gui import texts
from paestudio.gui.main_window import MainWindow
from paestudio.gui.texts import tr

pytestmark = pytest.mark.gui
GUI = Path(texts.__file__).parent


def said() -> set[str]:
    """Every text handed to `tr` as a literal, and the declared ones."""
    found = {preset.title for preset in PRESETS.values()} | {preset.help for preset in PRESETS.values()}
    found |= {about(name).help for name in RunConfig.__dataclass_fields__}
    for path in GUI.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def translated() -> dict[str, list[str]]:
    """Source → its forms in German; finished ones only."""
    found: dict[str, list[str]] = {}
    for message in ElementTree.parse(texts.FOLDER / "paestudio_de.ts").iter("message"):
        source, made = message.findtext("source") or "", message.find("translation")
        assert made is not None
        if made.get("type") is None:
            found[source] = [form.text or "" for form in made.findall("numerusform")] or [made.text or ""]
    return found


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    made = texts.load(qapp, "de")
    yield
    qapp.removeTranslator(made)
    QLocale.setDefault(before)


def test_no_text_lacks_its_german() -> None:
    assert sorted(said() - set(translated())) == [], "run packaging/translate.py, then fill paestudio_de.ts"


def test_what_is_filled_in_stays_filled_in() -> None:
    for source, forms in translated().items():
        assert all(forms), source
        for form in forms:
            assert set(re.findall(r"\{\w+\}|%n", form)) == set(re.findall(r"\{\w+\}|%n", source)), source


def test_the_compiled_files_are_those_of_the_texts(german: None) -> None:
    for source, forms in translated().items():
        if "%n" not in source:
            assert tr(source) == forms[0], "run packaging/translate.py"
    assert tr("%n run(s)", None, 1) == "1 Lauf" and tr("%n run(s)", None, 3) == "3 Läufe"


def test_plural_forms_in_english(qapp: QApplication) -> None:
    made = texts.load(qapp, "en")
    assert tr("%n run(s)", None, 1) == "1 run" and tr("%n run(s)", None, 3) == "3 runs"
    assert tr("Train") == "Train"
    qapp.removeTranslator(made)
    QLocale.setDefault(QLocale.system())


def test_the_window_speaks_german(qtbot: QtBot, make_window: Callable[..., MainWindow], german: None) -> None:
    window = make_window()
    window.pages.go("home")
    home = window.pages.widget("home")
    assert window.pages.actions_by_key["home"].text() == "Start" and window.run_bar.train.text() == "Trainieren"
    assert home.demo.text() == "Offline-Demo ausprobieren"  # type: ignore[attr-defined]
    window.ask("demo")
    assert window.sheet.fields["minutes"].words.text() == "Zeit für den ganzen Lauf, in Minuten."
    assert changed(window.sheet.config()) == {}
