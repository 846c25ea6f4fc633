"""Which lines of a page share words with the task. They are said again beside it, where a small model looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

SHOWN = 3
LENGTH = 80  # characters of a line
_WORD = re.compile(r"[^\W_]+")


@cache
def common() -> frozenset[str]:
    """Words that say nothing about what is looked for."""
    text = (files("paestudio.agent") / "prompts" / "common_words.txt").read_text(encoding="utf-8")
    return _words(text)


def near(task: str, lines: Sequence[str]) -> list[str]:
    """At most SHOWN lines, each sharing words with the task that none before it has.

    A word counts less the more lines have it, and a line whose words are all in the task counts more.
    """
    wanted = _words(task) - common()
    found = [_words(line) for line in lines]
    spread = Counter(word for words in found for word in words & wanted)
    best: list[str] = []
    while len(best) < SHOWN:
        scores = [sum(1 / spread[w] for w in words & wanted) * (1 + _share(words, wanted)) for words in found]
        top = max(range(len(lines)), key=scores.__getitem__, default=0)
        if not lines or not scores[top]:
            break
        wanted -= found[top]
        best.append(_cut(lines[top]))
    return best


def _share(words: frozenset[str], wanted: frozenset[str]) -> float:
    return len(words & wanted) / max(1, len(words))


def _words(text: str) -> frozenset[str]:
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in _WORD.findall(text.lower()))


def _cut(line: str) -> str:
    return line if len(line) <= LENGTH else f"{line[:LENGTH].rsplit(' ', 1)[0]}…"
