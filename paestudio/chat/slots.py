"""Text of strangers inside a prompt: marked, escaped, and fenced with a code that nobody outside can know.

A page or an answer may try to speak to the model. Each request gets a fresh random code; every line of a slot begins
with "> ", and characters that are not seen (control, direction, zero width) are taken out, so that no text can end
its own slot or look like ours. What a model then makes of it is its affair: callers check its reply as well.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from importlib.resources import files

_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
LONGEST_LINE = 600


class Fence:
    """The code of one request, and slots that carry it."""

    def __init__(self) -> None:
        self.code = secrets.token_hex(8)

    def slot(self, name: str, text: str, limit: int = 4_000) -> str:
        """`text` as data: at most `limit` characters, what is over is left out of the middle."""
        lines = "\n".join(f"> {line}" for line in shorten(clean(text), limit).split("\n"))
        return f"[[{self.code} {name}]]\n{lines}\n[[/{self.code} {name}]]"


def clean(text: str) -> str:
    """Without characters that cannot be seen; one space for many, long lines folded."""
    kept = "".join(c if c == "\n" else " " if c in "\t\r\u2028\u2029" else c for c in text)
    kept = "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in _HIDDEN)
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in kept.split("\n")]
    folded = [line[i : i + LONGEST_LINE] for line in lines for i in range(0, max(1, len(line)), LONGEST_LINE)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(folded)).strip()


def shorten(text: str, limit: int) -> str:
    """At most about `limit` characters: the beginning and the end, and a note of what is missing between."""
    if len(text) <= limit:
        return text
    head, tail = limit * 2 // 3, limit // 3
    return f"{text[:head]}\n(… {len(text) - head - tail} characters left out …)\n{text[-tail:]}"


def same(text: str) -> str:
    """Text for comparing quotes: no case, one form for each character, single spaces, plain quotes and dashes."""
    flat = unicodedata.normalize("NFKC", clean(text)).casefold()
    flat = flat.translate(_PLAIN)
    return re.sub(r"\s+", " ", flat).strip()


_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00a0": " "})


def prompt_file(package: str, name: str, **values: str) -> str:
    """A prompt from `prompts/NAME` of a package, with `{name}` places filled; other braces stay as they are."""
    text = files(package).joinpath("prompts", name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text
