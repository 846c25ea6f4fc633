"""Reading prompts and decoding with llama.cpp; runs in its own environment, started by `bench generate`.

Asked with {model, prompts, new, threads}, answers with the seconds for reading all prompts, the seconds for the
`new` − 1 greedy tokens of each that come after the first, and the tokens. Through the plain C interface: the
high-level one decodes one stream at a time.
"""

from __future__ import annotations

import time
from typing import Any

import llama_cpp as lib

CHUNK = 512  # tokens in one call, llama.cpp's own default

models: dict[str, Any] = {}
Placed = tuple[int, int, int, bool]  # token, stream, position in it, whether what may follow is wanted


quiet = lib.llama_log_callback(lambda level, text, data: None)  # it has much to say
lib.llama_log_set(quiet, None)
lib.llama_backend_init()


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Read and decode, in a fresh context."""
    file, prompts, new = asked["model"], asked["prompts"], asked["new"]
    if file not in models:
        models[file] = lib.llama_model_load_from_file(file.encode(), lib.llama_model_default_params())
    if not models[file]:
        raise SystemExit(f"{file} is no model that llama.cpp can load.")
    settings = lib.llama_context_default_params()
    settings.n_ctx = (max(map(len, prompts)) + new + 1) * len(prompts)
    settings.n_seq_max = len(prompts)
    settings.n_batch = settings.n_ubatch = CHUNK
    settings.n_threads = settings.n_threads_batch = asked["threads"]
    context = lib.llama_init_from_model(models[file], settings)
    if not context:
        raise SystemExit("llama.cpp could not be set up for that many streams.")
    batch = lib.llama_batch_init(CHUNK, 0, 1)
    sampler = lib.llama_sampler_init_greedy()
    try:
        _decode(context, batch, sampler, [(prompts[0][0], 0, 0, True)])  # uncounted: the first call sets things up
        lib.llama_memory_clear(lib.llama_get_memory(context), True)
        return _timed(context, batch, sampler, prompts, new)
    finally:
        lib.llama_sampler_free(sampler)
        lib.llama_batch_free(batch)
        lib.llama_free(context)


def _timed(context: Any, batch: Any, sampler: Any, prompts: list[list[int]], new: int) -> dict[str, Any]:
    started = time.perf_counter()
    placed: list[Placed] = [
        (token, stream, at, at == len(prompt) - 1)
        for stream, prompt in enumerate(prompts)
        for at, token in enumerate(prompt)
    ]
    tokens = _decode(context, batch, sampler, placed)
    said = [[tokens[stream]] for stream in range(len(prompts))]
    first = time.perf_counter()
    for step in range(new - 1):
        placed = [(tokens[stream], stream, len(prompt) + step, True) for stream, prompt in enumerate(prompts)]
        tokens = _decode(context, batch, sampler, placed)
        for stream, one in enumerate(said):
            one.append(tokens[stream])
    return {
        "prefill": first - started,
        "decode": time.perf_counter() - first,
        "tokens": said,
        "version": lib.__version__,
        "system": lib.llama_print_system_info().decode(),
    }


def _decode(context: Any, batch: Any, sampler: Any, placed: list[Placed]) -> dict[int, int]:
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
            raise SystemExit("llama.cpp could not decode.")
        for i, (_, stream, _, wanted) in enumerate(part):
            if wanted:
                said[stream] = lib.llama_sampler_sample(sampler, context, i)
    return said
