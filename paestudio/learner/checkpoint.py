"""Checkpoints that survive a kill at any moment: written beside, flushed, checked, then renamed into place.

checkpoints/000007/ adapter_config.json  adapter_model.safetensors (PEFT's own format)
                    optimizer.safetensors  state.json  manifest.json (SHA-256 of every file)
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import torch
from peft import get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from torch import Tensor

from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.lm import published
from paestudio.lm.model import LanguageModel

KEEP_OPTIMIZERS = 2


def name(version: int) -> str:
    """Folder name of an adapter version."""
    return f"{version:06d}"


def save(
    folder: Path, version: int, lm: LanguageModel, optimizer: torch.optim.Optimizer, state: Mapping[str, Any]
) -> Path:
    """Write a whole checkpoint or none. Raises EnvironmentFault when the disk is full or not writable."""
    target, beside = folder / name(version), folder / f".{name(version)}.part"
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        lm.model.save_pretrained(beside, safe_serialization=True)
        (beside / "README.md").unlink(missing_ok=True)
        save_file(_optimizer_tensors(lm, optimizer), beside / "optimizer.safetensors")
        (beside / "state.json").write_text(json.dumps(dict(state)), encoding="utf-8")
        sums = {p.name: _sum(p) for p in sorted(beside.iterdir())}
        (beside / "manifest.json").write_text(json.dumps(sums), encoding="utf-8")
        for path in (*beside.iterdir(), beside):
            _flush(path)
        shutil.rmtree(target, ignore_errors=True)
        beside.rename(target)
        _flush(folder)
    except OSError as e:
        shutil.rmtree(beside, ignore_errors=True)
        raise EnvironmentFault(f"The checkpoint could not be written to {folder}: {e}.", "Free some disk space.") from e
    _thin(folder)
    return target


def whole(folder: Path) -> bool:
    """Whether every file of a checkpoint is there and unchanged."""
    try:
        sums = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return all(_sum(folder / file) == value for file, value in sums.items())
    except (OSError, ValueError):
        return False


def load(folder: Path, lm: LanguageModel, optimizer: torch.optim.Optimizer | None) -> dict[str, Any]:
    """Put adapter and optimizer back; returns the state. Raises EnvironmentFault when the files are damaged."""
    if not (folder / "adapter_model.safetensors").exists():
        raise UserError(f"{folder} holds no adapter.", "Give a run, a checkpoint folder or “base”.")
    if (folder / "manifest.json").exists() and not _adapter_whole(folder):
        raise EnvironmentFault(f"The checkpoint {folder} is damaged.", "Resume from an earlier one.")
    shape = published.shape(folder)
    if shape is not None and optimizer is None:
        lm.reshape(shape.rank, shape.alpha)
    tensors = published.renamed(load_file(folder / "adapter_model.safetensors"), lm.inside)
    own = get_peft_model_state_dict(lm.model)
    if not published.fits(tensors, own, some=shape is not None and shape.some):
        base = f", {shape.base}" if shape is not None and shape.base else ""
        raise UserError(f"The adapter in {folder} was made for another model{base}.", f"This model is {lm.name}.")
    set_peft_model_state_dict(lm.model, tensors)
    if optimizer is not None and (folder / "optimizer.safetensors").exists():
        _restore_optimizer(lm, optimizer, load_file(folder / "optimizer.safetensors"))
    state = folder / "state.json"
    return cast(dict[str, Any], json.loads(state.read_text(encoding="utf-8"))) if state.exists() else {}


def _adapter_whole(folder: Path) -> bool:
    """Whether the files that are there are unchanged: old checkpoints have lost their optimizer."""
    try:
        sums = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return all(_sum(folder / file) == value for file, value in sums.items() if (folder / file).exists())
    except (OSError, ValueError, AttributeError):
        return False


def _optimizer_tensors(lm: LanguageModel, optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    tensors = {"rng": torch.get_rng_state(), "adapter_keys": torch.tensor(len(get_peft_model_state_dict(lm.model)))}
    for i, parameter in enumerate(lm.adapter_parameters):
        for key, value in optimizer.state.get(parameter, {}).items():
            tensors[f"{i}.{key}"] = torch.as_tensor(value).detach().clone().contiguous()
    return tensors


def _restore_optimizer(lm: LanguageModel, optimizer: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    torch.set_rng_state(tensors.pop("rng").to(torch.uint8))
    tensors.pop("adapter_keys")
    parameters = lm.adapter_parameters
    for key, value in tensors.items():
        place, _, what = key.partition(".")
        optimizer.state[parameters[int(place)]][what] = value


def _thin(folder: Path) -> None:
    """Adapters are kept; optimizer states only of the newest."""
    for old in sorted(p for p in folder.iterdir() if p.name.isdigit())[:-KEEP_OPTIMIZERS]:
        (old / "optimizer.safetensors").unlink(missing_ok=True)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
