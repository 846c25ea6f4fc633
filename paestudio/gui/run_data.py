"""What the window knows of a run: rows and curves folded from events. No widgets, so it is tested as plain data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from paestudio.core import events as ev
from paestudio.core.records import (
    Cause,
    Episode,
    Observation,
    Outcome,
    Purpose,
    Rate,
    Run,
    Status,
    Step,
    Task,
    Update,
    Verdict,
)
from paestudio.gui import words

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step, without the page's elements: a run has thousands."""

    index: int
    url: str
    title: str
    thought: str
    action: str
    error: str
    screenshot: str | None
    box: Box | None  # of the element acted on, CSS px in the viewport
    seconds: float
    entropy: float = 0.0  # nats of the decision
    raw: str = ""  # what the model said


@dataclass(slots=True)
class TaskRow:
    """A task with its place in the life-cycle and its results in training episodes."""

    task: Task
    status: Status = Status.PROPOSED
    by: str = ""
    reason: str = ""
    held_out: bool = False
    successes: int = 0
    trials: int = 0
    proof: str | None = None  # the episode that showed it feasible
    shown: list[str] = field(default_factory=list)  # the person's demonstrations, also retracted ones


@dataclass(slots=True)
class EpisodeRow:
    """An episode as far as it is known: steps arrive first, then its end, then verdicts."""

    id: str
    task: Task
    purpose: Purpose
    iteration: int = 0
    slot: int = -1
    steps: list[StepLine] = field(default_factory=list)
    ended: bool = False
    stop: str = ""
    answer: str | None = None
    error: str = ""
    final_url: str = ""
    final_title: str = ""
    final_screenshot: str | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    settled: Verdict | None = None
    used_in: int | None = None  # version of the latest update that learned from it
    uses: tuple[int, ...] = ()  # versions of all of them
    changed_after_use: bool = False
    place: int = -1  # in `RunData.finished`
    seen: Observation | None = None  # the page as it was last read; let go when the episode ends
    helped: bool = False  # a person used the page meanwhile

    @property
    def retracted(self) -> bool:
        """Whether the person took it out of training."""
        return self.settled is not None and self.settled.cause is Cause.RETRACTED

    @property
    def reward(self) -> float | None:
        """1 success, 0 failure, None when nothing is decided."""
        return reward(self.settled)

    @property
    def last_screenshot(self) -> str | None:
        """Of the page at the end; an answer leaves the page as its step saw it."""
        answered = self.ended and self.answer is not None and bool(self.steps)
        return self.final_screenshot or (self.steps[-1].screenshot if answered else None)


@dataclass(slots=True)
class Changes:
    """What a batch of events touched, so that each panel repaints only its own."""

    phase: bool = False
    tasks: set[str] = field(default_factory=set)
    episodes: set[str] = field(default_factory=set)
    slots: set[int] = field(default_factory=set)
    curves: bool = False
    notices: list[ev.Noticed] = field(default_factory=list)
    ended: ev.RunEnded | None = None
    started: bool = False


def reward(verdict: Verdict | None) -> float | None:
    """What a verdict is worth: 1, 0, or None (unknown is never a reward)."""
    if verdict is None or verdict.outcome is Outcome.UNKNOWN:
        return None
    return 1.0 if verdict.outcome is Outcome.SUCCESS else 0.0


def step_line(step: Step) -> StepLine:
    """A step in words."""
    seen, decision = step.observation, step.decision
    element = seen.element(decision.action.ref) if decision.action else None
    return StepLine(
        index=step.index,
        url=seen.url,
        title=seen.title,
        thought=decision.thought,
        action=words.action(decision.action, seen, decision.raw),
        error=step.error or ("" if decision.action else decision.error),
        screenshot=seen.screenshot,
        box=element.box if element is not None and element.on_screen else None,
        seconds=step.seconds,
        entropy=decision.entropy,
        raw=decision.raw,
    )


