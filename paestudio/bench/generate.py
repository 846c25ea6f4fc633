"""`paestudio bench generate`: tokens a second of reading a prompt and of decoding, at batch 1, 8 and 32.

Ours is the packed pass that the agent decodes with, here without a grammar: greedy over the whole vocabulary, base
weights, as the peers do it. transformers' `generate` gets the same prompts; llama.cpp too when it is installed.
"""

from __future__ import annotations

import importlib.util
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from paestudio.bench import Result, Setup, limits, llama, measure, naive, seeing, workload
from paestudio.bench.table import Table
from paestudio.core.errors import UserError
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import KV, Segment

BATCHES, QUICK_BATCHES = (1, 8, 32), (1, 2)
PROMPT, NEW = 128, 24  # tokens
QUICK_PROMPT, QUICK_NEW = 20, 4
ROUNDS, SECONDS = 4, 12.0  # for one batch size; --seconds gives more
NO_LLAMA = "llama.cpp was left out: it needs the package llama-cpp-python, and the same weights as --gguf FILE."

Prompts = Sequence[tuple[int, ...]]


@dataclass(slots=True)
class Said:
    """What came out, and the seconds until the first token of all and from there to the last."""

    tokens: list[list[int]]
    prefill: float
    decode: float


def run(setup: Setup) -> Result:
    """`ours_8_prefill_tokens_per_s`, `transformers_8_decode_tokens_per_s`, …; ratios are ours over theirs."""
    if setup.gguf and not Path(setup.gguf).is_file():
        raise UserError(f"There is no file {setup.gguf}.", "Give a GGUF file with --gguf.")
    if seeing.sees(setup):
        return seeing.generate(setup)
    table = Table("Generating, tokens a second")
    with tempfile.TemporaryDirectory() as scratch:
        lm = workload.load(setup, Path(scratch))
        peer = naive.base(lm, lm.head.dtype)
        length, new = (QUICK_PROMPT, QUICK_NEW) if setup.quick else (PROMPT, NEW)
        seconds = 0.1 if setup.quick else 0.7
        flops = limits.gemm_flops(lm.head.dtype, lm.device, seconds)
        speed = limits.memory_bytes(lm.device, seconds)
        table.add("gemm_gflops", flops / 1e9)
        table.add("memory_gb_per_s", speed / 1e9)
        rounds, patience = (measure.LEAST_ROUNDS, 1.0) if setup.quick else (ROUNDS, setup.seconds or SECONDS)
        first = workload.prompts(lm, 1, length)  # uncounted: the first passes set something up
        ours(lm, first, 2)
        transformers(peer, first, 2, lm.device)
        for count in QUICK_BATCHES if setup.quick else BATCHES:
            setup.tell(f"batch of {count}")
            prompts = workload.prompts(lm, count, length)
            _batch(table, lm, peer, prompts, new, rounds, patience)
            _limits(table, lm, count, flops, speed)
        if setup.gguf and importlib.util.find_spec("llama_cpp"):
            _llama(table, lm, setup, length, new)
        else:
            table.note(NO_LLAMA)
    what = "a tiny random model" if setup.quick else setup.config.model
    kind = str(lm.head.dtype).removeprefix("torch.")
    table.note(f"{what}, {kind}, prompts of {length} tokens, {new} new tokens each, base weights, greedy.")
    table.note("limit: matrix products for prefill; for decoding the weights' bytes a step, or products when slower.")
    return table.result()


def _batch(table: Table, lm: LanguageModel, peer: Any, prompts: Prompts, new: int, rounds: int, seconds: float) -> None:
    """Both in turns on one batch."""
    said: dict[str, list[Said]] = {"ours": [], "transformers": []}
    rivals = {
        "ours": lambda: said["ours"].append(ours(lm, prompts, new)),
        "transformers": lambda: said["transformers"].append(transformers(peer, prompts, new, lm.device)),
    }
    table.add(f"rounds_{len(prompts)}", len(measure.alternate(rivals, rounds, seconds, least=1)["ours"]))
    count = len(prompts)
    for name, runs in said.items():
        _add(table, name, count, sum(map(len, prompts)), count * (new - 1), runs)
    for part in ("prefill", "decode"):
        names = [f"{name}_{count}_{part}_tokens_per_s" for name in ("ours", "transformers")]
        table.ratio(f"ours_ahead_of_transformers_{count}_{part}", *names)
    pairs = [
        (a, b)
        for left, right in zip(said["ours"][0].tokens, said["transformers"][0].tokens, strict=True)
        for a, b in zip(left, right, strict=True)
    ]
    table.add(f"same_tokens_{count}", sum(a == b for a, b in pairs) / len(pairs))


def _add(table: Table, name: str, count: int, read: int, made: int, runs: Sequence[Said]) -> None:
    table.add(f"{name}_{count}_prefill_tokens_per_s", read / measure.median([one.prefill for one in runs]))
    table.add(f"{name}_{count}_decode_tokens_per_s", made / measure.median([one.decode for one in runs]))


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
                Segment((tokens[-1],), (page, chain) if chain.keys else (page,))
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


@torch.no_grad()
def transformers(model: Any, prompts: Prompts, new: int, device: torch.device) -> Said:
    """`new` tokens on each prompt by `generate`; the time of a single token counts as the prompt's."""
    ids = torch.tensor(prompts, device=device)
    asked = {"attention_mask": torch.ones_like(ids), "do_sample": False, "pad_token_id": 0}
    started = time.perf_counter()
    model.generate(ids, max_new_tokens=1, min_new_tokens=1, **asked)[0, -1].item()
    first = time.perf_counter()
    said = model.generate(ids, max_new_tokens=new, min_new_tokens=new, **asked)[:, ids.shape[1] :].tolist()
    prefill = first - started
    return Said(said, prefill, max(1e-9, time.perf_counter() - first - prefill))


def _limits(table: Table, lm: LanguageModel, count: int, flops: float, speed: float) -> None:
    layers, head = workload.parameters(lm)
    step = max((layers + head) * lm.head.element_size() / speed, 2.0 * (layers + head) * count / flops)
    table.add(f"limit_{count}_prefill_tokens_per_s", flops / (2.0 * layers))
    table.add(f"limit_{count}_decode_tokens_per_s", count / step)


def _llama(table: Table, lm: LanguageModel, setup: Setup, length: int, new: int) -> None:
    """llama.cpp on the same prompts."""
    for count in QUICK_BATCHES if setup.quick else BATCHES:
        setup.tell(f"llama.cpp, batch of {count}")
        prompts = workload.prompts(lm, count, length)
        runs = [Said([], *llama.generate(Path(setup.gguf), prompts, new, torch.get_num_threads())) for _ in range(2)]
        _add(table, "llama_cpp", count, count * length, count * (new - 1), runs)
        for part in ("prefill", "decode"):
            names = [f"{name}_{count}_{part}_tokens_per_s" for name in ("ours", "llama_cpp")]
            table.ratio(f"ours_ahead_of_llama_cpp_{count}_{part}", *names)
