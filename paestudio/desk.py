"""The desk: which tasks are in what state, what was judged, and what the person decided meanwhile.

Bookkeeping between the loop's phases. It turns a person's requests into events, and keeps the episodes whose verdict
changed so that the next update can use them.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from paestudio.core.controls import Add, Controls, Curate, Edit, Override, Show
from paestudio.core.events import EpisodeJudged, Event, TaskEdited, TaskSettled
from paestudio.core.own import added, kept
from paestudio.core.protocols import Sampler
from paestudio.core.records import OWN, Cause, Episode, Judged, Outcome, Proposal, Purpose, Status, Task, Verdict

HUMAN, POLICY, PASS_RATE, EXPLORER = "human", "policy", "pass_rate", "explorer"


@dataclass(slots=True)
class Desk:
    """State of the curation and of the verdicts of one run."""

    sampler: Sampler
    seed: int
    held_out_share: float
    held_out_limit: int
    tasks: dict[str, Task] = field(default_factory=dict)
    status: dict[str, Status] = field(default_factory=dict)
    held_out: list[str] = field(default_factory=list)
    proofs: dict[str, Episode] = field(default_factory=dict)
    verdicts: dict[str, list[Verdict]] = field(default_factory=lambda: defaultdict(list))
    played: dict[str, Episode] = field(default_factory=dict)
    batch: list[str] = field(default_factory=list)  # training episodes that no update has used
    again: list[str] = field(default_factory=list)  # used ones whose verdict a person changed since
    shown: dict[str, Episode] = field(default_factory=dict)  # the person's demonstrations that count, by id
    withdrawn: set[str] = field(default_factory=set)  # episodes that the person said are no success, or retracted
    divided: bool = False
    _settled: dict[str, Verdict] = field(default_factory=dict)
    _learned: dict[str, Outcome] = field(default_factory=dict)  # how an update took an episode the last time
    _all_shown: dict[str, Episode] = field(default_factory=dict)
    _rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)

    def propose(self, proposal: Proposal) -> None:
        """A new task waits for curation."""
        self.tasks[proposal.task.id] = proposal.task
        self.status.setdefault(proposal.task.id, Status.PROPOSED)
        if proposal.proof is not None:
            self.proofs[proposal.task.id] = proposal.proof

    def restore(self, task: Task, status: Status, held_out: bool) -> None:
        """A task of an interrupted run, as it was."""
        self.tasks[task.id] = task
        self.status[task.id] = status
        if held_out:
            self.held_out.append(task.id)

    def resume(self, divided: bool) -> None:
        """All tasks are restored; `divided`: the held-out share was already kept apart."""
        self.divided = divided
        if divided:
            for task in self.training():
                self.sampler.add(task)
        else:
            self.held_out = [task_id for task_id in self.held_out if self.tasks[task_id].origin == OWN]

    def approve_all(self) -> Iterator[Event]:
        """Approve whatever still waits, without a person."""
        for task_id, status in list(self.status.items()):
            if status is Status.PROPOSED:
                yield self._settle(task_id, Status.APPROVED, POLICY)

    def waiting(self) -> int:
        """Tasks that nobody has decided on."""
        return sum(status is Status.PROPOSED for status in self.status.values())

    def approved(self) -> list[Task]:
        """Tasks that may be played, training and held out."""
        out = (Status.PROPOSED, Status.REJECTED, Status.INFEASIBLE, Status.BLOCKED)
        return [task for task_id, task in self.tasks.items() if self.status[task_id] not in out]

    def divide(self) -> Iterator[Event]:
        """Keep a share of every kind of task apart, once and for all; the rest is for training.

        A person's own tasks are for training, but for those that they keep apart themselves.
        """
        kinds: dict[str, list[Task]] = defaultdict(list)
        for task in self.approved():
            if task.origin != OWN:
                kinds[task.kind].append(task)
        total = sum(len(tasks) for tasks in kinds.values())
        share = min(self.held_out_share, self.held_out_limit / max(1, total))
        rng = random.Random(self.seed)
        for _, tasks in sorted(kinds.items()):
            rng.shuffle(tasks)
            for task in tasks[: round(len(tasks) * share)]:
                self.held_out.append(task.id)
                yield TaskSettled(task.id, self.status[task.id], POLICY, "kept apart to measure with", held_out=True)
        self.divided = True
        for task in self.training():
            self.sampler.add(task)

    def training(self) -> list[Task]:
        """Approved tasks that are not held out."""
        return [task for task in self.approved() if task.id not in self.held_out]

    def measuring(self) -> list[Task]:
        """The held-out tasks that are still approved."""
        return [task for task in self.approved() if task.id in self.held_out]

    def demonstrations(self, share: float = 1.0) -> list[Episode]:
        """How training tasks are done: all that the person showed, then that share of the others, kind by kind, as the
        explorer proved them. Never held-out ones."""
        training = self.training()
        mine = [path for task in training for path in self._shown_of(task.id)]
        shown = {path.task.id for path in mine}
        kinds = sorted((task for task in training if task.id not in shown), key=lambda task: task.kind)
        chosen = [task for i, task in enumerate(kinds) if int((i + 1) * share) > int(i * share)]
        return [*mine, *(self.proofs[task.id] for task in chosen if task.id in self.proofs)]

    def _shown_of(self, task_id: str) -> list[Episode]:
        return [shown for shown in self.shown.values() if shown.task.id == task_id]

    def _paths(self, task_id: str) -> list[Episode]:
        proof = self.proofs.get(task_id)
        return self._shown_of(task_id) or ([proof] if proof is not None else [])

    def show(self, shown: Episode) -> None:
        """A demonstration that counts."""
        self._all_shown[shown.id] = self.shown[shown.id] = shown

    def judged(self, episode: Episode, verdicts: Sequence[Verdict], settled: Verdict) -> None:
        """File an episode with its verdicts."""
        self.played[episode.id] = episode
        self.verdicts[episode.id] = list(verdicts)
        self._settled[episode.id] = settled
        if episode.purpose is Purpose.TRAIN:
            self.batch.append(episode.id)

    def take_batch(self) -> list[Judged]:
        """What the next update may use: new episodes, and whole groups in which a person changed a verdict."""
        groups = {self._group(self.played[e]) for e in self.again}
        siblings = [e for e, played in self.played.items() if self._group(played) in groups and e not in self.batch]
        ids = [*self.batch, *siblings]
        return [Judged(self.played[e], self._settled[e]) for e in ids]

    def guides(self, batch: Sequence[Judged]) -> list[Judged]:
        """The person's or the explorer's path for each group that failed as a whole, as one more member of it.

        Such a group alone teaches nothing; off-policy guidance gives it a success to move to (Yan et al., "LUFFY",
        2025, section 3).
        """
        groups: dict[tuple[str, int], list[Outcome]] = defaultdict(list)
        for one in batch:
            groups[self._group(one.episode)].append(one.verdict.outcome)
        return [
            self._guide(path, iteration)
            for (task, iteration), outcomes in groups.items()
            for path in self._paths(task)[-1:]
            if Outcome.FAILURE in outcomes and Outcome.SUCCESS not in outcomes
        ]

    def rehearsals(self, count: int, batch: Sequence[Judged]) -> list[Judged]:
        """Demonstrations of other tasks than the batch's, learned again beside it so that what they taught stays.

        Rewards of a few episodes alone pull the agent away from what it was shown (Rajeswaran et al., "DAPG", 2018,
        section IV-B; Ouyang et al., "InstructGPT", 2022, section 3.5 mix the same way).
        """
        busy = {one.episode.task.id for one in batch}
        paths = [path for path in self.demonstrations() if path.task.id not in busy]
        return [self._guide(path, path.iteration) for path in self._rng.sample(paths, min(count, len(paths)))]

    @staticmethod
    def _guide(path: Episode, iteration: int) -> Judged:
        by = HUMAN if path.purpose is Purpose.SHOWN else EXPLORER
        verdict = Verdict(path.id, path.task.id, Outcome.SUCCESS, by)
        return Judged(replace(path, iteration=iteration), verdict)

    def lessons(self, batch: Sequence[Judged]) -> list[Judged]:
        """The person's demonstrations of the tasks of a batch, for a learner that clones successes."""
        tasks = {one.episode.task.id for one in batch}
        return [self._guide(shown, shown.iteration) for shown in self.shown.values() if shown.task.id in tasks]

    def batch_of(self, iteration: int) -> list[Judged]:
        """The episodes of an iteration that no update has used yet."""
        return [Judged(self.played[e], self._settled[e]) for e in self.batch if self.played[e].iteration == iteration]

    def used(self) -> None:
        """The batch is learned; old episodes are let go (the store has them)."""
        self._learned |= {e: self._settled[e].outcome for e in (*self.batch, *self.again)}
        self.batch.clear()
        self.again.clear()
        for episode in list(self.played)[:-512]:
            del self.played[episode]

    def heed(self, controls: Controls) -> Iterator[Event]:
        """Carry out what the person asked for since the last time."""
        for request in controls.take():
            match request:
                case Curate(task, status, reason) if task in self.tasks:
                    yield self._settle(task, status, HUMAN, reason)
                case Edit(old, task) if old in self.tasks:
                    yield from self._edit(old, task)
                case Override(episode, task=task) if task or episode in self.played:
                    yield self._override(request)
                case Add(task):
                    yield from self._add(request)
                case Show(shown) if shown.task.id in self.tasks:
                    self.show(shown)
                    yield from self._told(kept(shown, time.time()))

    def count(self, batch: Sequence[Judged]) -> Iterator[Event]:
        """Tell the sampler how each group went; a task that changed its place is told."""
        groups: dict[str, list[bool]] = defaultdict(list)
        for one in batch:
            if one.verdict.outcome is not Outcome.UNKNOWN:
                groups[one.episode.task.id].append(one.verdict.outcome is Outcome.SUCCESS)
        for task_id, results in groups.items():
            self.sampler.observe(task_id, sum(results), len(results))
            status = self.sampler.status(task_id)
            if self.status.get(task_id) not in (None, status, Status.REJECTED):
                self.status[task_id] = status
                yield TaskSettled(task_id, status, PASS_RATE)

    def _settle(self, task_id: str, status: Status, by: str, reason: str = "") -> Event:
        self.status[task_id] = status
        if self.divided and task_id not in self.held_out:
            if status is Status.APPROVED:
                self.sampler.add(self.tasks[task_id])
            elif status is Status.REJECTED:
                self.sampler.remove(task_id)
        return TaskSettled(task_id, status, by, reason, held_out=task_id in self.held_out)

    def _edit(self, old: str, task: Task) -> Iterator[Event]:
        before = self.tasks[old]
        self.tasks[task.id] = task
        self.status[task.id] = self.status[old]
        if (task.check, task.start_url) == (before.check, before.start_url):  # the same in other words
            for shown in [shown for shown in self.shown.values() if shown.task.id == old]:
                self.show(replace(shown, task=task))
        if old in self.held_out:
            self.held_out[self.held_out.index(old)] = task.id
        yield TaskEdited(old, task)
        yield self._settle(task.id, Status.APPROVED, HUMAN, "edited")
        yield self._settle(old, Status.REJECTED, HUMAN, "replaced by an edited one")

    def _add(self, request: Add) -> Iterator[Event]:
        task = request.task
        self.tasks[task.id] = task
        self.status[task.id] = Status.APPROVED
        if request.shown is not None:
            self.show(request.shown)
        if request.held_out and task.id not in self.held_out:
            self.held_out.append(task.id)
        elif self.divided and task.id not in self.held_out:
            self.sampler.add(task)
        yield from self._told(added(request, time.time()))

    def _told(self, events: Iterator[Event]) -> Iterator[Event]:
        for event in events:
            if isinstance(event, EpisodeJudged):
                self.verdicts[event.verdict.episode].append(event.verdict)
                self._settled[event.verdict.episode] = event.settled
            yield event

    def _override(self, said: Override) -> Event:
        key, played = said.episode, self.played.get(said.episode)
        before = self._settled.get(key)
        task = played.task.id if played is not None else said.task
        verdict = Verdict(key, task, said.outcome, HUMAN, said.cause, said.reason, at=time.time())
        self.verdicts[key].append(verdict)
        self._settled[key] = verdict
        good = said.outcome is Outcome.SUCCESS
        (self.withdrawn.discard if good else self.withdrawn.add)(key)
        if key in self._all_shown:
            if good:
                self.shown[key] = self._all_shown[key]
            else:
                self.shown.pop(key, None)
        if played is not None and played.purpose is Purpose.TRAIN and key not in self.batch:
            self._use_again(verdict, self._learned.get(key, before.outcome if before else None))
        return EpisodeJudged(verdict, verdict)

    def _use_again(self, verdict: Verdict, learned: Outcome | None) -> None:
        """The next update learns a used episode anew when the last one took it differently; a retracted one is not."""
        self.again = [episode for episode in self.again if episode != verdict.episode]
        if verdict.cause is not Cause.RETRACTED and verdict.outcome is not learned:
            self.again.append(verdict.episode)

    @staticmethod
    def _group(episode: Episode) -> tuple[str, int]:
        return episode.task.id, episode.iteration
