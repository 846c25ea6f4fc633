"""Whether a page asks for what only a person has: a password, or proof that one is there, by what was observed."""

from __future__ import annotations

from paestudio.core.records import Observation

_PROOF = (
    "captcha",
    "i'm not a robot",
    "i am not a robot",
    "verify you are human",
    "verify that you are human",
    "unusual traffic",
)


def needs_person(seen: Observation) -> str:
    """What the page asks for, as the end of “This page …”; "" when nothing. A guess from words: it only informs."""
    told = [seen.title, *(text.text for text in seen.texts), *(element.name for element in seen.elements)]
    words = " ".join(told).casefold().replace("’", "'")
    if any(phrase in words for phrase in _PROOF):
        return "asks for a person (CAPTCHA)"
    fields = [e for e in seen.elements if e.role == "textbox" and e.on_screen and not e.value]
    return "asks for a password" if any("password" in field.name.casefold() for field in fields) else ""
