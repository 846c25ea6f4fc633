"""How the stand-in judges: it compares the words of the task with those of the page. No more, and never less."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from paestudio.chat.standin.reading import Prompt, content, stem, words

NEEDED = 0.7  # share of the task's words that must be on the page …
IN_HEAD = 0.5  # … and in its address and title, or, of a question, beside the answer
_ASKS = re.compile(r"(?i)\?|^(what|which|how|who|when|where|tell me|find out|give me|i want to know|name)\b")
_STRICT = re.compile(r"(?i)every word")
_GENEROUS = re.compile(r"(?i)half of the words")


@dataclass(frozen=True, slots=True)
class View:
    """What it looks at."""

    task: str
    answer: str
    page: str  # the last one, with its address and title
    head: str  # address, title and first lines of it
    criteria: int


def view(prompt: Prompt) -> View:
    """The parts of a judge's prompt."""
    names = prompt.page_names()
    page = prompt.slots[names[-1]] if names else ""
    lines = [line for line in prompt.slots.get("CRITERIA", "").splitlines() if line.strip()]
    answer = prompt.slots.get("ANSWER", "").strip()
    return View(prompt.slots.get("TASK", ""), answer, page, "\n".join(page.splitlines()[:2]), max(1, len(lines)))


def judge(prompt: Prompt) -> dict[str, Any]:
    """The verdict on what was seen."""
    seen = view(prompt)
    needed = 0.99 if _STRICT.search(prompt.task) else 0.5 if _GENEROUS.search(prompt.task) else NEEDED
    asked = content(seen.task)
    covered, named = _covered(asked, seen.page), _covered(asked, seen.head) >= IN_HEAD
    if _ASKS.search(seen.task.strip()) and seen.answer.casefold() not in ("", "done", "(none)"):
        line = _line_with(seen.page, seen.answer)
        met = bool(line) and covered >= needed - 0.2 and (named or _covered(asked, line) >= IN_HEAD)
    elif _ASKS.search(seen.task.strip()) and not re.search(r"(?i)where", seen.task):
        line, met = "", False
    else:
        line = _best_line(seen, asked)
        met = covered >= needed and named
    return verdict(seen.criteria, met, line)


def _covered(asked: list[str], text: str) -> float:
    """The share of the words asked for that a text has, also as beginnings of longer ones."""
    there = {stem(word) for word in words(text)}
    return sum(any(one.startswith(word) for one in there) for word in asked) / max(1, len(asked))


def verdict(criteria: int, met: bool, evidence: str) -> dict[str, Any]:
    """A reply in the wanted form, with one answer to all criteria."""
    each = [{"number": n + 1, "met": met, "evidence": evidence[:200]} for n in range(criteria)]
    return {"criteria": each, "verdict": "success" if met else "failure"}


def _line_with(page: str, answer: str) -> str:
    want = re.sub(r"\s+", " ", answer).strip().strip(".").casefold()
    return next((line for line in page.splitlines() if want and want in re.sub(r"\s+", " ", line).casefold()), "")


def _best_line(seen: View, asked: list[str]) -> str:
    lines = [line for line in seen.page.splitlines() if line.strip()]
    return max(lines, key=lambda line: sum(w in content(line) for w in asked), default="")
