"""What models say, messy as it comes, is an action or is explained: 200 replies and more, with what each must give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paestudio.agent.thought import finished, parse

ROWS = [
    json.loads(line) for line in (Path(__file__).parents[2] / "data" / "replies.jsonl").read_text("utf-8").splitlines()
]


def test_there_are_200() -> None:
    assert len({row[0] for row in ROWS}) == len(ROWS) >= 200


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_reply(row: list[str]) -> None:
    said, wanted, *several = row
    parsed = parse(said)
    if wanted.startswith("!"):
        assert parsed.action is None and wanted[1:] in parsed.told, (parsed, said)
    else:
        assert str(parsed.action) == wanted, (parsed, said)
        assert ("several" in parsed.told) == bool(several), (parsed.told, said)


def test_the_thought_is_kept_apart() -> None:
    assert parse("Thought: The boots\nare here.\nAction: Click [3]").thought == "The boots are here."
    assert parse("**Thought:** Look.\n**Action:** Click [3]").thought == "Look."
    assert parse("I look.\nClick [3]").thought == "I look."
    assert parse("Thought: nothing more").thought == "nothing more"


def test_a_reply_is_over_when_its_action_line_ends() -> None:
    assert finished("Thought: a\nAction: Click [3]\n")
    assert not finished("Thought: a\nAction: Click [3]")
    assert not finished("Thought: a\nAction:\n")
    assert not finished("Thought: a\n")
