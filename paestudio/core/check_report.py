"""What a check says of an end state, key by key: for a person who wants to know whether the check is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from paestudio.core.checks import Site, describe, holds
from paestudio.core.errors import EnvironmentFault
from paestudio.core.records import Check, Final

NOBODY = "nobody has answered"


@dataclass(frozen=True, slots=True)
class Told:
    """One part of a check. `held` None: it could not be decided, `why` says the reason (or what failed)."""

    words: str
    held: bool | None
    why: str = ""
    part: Check | None = None  # the check of that part alone


@dataclass(frozen=True, slots=True)
class Tried:
    """A check tried on a real page: before anything was done, and after the path was replayed."""

    before: tuple[Told, ...]
    after: tuple[Told, ...]
    steps: int = 0  # of the path
    done: int = 0  # that could be replayed
    stopped: str = ""  # why not all of them
    url: str = ""
    title: str = ""

    @property
    def passes(self) -> bool:
        """Whether every key held at the end."""
        return bool(self.after) and all(told.held for told in self.after)

    @property
    def trivial(self) -> bool:
        """Whether every key held before anything was done: then it says nothing."""
        return bool(self.before) and all(told.held for told in self.before)


def report(check: Check, final: Final, answer: str | None, site: Site) -> Iterator[Told]:
    """Each key, those of `all` and each text on their own. Blocking for sql and http."""
    for part in _parts(check):
        words = describe(part)
        if "answer" in part and answer is None:
            yield Told(words, None, NOBODY, part)
            continue
        try:
            held, why = holds(part, final, answer, site)
        except EnvironmentFault as e:
            yield Told(words, None, str(e), part)
            continue
        yield Told(words, held, "" if held else why, part)


def fails(check: Check | None, final: Final, answer: str | None, home: str) -> str:
    """Why an end state does not satisfy a check, "" when it does or when the page alone cannot tell."""
    if not check or set(keys_of(check)) - {"url", "text", "answer"}:
        return ""
    return holds(check, final, answer, Site(home))[1]


def keys_of(check: Check) -> Iterator[str]:
    """Every key that says something, inside lists of checks too."""
    for key, want in check.items():
        if key in ("all", "any"):
            for part in want:
                yield from keys_of(part)
        elif key == "not":
            yield from keys_of(want)
        else:
            yield key


def _parts(check: Check) -> Iterator[Check]:
    for key, want in check.items():
        if key == "all":
            for part in want:
                yield from _parts(part)
        elif key == "text" and isinstance(want, list):
            yield from ({"text": one} for one in want)
        else:
            yield {key: want}
