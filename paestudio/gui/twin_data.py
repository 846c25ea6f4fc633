"""What the twin player reads from the store: tasks and versions of a run, what two of them did on a task. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from paestudio.core.records import Episode, Purpose, Status, Step, Task, Verdict
from paestudio.gui.run_data import EpisodeRow, fill_end, step_line
from paestudio.gui.twin_steps import Move, move
from paestudio.store import Store, queries
from paestudio.store.rows import EpisodeRow as Stored

MOST_TASKS = 1_000
LOOKED_AT = (Purpose.HELD_OUT, Purpose.COMPARE)  # played greedily, so that the two can be compared


@dataclass(frozen=True, slots=True)
class Version:
    """One agent of a run: 0 is the base. `here`: its weights are on this machine."""

    number: int
    here: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be compared in a run: tasks, held-out ones first, with whether they are; the base, then its versions."""

    run: str
    tasks: tuple[tuple[Task, bool], ...]
    versions: tuple[Version, ...]


@dataclass(slots=True)
class Attempt:
    """One side's episode, as far as it is known."""

    row: EpisodeRow
    moves: list[Move] = field(default_factory=list)
    started: float = 0.0  # Unix seconds

    def step(self, step: Step) -> None:
        """One more step of an episode that is playing."""
        self.row.steps.append(step_line(step))
        self.moves.append(move(step))

    def end(self, episode: Episode) -> None:
        """It is complete."""
        fill_end(self.row, episode)
        self.moves = [move(step) for step in episode.steps]
        self.started = episode.started

    def judge(self, verdict: Verdict, settled: Verdict) -> None:
        """A verdict, and the one that counts now."""
        self.row.verdicts.append(verdict)
        self.row.settled = settled


def begin(episode: str, task: Task) -> Attempt:
    """An attempt that is being played."""
    return Attempt(EpisodeRow(episode, task, Purpose.COMPARE))


def read_choices(run: str, store: Store) -> Choices:
    """Raises UserError when there is no such run."""
    queries.run(store, run)
    rows = [row for row in queries.tasks(store, run, limit=-1) if row.status is not Status.REJECTED and not row.damaged]
    rows = sorted(rows, key=lambda row: not row.held_out)[:MOST_TASKS]
    folder = store.run_folder(run) / "checkpoints"
    versions = [Version(0)]
    for update in queries.updates(store, run):
        if update.checkpoint:
            here = (folder / update.checkpoint / "adapter_model.safetensors").is_file()
            versions.append(Version(update.version, here))
    return Choices(run, tuple((row.task, row.held_out) for row in rows), tuple(versions))


def read_pair(run: str, task: str, versions: Sequence[int], store: Store) -> tuple[Attempt | None, ...]:
    """The latest stored episode of each version on that task; None where there is none."""
    found = queries.episodes(store, run, task=task, purpose=LOOKED_AT, ended=True, limit=500)
    return tuple(_attempt(store, run, next((row for row in found if _fits(row, v)), None)) for v in versions)


def _fits(row: Stored, version: int) -> bool:
    return row.version == version and not row.damaged


def _attempt(store: Store, run: str, row: Stored | None) -> Attempt | None:
    if row is None:
        return None
    episode = queries.episode(store, run, row.id)
    made = Attempt(EpisodeRow(episode.id, episode.task, episode.purpose, episode.iteration))
    made.end(episode)
    verdicts = queries.verdicts(store, run, row.id)
    settled = queries.settled(store, run, row.id)
    for verdict in verdicts:
        made.judge(verdict, settled or verdict)
    return made
