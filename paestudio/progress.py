"""Progress in the terminal: one status line that is rewritten, and lines for what is worth keeping.

On a terminal the status line carries the phase, how far it is, and the time left of the run. Elsewhere (a file, a
pipe) the same status comes as a plain line, every ten seconds at most.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from typing import TextIO

from paestudio.core import codec
from paestudio.core.events import (
    EpisodeJudged,
    EpisodeStarted,
    Event,
    Measured,
    Noticed,
    PageExplored,
    PhaseChanged,
    RunEnded,
    RunStarted,
    TaskProposed,
    TaskSettled,
    UpdateMade,
)
from paestudio.core.records import Outcome, Purpose, Rate, Update

PLAIN_EVERY = 10.0  # seconds between status lines where no line can be rewritten
DRAW_EVERY = 0.1  # seconds between two drawings of the status line
EXAMPLES = 3  # proposed tasks that are shown

PHASES = {
    "loading": "Loading",
    "exploring": "Exploring the site",
    "proposing": "Proposing tasks",
    "waiting": "Waiting",
    "measuring": "Measuring on held-out tasks",
    "warm_start": "Learning from the explorer's paths",
    "acting": "Playing episodes",
    "learning": "Learning",
}
MEASURES = {"before": "before training", "warm_start": "after the warm start", "after": "after training"}


def percent(rate: Rate) -> str:
    """A rate with its interval: "12 % (5–24)"."""
    return f"{rate.success:.0%}".replace("%", " %") + f" ({rate.low * 100:.0f}–{rate.high * 100:.0f})"


def clock(seconds: float) -> str:
    """A time to go: "6:40", "1:02:05"."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def clean(text: str) -> str:
    """Text of a site without anything that a terminal would obey: control characters, line ends."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()


class TerminalProgress:
    """Shows the events of a run on `stream`. `quiet`: only warnings and errors. Not thread-safe: one caller."""

    def __init__(self, stream: TextIO, quiet: bool = False, now: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._quiet = quiet
        self._live = stream.isatty()
        self._now = now
        self._drawn = ""  # the status line that stands on the terminal
        self._shown_at = float("-inf")
        self._phase = PhaseChanged("")
        self._pages = self._proposed = self._held_out = 0
        self._purposes: dict[str, Purpose] = {}
        self._outcomes: dict[str, Outcome] = {}  # of training episodes since the last update
        self._rates: dict[str, Rate] = {}

    def show(self, event: Event) -> None:
        """Take in one event, and print what it calls for."""
        match event:
            case Noticed():
                self._notice(event)
            case RunStarted():
                verb = "Going on with" if event.resumed else "Run"
                self._line(f"{verb} {event.run.id} on {event.run.site} (seed {event.run.seed})")
            case PhaseChanged():
                self._enter(event)
            case PageExplored():
                self._pages += 1
                self._status()
            case TaskProposed():
                self._proposed += 1
                if self._proposed <= EXAMPLES:
                    self._line(f"  task: {event.task.instruction}")
                self._status()
            case TaskSettled():
                self._held_out += event.held_out
            case EpisodeStarted():
                self._purposes[event.episode] = event.purpose
            case EpisodeJudged():
                self._judge(event)
            case UpdateMade():
                self._update(event.update)
            case Measured():
                self._rates[event.name] = event.rate
                what = MEASURES.get(event.name, f"after update {event.iteration}")
                self._line(f"Held-out success {what}: {percent(event.rate)}, n = {event.rate.n}")
            case RunEnded():
                self._end(event)
            case _:
                pass

    def close(self) -> None:
        """Leave the terminal with the cursor on an empty line."""
        self._erase()
        self._stream.flush()

    def _notice(self, event: Noticed) -> None:
        if not self._quiet or event.level != "info":
            head = "" if event.level == "info" else f"{event.level.capitalize()}: "
            self._line(f"{head}{event.message} {event.fix}".strip(), always=True)

    def _enter(self, event: PhaseChanged) -> None:
        if self._phase.phase == "proposing" and event.phase != "proposing":
            self._line(f"{self._proposed} tasks proposed from {self._pages} pages, {self._held_out} of them held out")
        self._phase = event
        self._status()

    def _judge(self, event: EpisodeJudged) -> None:
        episode = event.settled.episode
        if self._purposes.get(episode) is Purpose.TRAIN:
            self._outcomes[episode] = event.settled.outcome
            self._status()

    def _update(self, update: Update) -> None:
        decided = [o for o in self._outcomes.values() if o is not Outcome.UNKNOWN]
        unknown = len(self._outcomes) - len(decided)
        parts = [f"Update {update.version} ({clean(update.algorithm)}): learned from {len(update.episodes)} episodes"]
        if decided:
            won = sum(o is Outcome.SUCCESS for o in decided)
            parts.append(f"{won} of {len(decided)} played successfully ({won / len(decided) * 100:.0f} %)")
        if unknown:
            parts.append(f"{unknown} unknown")
        self._line(", ".join(parts))
        self._outcomes.clear()
        self._purposes.clear()

    def _end(self, event: RunEnded) -> None:
        before, warm, after = (self._rate(event, name) for name in ("before", "warm_start", "after"))
        if before and after:
            n = f"n = {after.n}" if before.n == after.n else f"n = {before.n} and {after.n}"
            middle = f" → warm start {percent(warm)}" if warm else ""
            self._line(f"held-out success {percent(before)}{middle} → {percent(after)}, {n}")
        self.close()

    def _rate(self, event: RunEnded, name: str) -> Rate | None:
        """As measured in this sitting, or (in a resumed run) as the summary has it."""
        told = (event.summary.get("held_out") or {}).get(name)
        return self._rates.get(name) or (codec.decode(Rate, told) if told else None)

    def _now_doing(self) -> str:
        phase = self._phase
        parts = [PHASES.get(phase.phase, phase.phase.replace("_", " ").capitalize())]
        if phase.total:
            parts.append(f"{phase.done}/{phase.total}")
        elif phase.phase == "exploring" and self._pages:
            parts.append(f"{self._pages} pages")
        if phase.detail:
            parts.append(phase.detail)
        if self._outcomes and phase.phase == "acting":
            won = sum(o is Outcome.SUCCESS for o in self._outcomes.values())
            parts.append(f"{won} of {len(self._outcomes)} successful")
        if phase.seconds_left is not None:
            parts.append(f"{clock(phase.seconds_left)} left")
        return " · ".join(parts)

    def _status(self) -> None:
        if self._quiet or not self._phase.phase:
            return
        at = self._now()
        if at - self._shown_at < (DRAW_EVERY if self._live else PLAIN_EVERY):
            return
        self._shown_at = at
        text = clean(self._now_doing())
        if not self._live:
            self._stream.write(text + "\n")
        elif text != self._drawn:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r\x1b[2K" + text[:width])
            self._drawn = text
        self._stream.flush()

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[2K")
            self._drawn = ""

    def _line(self, text: str, always: bool = False) -> None:
        if self._quiet and not always:
            return
        self._erase()
        indent = text[: len(text) - len(text.lstrip())]
        self._stream.write(indent + clean(text) + "\n")
        self._shown_at = min(self._shown_at, self._now() - DRAW_EVERY) if self._live else self._shown_at
        self._stream.flush()
