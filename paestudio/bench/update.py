"""`paestudio bench update`: tokens a second and peak memory of a LoRA update, groups of 4, 8 and 16.

Ours twice. `packed` computes exactly what the plain trainer computes: the whole prompt through the adapted weights,
any token possible, but the prompt once for the group. `ours` is what training does: the page (250 of the 300 tokens)
is read once by the base weights, and only the tokens that could have been others are scored. The peers are a padded
batch of transformers and peft, and with `--peer` TRL. All count the tokens of the padded batch, so that a ratio of
tokens a second is a ratio of times. Before any time is taken, gradients are compared with their definition.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from paestudio.bench import Result, Setup, environment, limits, measure, naive, seeing, workload
from paestudio.bench.table import Table
from paestudio.core.errors import EnvironmentFault
from paestudio.learner import loss
from paestudio.learner.batch import Weighted, packs
from paestudio.learner.trainer import PACK_TOKENS
from paestudio.lm.model import LanguageModel

GROUPS, QUICK_GROUPS = (4, 8, 16), (4,)
ROUNDS, SECONDS = 5, 15.0  # for one group; --seconds gives more
TOLERANCE = 1e-5  # relative, in 32 bits
TRL = ("trl>=0.24", "datasets>=3")


@dataclass(slots=True)
class Bench:
    """The rivals: our model, and the plain one with the same weights."""

    lm: LanguageModel
    plain: Any
    size: workload.Size

    def ours(self, entries: Sequence[Weighted]) -> None:
        """Forward and backward as the learner does it, the pages read anew."""
        self.lm.forget_pages()
        self.again(entries)

    def again(self, entries: Sequence[Weighted]) -> None:
        """The same with the pages in the cache: where episodes were just played on them."""
        for pack in packs(entries, PACK_TOKENS):
            scored = loss.score(self.lm, [e.sample for e in pack], 1.0)
            loss.likelihood(pack, scored).backward()
        self.lm.model.zero_grad(set_to_none=True)

    def padded(self, entries: Sequence[Weighted]) -> None:
        """Forward and backward of one padded batch."""
        naive.batch_loss(self.plain, entries, self.lm.device).backward()
        self.plain.zero_grad(set_to_none=True)


def run(setup: Setup) -> Result:
    """`ours_8_tokens_per_s`, `padded_8_tokens_per_s`, `ours_8_peak_mb`, …, `gradient_error`, `gemm_gflops`."""
    if seeing.sees(setup):
        return seeing.update(setup)
    table = Table("LoRA update, forward and backward")
    with tempfile.TemporaryDirectory() as scratch:
        lm = workload.load(setup, Path(scratch))
        size = workload.QUICK if setup.quick else workload.Size()
        dtype = lm.head.dtype
        flops = limits.gemm_flops(dtype, lm.device, 0.1 if setup.quick else 0.7)
        table.add("gemm_gflops", flops / 1e9)
        bench = Bench(lm, naive.plain(lm, setup.config.lora_rank, dtype), size)
        rounds, seconds = (measure.LEAST_ROUNDS, 1.0) if setup.quick else (ROUNDS, setup.seconds or SECONDS)
        for count in QUICK_GROUPS if setup.quick else GROUPS:
            setup.tell(f"group of {count}")
            _group(table, bench, count, flops, rounds, seconds)
        if setup.peer:
            _trl(table, setup, lm, size)
        setup.tell("gradients in 32 bits")
        bench.plain = None
        _check(table, lm, setup.config.lora_rank, size)
    _explain(table, setup, dtype, size)
    return table.result()


def _group(table: Table, bench: Bench, count: int, flops: float, rounds: int, seconds: float) -> None:
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
        table.add(f"{name}_{count}_peak_mb", max(0.1, measure.peak_memory(work)))
    times = measure.alternate(rivals, rounds, seconds, least=1)
    table.add(f"rounds_{count}", len(times["ours"]))
    tokens = count * (size.prompt + size.action)
    for name, values in times.items():
        table.add(f"{name}_{count}_tokens_per_s", tokens / measure.median(values))
    table.add(f"limit_{count}_tokens_per_s", tokens / (_least_flops(lm, count, size) / flops))
    for name in ("ours", "packed"):
        table.ratio(f"{name}_ahead_of_padded_{count}", f"{name}_{count}_tokens_per_s", f"padded_{count}_tokens_per_s")
    table.ratio(f"padded_memory_over_ours_{count}", f"padded_{count}_peak_mb", f"ours_{count}_peak_mb")


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


def _trl(table: Table, setup: Setup, lm: LanguageModel, size: workload.Size) -> None:
    """TRL's SFTTrainer on the same rows, in an environment of its own that shares our torch and transformers."""
    groups = QUICK_GROUPS if setup.quick else GROUPS
    asked = {
        "model": workload.folder(lm),
        "dtype": str(lm.head.dtype).removeprefix("torch."),
        "rank": setup.config.lora_rank,
        "threads": torch.get_num_threads(),
        "steps": 2 if setup.quick else 4,
        "groups": {
            str(count): [
                [list(e.sample.prompt), list(e.sample.action)] for e in workload.group(lm, count, size, page=False)
            ]
            for count in groups
        },
    }
    try:
        python = environment.make("trl", TRL, setup.tell, ours=True)
        said = environment.ask(python, "trl_steps.py", asked)
    except EnvironmentFault as fault:
        table.note(f"TRL was left out: {fault}")
        return
    for count in groups:
        seconds = measure.median(said["seconds"][str(count)])
        table.add(f"trl_{count}_tokens_per_s", count * (size.prompt + size.action) / seconds)
        table.add(f"trl_{count}_peak_mb", max(0.1, said["peak_mb"][str(count)]))
        table.ratio(f"ours_ahead_of_trl_{count}", f"ours_{count}_tokens_per_s", f"trl_{count}_tokens_per_s")
    table.note("TRL's step has the optimizer in it; its memory was measured in its own process.")


def _explain(table: Table, setup: Setup, dtype: torch.dtype, size: workload.Size) -> None:
    what = "a tiny random model" if setup.quick else setup.config.model
    kind = str(dtype).removeprefix("torch.")
    table.note(f"{what}, {kind}, prompt {size.prompt} (page {size.page}), action {size.action} tokens.")
    table.note("limit: what `ours` must compute, at the speed of a matrix product on this machine.")
    if not setup.peer:
        table.note("TRL was left out: --peer installs it into an environment of its own.")
    table.note("Aim: ours_ahead_of_padded_8 and ours_ahead_of_trl_8 at least 3.")
