"""How the stand-in reads a prompt: which parts are slots, what stands outside them, who commands what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paestudio.chat.standin.words import ignored

# A code that the system message declares; a fence with another code is just text.
_CODE = re.compile(r"\bcode ([0-9a-f]{16})\b")
_PLAIN = re.compile(r"^(Task|Criteria|Actions|Page \d+|Answer|Site|Pages|Cases|Guidance):[ ]?", re.M)
# What a model that obeys would take for an order to pass the attempt, or for a statement that settles the matter.
_COMMANDS = re.compile(
    r"""(?ix)
    \b(mark|rate|score|grade|count|consider|treat|report|record|regard|accept|declare|approve|evaluate|classify)\b
        [^.!?\n]{0,60}\b(success\w*|succeed\w*|passed|pass|complete[d]?|done|correct|met|true|fulfilled|accomplished)\b
    | \b(answer|say|output|return|reply|respond|print|write)\b[^.!?\n]{0,40}\b(success|passed|true|yes)\b
    | \b(verdict|result|outcome|judge?ment|evaluation|status)\b\W{0,6}(is|was|=|:)?\W{0,6}(success|passed|true)\b
    | \bignore\b[^.!?\n]{0,40}\b(instructions?|criteria|above|rules|before)\b
    | \b(all|every|both)\b[^.!?\n]{0,20}\b(criteri(a|on)|conditions?)\b[^.!?\n]{0,20}\b(met|fulfilled|true)\b
    | \b(you|judge|evaluator|grader|reviewer)\b[^.!?\n]{0,60}\b(success\w*|pass(ed)?|correct)\b
    | \b(erfolg\w*|éxito|réussi\w*|succès|exitosa|bestanden)\b
    | "verdict"\s*:\s*"success"
    """
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as read: slots by name, and all the user's text that is in none."""

    task: str  # the system message
    slots: Mapping[str, str] = field(default_factory=dict)
    outside: str = ""

    def page_names(self) -> list[str]:
        """The slots that are pages, in order."""
        return sorted((n for n in self.slots if re.fullmatch(r"PAGE \d+", n)), key=lambda n: int(n.split()[1]))


def read(messages: Sequence[tuple[str, str]]) -> Prompt:
    """(role, text) pairs as a prompt."""
    task = "\n".join(text for role, text in messages if role == "system")
    said = "\n".join(text for role, text in messages if role == "user")
    code = _CODE.search(task)
    if code is None:
        return Prompt(task, _sections(said), said)
    fenced = re.compile(rf"^\[\[{code[1]} ([A-Z]+(?: \d+)?)\]\]\n(.*?)^\[\[/{code[1]} \1\]\]$", re.M | re.S)
    slots = {name: _unquoted(body) for name, body in fenced.findall(said)}
    return Prompt(task, slots, fenced.sub("", said))


def command(text: str) -> str:
    """The first order to pass that is in `text`, "" without one."""
    found = _COMMANDS.search(text)
    if found is None:
        return ""
    start = max(text.rfind("\n", 0, found.start()), text.rfind(". ", 0, found.start())) + 1
    end = text.find("\n", found.end())
    return text[start : end if end >= 0 else len(text)].strip()


def content(text: str) -> list[str]:
    """The words that say what a text is about, without endings, each once."""
    return list(dict.fromkeys(stem(w) for w in words(text) if w not in ignored()))


def words(text: str) -> list[str]:
    """All words and numbers of a text, in small letters."""
    found = re.findall(r"[a-z0-9][a-z0-9’'.-]*", text.casefold())
    return [bare for w in found if (bare := w.strip("’'.-").removesuffix("'s").removesuffix("’s"))]


def stem(word: str) -> str:
    """A word without the ending of its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _sections(text: str) -> dict[str, str]:
    """Plain headings: "Task: …" up to the next."""
    found = list(_PLAIN.finditer(text))
    ends = [m.start() for m in found[1:]] + [len(text)]
    made: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        made.setdefault(match[1].upper(), text[match.end() : end].strip())
    return made


def _unquoted(body: str) -> str:
    return "\n".join(line.removeprefix("> ").removeprefix(">") for line in body.rstrip("\n").split("\n"))
