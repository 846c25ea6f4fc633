"""Updates and generation of a model that sees, beside plain transformers and peft on the same input.

`--model random:NAME` takes random weights of that architecture's real size (no download): times and memory depend on
sizes, not on values. `ours` reads the page once by the base weights, `whole` reads it once a group by the adapted
weights, as published adapters do; `padded` is the plain way: one row a reply, each with its own screenshot. Ours and
the peer are loaded one after the other, so that the memory of each is its own.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from paestudio import anatomy
from paestudio.bench import Result, Setup, measure
from paestudio.bench.seeing_work import QUICK, Size, Work, batch_loss, generated, plain, work_of
from paestudio.bench.table import Table
from paestudio.estimate import parts_of
from paestudio.learner import loss
from paestudio.learner.batch import Weighted, packs
from paestudio.learner.trainer import PACK_TOKENS
from paestudio.lm import blank
from paestudio.lm.fetch import fetch
from paestudio.lm.model import LanguageModel
from paestudio.lm.speak import Ask, Speaker
from paestudio.paths import cache_dir

GROUPS, QUICK_GROUPS = (4, 8), (2,)
TOLERANCE = 1e-4  # relative, in 32 bits
GB = 1e9
TOKENS, REPLIES = "tokens_per_s", "reply_tokens_per_s"
Works = dict[int, Work]


def sees(setup: Setup) -> bool:
    """Whether the settings name a model that sees."""
    name = setup.config.model
    if name.startswith(blank.MARK):
        return True
    return Path(name).is_dir() and anatomy.read(Path(name)).sees


def update(setup: Setup) -> Result:
    """`ours_8_tokens_per_s`, `padded_8_peak_mb`, `memory_estimated_gb` beside `memory_used_gb`, `loss_error_8`."""
    table = Table("LoRA update of a model that sees, forward and backward")
    with tempfile.TemporaryDirectory() as scratch:
        place = _place(setup, Path(scratch))
        works, losses, learned = _our_updates(table, setup, place)
        _give_back()
        _plain_updates(table, setup, plain(setup, place, learned), works, losses)
    _explain(table, setup)
    return table.result()


def _our_updates(table: Table, setup: Setup, place: Path) -> tuple[Works, dict[int, float], dict[str, Tensor]]:
    """The work of each group, our loss on it, and the adapter."""
    lm, held = _ours(setup, place)
    works, losses = _works(setup, lm), {}
    for count, work in works.items():
        setup.tell(f"group of {count}")
        for name, apart in (("ours", True), ("whole", False)):
            _time(table, f"{name}_{count}", work.tokens, partial(_learn, lm, work.entries(apart=apart)), setup)
        losses[count] = _loss(lm, work.entries(apart=False))
    _memory(table, setup, lm, place, held)
    return works, losses, _adapter(lm)


def _plain_updates(table: Table, setup: Setup, peer: Any, works: Works, losses: dict[int, float]) -> None:
    for count, work in works.items():
        setup.tell(f"plain, group of {count}")
        _time(table, f"padded_{count}", work.tokens, partial(_learn_plainly, peer, work), setup)
        for name in ("ours", "whole"):
            speeds = [f"{who}_{count}_tokens_per_s" for who in (name, "padded")]
            table.ratio(f"{name}_ahead_of_padded_{count}", *speeds)
            peaks = [f"{who}_{count}_peak_mb" for who in ("padded", name)]
            table.ratio(f"padded_memory_over_{name}_{count}", *peaks)
        with torch.no_grad():
            theirs = float(batch_loss(peer, work))
        error = abs(losses[count] - theirs) / abs(theirs)
        table.add(f"loss_error_{count}", max(error, 1e-12))
        if setup.quick and not error <= TOLERANCE:
            table.fail(f"The loss is {losses[count]:.6g}, and {theirs:.6g} by plain transformers.")


def generate(setup: Setup) -> Result:
    """`ours_8_reply_tokens_per_s` beside `transformers_8_reply_tokens_per_s`, the page read included; `same_tokens`."""
    table = Table("Replies of a model that sees, tokens a second")
    with tempfile.TemporaryDirectory() as scratch:
        place = _place(setup, Path(scratch))
        works, said, learned = _our_replies(table, setup, place)
        _give_back()
        _plain_replies(table, setup, plain(setup, place, learned), works, said)
    _explain(table, setup)
    return table.result()


def _our_replies(
    table: Table, setup: Setup, place: Path
) -> tuple[Works, dict[int, list[list[int]]], dict[str, Tensor]]:
    """The work of each batch, our replies to it, and the adapter. The page is read by the adapted weights too."""
    lm, held = _ours(setup, place)
    lm.ends = frozenset()  # every reply has its full length
    works, said = _works(setup, lm), {}
    for count, work in works.items():
        setup.tell(f"batch of {count}")
        speaker = Speaker(lm, 1.0, 0, _size(setup).reply)
        asks = [Ask((), (*work.page, *work.task), True, tuple(work.pictures)) for _ in range(count)]
        _time(table, f"ours_{count}", count * _size(setup).reply, partial(_speak, speaker, asks), setup, REPLIES)
        said[count] = _speak(speaker, asks)
    _memory(table, setup, lm, place, held)
    return works, said, _adapter(lm)


def _plain_replies(table: Table, setup: Setup, peer: Any, works: Works, said: dict[int, list[list[int]]]) -> None:
    new = _size(setup).reply
    for count, work in works.items():
        setup.tell(f"transformers, batch of {count}")
        _time(table, f"transformers_{count}", count * new, partial(generated, peer, work, count, new), setup, REPLIES)
        table.ratio(f"ours_ahead_of_transformers_{count}", f"ours_{count}_{REPLIES}", f"transformers_{count}_{REPLIES}")
        pairs = zip(said[count], generated(peer, work, count, new), strict=True)
        same = [a == b for ours, theirs in pairs for a, b in zip(ours, theirs, strict=True)]
        table.add(f"same_tokens_{count}", sum(same) / len(same))


def _speak(speaker: Speaker, asks: list[Ask]) -> list[list[int]]:
    """With nothing known before."""
    _forget(speaker.lm)
    return [reply.tokens for reply in speaker.speak(asks)]


def _size(setup: Setup) -> Size:
    return QUICK if setup.quick else Size()


def _works(setup: Setup, lm: LanguageModel) -> Works:
    return {count: work_of(lm, _size(setup), count) for count in (QUICK_GROUPS if setup.quick else GROUPS)}


def _place(setup: Setup, scratch: Path) -> Path:
    name = setup.config.model
    if not name.startswith(blank.MARK):
        return fetch(name, cache_dir(), setup.tell)
    return blank.make(scratch / "blank", name.removeprefix(blank.MARK), weights=False)


def _ours(setup: Setup, place: Path) -> tuple[LanguageModel, float]:
    """The model, and the GB that it took to load it."""
    config, before = setup.config, _held()
    lm = LanguageModel.load(
        place, rank=config.lora_rank, seed=config.seed, threads=config.threads, quantize=config.quantize,
        random=config.model.startswith(blank.MARK), precise=setup.quick,
    )  # fmt: skip
    assert lm.sight is not None
    lm.sight.look = lambda picture: Image.effect_noise(picture.size, 60).convert("RGB")
    if config.checkpointing == "on":
        lm.checkpoint_layers()
    with torch.no_grad():  # a fresh adapter adds nothing, and half of its gradients are zero
        for name, weight in lm.model.named_parameters():
            if "lora_B" in name:
                weight.normal_(0.0, 0.01)
    return lm, (_held() - before) / GB


def _held() -> int:
    return torch.cuda.memory_allocated() if torch.cuda.is_available() else 0


def _learn(lm: LanguageModel, entries: list[Weighted]) -> None:
    """An update's passes with nothing known before."""
    _forget(lm)
    for pack in packs(entries, PACK_TOKENS):
        loss.likelihood(pack, loss.score(lm, [e.sample for e in pack], 1.0)).backward()
    lm.model.zero_grad(set_to_none=True)


