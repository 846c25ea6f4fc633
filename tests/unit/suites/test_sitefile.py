"""Site files and suites: what is read, and what is said of a mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from paestudio.core.errors import UserError
from paestudio.suites import find, sitefile

LOGIN = {"path": "/in", "fill": {"#user": "ada"}, "submit": "button", "expect": "text=Ada", "role": "customer"}


def write(folder: Path, row: Any) -> Path:
    path = folder / "site.json"
    path.write_text(row if isinstance(row, str) else json.dumps(row), encoding="utf-8")
    return path


def test_a_full_file(tmp_path: Path) -> None:
    row = {"name": "s", "home": "/h", "ready": "/r", "port": 9, "logins": {"ada": LOGIN}, "licence": "MIT"}
    site = sitefile.read(write(tmp_path, row))
    assert (site.name, site.home, site.ready, site.port) == ("s", "/h", "/r", 9)
    assert site.login("ada") == sitefile.SiteLogin("ada", "/in", {"#user": "ada"}, "button", "text=Ada")
    with pytest.raises(UserError, match=r"no login 'eve'\. Known logins: ada"):
        site.login("eve")


def test_an_empty_object_takes_the_folder_as_name(tmp_path: Path) -> None:
    site = sitefile.read(write(tmp_path, {}))
    assert site == sitefile.SiteFile(tmp_path.name)
    with pytest.raises(UserError, match="has none"):
        site.login("ada")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", r"line 1: this is not JSON"),
        ([], "must be a JSON object"),
        ({"logins": []}, "'logins' must be an object"),
        ({"logins": {"ada": 1}}, "login 'ada' must be an object"),
        ({"logins": {"ada": {k: v for k, v in LOGIN.items() if k != "submit"}}}, "login 'ada' has no 'submit'"),
        ({"logins": {"ada": {**LOGIN, "fill": {"#a": 1}}}}, "'fill' must map selectors to texts"),
        ({"logins": {"ada": {**LOGIN, "expect": ""}}}, "'expect' must be a text"),
        ({"port": 0}, "'port' must be"),
        ({"port": "80"}, "'port' must be"),
        ({"port": True}, "'port' must be"),
        ({"home": "home"}, "'home' must be a path"),
        ({"name": ""}, "'name' must be a text"),
    ],
)
def test_mistakes(tmp_path: Path, row: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        sitefile.read(write(tmp_path, row))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        sitefile.read(tmp_path / "site.json")
    (tmp_path / "site.json").write_bytes(b"\xff")
    with pytest.raises(UserError, match="not UTF-8"):
        sitefile.read(tmp_path / "site.json")


@pytest.mark.parametrize(
    ("url", "name", "home"),
    [
        ("http://127.0.0.1:8101/", "127.0.0.1:8101", "/"),
        ("https://example.com", "example.com", "/"),
        ("http://ada:secret@example.com/shop?q=1#top", "example.com", "/shop?q=1"),
    ],
)
def test_only_an_address(url: str, name: str, home: str) -> None:
    site = sitefile.of_url(url)
    assert (site.name, site.home, site.ready, site.port, site.logins) == (name, home, home, None, {})


@pytest.mark.parametrize("url", ["", "demo.example", "ftp://example.com/", "file:///etc", "http://", "http://[::"])
def test_no_address(url: str) -> None:
    with pytest.raises(UserError, match="is not a web address"):
        sitefile.of_url(url)


def test_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = find("demo")
    assert demo.site.name == "demo"
    assert not demo.starts
    folder = tmp_path / "sites" / "corner"
    folder.mkdir(parents=True)
    monkeypatch.delenv("PAESTUDIO_SITES", raising=False)
    with pytest.raises(UserError, match="no suite 'corner'"):
        find("corner")
    monkeypatch.setenv("PAESTUDIO_SITES", str(tmp_path / "sites"))
    write(folder, {})
    with pytest.raises(UserError, match=r"has no tasks\.jsonl"):
        find("corner")
    (folder / "tasks.jsonl").touch()
    (folder / "start.sh").touch()
    assert find("corner") == find(str(folder))
    assert find("corner").starts
