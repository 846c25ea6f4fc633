"""`paestudio bench generate`: tokens a second of reading a prompt and of decoding, at batch 1, 8 and 32.

Ours is the packed pass that the agent decodes with, here without a grammar: greedy over the whole vocabulary, base
weights, as the peers do it. transformers' `generate` gets the same prompts, and with `--peer` llama.cpp, compiled for
this processor, with the same weights at our own precision, at 16 bits and at 8. All take turns on each batch size.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import LogitsProcessor, LogitsProcessorList

from paestudio.bench import Result, Setup, limits, llama, measure, naive, seeing, workload
from paestudio.bench.llama import Prompts, Rival, Said
from paestudio.bench.table import Table
from paestudio.core.errors import UserError
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import KV, Segment

BATCHES, QUICK_BATCHES = (1, 8, 32), (1, 2)
PROMPT, NEW = 128, 24  # tokens
QUICK_PROMPT, QUICK_NEW = 20, 4
ROUNDS, SECONDS = 5, 40.0  # for one batch size; --seconds gives more
PARTS = ("prefill", "decode")


def run(setup: Setup) -> Result:
    """`ours_8_prefill_tokens_per_s`, `transformers_8_decode_tokens_per_s`, …; ratios are ours over theirs."""
    if setup.gguf and not Path(setup.gguf).is_file():
        raise UserError(f"There is no file {setup.gguf}.", "Give a GGUF file with --gguf.")
    if seeing.sees(setup):
        return seeing.generate(setup)
    table = Table("Generating, tokens a second")
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lm = workload.load(setup, scratch)
        peer = naive.base(lm, lm.head.dtype)
        length, new = (QUICK_PROMPT, QUICK_NEW) if setup.quick else (PROMPT, NEW)
        seconds = 0.1 if setup.quick else 0.7
        flops = limits.gemm_flops(lm.head.dtype, lm.device, seconds)
        speed = limits.memory_bytes(lm.device, seconds)
        table.add("gemm_gflops", flops / 1e9)
        table.add("memory_gb_per_s", speed / 1e9)
        rivals: dict[str, Rival] = {
            "ours": lambda prompts, many: ours(lm, prompts, many),
            "transformers": lambda prompts, many: transformers(peer, prompts, many, lm.device),
        }
        llamas = llama.start(table, lm, setup, scratch, stack)
        rivals |= llamas.rivals
        for rival in rivals.values():  # uncounted: the first passes set something up
            rival(workload.prompts(lm, 1, length), 2)
        rounds, patience = (measure.LEAST_ROUNDS, 1.0) if setup.quick else (ROUNDS, setup.seconds or SECONDS)
        for count in setup.sizes(BATCHES, QUICK_BATCHES):
            setup.tell(f"batch of {count}")
            _batch(table, rivals, workload.prompts(lm, count, length), new, rounds, patience)
            _limits(table, lm, count, flops, speed)
            _ratios(table, count, rivals, llamas.same)
    what = "a tiny random model" if setup.quick else setup.config.model
    kind = str(lm.head.dtype).removeprefix("torch.")
    table.note(f"{what}, {kind}, prompts of {length} tokens, {new} new tokens each, base weights, greedy.")
    table.note("limit: matrix products for prefill; for decoding the weights' bytes a step, or products when slower.")
    table.note(
        "Aim: ahead of transformers everywhere, of llama.cpp with weights of the same precision from batch 8 on."
    )
    return table.result()


def _batch(table: Table, rivals: Mapping[str, Rival], prompts: Prompts, new: int, rounds: int, seconds: float) -> None:
    """All in turns on one batch."""
    said: dict[str, list[Said]] = {name: [] for name in rivals}

    def turn(name: str, rival: Rival) -> Callable[[], None]:
        return lambda: said[name].append(rival(prompts, new))

    turns = {name: turn(name, rival) for name, rival in rivals.items()}
    count = len(prompts)
    table.add(f"rounds_{count}", len(measure.alternate(turns, rounds, seconds, table.lost)["ours"]))
    tokens = {"prefill": sum(map(len, prompts)), "decode": count * (new - 1)}
    said = {name: runs for name, runs in said.items() if runs}
    for name, runs in said.items():
        for part in PARTS:
            rates = [tokens[part] / getattr(one, part) for one in runs]
            table.add(f"{name}_{count}_{part}_tokens_per_s", measure.median(rates))
            if len(rates) > 2:
                table.add(f"{name}_{count}_{part}_spread", measure.spread(rates))
    for name, runs in said.items():
        if name != "ours":
            table.add(f"{_same(name)}_{count}", _alike(said["ours"][0].tokens, runs[0].tokens))


def _same(name: str) -> str:
    return "same_tokens" if name == "transformers" else f"same_tokens_{name}"


def _alike(ours: Sequence[Sequence[int]], theirs: Sequence[Sequence[int]]) -> float:
    """Share of the tokens that are the same. Greedy chains part for good where two tokens are about as likely."""
    pairs = [(a, b) for left, right in zip(ours, theirs, strict=True) for a, b in zip(left, right, strict=True)]
    return sum(a == b for a, b in pairs) / len(pairs)


def _ratios(table: Table, count: int, rivals: Mapping[str, Rival], same: str) -> None:
    for name in rivals:
        shown = "llama_cpp" if name == same else name
        if name == "ours":
            continue
        for part in PARTS:
            names = [f"{one}_{count}_{part}_tokens_per_s" for one in ("ours", name)]
            table.ratio(f"ours_ahead_of_{shown}_{count}_{part}", *names)


@torch.no_grad()
def ours(lm: LanguageModel, prompts: Prompts, new: int) -> Said:
    """`new` tokens on each prompt by packed passes."""
    with lm.base_only():
        started = time.perf_counter()
        hidden, pack = lm.forward([Segment(p) for p in prompts], keep=True)
        pages = pack.fresh
        chains = [KV() for _ in prompts]
        said = [[token] for token in _likeliest(lm, hidden, [end - 1 for _, end in pack.spans])]
        first = time.perf_counter()
        for _ in range(new - 1):
            segments = [
                Segment((tokens[-1],), (page, chain) if chain.length else (page,))
                for tokens, page, chain in zip(said, pages, chains, strict=True)
            ]
            hidden, pack = lm.forward(segments, keep=True)
            chains = [chain.then(fresh) for chain, fresh in zip(chains, pack.fresh, strict=True)]
            for tokens, token in zip(said, _likeliest(lm, hidden, range(len(said))), strict=True):
                tokens.append(token)
        return Said(said, first - started, time.perf_counter() - first)


def _likeliest(lm: LanguageModel, hidden: torch.Tensor, places: Sequence[int]) -> list[int]:
    """The likeliest next token after each of those places."""
    found: list[int] = (hidden[list(places)] @ lm.head.t()).argmax(-1).tolist()
    return found


class _Clock(LogitsProcessor):  # type: ignore[misc]
    """Notes when each token's probabilities are there, and changes nothing."""

    def __init__(self) -> None:
        self.at: list[float] = []

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        self.at.append(time.perf_counter())
        return scores


@torch.no_grad()
def transformers(model: Any, prompts: Prompts, new: int, device: torch.device) -> Said:
    """`new` tokens on each prompt by `generate`; the prompt's time ends when the first token can be chosen."""
    ids = torch.tensor(prompts, device=device)
    clock = _Clock()
    started = time.perf_counter()
    said = model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        do_sample=False,
        pad_token_id=0,
        max_new_tokens=new,
        min_new_tokens=new,
        logits_processor=LogitsProcessorList([clock]),
    )
    tokens = said[:, ids.shape[1] :].tolist()
    return Said(tokens, clock.at[0] - started, time.perf_counter() - clock.at[0])


def _limits(table: Table, lm: LanguageModel, count: int, flops: float, speed: float) -> None:
    layers, head = workload.parameters(lm)
    step = max((layers + head) * lm.head.element_size() / speed, 2.0 * (layers + head) * count / flops)
    table.add(f"limit_{count}_prefill_tokens_per_s", flops / (2.0 * layers))
    table.add(f"limit_{count}_decode_tokens_per_s", count / step)
