"""What the documents say is so: files they name exist, commands they show are understood, settings are explained."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from paestudio import cli
from paestudio.config import About, RunConfig

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
COMMAND = re.compile(r"^(?: {4,})?(?:\$ )?(?:paestudio|bash packaging/run\.sh) +([a-z][^#\n]*)$", re.M)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|#|mailto:)([^)#\s]+)")


def names(path: Path) -> str:
    return path.name


def test_there_is_a_readme_a_changelog_and_a_licence() -> None:
    assert {"README.md", "CHANGELOG.md"} <= {path.name for path in DOCUMENTS}
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_links_lead_to_files(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []


@cache
def help_of(command: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert not ended.value.code
    return said.getvalue()


def commands() -> list[str]:
    found = [
        line
        for path in DOCUMENTS
        for line in COMMAND.findall(re.sub(r"#.*$", "", path.read_text(encoding="utf-8"), flags=re.M))
    ]
    return sorted({line.strip() for line in found})


@pytest.mark.parametrize("line", commands())
def test_commands_are_understood(line: str) -> None:
    command, *rest = shlex.split(line)
    said = help_of(command)
    flags = [word.partition("=")[0] for word in rest if word.startswith("--")]
    assert [flag for flag in flags if flag not in said] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_files_in_backticks_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:paestudio|packaging|resources|tests)/[\w./-]+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_changelog_keeps_the_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text or re.search(r"^## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$", text, re.M)
    groups = set(re.findall(r"^### (.+)$", text, re.M))
    assert groups <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_every_setting_is_explained() -> None:
    for field in fields(RunConfig):
        about = field.metadata["about"]
        assert isinstance(about, About)
        assert about.help.endswith(".") and about.group, field.name
        if about.low is not None and about.high is not None:
            assert about.low <= field.default <= about.high, field.name
        if about.choices:
            assert field.default in about.choices, field.name
