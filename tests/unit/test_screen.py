"""Whether there is a screen is found out before Qt, which would end the process."""

from __future__ import annotations

import sys

import pytest

from paestudio import screen

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always one")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_none_is_named() -> None:
    assert screen.missing() == "There is no display for the window."


def test_one_that_is_gone_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7654")
    assert screen.missing() == "The display :7654 does not answer."


@pytest.mark.parametrize(("name", "value"), [("QT_QPA_PLATFORM", "offscreen"), ("WAYLAND_DISPLAY", "wayland-0")])
def test_another_kind_of_screen_will_do(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert screen.missing() == ""
