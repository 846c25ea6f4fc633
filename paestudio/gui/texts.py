"""Texts for people in their language: `tr` looks a text up in the loaded translation, English being the source."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from paestudio import paths

LANGUAGES = {"English": "en", "Deutsch": "de"}
FOLDER = paths.resources() / "translations"


def tr(text: str, apart: str | None = None, number: int = -1) -> str:
    """`text` in the language of the window; with a number, its plural form, `%n` being the number.
    `apart` tells apart texts that are one in English. (text, None, number) is the order that lupdate reads.

    Called with a literal, so that `pyside6-lupdate` finds it. Works before there is a QApplication: English then.
    """
    return QCoreApplication.translate("", text, apart, number)


def later(text: str) -> str:
    """Marks a literal of a table, made before a language is loaded: what shows it hands it to `tr`."""
    return text


def quoted(text: object) -> str:
    """In the quotation marks of the language of the window."""
    return tr("“{text}”").format(text=text)


def load(app: QCoreApplication, chosen: str = "") -> tuple[QTranslator, ...]:
    """Speak the chosen language, or the system's when it is "" and there is a translation; else English.

    English is loaded too: its file has the plural forms. Qt's own words come along: its menus, dialogs, names of keys.
    Returns what was installed.
    """
    code = chosen or QLocale.system().name().partition("_")[0]
    if code not in LANGUAGES.values():
        code = "en"
    made: list[QTranslator] = []
    of_qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for folder, name in ((of_qt, "qtbase"), (FOLDER, "paestudio")):
        translator = QTranslator(app)
        if translator.load(str(folder / f"{name}_{code}.qm")):
            app.installTranslator(translator)
            made.append(translator)
    QLocale.setDefault(QLocale(code) if chosen else QLocale.system())
    return tuple(made)
