"""A run as JSON lines."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paestudio.core import codec
from paestudio.core import events as ev
from paestudio.core.checks import validate
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Episode, Outcome, Status, Task
from paestudio.store import Store, export, queries
from paestudio.suites import taskfile

if TYPE_CHECKING:
    from conftest import Maker


@pytest.fixture
def full(store: Store, tell: Callable[..., None], maker: Maker) -> Store:
    """A store with the run that has everything."""
    tell(*maker.whole_run())
    return store


def exported(store: Store, what: str) -> list[dict[str, Any]]:
    """The lines of an export."""
    out = io.StringIO()
    count = export.export(store, "run-1", what, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines() if line]
    assert len(lines) == count
    return lines


def test_episodes_are_whole(full: Store) -> None:
    """Each line is an episode that reads back equal, with all verdicts and the one that counts."""
    lines = exported(full, "episodes")
    assert [line["id"] for line in lines] == ["proof-1", "e1", "e2", "h1"]
    for line in lines:
        assert codec.decode(Episode, line) == queries.episode(full, "run-1", line["id"])
    assert [v["evaluator"] for v in lines[2]["verdicts"]] == ["check", "human"]
    assert lines[2]["settled"]["outcome"] == "success"
    assert lines[0]["settled"] is None


def test_sft_is_successes_of_training_tasks(full: Store, tell: Callable[..., None], maker: Maker) -> None:
    """Page and task in, action out; nothing failed, nothing of a held-out task, not even its proof."""
    tell(
        *maker.played("h2", maker.task("tea pot", login="mira")),
        *maker.played("bad", maker.task("mug"), Outcome.FAILURE),
    )
    lines = exported(full, "sft")
    assert [(line["episode"], line["step"]) for line in lines] == [("e1", 0), ("e1", 1), ("e2", 0), ("e2", 1)]
    user, reply = lines[1]["messages"]
    assert user["role"] == "user"
    assert user["content"].splitlines()[1:4] == [
        '[2] textbox "Search" = "tea"',
        "Welcome",
        '[1] link "Blue mug"',
    ]
    assert "Done so far:\n- Click [1]" in user["content"]
    assert user["content"].endswith("Task: Find mug")
    assert reply == {"role": "assistant", "content": "Thought: the mug\nAction: Click [1]"}


def test_tasks_are_a_task_file(full: Store, tmp_path: Path) -> None:
    """Every line has the keys of a task file and a valid check; rejected and replaced ones are left out."""
    lines = exported(full, "tasks")
    assert [line["instruction"] for line in lines] == ["Find mug", "Find tea pot"]
    for line in lines:
        assert {"id", "instruction", "start", "kind", "login", "check"} <= set(line)
        assert line["start"] == "/"
        validate(line["check"])
    assert lines[1]["login"] == "mira"
    assert lines[1]["held_out"] is True
    export.export_file(full, "run-1", "tasks", tmp_path / "tasks.jsonl")
    read = taskfile.load(tmp_path / "tasks.jsonl", "http://shop.test", ["mira"])
    assert [(task.id, task.check) for task in read] == [(line["id"], line["check"]) for line in lines]


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("http://shop.test/a?b=1#c", "/a?b=1#c"),
        ("http://shop.test", "/"),
        ("https://shop.test/a", "https://shop.test/a"),
        ("http://shop.test:81/a", "http://shop.test:81/a"),
    ],
)
def test_start_is_a_path_on_the_own_site(full: Store, tell: Callable[..., None], url: str, start: str) -> None:
    """An address elsewhere stays an address."""
    task = Task.make("Go there", url, {"url": "x"})
    tell(ev.TaskProposed(task), ev.TaskSettled(task.id, Status.APPROVED, "human"))
    assert exported(full, "tasks")[-1]["start"] == start


def test_verdicts_say_which_counts(full: Store) -> None:
    """One a judged episode counts, whatever was said before."""
    lines = exported(full, "verdicts")
    counts = [(v["episode"], v["evaluator"]) for v in lines if v["settled"]]
    assert counts == [("e1", "check"), ("e2", "human"), ("h1", "check")]
    assert len(lines) == 4


def test_into_a_file_or_not_at_all(full: Store, tmp_path: Path) -> None:
    """The file appears when it is complete; a failed export leaves the old one."""
    path = tmp_path / "out.jsonl"
    assert export.export_file(full, "run-1", "episodes", path) == 4
    before = path.read_bytes()
    with full.transaction() as con:
        con.execute("DELETE FROM steps WHERE episode = 'h1'")
    with pytest.raises(EnvironmentFault, match="table steps"):
        export.export_file(full, "run-1", "episodes", path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".tmp"] == []
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        export.export_file(full, "run-1", "tasks", tmp_path / "no" / "such" / "folder")


def test_wrong_names(full: Store) -> None:
    """Format and run are named, with what there is."""
    with pytest.raises(UserError, match="sft"):
        export.export(full, "run-1", "csv", io.StringIO())
    with pytest.raises(UserError, match="run-1"):
        export.export(full, "run-9", "sft", io.StringIO())
