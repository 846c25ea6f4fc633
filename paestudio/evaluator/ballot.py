"""One vote of a judge, read strictly, and what several votes come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paestudio.chat.strict_json import NotJson, parse_object
from paestudio.core.records import Outcome
from paestudio.evaluator import guards
from paestudio.evaluator.showing import Shown

LONGEST_EVIDENCE = 400


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reply says, after the guards. `why` is the evidence, or why it does not count."""

    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What the votes come to. `share`: of the votes asked for, those that support the outcome.

    For an unknown outcome, the share that said success.
    """

    outcome: Outcome
    share: float
    why: str


class Unreadable(ValueError):
    """A reply that is not in the wanted form; the message says why."""


def read_vote(text: str, shown: Shown, *, guarded: bool = True) -> Vote:
    """A reply as a vote. Raises Unreadable."""
    try:
        said = parse_object(text)
    except NotJson as e:
        raise Unreadable(str(e)) from e
    try:
        verdict = Outcome(str(said.get("verdict")))
    except ValueError as e:
        raise Unreadable("“verdict” must be success, failure or unknown") from e
    if not guarded:
        return Vote(verdict, str(said.get("criteria"))[:LONGEST_EVIDENCE])
    answers = _answers(said.get("criteria"), len(shown.criteria))
    return _guarded(verdict, answers, shown)


def tally(votes: Sequence[Vote], asked: int, threshold: float) -> Tally:
    """Success when at least `threshold` of the votes asked for say so, failure when most readable ones say that."""
    good = [v for v in votes if v.outcome is Outcome.SUCCESS]
    bad = [v for v in votes if v.outcome is Outcome.FAILURE]
    if good and len(good) >= threshold * asked - 1e-9:
        return Tally(Outcome.SUCCESS, len(good) / asked, good[0].why)
    if bad and len(bad) * 2 > len(votes):
        return Tally(Outcome.FAILURE, len(bad) / asked, bad[0].why)
    doubts = next((v.why for v in votes if v.outcome is Outcome.UNKNOWN), "the votes disagree")
    return Tally(Outcome.UNKNOWN, len(good) / asked, f"{len(good)} of {asked} votes for success: {doubts}")


def _answers(given: Any, count: int) -> list[tuple[bool | None, str]]:
    """(met, evidence) of each criterion in order."""
    if not isinstance(given, list) or len(given) != count:
        raise Unreadable(f"“criteria” must be a list of {count}")
    made: dict[int, tuple[bool | None, str]] = {}
    for one in given:
        if not isinstance(one, dict):
            raise Unreadable("each of “criteria” must be an object")
        number, met, evidence = one.get("number"), one.get("met"), one.get("evidence", "")
        if isinstance(number, bool) or not isinstance(number, int) or not (met is None or isinstance(met, bool)):
            raise Unreadable("“number” must be a whole number and “met” true, false or null")
        if not (evidence is None or isinstance(evidence, str)):
            raise Unreadable("“evidence” must be a text")
        made[number] = met, (evidence or "")[:LONGEST_EVIDENCE]
    if sorted(made) != list(range(1, count + 1)):
        raise Unreadable(f"“number” must go from 1 to {count}")
    return [made[n] for n in range(1, count + 1)]


def _guarded(verdict: Outcome, answers: list[tuple[bool | None, str]], shown: Shown) -> Vote:
    met = [m for m, _ in answers]
    if False in met:
        number = met.index(False)
        if verdict is Outcome.SUCCESS:
            return Vote(Outcome.UNKNOWN, f"says success, but that criterion {number + 1} is not met")
        return Vote(Outcome.FAILURE, f"Not met: {shown.criteria[number]} {_said(answers[number][1])}".strip())
    if verdict is Outcome.FAILURE:
        return Vote(Outcome.UNKNOWN, "says failure, but names no criterion that is not met")
    if verdict is Outcome.UNKNOWN or None in met:
        return Vote(Outcome.UNKNOWN, "the judge could not see it")
    for _, evidence in answers:
        if not guards.quoted(evidence, shown.texts):
            return Vote(Outcome.UNKNOWN, f"its evidence {_said(evidence)} is on no page")
        if guards.addressed(evidence) or not guards.relevant(evidence, shown.about, shown.answer):
            return Vote(Outcome.UNKNOWN, f"its evidence {_said(evidence)} has nothing to do with the task")
    return Vote(Outcome.SUCCESS, " · ".join(_said(e) for _, e in answers))


def _said(evidence: str) -> str:
    return f"“{evidence[:200]}”" if evidence else ""
