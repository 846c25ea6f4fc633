"""`paestudio bench update`: tokens a second and peak memory of a LoRA update, groups of 4, 8 and 16.

Ours twice. `packed` computes exactly what the plain trainer computes: the whole prompt through the adapted weights,
any token possible, but the prompt once for the group. `ours` is what training does: the page (250 of the 300 tokens)
is read once by the base weights, and only the tokens that could have been others are scored. The peers are a padded
batch of transformers and peft, and with `--peer` TRL's SFTTrainer, which does not hear of the page and computes what
`packed` computes. A turn is a whole step: forward, backward, clipping, AdamW (with a rate of zero: each turn finds the
same weights). All count the tokens of the padded batch, so that a ratio of tokens a second is a ratio of times.
Gradients are compared with their definition.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from paestudio.bench import Result, Setup, limits, measure, naive, seeing, workload
from paestudio.bench.table import Table
from paestudio.bench.trl import Trl, start
from paestudio.learner import loss
from paestudio.learner.batch import Weighted, packs
from paestudio.learner.trainer import PACK_TOKENS
from paestudio.lm.model import LanguageModel

GROUPS, QUICK_GROUPS = (4, 8, 16), (4,)
ROUNDS, SECONDS = 7, 60.0  # for one group; --seconds gives more
TOLERANCE = 1e-5  # relative, in 32 bits


@dataclass(slots=True)
class Bench:
    """The rivals: our model, and the plain one with the same weights."""

    lm: LanguageModel
    plain: Any
    size: workload.Size
    optimizers: dict[int, torch.optim.Optimizer] = field(default_factory=dict)

    def ours(self, entries: Sequence[Weighted]) -> None:
        """A step as the learner does it, the pages read anew."""
        self.lm.forget_pages()
        self.again(entries)

    def again(self, entries: Sequence[Weighted]) -> None:
        """The same with the pages in the cache: where episodes were just played on them."""
        for pack in packs(entries, PACK_TOKENS):
            scored = loss.score(self.lm, [e.sample for e in pack], 1.0)
            loss.likelihood(pack, scored).backward()
        self._step(self.lm.model)

    def padded(self, entries: Sequence[Weighted]) -> None:
        """One step of one padded batch."""
        naive.batch_loss(self.plain, entries, self.lm.device).backward()
        self._step(self.plain)

    def _step(self, model: Any) -> None:
        learned = [p for p in model.parameters() if p.requires_grad]
        if id(model) not in self.optimizers:
            self.optimizers[id(model)] = torch.optim.AdamW(learned, lr=0.0, weight_decay=0.0)
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        self.optimizers[id(model)].step()
        model.zero_grad(set_to_none=True)


def run(setup: Setup) -> Result:
    """`ours_8_tokens_per_s`, `padded_8_tokens_per_s`, `ours_8_peak_mb`, …, `gradient_error`, `gemm_gflops`."""
    if seeing.sees(setup):
        return seeing.update(setup)
    table = Table("LoRA update, a whole step")
    with contextlib.ExitStack() as stack:
        lm = workload.load(setup, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        size = workload.QUICK if setup.quick else workload.Size()
        dtype = lm.head.dtype
        flops = limits.gemm_flops(dtype, lm.device, 0.1 if setup.quick else 0.7)
        table.add("gemm_gflops", flops / 1e9)
        bench = Bench(lm, naive.plain(lm, setup.config.lora_rank, dtype), size)
        rounds, seconds = (measure.LEAST_ROUNDS, 1.0) if setup.quick else (ROUNDS, setup.seconds or SECONDS)
        trl = start(table, setup, lm, stack)
        for count in setup.sizes(GROUPS, QUICK_GROUPS):
            setup.tell(f"group of {count}")
            _group(table, bench, count, flops, rounds, seconds, trl)
        setup.tell("gradients in 32 bits")
        bench.plain = None
        _check(table, lm, setup.config.lora_rank, size)
    _explain(table, setup, dtype, size)
    return table.result()


def _group(table: Table, bench: Bench, count: int, flops: float, rounds: int, seconds: float, trl: Trl | None) -> None:
    lm, size = bench.lm, bench.size
    whole = workload.group(lm, count, size, page=False)
    apart = workload.group(lm, count, size, page=True)
    rivals: dict[str, Callable[[], None]] = {
        "ours": lambda: bench.ours(apart),
        "ours_page_known": lambda: bench.again(apart),
        "packed": lambda: bench.ours(whole),
        "padded": lambda: bench.padded(whole),
    }
    for name, work in rivals.items():  # not timed: the first call of each sets something up
        bench.optimizers.clear()
        table.add(f"{name}_{count}_peak_mb", max(0.1, measure.peak_memory(work)))
    if trl and trl.begin(whole):
        rivals["trl"] = trl.step
    times = measure.alternate(rivals, rounds, seconds, table.lost)
    if trl and trl.seconds:
        times["trl"] = trl.seconds  # without the way to its process and back
        table.add(f"trl_{count}_peak_mb", max(0.1, trl.stop()))
    table.add(f"rounds_{count}", len(times["ours"]))
    tokens = count * (size.prompt + size.action)
    for name, values in times.items():
        if not values:
            continue
        table.add(f"{name}_{count}_tokens_per_s", tokens / measure.median(values))
        if len(values) > 2:
            table.add(f"{name}_{count}_spread", measure.spread([tokens / value for value in values]))
    table.add(f"limit_{count}_tokens_per_s", tokens / (_least_flops(lm, count, size) / flops))
    for peer in ("padded", "trl"):
        for name in ("ours", "packed"):
            names = [f"{one}_{count}_tokens_per_s" for one in (name, peer)]
            table.ratio(f"{name}_ahead_of_{peer}_{count}", *names)
            table.ratio(f"{peer}_memory_over_{name}_{count}", f"{peer}_{count}_peak_mb", f"{name}_{count}_peak_mb")


def _least_flops(lm: LanguageModel, count: int, size: workload.Size) -> float:
    """Of what `ours` must compute: 2 a weight and page token, 4 (no gradients of the weights) for each other token."""
    layers, head = workload.parameters(lm)
    options = workload.OPTIONS / lm.head.shape[0]
    adapted = size.prompt - size.page + count * size.action
    return 2.0 * layers * size.page + 4.0 * layers * adapted + 4.0 * head * options * count * workload.CHOICES


def _check(table: Table, lm: LanguageModel, rank: int, size: workload.Size) -> None:
    """Our gradients beside those of the definition, in 32 bits, for both ways of reading a page."""
    lm.model.float()
    lm.forget_pages()
    plain = naive.plain(lm, rank, torch.float32)
    worst = 0.0
    for page in (False, True):
        entries = workload.group(lm, 4, size, page=page, seed=1)
        with naive.cleared(lm.model), naive.cleared(plain):
            scored = loss.score(lm, [e.sample for e in entries], 1.0)
            loss.likelihood(entries, scored).backward()
            for entry in entries:
                naive.sample_loss(plain, entry, lm.device).backward()
            ours, theirs = naive.gradients(lm.model), naive.gradients(plain)
        worst = max(worst, _difference(ours, theirs))
    table.add("gradient_error", worst)
    if not worst <= TOLERANCE:
        table.fail(
            f"Gradients differ from the naive loss by {worst:.2g} (relative, 32 bits); {TOLERANCE:g} is allowed."
        )


def _difference(ours: dict[str, torch.Tensor], theirs: dict[str, torch.Tensor]) -> float:
    """|ours − theirs| / |theirs| over all weights together; infinite when one has a gradient the other lacks."""
    if ours.keys() != theirs.keys() or not ours:
        return float("inf")
    off = sum(float((ours[name] - grad).double().square().sum()) for name, grad in theirs.items())
    return float((off / sum(float(grad.double().square().sum()) for grad in theirs.values())) ** 0.5)


def _explain(table: Table, setup: Setup, dtype: torch.dtype, size: workload.Size) -> None:
    what = "a tiny random model" if setup.quick else setup.config.model
    kind = str(dtype).removeprefix("torch.")
    table.note(f"{what}, {kind}, prompt {size.prompt} (page {size.page}), action {size.action} tokens.")
    table.note("limit: what `ours` must compute, at the speed of a matrix product on this machine.")
    table.note("Aim: ours_ahead_of_padded_8 and ours_ahead_of_trl_8 at least 3.")
