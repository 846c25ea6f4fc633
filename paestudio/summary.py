"""What a run comes to: the JSON that `train --json` prints, folded from its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from paestudio.core.codec import encode
from paestudio.core.events import (
    EpisodeEnded,
    EpisodeJudged,
    Event,
    Measured,
    RunStarted,
    TaskProposed,
    TaskSettled,
    UpdateMade,
)
from paestudio.core.records import Outcome, Purpose, Rate, Status


@dataclass(slots=True)
class Summary:
    """Counts and rates of one run, from the first event on: of a resumed one the recorded events come first."""

    run: str = ""
    iterations: int = 0
    checkpoint: str = ""
    episodes: int = 0
    proposed: set[str] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    held_out: set[str] = field(default_factory=set)
    rates: dict[str, Rate] = field(default_factory=dict)
    kinds: dict[str, Any] = field(default_factory=dict)
    judged: dict[str, Outcome] = field(default_factory=dict)

    def see(self, event: Event) -> None:
        """Take one event into account."""
        match event:
            case RunStarted(run):
                self.run = run.id
            case TaskProposed(task):
                self.proposed.add(task.id)
            case TaskSettled(task, status, _, _, held_out):
                (self.approved.discard if status is Status.REJECTED else self.approved.add)(task)
                if held_out:
                    self.held_out.add(task)
            case EpisodeEnded(episode) if episode.purpose not in (Purpose.PROOF, Purpose.SHOWN):
                self.episodes += 1
            case EpisodeJudged(_, settled):
                self.judged[settled.episode] = settled.outcome
            case UpdateMade(update):
                self.iterations = max(self.iterations, update.iteration)
                self.checkpoint = update.checkpoint
            case Measured(name, _, rate, by_kind):
                self.rates[name] = rate
                self.kinds[name] = encode(by_kind)

    def as_json(self, seconds: dict[str, float]) -> dict[str, Any]:
        """The report; `seconds` by phase, with the total."""
        unknown = sum(o is Outcome.UNKNOWN for o in self.judged.values())
        return {
            "run": self.run,
            "iterations": self.iterations,
            "episodes": self.episodes,
            "tasks": {
                "proposed": len(self.proposed),
                "approved": len(self.approved),
                "held_out": len(self.held_out),
            },
            "held_out": {name: _rate(self.rates.get(name)) for name in ("before", "warm_start", "after")},
            "by_kind": self.kinds,
            "unknown_rate": round(unknown / max(1, len(self.judged)), 4),
            "seconds": {name: round(value, 1) for name, value in seconds.items()},
            "checkpoint": self.checkpoint,
        }


def _rate(rate: Rate | None) -> dict[str, float] | None:
    if rate is None:
        return None
    return {
        "success": round(rate.success, 4),
        "low": round(rate.low, 4),
        "high": round(rate.high, 4),
        "n": rate.n,
        "unknown": rate.unknown,
    }
