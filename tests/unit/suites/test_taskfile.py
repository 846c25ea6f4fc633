"""Task files: what is read, and what is said of a mistake."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from paestudio.core.errors import UserError
from paestudio.suites import find, taskfile

BASE = "http://127.0.0.1:8101"
GOOD: dict[str, Any] = {"id": "t1", "instruction": "Open the shop.", "start": "/shop/", "check": {"url": "^/shop"}}


def write(folder: Path, *rows: Any) -> Path:
    path = folder / "tasks.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_task_keeps_its_id_and_gets_an_address(tmp_path: Path) -> None:
    full = {**GOOD, "id": "oscar-07", "kind": "retrieval", "login": "mira", "difficulty": 0.5, "site": "oscar"}
    first, second = taskfile.load(write(tmp_path, full, "", GOOD, ""), BASE, ["mira"])
    assert (first.id, first.kind, first.login, first.difficulty) == ("oscar-07", "retrieval", "mira", 0.5)
    assert (first.start_url, first.origin, first.check) == (f"{BASE}/shop/", "file", {"url": "^/shop"})
    assert (second.kind, second.login, second.difficulty) == ("navigation", None, 0.0)


@pytest.mark.parametrize(
    ("base", "start", "address"),
    [
        (BASE + "/", "/a?b=1#c", BASE + "/a?b=1#c"),
        (BASE + "/app", "list", BASE + "/app/list"),
        (BASE, "http://localhost:1/x", "http://localhost:1/x"),
    ],
)
def test_start(tmp_path: Path, base: str, start: str, address: str) -> None:
    (task,) = taskfile.load(write(tmp_path, {**GOOD, "start": start}), base)
    assert task.start_url == address


def test_a_rubric_does_instead_of_a_check(tmp_path: Path) -> None:
    row = {"id": "r", "instruction": "Say hello.", "start": "/", "rubric": "It greets.", "check": None, "login": None}
    (task,) = taskfile.load(write(tmp_path, row), BASE)
    assert (task.check, task.rubric) == (None, "It greets.")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "t2", ', "not JSON at column"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "must be a JSON object, not list"),
        ({k: v for k, v in GOOD.items() if k != "start"}, "'start' is missing"),
        ({k: v for k, v in GOOD.items() if k != "check"}, "'check' is missing"),
        ({**GOOD, "instruction": " "}, "'instruction' must be a text"),
        ({**GOOD, "id": 7}, "'id' must be a text"),
        ({**GOOD, "kind": None}, "'kind' must be a text"),
        ({**GOOD, "login": ""}, "'login' must be a text"),
        ({**GOOD, "chekc": {}}, "unknown field 'chekc'"),
        ({**GOOD, "id": "t1"}, "the id 't1' is used already on line 1"),
        ({**GOOD, "id": "t2", "check": {}}, "check must be an object"),
        ({**GOOD, "id": "t2", "check": {"ansver": "x"}}, "check has an unknown key 'ansver'"),
        ({**GOOD, "id": "t2", "check": {"url": "("}}, "check.url is not a regular expression"),
        ({**GOOD, "id": "t2", "check": {"all": [{"text": ""}]}}, r"check.all\[0\].text must be a text"),
        ({**GOOD, "id": "t2", "login": "eve"}, "no login 'eve'. Known logins: mira."),
        ({**GOOD, "id": "t2", "difficulty": 2}, "from 0 to 1"),
        ({**GOOD, "id": "t2", "difficulty": True}, "from 0 to 1"),
        ({**GOOD, "id": "t2", "start": "file:///etc/passwd"}, "'start' must be a path"),
        ({**GOOD, "id": "t2", "start": "http://[::"}, "'start' is not an address"),
    ],
)
def test_a_mistake_is_found_on_its_line(tmp_path: Path, row: Any, said: str) -> None:
    path = write(tmp_path, GOOD, "", row)
    with pytest.raises(UserError, match=rf"{path}, line 3: .*{said}"):
        taskfile.load(path, BASE, ["mira"])


def test_a_login_without_a_site_file_says_how_to_give_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Give --site FILE"):
        taskfile.load(write(tmp_path, {**GOOD, "login": "mira"}), BASE)


def test_files_that_are_no_task_files(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nothing\.jsonl cannot be read: No such file"):
        taskfile.load(tmp_path / "nothing.jsonl", BASE)
    with pytest.raises(UserError, match="has no tasks"):
        taskfile.load(write(tmp_path, "", "  "), BASE)
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(json.dumps(GOOD).encode() + b'\n{"id": "caf\xe9"}\n')
    with pytest.raises(UserError, match="line 2: this is not UTF-8"):
        taskfile.load(latin, BASE)


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "tasks.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n")
    assert [t.id for t in taskfile.load(path, BASE)] == ["t1"]


def test_every_suite_that_is_at_hand_loads() -> None:
    names = ["demo"]
    if sites := os.environ.get("PAESTUDIO_SITES"):
        names += [folder.parent.name for folder in Path(sites).glob("*/tasks.jsonl")]
    for name in names:
        suite = find(name)
        assert len(taskfile.load(suite.tasks_file, BASE, suite.site.logins)) >= 10
