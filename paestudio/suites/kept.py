"""What was measured, an attempt a line in `trials.jsonl`: a measurement that was cut short goes on, or gets more seeds.

Each sitting begins with a line that says what it measures; one that measures something else is refused. A line that
was being written when the power went is taken off.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from paestudio.core import codec, json_lines
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Cause, Judged, Outcome

FILE = "trials.jsonl"
_SITTING, _TRIAL, _AT = "sitting", "trial", "at"


@dataclass(frozen=True, slots=True)
class Trial:
    """One judged attempt at `task` (its id): which agent (`base`, a run, a folder) made it, and under which seed.

    `cause` and `evidence` say why an unknown one is unknown.
    """

    adapter: str
    seed: int
    task: str
    outcome: Outcome
    steps: int = 0
    seconds: float = 0.0
    instruction: str = ""
    cause: Cause | None = None
    evidence: str = ""

    @classmethod
    def of(cls, adapter: str, seed: int, judged: Judged) -> Trial:
        """From the episode and its verdict."""
        episode, verdict = judged.episode, judged.verdict
        return cls(
            adapter,
            seed,
            episode.task.id,
            verdict.outcome,
            len(episode.steps),
            episode.seconds,
            episode.task.instruction,
            verdict.cause,
            verdict.evidence,
        )


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one call of `evaluate` measured. `mark` must be the same for all of a folder; `agents` maps each agent's
    name to the checkpoint it was; `started` is in Unix seconds."""

    mark: Mapping[str, Any]
    agents: Mapping[str, str]
    started: float


@dataclass(slots=True)
class Kept:
    """The attempts of all sittings. Whoever measures adds to `trials`; `save` writes the new ones.

    `seconds` is what the earlier sittings took, `started` (Unix seconds) when the first began.
    """

    trials: list[Trial] = field(default_factory=list)
    agents: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    started: float = field(default_factory=time.time)
    _file: IO[str] | None = None
    _saved: int = 0

    @property
    def seeds(self) -> set[int]:
        """Those with an attempt."""
        return {trial.seed for trial in self.trials}

    def save(self) -> None:
        """Write what is new. Raises EnvironmentFault when the disk does not take it."""
        if self._file is None or self._saved == len(self.trials):
            return
        try:
            for trial in self.trials[self._saved :]:
                self._file.write(codec.dumps({_TRIAL: trial, _AT: time.time()}) + "\n")
            self._file.flush()
        except OSError as e:
            raise _full(Path(self._file.name), e) from e
        self._saved = len(self.trials)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()


def begin(folder: Path | None, mark: Mapping[str, Any], agents: Mapping[str, str], more: bool) -> Kept:
    """A sitting whose attempts go to the folder, if there is one; with `more` after those that are there already.

    Raises UserError when the folder has another measurement, EnvironmentFault when it cannot be written.
    """
    if folder is None:
        return Kept(agents=dict(agents))
    file = folder / FILE
    kept = _read(file, mark, agents) if more and file.exists() else Kept(agents=dict(agents))
    try:
        kept._file = file.open("a" if more else "w", encoding="utf-8")
        kept._file.write(codec.dumps({_SITTING: Sitting(mark, agents, time.time())}) + "\n")
        kept._file.flush()
    except OSError as e:
        raise _full(file, e) from e
    kept._saved = len(kept.trials)
    return kept


def _read(file: Path, mark: Mapping[str, Any], agents: Mapping[str, str]) -> Kept:
    _take_off_half_a_line(file)
    kept, last, begun = Kept(started=0.0), 0.0, 0.0
    for where, row in json_lines.rows(file, "list of attempts", "line"):
        try:
            if _SITTING in row:
                sitting = codec.decode(Sitting, row[_SITTING])
                _demand_the_same(file, sitting, mark, agents)
                kept.seconds += max(0.0, last - begun)
                begun = last = sitting.started
                kept.started = kept.started or begun
                kept.agents |= sitting.agents
            else:
                kept.trials.append(codec.decode(Trial, row[_TRIAL]))
                last = max(last, float(row[_AT]))
        except (KeyError, TypeError, ValueError) as e:
            raise UserError(f"{where}: this is no attempt at a task.", "Give another folder.") from e
    kept.seconds += max(0.0, last - begun)
    kept.started = kept.started or time.time()
    kept.agents |= agents
    return kept


def _demand_the_same(file: Path, sitting: Sitting, mark: Mapping[str, Any], agents: Mapping[str, str]) -> None:
    for what in sorted(set(sitting.mark) | set(mark)):
        if sitting.mark.get(what) != mark.get(what):
            said = f"{file} was measured with {what} {sitting.mark.get(what)!r}, not {mark.get(what)!r}."
            raise UserError(said, "Give another folder, or measure in the same way.")
    for name in sorted(set(sitting.agents) & set(agents)):
        if sitting.agents[name] != agents[name]:
            said = f"{file} was measured with {name} at {sitting.agents[name]}; it is at {agents[name]} now."
            raise UserError(said, "Give another folder, or that checkpoint.")


def _take_off_half_a_line(file: Path) -> None:
    try:
        with file.open("r+b") as raw:
            whole = raw.read()
            if whole and not whole.endswith(b"\n"):
                raw.truncate(whole.rfind(b"\n") + 1)
    except OSError as e:
        raise _full(file, e) from e


def _full(file: Path, fault: OSError) -> EnvironmentFault:
    return EnvironmentFault(f"{file} cannot be written: {fault.strerror}.", "Free some space, or give another folder.")
