"""The doctor sees what is there, and says what to do about what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paestudio import doctor
from paestudio.core.errors import EnvironmentFault
from paestudio.doctor import Check
from paestudio.store.db import DATABASE, Store


def test_on_this_machine_the_basics_are_in_order() -> None:
    found = {check.name: check for check in doctor.checks()}
    for name in ("python", "system libraries", "fonts", "torch", "store"):
        assert found[name].ok, found[name]
    assert "Chromium" in found["system libraries"].detail


def test_json_has_the_promised_shape() -> None:
    found = [Check("a", True, "fine"), Check("b", False, "broken", "mend it")]
    assert json.loads(doctor.as_json(found)) == {
        "checks": [
            {"name": "a", "ok": True, "detail": "fine", "fix": ""},
            {"name": "b", "ok": False, "detail": "broken", "fix": "mend it"},
        ]
    }


def test_text_names_the_problem_and_the_fix() -> None:
    text = doctor.as_text([Check("a", True, "fine"), Check("b", False, "broken", "mend it")])
    assert [line.split() for line in text.splitlines()] == [
        ["ok", "a", "fine"],
        ["PROBLEM", "b", "broken"],
        ["→", "mend", "it"],
        ["1", "of", "2", "need", "attention."],
    ]


def test_a_check_that_breaks_is_a_result() -> None:
    def known() -> Check:
        raise EnvironmentFault("No disk.", "Plug one in.")

    def unforeseen() -> Check:
        raise ZeroDivisionError("x")

    assert doctor._safely("disk", known) == Check("disk", False, "No disk.", "Plug one in.")
    assert not doctor._safely("disk", unforeseen).ok


def test_a_broken_store_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path))
    folder = tmp_path / "store"
    Store.open(folder).close()
    good = doctor._safely("store", doctor._store)
    assert good.ok and good.detail.startswith("0 runs")
    (folder / DATABASE).write_bytes(b"this is no database" * 1000)
    bad = doctor._safely("store", doctor._store)
    assert not bad.ok and bad.fix


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path / "file"))
    found = doctor._safely("disk", doctor._disk)
    assert not found.ok and "PAESTUDIO_HOME" in found.fix
