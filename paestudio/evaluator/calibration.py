"""How far a judge can be believed: precision, recall and agreement against what is known, with intervals.

Known is what a person said, else what a check decided. Figures are kept apart by site and by judge: a judge that is
good on one site may be fooled on another. Pure functions of verdicts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paestudio.core.precedence import rank
from paestudio.core.records import Outcome, Rate, Verdict
from paestudio.core.stats import Z, rate

ENOUGH = 20  # pairs below which figures say little
RECENT = 30  # the latest pairs, for drift
DECIDED = (Outcome.SUCCESS, Outcome.FAILURE)


@dataclass(frozen=True, slots=True)
class Pair:
    """One episode that a judge judged and whose truth is known."""

    site: str
    judge: str
    episode: str
    truth: bool
    by: str  # human or check
    outcome: Outcome
    share: float | None  # of the votes, for success; None when there were none
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and rates. `abstained` said neither; they lower recall, never precision."""

    hits: int
    false_passes: int
    misses: int
    rejections: int
    abstained: int
    precision: Rate
    recall: Rate
    agreement: Rate

    @property
    def n(self) -> int:
        """All pairs."""
        return self.hits + self.false_passes + self.misses + self.rejections + self.abstained


@dataclass(frozen=True, slots=True)
class Choice:
    """The share of votes to ask for. `reached`: precision is above the target even at the low end of its interval."""

    threshold: float
    figures: Figures
    reached: bool


@dataclass(frozen=True, slots=True)
class Drift:
    """Agreement of the latest pairs against that of all earlier ones; `z` standard errors lower."""

    before: Rate
    recent: Rate
    z: float


def pairs_of(site: str, verdicts: Sequence[Verdict]) -> list[Pair]:
    """The pairs of one episode from all its verdicts, oldest first: one for each judge, none without a known truth."""
    known = [v for v in verdicts if rank(v.evaluator) < 2 and v.outcome in DECIDED]
    if not known:
        return []
    best = min(rank(v.evaluator) for v in known)
    truth = [v for v in known if rank(v.evaluator) == best][-1]
    latest = {v.evaluator: v for v in verdicts if v.evaluator.startswith("judge:")}
    return [
        Pair(
            site,
            name,
            v.episode,
            truth.outcome is Outcome.SUCCESS,
            truth.evaluator.split(":", 1)[0],
            v.outcome,
            share_of(v),
            v.at,
        )
        for name, v in latest.items()
    ]


def share_of(verdict: Verdict) -> float | None:
    """The share of votes for success that a judge's verdict came from; None when nobody voted."""
    if verdict.outcome is Outcome.SUCCESS:
        return verdict.confidence
    if verdict.outcome is Outcome.FAILURE:
        return 1.0 - verdict.confidence
    return verdict.confidence if verdict.confidence < 1.0 else None


def measure(pairs: Iterable[Pair], threshold: float | None = None) -> Figures:
    """Figures of the verdicts as they were given, or as they would be with another share of votes asked for."""
    count = {"hits": 0, "false_passes": 0, "misses": 0, "rejections": 0}
    missed = abstained = 0
    for pair in pairs:
        outcome = pair.outcome if threshold is None else _at(pair, threshold)
        if outcome is Outcome.UNKNOWN:
            abstained += 1
            missed += pair.truth
            continue
        passed = outcome is Outcome.SUCCESS
        name = ("hits" if pair.truth else "false_passes") if passed else ("misses" if pair.truth else "rejections")
        count[name] += 1
    hits, wrong, misses, right = count.values()
    return Figures(
        **count,
        abstained=abstained,
        precision=rate(hits, hits + wrong),
        recall=rate(hits, hits + misses + missed),
        agreement=rate(hits + right, hits + wrong + misses + right, abstained),
    )


def choose(pairs: Sequence[Pair], target: float = 0.9) -> Choice:
    """The share of votes that reaches `target` precision with the best recall; else the one nearest to it.

    A wrong success is learned from, a missed one is only lost: precision comes first.
    """
    shares = sorted({p.share for p in pairs if p.share}) or [1.0]
    tried = [(share, measure(pairs, share)) for share in shares]
    fine = [one for one in tried if one[1].precision.n and one[1].precision.low >= target]
    if fine:
        threshold, figures = max(fine, key=lambda one: (one[1].recall.success, -one[0]))
        return Choice(threshold, figures, True)
    threshold, figures = max(tried, key=lambda one: (one[1].precision.low, one[0]))
    return Choice(threshold, figures, False)


def drift(pairs: Sequence[Pair], recent: int = RECENT) -> Drift | None:
    """A fall of agreement in the latest pairs that chance does not explain at 95 %; None without one."""
    decided = sorted((p for p in pairs if p.outcome in DECIDED), key=lambda p: p.at)
    old, new = decided[:-recent], decided[-recent:]
    if len(old) < ENOUGH or len(new) < min(recent, ENOUGH):
        return None
    a, b = _agreement(old), _agreement(new)
    both = (a.success * a.n + b.success * b.n) / (a.n + b.n)
    error = math.sqrt(both * (1 - both) * (1 / a.n + 1 / b.n))
    z = (a.success - b.success) / error if error else 0.0
    return Drift(a, b, round(z, 2)) if z > Z else None


def grouped(pairs: Iterable[Pair]) -> dict[tuple[str, str], list[Pair]]:
    """Pairs by (site, judge), sorted."""
    groups: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.site, pair.judge].append(pair)
    return dict(sorted(groups.items()))


def _agreement(pairs: Sequence[Pair]) -> Rate:
    return rate(sum((p.outcome is Outcome.SUCCESS) == p.truth for p in pairs), len(pairs))


def _at(pair: Pair, threshold: float) -> Outcome:
    if pair.share is None:
        return pair.outcome
    if pair.share >= threshold - 1e-9:
        return Outcome.SUCCESS
    return pair.outcome if pair.outcome is not Outcome.SUCCESS else Outcome.UNKNOWN
