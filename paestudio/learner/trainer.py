"""LoRA updates from judged episodes: REINFORCE leave-one-out or PAE's filtered behaviour cloning, and a warm start.

A bad batch never costs the adapter: gradients are clipped, and a step that is not a number is refused. Where memory
runs out the passes become smaller, in the end with layers computed twice instead of kept, and the run goes on.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from paestudio.config import RunConfig
from paestudio.core.protocols import Progress
from paestudio.core.records import Credit, Episode, Judged, Purpose, Step, Update
from paestudio.core.samples import Encoder, Sample
from paestudio.learner import checkpoint, credit, loss
from paestudio.learner.batch import Weighted, distinct, minibatches, packs
from paestudio.lm.model import LanguageModel

PACK_TOKENS = 640
WARM_BATCH, WARM_PASSES = 4, 12
LEAST_WEIGHT = 0.2  # a failure among eight of which one succeeded has 0.14; what several of them did has more
Scorer = Callable[[LanguageModel, Sequence[Sample], float], loss.Scored]
REMEMBERED = 2_000  # successes that filtered behaviour cloning draws from


class LoraLearner:
    """core.protocols.Learner for one model; `renewed` is called with the version after each change of the adapter."""

    def __init__(
        self,
        lm: LanguageModel,
        encode: Encoder,
        config: RunConfig,
        folder: Path,
        renewed: Callable[[int], None],
        extra_state: Callable[[], Mapping[str, Any]] = dict,
        score: Scorer = loss.score,
    ) -> None:
        self.version = 0
        self._lm = lm
        self._encode = encode
        self._config = config
        self._folder = folder
        self._renewed = renewed
        self._extra_state = extra_state
        self._score = score
        self._pack_tokens = PACK_TOKENS
        self._too_large = 0  # decisions that did not fit into memory alone
        self._rng = random.Random(config.seed)
        self._successes: dict[str, Judged] = {}  # by episode, the oldest first
        self._left_out: frozenset[str] = frozenset()
        self._optimizer = torch.optim.AdamW(lm.adapter_parameters, lr=config.learning_rate, weight_decay=0.0)
        if config.checkpointing == "on":
            lm.checkpoint_layers()

    def remember(self, judged: Sequence[Judged]) -> None:
        """Earlier successes that filtered behaviour cloning may draw from (after a resume)."""
        for one in judged:
            self._successes.pop(one.episode.id, None)
            if credit.reward(one):
                self._successes[one.episode.id] = one
        for old in list(self._successes)[:-REMEMBERED]:
            del self._successes[old]

    def leave_out(self, episodes: Collection[str]) -> None:
        """Exactly these episodes teach nothing from now on: what a person overruled or retracted since."""
        self._left_out = frozenset(episodes)

    def warm_start(self, demonstrations: Sequence[Episode], progress: Progress, deadline: float) -> Update | None:
        """Supervised passes over demonstrations until `deadline` (time.monotonic) or until they are known by heart."""
        started = time.monotonic()
        samples = [s for e in demonstrations for step in _taught(e) if (s := self._encode(e, step))]
        entries = distinct((s, 1.0) for s in samples)
        if not entries:
            return None
        losses: list[float] = []
        passes = 0
        while time.monotonic() < deadline and passes < WARM_PASSES:
            batches = minibatches(entries, WARM_BATCH, self._rng)
            sums, seen = 0.0, 0
            for i, batch in enumerate(batches):
                spent = (time.monotonic() - started) / (deadline - started)
                self._cool(max(spent, (passes + i / len(batches)) / WARM_PASSES))
                value, _, _ = self._step(batch, float(len(batch)), cloning=True)
                sums += value
                seen += len(batch)
                progress(passes * len(batches) + i + 1, len(batches) * (passes + 1))
                if time.monotonic() > deadline:
                    break
            passes += 1
            losses.append(sums / seen)
            if losses[-1] < 0.02:
                break
        self._set_rate(self._config.learning_rate)
        if not losses:  # no time at all
            return None
        metrics = {"loss": losses[-1], "passes": float(passes), "samples": float(len(entries))}
        return self._commit("warm_start", 0, [e.id for e in demonstrations], [], metrics, started)

    def update(self, judged: Sequence[Judged], iteration: int, progress: Progress) -> Update | None:
        """One update from a batch; None when nothing in it carries a signal or every step was refused."""
        started = time.monotonic()
        self._too_large = 0
        cloning = self._config.algorithm == "filtered_bc"
        credits, pairs = self._cloned(judged) if cloning else self._credited(judged)
        entries = distinct(pairs, LEAST_WEIGHT)
        if not entries:
            return None
        batches = [b for _ in range(self._config.passes) for b in minibatches(entries, self._config.batch, self._rng)]
        taken: list[tuple[float, float]] = []
        for done, batch in enumerate(batches):
            scale = float(sum(e.count for e in batch))
            value, entropy, ok = self._step(batch, scale, cloning=cloning)
            progress(done + 1, len(batches))
            if ok:
                taken.append((value / scale, entropy))
        if not taken:
            return None
        metrics = {
            "loss": sum(value for value, _ in taken) / len(taken),
            "entropy": sum(entropy for _, entropy in taken) / len(taken),
            "steps": float(len(taken)),
            "refused": float(len(batches) - len(taken)),
            "decisions": float(len(pairs)),
            "distinct": float(len(entries)),
            "too_large": float(self._too_large),
        }
        used = [one.episode.id for one in judged]
        return self._commit(self._config.algorithm, iteration, used, credits, metrics, started)

    def save(self) -> Path:
        """A checkpoint of the adapter as it is now."""
        state = {"version": self.version, "random": _jsonable(self._rng.getstate()), **self._extra_state()}
        return checkpoint.save(self._folder, self.version, self._lm, self._optimizer, state)

    def load(self, folder: Path) -> dict[str, Any]:
        """Go on from a checkpoint; returns the state that was saved with it."""
        state = checkpoint.load(folder, self._lm, self._optimizer)
        self.version = int(state.get("version", 0))
        if "random" in state:
            version, values, gauss = state["random"]
            self._rng.setstate((version, tuple(values), gauss))
        self._renewed(self.version)
        return state

    def _credited(self, judged: Sequence[Judged]) -> tuple[list[Credit], list[tuple[Sample, float]]]:
        credits = credit.leave_one_out(judged)
        weight = {c.episode: c.advantage for c in credits}
        return credits, self._pairs([one.episode for one in judged], weight)

    def _cloned(self, judged: Sequence[Judged]) -> tuple[list[Credit], list[tuple[Sample, float]]]:
        self.remember(judged)
        credits = credit.shortest_successes(judged)
        known = [one for key, one in self._successes.items() if key not in self._left_out]
        weight = {c.episode: c.advantage for c in credit.shortest_successes(known)}
        pairs = self._pairs([one.episode for one in known], weight)
        self._rng.shuffle(pairs)
        return credits, pairs[: 64 * self._config.passes]

    def _pairs(self, episodes: Sequence[Episode], weight: Mapping[str, float]) -> list[tuple[Sample, float]]:
        wanted = [e for e in episodes if weight.get(e.id)]
        return [(s, weight[e.id]) for e in wanted for step in _taught(e) if (s := self._encode(e, step))]

    def _step(self, entries: Sequence[Weighted], scale: float, *, cloning: bool) -> tuple[float, float, bool]:
        """One optimizer step. Returns (summed loss, mean entropy, whether it was taken)."""
        self._optimizer.zero_grad(set_to_none=True)
        total, entropies = 0.0, []
        waiting = list(packs(entries, self._pack_tokens))[::-1]
        while waiting:
            pack = waiting.pop()
            try:
                value, entropy = self._pass(pack, scale, cloning=cloning)
            except torch.OutOfMemoryError:
                waiting += self._smaller(pack)
                continue
            total += value
            entropies.append(entropy)
        norm = float(torch.nn.utils.clip_grad_norm_(self._lm.adapter_parameters, self._config.max_norm))
        if not (entropies and math.isfinite(total) and math.isfinite(norm)):
            self._optimizer.zero_grad(set_to_none=True)
            return total, 0.0, False
        self._optimizer.step()
        return total, sum(entropies) / len(entropies), True

    def _pass(self, pack: Sequence[Weighted], scale: float, *, cloning: bool) -> tuple[float, float]:
        """Forward and backward of one pack: (summed loss, mean entropy). Gradients add up only when both succeed."""
        scored = self._score(self._lm, [e.sample for e in pack], 1.0 if cloning else self._config.temperature)
        value = loss.likelihood(pack, scored) if cloning else loss.clipped(pack, scored, self._config.clip)
        parameters = self._lm.adapter_parameters
        grads = torch.autograd.grad(value / scale, parameters, allow_unused=True)
        for parameter, grad in zip(parameters, grads, strict=True):
            if grad is not None:
                parameter.grad = grad if parameter.grad is None else parameter.grad.add_(grad)
        return float(value.detach()), scored.entropy

    def _smaller(self, pack: list[Weighted]) -> list[list[Weighted]]:
        """What to try instead of a pack that did not fit into memory; nothing when it cannot be made to fit."""
        self._lm.make_room()
        if len(pack) > 1:
            self._pack_tokens = max(1, self._pack_tokens // 2)
            half = len(pack) // 2
            return [pack[half:], pack[:half]]
        if self._config.checkpointing == "auto" and self._lm.checkpoint_layers():
            return [pack]
        self._too_large += 1
        return []

    def _cool(self, share: float) -> None:
        """The warm start's rate falls in a line to a tenth: the last steps decide less by chance than the first."""
        self._set_rate(self._config.warm_start_rate * max(0.1, 1.0 - share))

    def _set_rate(self, rate: float) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = rate

    def _commit(
        self,
        algorithm: str,
        iteration: int,
        episodes: list[str],
        credits: list[Credit],
        metrics: dict[str, float],
        started: float,
    ) -> Update:
        self.version += 1
        self._renewed(self.version)
        folder = self.save()
        seconds = time.monotonic() - started
        return Update(
            self.version, iteration, algorithm, tuple(episodes), tuple(credits), metrics, folder.name, seconds
        )


def _taught(episode: Episode) -> list[Step]:
    """The steps to learn from: of a demonstration only the person's, not what an agent drew before they took over."""
    mine = episode.purpose is not Purpose.SHOWN
    return [step for step in episode.steps if mine or not step.decision.tokens]


def _jsonable(state: tuple[Any, ...]) -> list[Any]:
    version, values, gauss = state
    return [version, list(values), gauss]
