"""The small parts: keys, login files, the browser that is found, words for what happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from paestudio.browser.act import key_name
from paestudio.browser.chromium import find_chromium
from paestudio.browser.notes import dialog_note
from paestudio.browser.options import logins_of
from paestudio.browser.scripts import bundle
from paestudio.core.errors import EnvironmentFault, UserError


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Enter", "Enter"),
        ("enter", "Enter"),
        (" esc ", "Escape"),
        ("down", "ArrowDown"),
        ("ctrl+a", "Control+a"),
        ("Control + Shift + Tab", "Control+Shift+Tab"),
        ("x", "x"),
        ("é", "é"),
        ("+", "+"),
        ("f5", "F5"),
        ("Anykey", ""),
        ("hyper+a", ""),
        ("", ""),
    ],
)
def test_keys(said: str, key: str) -> None:
    assert key_name(said) == key


def test_logins_of_a_site_file() -> None:
    entry = {"user": "mira", "path": "/login/", "fill": {"#u": "mira"}, "submit": "button", "expect": "text=Logout"}
    login = logins_of({"logins": {"mira": entry}})["mira"]
    assert (login.path, login.fill, login.submit, login.expect) == ("/login/", {"#u": "mira"}, "button", "text=Logout")
    assert logins_of({}) == {}


def test_a_login_without_a_key_is_named() -> None:
    with pytest.raises(UserError, match="The login 'mira' of the site file has no 'submit'"):
        logins_of({"logins": {"mira": {"path": "/", "fill": {}, "expect": "#x"}}})


def test_chromium_is_found_by_name_or_place(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert find_chromium(str(tmp_path)) == program
    assert find_chromium("/nowhere", [str(program)]) == program


def test_no_chromium_says_what_to_do() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        find_chromium("/nowhere", [])
    assert "Install chromium" in caught.value.fix


def test_words_for_dialogs() -> None:
    assert dialog_note("alert", "Hi") == "The page said “Hi”."
    assert dialog_note("confirm", "Sure?") == "The page asked “Sure?”: answered OK."
    assert dialog_note("prompt", "Name?", "Ada") == "The page asked “Name?”: answered “Ada”."


def test_the_scripts_are_shipped() -> None:
    text = bundle()
    for name in ("quiet", "observe", "locate", "choose"):
        assert name in text
