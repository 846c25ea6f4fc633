"""llama.cpp as a peer of `bench generate`: compiled for this processor, given the weights of our own model."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from paestudio.bench import Setup, environment, gguf_file, workload
from paestudio.bench.table import Table
from paestudio.core.errors import EnvironmentFault
from paestudio.lm.model import LanguageModel

PACKAGES = ("llama-cpp-python==0.3.36",)
# Compiled here for this processor: the strongest llama.cpp there is for it.
BUILD = {"CMAKE_ARGS": "-DGGML_NATIVE=ON -DLLAVA_BUILD=OFF -DLLAMA_CURL=OFF"}
NO_LLAMA = "llama.cpp was left out: --peer compiles it into an environment of its own."

Prompts = Sequence[tuple[int, ...]]


@dataclass(slots=True)
class Said:
    """What came out, and the seconds until the first token of all and from there to the last."""

    tokens: list[list[int]]
    prefill: float
    decode: float


Rival = Callable[[Prompts, int], Said]


@dataclass(slots=True)
class Llama:
    """llama.cpp, ready with some files: name → rival. `same` is the one with our precision."""

    rivals: dict[str, Rival] = field(default_factory=dict)
    same: str = ""


def start(table: Table, lm: LanguageModel, setup: Setup, scratch: Path, stack: contextlib.ExitStack) -> Llama:
    """llama.cpp with each file, when it was asked for; none, with a note, when it cannot be had."""
    found = Llama()
    if not setup.peer:
        table.note(NO_LLAMA)
        return found
    try:
        python = environment.make("llama_cpp", PACKAGES, setup.tell, build=BUILD)
        files = _files(lm, setup, scratch, found)
        peer = stack.enter_context(environment.Peer(python, "llama_steps.py"))
        asked = {"prompts": workload.prompts(lm, 1, 8), "new": 2, "threads": torch.get_num_threads()}
        for file in files.values():
            said = peer.ask({**asked, "model": str(file)})
    except EnvironmentFault as fault:
        table.note(f"llama.cpp was left out: {fault}")
        return Llama()

    def rival(file: Path) -> Rival:
        def play(prompts: Prompts, new: int) -> Said:
            said = peer.ask({**asked, "model": str(file), "prompts": prompts, "new": new})
            return Said(said["tokens"], said["prefill"], said["decode"])

        return play

    table.note(f"llama-cpp-python {said['version']}, {asked['threads']} threads: {said['system'].strip(' |')}.")
    found.rivals = {f"llama_cpp_{kind}": rival(file) for kind, file in files.items()}
    return found


def _files(lm: LanguageModel, setup: Setup, scratch: Path, found: Llama) -> dict[str, Path]:
    """The weights by precision, our own first; or the file that was given."""
    if setup.gguf:
        return {"file": Path(setup.gguf)}
    same = gguf_file.SAME[lm.head.dtype]
    found.same = f"llama_cpp_{same}"
    files = {}
    for kind in dict.fromkeys([same, "f16", "q8_0"]):
        if kind == "q8_0" and setup.quick:
            continue  # its blocks of 32 do not divide the rows of a tiny model
        setup.tell(f"writing the weights for llama.cpp, {kind}")
        files[kind] = scratch / f"{kind}.gguf"
        gguf_file.write(lm, kind, files[kind])
    return files
