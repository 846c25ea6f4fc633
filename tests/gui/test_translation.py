"""German as proof that the window can be translated: nothing in it is missing, nothing is stale, and it is spoken."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from paestudio.config import RunConfig, about, changed
from paestudio.core import address_words, checks
from paestudio.core.records import Cause, Final, Outcome, Verdict
from paestudio.gui import check_words, engine_words, texts
from paestudio.gui.main_window import MainWindow
from paestudio.gui.texts import tr
from paestudio.presets import PRESETS
from tests.gui import scripted

pytestmark = pytest.mark.gui
GUI = Path(texts.__file__).parent


def said() -> set[str]:
    """Every text handed to `tr` as a literal, and the declared ones."""
    found = {preset.title for preset in PRESETS.values()} | {preset.help for preset in PRESETS.values()}
    found |= {about(name).help for name in RunConfig.__dataclass_fields__}
    for path in GUI.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "later"):
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


def forget(app: QApplication, made: tuple[QTranslator, ...]) -> None:
    for translator in made:
        app.removeTranslator(translator)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    made = texts.load(qapp, "de")
    yield
    forget(qapp, made)
    QLocale.setDefault(before)


def test_no_text_lacks_its_german() -> None:
    assert sorted(said() - set(translated())) == [], "run packaging/translate.py, then fill paestudio_de.ts"


def test_what_is_filled_in_stays_filled_in() -> None:
    for source, forms in translated().items():
        assert all(forms), source
        for form in forms:
            assert set(re.findall(r"\{\w+\}|%n", form)) <= set(re.findall(r"\{\w+\}|%n", source)), source


def test_the_compiled_files_are_those_of_the_texts(german: None) -> None:
    for source, forms in translated().items():
        if "%n" not in source:
            assert tr(source) == forms[0], "run packaging/translate.py"
    assert tr("%n run(s)", None, 1) == "1 Lauf" and tr("%n run(s)", None, 3) == "3 Läufe"


def test_plural_forms_in_english(qapp: QApplication) -> None:
    made = texts.load(qapp, "en")
    assert tr("%n run(s)", None, 1) == "1 run" and tr("%n run(s)", None, 3) == "3 runs"
    assert tr("Train") == "Train"
    forget(qapp, made)
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


# Literals that are no words for people: keys of the keyboard, style sheets, markup, names.
_NO_WORDS = (
    r"PAE Studio| — PAE Studio|Fusion|English|Deutsch",
    r"((Ctrl|Alt|Shift|Esc|Return|Enter|Down|Up|Left|Right|Space|Delete|F\d+|[A-Z./])[ +]?)+",
    r"[a-z-]+: [a-z -]+(; [a-z-]+: [\w -]+)*;?",
    r"rule: you approved .*|taken back",  # kept in the store in English; `words.reason` says it
    r"PAE Studio is already open on this store; its window was brought forward\.\n",  # for the terminal
    r".*[ `]--[a-z].*",  # the engine's advice for the command line, for which the window has other words
    r"taken back|the model",  # a key of the store, a word of an event
    r"a an the of to in on for .*",  # words that tell no two tasks apart
)
_SPEAKS = re.compile(r"[A-Za-z’']{2,}[,.:;]? [A-Za-z’'{]{2,}|^[A-Z][a-z]{2,}…?$")


def untranslated(source: str) -> list[str]:
    """Literals of a module that look like words for people and are handed to neither `tr` nor `later`."""
    found: list[str] = []

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "later"):
            return
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and not isinstance(node, ast.If):
            body[0].value = ast.Constant(None)  # what documents a module, a class or a function
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"<[^>]*>?", "", node.value)
            if _SPEAKS.search(text) and not any(re.fullmatch(known, text, re.DOTALL) for known in _NO_WORDS):
                found.append(node.value)
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(ast.parse(source))
    return found


def test_no_words_are_kept_from_translation() -> None:
    assert untranslated('def f():\n    """Say so."""\n    label("Save the file")') == ["Save the file"]
    assert untranslated('x = f"{n} tasks wait"\nbutton(theme, "Save", tr("Keep it"))') == [" tasks wait", "Save"]
    found = {path.name: untranslated(path.read_text(encoding="utf-8")) for path in GUI.glob("*.py")}
    assert {name: texts for name, texts in found.items() if texts} == {}


def engine_sentences() -> list[str]:
    """The sentences of faults, notices and alerts in the engine's source, {} where a value goes."""
    found = []
    for path in GUI.parent.rglob("*.py"):
        if path.parent == GUI:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.append("".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return found


def test_the_engines_sentences_are_known_as_it_says_them() -> None:
    said = set(engine_sentences())
    stale = [form for form in (*engine_words.FORMS, *engine_words.OPTIONS) if re.sub(r"\{\d\}", "{}", form) not in said]
    assert stale == [], "the engine says this in other words now"


# What the window never does: other commands, and servers of their own or on a port that somebody chose.
_COMMANDS = {"cli", "options", "headless", "plan", "evaluation", "judging", "serve", "trajectories"}
_ELSEWHERE = _COMMANDS | {"bench", "serving", "suites", "demo"}


def advice(path: Path) -> Iterator[str]:
    """What a module's faults and notices say, 0 where a value goes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("UserError", "EnvironmentFault", "Noticed"):
            for part in node.args:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value
                elif isinstance(part, ast.JoinedStr):
                    yield "".join(v.value if isinstance(v, ast.Constant) else "0" for v in part.values)


def test_the_window_names_no_option_of_the_command_line() -> None:
    option = re.compile(r"(?<![\w-])--[a-z]")
    assert option.search("Give more --minutes.") and not option.search(engine_words.say("Give more --minutes."))
    assert [text for text in said() if option.search(text)] == []
    modules = [path for path in GUI.parent.rglob("*.py") if not {path.stem, path.parent.name} & _ELSEWHERE]
    told = [text for path in modules for text in advice(path)]
    assert len(told) > 100
    assert [text for text in told if option.search(engine_words.say(text))] == []


def test_the_engine_is_understood(german: None) -> None:
    assert engine_words.say("http://a.example/ did not answer within 30 seconds.") == (
        "http://a.example/ hat innerhalb von 30 Sekunden nicht geantwortet."
    )
    assert engine_words.say("The disk is full.") == "Die Platte ist voll."
    assert engine_words.say("Something nobody wrote down.") == "Something nobody wrote down."


def test_advice_behind_a_fault_is_understood_too(german: None) -> None:
    kept = "http://a.example/ answered 500 Internal Server Error. Is the site running, and is the address right?"
    assert engine_words.say(kept) == (
        "http://a.example/ antwortete mit 500 Internal Server Error. Läuft die Website, und stimmt die Adresse?"
    )
    judged = Verdict("e", "t", Outcome.UNKNOWN, "check", Cause.ENVIRONMENT, kept)
    assert check_words.reasons(judged, None) == f"es lag an der Seite oder der Website: {engine_words.say(kept)}"
    assert check_words.reasons(Verdict("e", "t", Outcome.SUCCESS, "human"), None) == ""


def test_keys_have_german_names(german: None) -> None:
    assert QKeySequence("Ctrl+R").toString(QKeySequence.SequenceFormat.NativeText) == "Strg+R"


def test_checks_and_evidence_in_words(german: None) -> None:
    check = {"url": r"^/boots/?(?:[?#]|$)", "text": ["Boots", "Sale"]}
    assert check_words.describe(check) == "die Seite /boots ist und die Seite „Boots“ und „Sale“ zeigt"
    assert check_words.evidence(checks.describe(check), check) == check_words.describe(check)
    found = checks.holds({"answer": ["30", "thirty"]}, Final("http://a.example/x", "", ""), None, checks.Site(""))
    assert check_words.evidence(found[1], {"answer": "30"}).startswith("Es gibt keine Antwort; verlangt war")
    assert check_words.evidence("I saw it myself", None) == "I saw it myself"


def test_addresses_in_words(german: None) -> None:
    forms = address_words.IS, address_words.STARTS, address_words.HAS, address_words.MATCHES
    assert forms == check_words.ADDRESS
    check = {"url": r"^/s/?(?=[^#]*[?&](?i:q=a(?:\+|%20)and(?:\+|%20)b)(?=[&#]|$))(?=[^#]*[?&](?i:n=1)(?=[&#]|$))"}
    assert check_words.describe(check) == "die Seite /s mit q=a and b und n=1 ist"


def test_in_english_words_are_those_of_the_engine(qapp: QApplication) -> None:
    for check in (
        {"url": r"^/boots/?(?:[?#]|$)"},
        {"url": "^/boots"},
        {"answer": ["30", "thirty"]},
        {"text": "Sale", "not": {"url": "a|b"}},
        {"any": [{"answer": "1"}, {"element": {"selector": "#a", "property": "value", "value": "2"}}]},
        {"reward": 1},
    ):
        assert check_words.describe(check) == checks.describe(check)


def cut_off(window: QWidget) -> list[str]:
    """What can be seen and has not the room that it asks for: buttons, lines of words, prompts of fields, columns."""
    found = []
    for made in window.findChildren(QWidget):
        if not made.isVisible() or isinstance(made.parentWidget(), QLineEdit):
            continue
        wants = 0
        says = isinstance(made, QLabel) and not made.wordWrap()
        says = says or (isinstance(made, QAbstractButton) and bool(made.text()))
        if says or isinstance(made, QComboBox):
            wants = made.minimumSizeHint().width()
        elif isinstance(made, QLineEdit):
            wants = made.fontMetrics().horizontalAdvance(made.placeholderText()) + 18
        elif isinstance(made, QScrollArea) and made.widgetResizable():
            never, inside = made.horizontalScrollBarPolicy(), made.widget()
            if never is Qt.ScrollBarPolicy.ScrollBarAlwaysOff and inside is not None:
                wants = inside.minimumSizeHint().width()
            found += [f"{made.accessibleName()} {wants}"] if made.viewport().width() < wants else []
            continue
        if made.width() < wants:
            found.append(f"{made.accessibleName() or getattr(made, 'text', str)()} {made.width()} < {wants}")
    return found


@pytest.mark.parametrize("language", list(texts.LANGUAGES))
def test_every_language_fits_a_small_laptop(
    qtbot: QtBot, qapp: QApplication, make_window: Callable[..., MainWindow], language: str
) -> None:
    before, made = QLocale(), texts.load(qapp, language)
    try:
        window = make_window()
        window.state.apply(list(scripted.Story().whole()))
        window.tasks.step(0)
        window.verdicts.step(0)
        for page in window.pages.order():
            window.pages.go(page)
            qtbot.wait(50)
            assert cut_off(window) == [], page
        window.compare()
        assert cut_off(window) == []
        window.ask("demo")
        assert cut_off(window.sheet) == []
        window.sheet.more.click()
        qtbot.wait(50)
        assert cut_off(window.sheet) == []
        window.sheet.close_card()
        window.keys.toggle()
        qtbot.wait(50)
        assert cut_off(window.keys) == []
        window.keys.close_card()
        smallest = window.minimumSizeHint()
        assert smallest.width() <= 1280 and smallest.height() <= 800
        assert (window.width(), window.height()) == (1280, 800)
    finally:
        forget(qapp, made)
        QLocale.setDefault(before)
