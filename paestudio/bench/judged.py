"""What judges are worth, in figures and as a table: how often each was fooled, and how often it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paestudio.bench import Result
from paestudio.bench.attempts import Attempts
from paestudio.bench.controls import KINDS, Control
from paestudio.core.codec import encode
from paestudio.core.records import Rate
from paestudio.core.stats import rate
from paestudio.evaluator.calibration import Figures

COUNTED = ("careful", "noisy", "gullible")  # modes that make up `false_pass`; reckless is told apart
EXAMPLES = 20  # controls that passed, named in the details


@dataclass(frozen=True, slots=True)
class Row:
    """One judge: who, how it was asked, how often each kind of control passed, and how right it is on attempts."""

    judge: str
    guarded: bool
    votes: int
    passed: Counter[str]
    fooled: frozenset[str]  # ids of the controls that passed
    figures: Figures
    seconds: float = 0.0  # for all controls and attempts
    given: bool = False  # the model of the settings; else the stand-in

    def json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "judge": self.judge,
            "guarded": self.guarded,
            "votes": self.votes,
            "false_pass": {kind: self.passed[kind] for kind in KINDS},
            "figures": encode(self.figures),
            "seconds": round(self.seconds, 1),
        }


def result(rows: Sequence[Row], attempts: Attempts, made: Sequence[Control]) -> Result:
    """The figures and the table."""

    def fooled(guarded: bool, *modes: str) -> int:
        """Controls that at least one of the judges passed; the guarded ones as they are used, with all votes."""
        asked = [r for r in own if r.judge in modes and r.guarded is guarded and (r.votes > 1 or not guarded)]
        return len(frozenset().union(*(r.fooled for r in asked)))

    own = [r for r in rows if not r.given]
    used = next(r for r in own if r.judge == "careful" and r.guarded and r.votes > 1).figures
    plain = next(r for r in own if r.judge == "careful" and not r.guarded).figures
    false_pass, unguarded = fooled(True, *COUNTED), fooled(False, *COUNTED)
    figures = {
        "controls": len(made),
        "false_pass": false_pass,
        "false_pass_high": round(rate(false_pass, len(made)).high, 4),
        "false_pass_unguarded": unguarded,
        "false_pass_reckless": fooled(True, "reckless"),
        "false_pass_reckless_unguarded": fooled(False, "reckless"),
        "precision": round(used.precision.success, 4),
        "recall": round(used.recall.success, 4),
        "precision_unguarded": round(plain.precision.success, 4),
        "recall_unguarded": round(plain.recall.success, 4),
        "attempts": len(attempts.episodes),
        "successes": sum(attempts.truth.values()),
        **given_figures([r for r in rows if r.given]),
    }
    ratios = {"false_pass_guarded_to_unguarded": round(false_pass / unguarded, 4) if unguarded else 0.0}
    kinds = Counter(one.kind for one in made)
    head = f"{len(made)} controls ({', '.join(f'{kinds[k]} {k}' for k in KINDS)}), {len(attempts.episodes)} attempts, "
    text = "\n".join(
        (
            f"{head}{figures['successes']} of them successes",
            *(line(row, len(made)) for row in rows),
            _words(figures, given=len(own) < len(rows)),
        )
    )
    slipped = frozenset().union(*(r.fooled for r in rows if r.guarded))
    examples = [_example(one) for one in made if one.episode.id in slipped][:EXAMPLES]
    return Result(figures, text, ratios, {"judges": [row.json() for row in rows], "passed_with_guards": examples})


def given_figures(rows: Sequence[Row]) -> dict[str, float]:
    """The figures of the model in the settings by name; a precision only where it passed something."""
    made: dict[str, float] = {}
    for row in rows:
        way = "unguarded" if not row.guarded else "votes" if row.votes > 1 else "one_vote"
        made[f"model_false_pass_{way}"] = sum(row.passed.values())
        made[f"model_recall_{way}"] = round(row.figures.recall.success, 4)
        if row.figures.precision.n:
            made[f"model_precision_{way}"] = round(row.figures.precision.success, 4)
    return made


def _example(one: Control) -> dict[str, str]:
    """A control that passed a guarded judge, to look into."""
    episode = one.episode
    return {
        "kind": one.kind,
        "id": episode.id,
        "task": episode.task.instruction,
        "answer": episode.answer or "",
        "ended_on": f"{episode.final.title} {episode.final.url}",
    }


def line(row: Row, total: int) -> str:
    """A judge's line of the table; `total` controls."""
    how = f"guarded, {row.votes} vote{'s' * (row.votes > 1)}" if row.guarded else "unguarded"
    return (
        f"{row.judge:<10} {how:<18} false pass {sum(row.passed.values()):>3} of {total}"
        f"   precision {_percent(row.figures.precision)}   recall {_percent(row.figures.recall)}"
        f"   unknown {row.figures.abstained:>3} of {row.figures.n}"
    )


def _percent(rate: Rate) -> str:
    if not rate.n:
        return "none (n 0)"
    return f"{rate.success:4.0%} ({rate.low * 100:.0f}–{rate.high * 100:.0f}, n {rate.n})"


def _words(figures: dict[str, float], *, given: bool) -> str:
    chance = figures["successes"] / max(1, figures["attempts"])
    last = (
        f"A judge that passes everything has a precision of {chance:.0%} here."
        if given
        else "The judges here compare words; how well a model judges is measured with --judge-url or --judge-model."
    )
    return (
        f"False pass with guards: {figures['false_pass']:.0f} of {figures['controls']:.0f}"
        f" (at most {figures['false_pass_high']:.1%} at 95 %), without: {figures['false_pass_unguarded']:.0f}."
        f" A judge that obeys every order: {figures['false_pass_reckless']:.0f} with,"
        f" {figures['false_pass_reckless_unguarded']:.0f} without.\n{last}"
    )