def _learn_plainly(peer: Any, work: Work) -> None:
    batch_loss(peer, work).backward()
    peer.zero_grad(set_to_none=True)


def _forget(lm: LanguageModel) -> None:
    lm.forget_pages()
    if lm.sight is not None:
        lm.sight.forget()


def _loss(lm: LanguageModel, entries: list[Weighted]) -> float:
    with torch.no_grad():
        return float(loss.likelihood(entries, loss.score(lm, [e.sample for e in entries], 1.0)))


def _adapter(lm: LanguageModel) -> dict[str, Tensor]:
    return {name: p.detach().clone() for name, p in lm.model.named_parameters() if "lora_" in name}


def _time(table: Table, name: str, tokens: int, work: Callable[[], object], setup: Setup, what: str = TOKENS) -> None:
    """Peak memory of a first call, then the median time of the next. Out of memory is a figure too."""
    try:
        table.add(f"{name}_peak_mb", max(0.1, measure.peak_memory(work)))
        times = []
        for _ in range(1 if setup.quick else 3):
            started = time.perf_counter()
            work()
            if torch.cuda.is_available():
                torch.cuda.synchronize()
            times.append(time.perf_counter() - started)
        table.add(f"{name}_{what}", tokens / measure.median(times))
    except torch.OutOfMemoryError:
        _give_back()
        table.add(f"{name}_{what}", 0.0)
        table.note(f"{name} did not fit into memory.")


def _memory(table: Table, setup: Setup, lm: LanguageModel, place: Path, held: float) -> None:
    """The estimate beside what was used; a process on the CPU has no figure of its own for the model."""
    about = anatomy.read(place)
    base = [p for name, p in lm.model.named_parameters() if "lora_" not in name]
    weights = 2 * sum(p.numel() * (2 if p.dtype is torch.uint8 else 1) for p in base)  # two of 4 bits in a byte
    gpu = torch.cuda.is_available()
    parts = parts_of(setup.config, weights, about, gpu=gpu)
    table.add("memory_estimated_gb", parts.total / GB)
    table.add("memory_estimated_weights_gb", parts.weights / GB)
    if gpu:
        largest = max(QUICK_GROUPS if setup.quick else GROUPS)
        _give_back()
        peak = table.figures.get(f"ours_{largest}_peak_mb", 0.0) * measure.MB
        table.add("memory_used_gb", (torch.cuda.memory_allocated() + peak) / GB)
        table.add("memory_used_weights_gb", held)


def _give_back() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def _explain(table: Table, setup: Setup) -> None:
    size = _size(setup)
    where = torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU"
    kind = "32 bits" if setup.quick else setup.config.quantize if setup.config.quantize != "none" else "16 bits"
    table.note(
        f"{setup.config.model}, {kind}, {where}; screenshot {size.screenshot[0]}x{size.screenshot[1]}, "
        f"page {size.page}, task {size.task}, reply {size.reply} tokens."
    )
