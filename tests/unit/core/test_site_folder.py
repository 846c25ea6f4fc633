"""Folders with a site, with and without a login before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from paestudio.core.site_folder import is_path, is_site, settled, split


def site(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "site.json").write_text("{}", encoding="utf-8")
    (folder / "start.sh").write_text("", encoding="utf-8")
    return folder


def test_a_folder_and_who_to_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(tmp_path / "shop")
    monkeypatch.chdir(tmp_path)
    assert is_site(str(folder)) and is_site("shop") and is_site("ada@shop")
    assert split("ada@shop") == ("ada", Path("shop")) and split("shop") == ("", Path("shop"))
    assert settled("./shop") == str(folder) and settled("ada@./shop") == f"ada@{folder}"
    assert settled(settled("ada@shop")) == f"ada@{folder}"


def test_a_folder_with_an_at_in_its_name_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(tmp_path / "me@home")
    monkeypatch.chdir(tmp_path)
    assert split("me@home") == ("", Path("me@home")) and is_site(str(folder)) and is_site(f"ada@{folder}")


def test_what_is_no_site(tmp_path: Path) -> None:
    for name in ("", "demo", "http://127.0.0.1/", str(tmp_path), "a\0b", "ada@", "~nobody-of-that-name/a", "x" * 5000):
        assert not is_site(name)


def test_what_looks_like_a_folder() -> None:
    for name in ("/a", "./a", "../a", "~/a", "..", r"C:\a", "ada@../a", "ada@/a"):
        assert is_path(name)
    for name in ("a.example/b", "demo", "ada@a.example", "http://a/b", "..a", "localhost:8101"):
        assert not is_path(name)
