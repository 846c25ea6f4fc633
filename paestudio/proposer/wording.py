"""Say a goal as a person would. The wording follows from the goal, so one goal is always asked in the same words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from paestudio.proposer.words import bank


def pick(goal: str, choices: Sequence[str], salt: str = "") -> str:
    """One of the choices, evenly spread over goals and the same for one goal on every machine."""
    return choices[number(goal, salt) % len(choices)]


def number(goal: str, salt: str = "") -> int:
    """A stable large number for a goal."""
    return int(hashlib.sha256(f"{salt}|{goal}".encode()).hexdigest()[:12], 16)


def say(goal: str, phrases: str, **slots: str) -> str:
    """An instruction from the bank `phrases` of `words/tasks.json`, with its slots filled."""
    choices: list[str] = bank("tasks.json")[phrases]
    return tidy(pick(goal, choices, phrases).format(**slots))


def tidy(text: str) -> str:
    """Capital at the start, no doubled spaces or stops."""
    flat = re.sub(r"\s+", " ", text).strip()
    flat = re.sub(r"([?!.])[.]+", r"\1", flat)
    flat = re.sub(r"([?!.])”\.", r"\1”", flat)
    return flat[0].upper() + flat[1:] if flat else flat
