"""Texts for people in their language: `tr` looks a text up in the loaded translation, English being the source."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, number: int = -1) -> str:
    """`text` in the language of the window; with a number, its plural form, `%n` being the number.

    Called with a literal, so that `pyside6-lupdate` finds it. Works before there is a QApplication: English then.
    """
    return QCoreApplication.translate("", text, None, number)
