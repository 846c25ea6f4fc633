"""llama.cpp as a peer, through the plain C interface: the high-level one decodes one stream at a time."""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from paestudio.core.errors import EnvironmentFault, UserError

Placed = tuple[int, int, int, bool]  # token, stream, position in it, whether what may follow is wanted
CHUNK = 512  # tokens in one call, llama.cpp's own default


def generate(file: Path, prompts: Sequence[Sequence[int]], new: int, threads: int) -> tuple[float, float]:
    """Seconds for reading all prompts, and for the `new` − 1 greedy tokens of each that come after the first.

    Raises UserError when `file` is no model, EnvironmentFault when llama.cpp refuses.
    """
    lib: Any = importlib.import_module("llama_cpp")
    lib.llama_backend_init()
    model = lib.llama_model_load_from_file(str(file).encode(), lib.llama_model_default_params())
    if not model:
        raise UserError(f"{file} is no model that llama.cpp can load.", "Give a GGUF file with --gguf.")
    settings = lib.llama_context_default_params()
    longest = max(map(len, prompts)) + new + 1
    settings.n_ctx = longest * len(prompts)
    settings.n_seq_max = len(prompts)
    settings.n_batch = settings.n_ubatch = CHUNK
    settings.n_threads = settings.n_threads_batch = threads
    context = lib.llama_init_from_model(model, settings)
    if not context:
        lib.llama_model_free(model)
        raise EnvironmentFault("llama.cpp could not be set up for that many streams.")
    batch = lib.llama_batch_init(CHUNK, 0, 1)
    sampler = lib.llama_sampler_init_greedy()
    try:
        return _timed(lib, context, batch, sampler, prompts, new)
    finally:
        lib.llama_sampler_free(sampler)
        lib.llama_batch_free(batch)
        lib.llama_free(context)
        lib.llama_model_free(model)


def _timed(
    lib: Any, context: Any, batch: Any, sampler: Any, prompts: Sequence[Sequence[int]], new: int
) -> tuple[float, float]:
    started = time.perf_counter()
    placed: list[Placed] = [
        (token, stream, at, at == len(prompt) - 1)
        for stream, prompt in enumerate(prompts)
        for at, token in enumerate(prompt)
    ]
    tokens = _decode(lib, context, batch, sampler, placed)
    first = time.perf_counter()
    for step in range(new - 1):
        placed = [(tokens[stream], stream, len(prompt) + step, True) for stream, prompt in enumerate(prompts)]
        tokens = _decode(lib, context, batch, sampler, placed)
    return first - started, time.perf_counter() - first


def _decode(lib: Any, context: Any, batch: Any, sampler: Any, placed: Sequence[Placed]) -> dict[int, int]:
    """Run these tokens; stream → its likeliest next token, for the places where one is wanted."""
    said: dict[int, int] = {}
    for begin in range(0, len(placed), CHUNK):
        part = placed[begin : begin + CHUNK]
        for i, (token, stream, at, wanted) in enumerate(part):
            batch.token[i], batch.pos[i], batch.logits[i] = token, at, wanted
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = stream
        batch.n_tokens = len(part)
        if lib.llama_decode(context, batch):
            raise EnvironmentFault("llama.cpp could not decode.")
        for i, (_, stream, _, wanted) in enumerate(part):
            if wanted:
                said[stream] = lib.llama_sampler_sample(sampler, context, i)
    return said