class RunData:
    """The fold. `apply` takes events in order; every field is read-only for the rest of the window."""

    def __init__(self) -> None:
        self.run: Run | None = None
        self.site = ""
        self.phase: ev.PhaseChanged | None = None
        self.deadline: float | None = None  # monotonic seconds when the run should be over
        self.pages = 0
        self.page_shots: dict[str, str] = {}  # address → a screenshot of it
        self.tasks: list[TaskRow] = []
        self.episodes: list[EpisodeRow] = []
        self.slots: dict[int, EpisodeRow] = {}
        self.updates: list[Update] = []
        self.training: dict[int, list[int]] = {}  # iteration → [successes, decided]
        self.measured: list[ev.Measured] = []
        self.metrics: dict[str, list[tuple[int, float]]] = {}
        self.machine: dict[str, list[tuple[float, float]]] = {}  # metrics over time: (seconds of the run, value)
        self.ended: ev.RunEnded | None = None
        self.finished: list[EpisodeRow] = []  # in the order they ended
        self.played = 0  # of these, those that the agent played: no proofs, demonstrations or comparisons
        self.judged = 0
        self.unknown = 0
        self._task_at: dict[str, int] = {}
        self._episode_at: dict[str, int] = {}
        self._handlers: dict[type, Callable[[Any, Changes], None]] = {
            ev.RunStarted: self._run_started,
            ev.PhaseChanged: self._phase_changed,
            ev.PageExplored: self._page_explored,
            ev.TaskProposed: self._task_proposed,
            ev.TaskSettled: self._task_settled,
            ev.TaskEdited: self._task_edited,
            ev.EpisodeStarted: self._episode_started,
            ev.StepTaken: self._step_taken,
            ev.EpisodeEnded: self._episode_ended,
            ev.EpisodeJudged: self._episode_judged,
            ev.UpdateMade: self._update_made,
            ev.Measured: self._measured,
            ev.Metric: self._metric,
            ev.Noticed: lambda event, changes: changes.notices.append(event),
            ev.RunEnded: self._run_ended,
        }

    def apply(self, batch: Iterable[ev.Event]) -> Changes:
        """Fold events in, oldest first."""
        changes = Changes()
        for event in batch:
            self._handlers[type(event)](event, changes)
        return changes

    def task(self, task_id: str) -> TaskRow | None:
        """The row of a task, by its id or by the id it had before an edit."""
        at = self._task_at.get(task_id)
        return None if at is None else self.tasks[at]

    def task_index(self, task_id: str) -> int:
        """Its row number, -1 when unknown."""
        return self._task_at.get(task_id, -1)

    def shown(self, row: TaskRow) -> list[EpisodeRow]:
        """The demonstrations of a task that count, oldest first."""
        found = (self.episode(episode_id) for episode_id in row.shown)
        return [one for one in found if one is not None and one.reward == 1.0]

    def episode(self, episode_id: str) -> EpisodeRow | None:
        """The row of an episode."""
        at = self._episode_at.get(episode_id)
        return None if at is None else self.episodes[at]

    @property
    def waiting(self) -> int:
        """Tasks that nobody has decided on."""
        return sum(row.status is Status.PROPOSED for row in self.tasks)

    @property
    def unknown_rate(self) -> float | None:
        """Share of judged episodes whose verdict is unknown; None before the first."""
        return self.unknown / self.judged if self.judged else None

    def _run_started(self, event: ev.RunStarted, changes: Changes) -> None:
        self.run, self.site, self.ended = event.run, event.run.site, None
        self.slots.clear()
        changes.started = changes.phase = True

    def _phase_changed(self, event: ev.PhaseChanged, changes: Changes) -> None:
        self.phase = event
        if event.seconds_left is not None:
            self.deadline = time.monotonic() + event.seconds_left
        changes.phase = True

    def _page_explored(self, event: ev.PageExplored, changes: Changes) -> None:
        self.pages += 1
        self._shot(event.page.url, event.page.screenshot)
        changes.phase = True

    def _task_proposed(self, event: ev.TaskProposed, changes: Changes) -> None:
        if event.task.id in self._task_at:
            return
        self._task_at[event.task.id] = len(self.tasks)
        self.tasks.append(TaskRow(event.task, proof=event.proof))
        changes.tasks.add(event.task.id)

    def _task_settled(self, event: ev.TaskSettled, changes: Changes) -> None:
        row = self.task(event.task)
        if row is None or row.task.id != event.task:  # what was edited lives on under its new id
            return
        row.status, row.by, row.reason = event.status, event.by, event.reason
        row.held_out = row.held_out or event.held_out
        changes.tasks.add(row.task.id)

    def _task_edited(self, event: ev.TaskEdited, changes: Changes) -> None:
        at = self._task_at.get(event.old)
        if at is None:
            self._task_proposed(ev.TaskProposed(event.task), changes)
            return
        row = self.tasks[at]
        if row.task.id != event.task.id:
            row.task, row.successes, row.trials = event.task, 0, 0
        self._task_at[event.task.id] = at
        changes.tasks.add(event.task.id)

    def _episode_started(self, event: ev.EpisodeStarted, changes: Changes) -> None:
        row = self._episode_row(event.episode, event.task, event.purpose, event.iteration)
        row.slot = event.slot
        self.slots[event.slot] = row
        changes.slots.add(event.slot)

    def _step_taken(self, event: ev.StepTaken, changes: Changes) -> None:
        row = self.episode(event.episode)
        if row is None or row.ended:
            return
        row.steps.append(step_line(event.step))
        row.seen = event.step.observation
        self._shot(row.seen.url, row.seen.screenshot)
        changes.slots.add(event.slot)

    def _episode_ended(self, event: ev.EpisodeEnded, changes: Changes) -> None:
        episode = event.episode
        row = self._episode_row(episode.id, episode.task, episode.purpose, episode.iteration)
        if row.ended:
            return
        fill_end(row, episode)
        for step in row.steps:
            self._shot(step.url, step.screenshot)
        row.place = len(self.finished)
        self.played += row.purpose not in (Purpose.PROOF, Purpose.SHOWN, Purpose.COMPARE)
        task = self.task(row.task.id) if row.purpose is Purpose.SHOWN else None
        if task is not None:
            task.shown.append(row.id)
            changes.tasks.add(task.task.id)
        self.finished.append(row)
        changes.episodes.add(row.id)
        changes.slots.add(row.slot)

    def _episode_judged(self, event: ev.EpisodeJudged, changes: Changes) -> None:
        row = self.episode(event.verdict.episode)
        if row is None:
            return
        last = row.verdicts[-1] if row.verdicts else None
        if last is not None and _same_verdict(last, event.verdict):
            row.verdicts[-1] = event.verdict
        else:
            row.verdicts.append(event.verdict)
        old = row.settled
        self._count(row, old, -1)
        row.settled = event.settled
        self._count(row, event.settled, +1)
        if old is not None and row.used_in is not None and reward(old) != row.reward:
            row.changed_after_use = True
        changes.episodes.add(row.id)
        changes.slots.add(row.slot)
        changes.tasks.add(row.task.id)
        changes.curves = True

    def _count(self, row: EpisodeRow, verdict: Verdict | None, sign: int) -> None:
        if verdict is None or row.purpose is Purpose.COMPARE:
            return
        self.judged += sign
        worth = reward(verdict)
        if worth is None:
            self.unknown += sign
        elif row.purpose is Purpose.TRAIN:
            pair = self.training.setdefault(row.iteration, [0, 0])
            pair[0] += sign * int(worth)
            pair[1] += sign
            task = self.task(row.task.id)
            if task is not None:
                task.successes += sign * int(worth)
                task.trials += sign

    def _update_made(self, event: ev.UpdateMade, changes: Changes) -> None:
        self.updates.append(event.update)
        learned = {credit.episode: credit.reward for credit in event.update.credits}
        for episode_id in event.update.episodes:
            row = self.episode(episode_id)
            if row is not None:
                # A word that came while the update was being made is not in it yet: the next one will use it.
                late = row.settled is not None and learned.get(episode_id, row.reward) != row.reward
                row.used_in, row.changed_after_use = event.update.version, late
                row.uses = (*row.uses, event.update.version)
                changes.episodes.add(episode_id)
        for name, value in event.update.metrics.items():
            self._add_metric(name, event.update.iteration, value)
        changes.curves = True

    def _measured(self, event: ev.Measured, changes: Changes) -> None:
        self.measured.append(event)
        changes.curves = True

    def _metric(self, event: ev.Metric, changes: Changes) -> None:
        if event.seconds is not None:
            self.machine.setdefault(event.name, []).append((event.seconds, float(event.value)))
        else:
            self._add_metric(event.name, event.iteration, event.value)
        changes.curves = True

    def _add_metric(self, name: str, iteration: int, value: float) -> None:
        points = self.metrics.setdefault(name, [])
        if points and points[-1][0] == iteration:
            points[-1] = (iteration, float(value))
        else:
            points.append((iteration, float(value)))

    def _shot(self, url: str, screenshot: str | None) -> None:
        if screenshot:
            self.page_shots.setdefault(url, screenshot)

    def _run_ended(self, event: ev.RunEnded, changes: Changes) -> None:
        self.ended, self.phase, self.deadline = event, None, None
        changes.slots.update(self.slots)
        self.slots.clear()
        changes.ended, changes.phase = event, True

    def _episode_row(self, episode_id: str, task: Task, purpose: Purpose, iteration: int) -> EpisodeRow:
        at = self._episode_at.get(episode_id)
        if at is not None:
            return self.episodes[at]
        row = EpisodeRow(episode_id, task, purpose, iteration)
        self._episode_at[episode_id] = len(self.episodes)
        self.episodes.append(row)
        return row


def fill_end(row: EpisodeRow, episode: Episode) -> None:
    """The row of an episode that is complete now."""
    row.seen = None
    row.ended, row.stop = True, words.stop(episode.stop)
    row.answer, row.error = episode.answer, episode.error
    row.final_url, row.final_title = episode.final.url, episode.final.title
    row.final_screenshot = episode.final.screenshot
    if episode.steps:
        row.steps = [step_line(step) for step in episode.steps]


def _same_verdict(a: Verdict, b: Verdict) -> bool:
    return (a.evaluator, a.outcome, a.evidence) == (b.evaluator, b.outcome, b.evidence)


def rate_words(rate: Rate | Mapping[str, Any]) -> str:
    """“62 % (48–74 %, n 50)”, from a Rate or its JSON."""
    success, low, high, n = (
        (rate.success, rate.low, rate.high, rate.n)
        if isinstance(rate, Rate)
        else (rate["success"], rate["low"], rate["high"], rate["n"])
    )
    return f"{success * 100:.0f} % ({low * 100:.0f}–{high * 100:.0f} %, n {n})"
