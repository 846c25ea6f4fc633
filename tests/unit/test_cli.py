"""What a command line that cannot be carried out is told: one sentence, what to do, and an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from paestudio import cli, options, report
from paestudio.config import RunConfig
from paestudio.core.errors import UserError
from paestudio.store import Store


def told(words: Sequence[object]) -> tuple[int, list[str]]:
    """Exit code and the lines on standard error."""
    err = io.StringIO()
    argv = [str(word) for word in words]
    code = report.guarded(lambda: cli.main(argv), argv, err)
    return code, err.getvalue().splitlines()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["train"], "Which site?"),
        (["train", "demo", "--minuts", "5"], "Unrecognized arguments: --minuts 5."),
        (["train", "demo", "--headless", "--minutes", "soon"], "invalid float value: 'soon'"),
        (["train", "demo", "--headless", "--minutes", "0"], "minutes must be between 0.1 and 10000, not 0.0."),
        (["propose", "demo", "--count", "0"], "must be a whole number from 1 to 1000000, not '0'"),
        (["demo-site", "--port", "99999"], "must be a whole number from 0 to 65535, not '99999'"),
        (["evaluate", "--suite", "demo", "--repeats", "-1"], "--repeats"),
        (["evaluate"], "What should be measured?"),
        (["evaluate", "--tasks", "x.jsonl"], "Where does the site of these tasks run?"),
        (["export", "RUN", "--format", "nope"], "invalid choice: 'nope'"),
        (["train", "mailto:a@b.c", "--headless"], "'mailto:a@b.c' is not the address of a website."),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_what_to_do(words: list[str], says: str) -> None:
    code, lines = told(words)
    assert code == 2 and says in lines[0] and lines[0].startswith("paestudio: ")
    assert len(lines) <= 2, "the list of all options says less than a sentence"


def test_only_settings_are_read_as_settings() -> None:
    """No other option of a command may have the name of a setting: its value would become the setting's."""
    names = {field.name for field in fields(RunConfig)}
    words = ["evaluate", "--tasks", "some.jsonl", "--base-url", "http://127.0.0.1:9/", "--max-steps", "3"]
    args = options.parser().parse_args(words)
    assert options.config_of(args) == RunConfig(max_steps=3)
    assert {name for name in names if getattr(args, name, None) is not None} == {"max_steps"}


def test_a_window_says_what_it_cannot_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    code, lines = told(["train", "http://127.0.0.1:9/", "--login", "mira"])
    assert code == 2 and "does not log in" in lines[0] and "--headless" in lines[1]
    Store.open(tmp_path).close()
    code, lines = told(["train", "--resume", "gone", "--store", tmp_path])
    assert code == 2 and "There is no run 'gone'" in lines[0]


def test_every_command_has_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    for command in cli.COMMANDS:
        with pytest.raises(SystemExit) as ended:
            options.parser().parse_args([command, "--help"])
        assert ended.value.code == 0 and f"paestudio {command}" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
@pytest.mark.parametrize("command", [["demo"], ["train", "demo"], ["replay", "RUN"]])
def test_without_a_screen_it_is_said(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, lines = told(command)
    assert (code, lines[0]) == (3, "paestudio: There is no display for the window.") and lines[1].strip()


def test_better_guidance_is_not_made_where_it_cannot_be_kept(tmp_path: Path) -> None:
    place = tmp_path / "no such folder" / "guidance.txt"
    with pytest.raises(UserError, match="cannot be written"):
        cli.main(["judge", "--improve", "--write", str(place), "--store", str(tmp_path)])
