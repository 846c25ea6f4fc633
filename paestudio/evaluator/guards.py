"""What no judge may be talked out of: rules that a program decides, before a model is asked and after it answered.

Sources of the threats: "One token to fool LLM-as-a-judge" (arXiv 2507.08794), arXiv 2601.14691 (only the agent's
reasoning rewritten), "Sycophancy to Subterfuge" (arXiv 2406.10162). The fence around what strangers wrote is in
`chat.slots`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from paestudio.chat.slots import same
from paestudio.core.actions import Verb
from paestudio.core.checks import same_answer
from paestudio.core.records import Episode, Observation

LEFT_OUT = "(something that speaks to a judge was left out)"
MOVES = frozenset({Verb.CLICK, Verb.TYPE, Verb.SELECT, Verb.PRESS, Verb.BACK})
SHORTEST_EVIDENCE = 2  # letters and digits
_PIECE = re.compile(r"[^\n.!?]*(?:[.!?]+(?=\s|$)|[.!?]+|\n|$)")


def did_nothing(episode: Episode) -> bool:
    """Whether the episode left everything as it found it and said nothing that was there to be read.

    Nothing was done: no action that changes a page worked, or none of them changed anything that can be seen.
    """
    steps = episode.steps
    moved = [s for s in steps if s.decision.action and s.decision.action.verb in MOVES and not s.error]
    still = episode.answer is not None and len({_state(step.observation) for step in steps}) == 1
    return (not moved or still) and not answers_something(episode)


def answers_something(episode: Episode) -> bool:
    """Whether the answer is more than "done" and stands on a page that was seen."""
    said = same(episode.answer or "").strip(" .!")
    if len(_word_signs(said)) < 1 or said in (
        "done",
        "yes",
        "no",
        "ok",
        "success",
        "true",
        "n/a",
        "none",
        "not possible",
    ):
        return False
    return any(said in same(words(step.observation)) for step in episode.steps) or said in same(episode.final.text)


def addressed(text: str) -> bool:
    """Whether the text speaks to a judge."""
    return any(pattern.search(same(text)) for pattern in _patterns())


def cut(text: str) -> str:
    """The text without the sentences that speak to a judge, also where such a sentence runs over several lines."""
    pieces = [piece for piece in _PIECE.findall(text) if piece]
    flat, spans = "", []
    for piece in pieces:
        part = same(piece)
        start = len(flat) + bool(flat and part)
        flat = f"{flat} {part}" if flat and part else flat + part
        spans.append((start, len(flat)))
    hits = [found.span() for pattern in _patterns() for found in pattern.finditer(flat)]
    if not hits:
        return text
    kept = [
        f"{LEFT_OUT}\n" if any(a < end and start < b for a, b in hits) else piece
        for piece, (start, end) in zip(pieces, spans, strict=True)
    ]
    return re.sub(rf"(?:{re.escape(LEFT_OUT)}\s*)+", f"{LEFT_OUT}\n", "".join(kept))


def quoted(evidence: str, shown: Sequence[str]) -> bool:
    """Whether every part of the evidence (parts are divided by "…") occurs in one of the texts, read as `same`."""
    parts = [part.strip(" \"'.,;:") for part in re.split(r"…|\.\.\.", same(evidence))]
    parts = [part for part in parts if part]
    if sum(len(_word_signs(part)) for part in parts) < SHORTEST_EVIDENCE:
        return False
    texts = [same(text) for text in shown]
    return any(all(part in text for part in parts) for text in texts)


def relevant(evidence: str, about: str, answer: str) -> bool:
    """Whether the evidence shares a word that matters with what was asked, or holds the answer."""
    if subjects(evidence) & subjects(about):
        return True
    said = same(answer).strip(" .")
    return bool(said) and said != "done" and (said in same(evidence) or same_answer(evidence, answer))


def subjects(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, without the ending of a plural."""
    found = (_stem(word.strip("'-")) for word in re.findall(r"[^\W_][\w'-]*", same(text)))
    return frozenset(word for word in found if len(word) > 1 and word not in _common())


def words(seen: Observation) -> str:
    """A page's title, texts and elements, in the order of the document, with what its controls say."""
    lines = [(t.order, t.text) for t in seen.texts]
    for e in seen.elements:
        state = f" = {e.value}" if e.value and e.value != e.name else ""
        ticked = " (checked)" if "checked" in e.state else ""
        lines.append((e.order, f"{e.name}{state}{ticked}"))
    return "\n".join((seen.title, *(text for _, text in sorted(lines, key=lambda line: line[0]))))


def _state(seen: Observation) -> tuple[str, str]:
    return seen.url, words(seen)


def _word_signs(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def _stem(word: str) -> str:
    bare = word.removesuffix("'s")
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in _lines("addressed.txt"))


@cache
def _common() -> frozenset[str]:
    return frozenset(_stem(word) for line in _lines("common_words.txt") for word in line.split())


def _lines(name: str) -> list[str]:
    text = files("paestudio.evaluator").joinpath("prompts", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
