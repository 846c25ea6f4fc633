"""An adapter worked into its base: one folder of weights with its tokenizer, for programs that know no adapters.

The merged model reads everything with the adapted weights. The agent here reads a page with the base's and only
decides with the adapted ones, so the two agree as models, not in every decision; a note in the folder says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from peft import LoraConfig, get_peft_model, set_peft_model_state_dict
from safetensors import SafetensorError
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoModelForImageTextToText, AutoTokenizer
from transformers.utils import logging as hf_logging

from paestudio import anatomy, machine
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.lm.weights import whole

STEPS = ("Reading the base model", "Reading the adapter", "Merging", "Writing")
SPARE_MEMORY = 500_000_000  # bytes beside the weights: the adapter, the product of one layer
SPARE_DISK = 50_000_000  # bytes beside the weights: tokenizer and configuration
SHARD = "5GB"
NOTE = "paestudio.json"
EYES = ("processor_config.json", "preprocessor_config.json", "video_preprocessor_config.json", "chat_template.json")
READS = "The page too is read with the adapted weights; PAE Studio's agent reads it with the base's."

Tell = Callable[[str], None]


def merge(base: Path, adapter: Path, to: Path, tell: Tell, about: dict[str, Any] | None = None) -> Path:
    """Write base + adapter into `to`, a folder that transformers loads; it appears whole or not at all.

    W + s B A for each adapted layer (Hu et al., "LoRA", 2021, section 4.1), in the base's own number format. `about`
    is kept in the folder's note. `tell` gets a line "2 of 4: …" for each of STEPS.
    Raises UserError: no such adapter, made for another base, `to` in use. Raises EnvironmentFault: memory, disk.
    """
    demand_free(to)
    demand_room(base, to)
    _demand_adapter(adapter)
    beside = part(to)
    with _whole_folder(beside, to):
        hf_logging.disable_progress_bar()
        _tell(tell, 0)
        model, tokenizer = _read_base(base)
        _tell(tell, 1)
        adapted = _with_adapter(model, adapter)
        _tell(tell, 2)
        merged = _merged(adapted, adapter)
        _tell(tell, 3)
        merged.save_pretrained(beside, max_shard_size=SHARD)
        tokenizer.save_pretrained(beside)
        for name in EYES:
            if (base / name).is_file():
                shutil.copyfile(base / name, beside / name)
        note = {"base": base.name, "adapter": adapter.name, **(about or {}), "note": READS}
        (beside / NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    return to


def part(to: Path) -> Path:
    """Where a merged model is written before it is whole."""
    return to.with_name(f".{to.name}.part")


def demand_free(to: Path) -> None:
    """Raises UserError when there is something in `to`."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UserError(f"The folder {to} is not empty.", "Choose a new or an empty one.")


def demand_room(base: Path, to: Path, memory: int | None = None, disk: int | None = None) -> None:
    """Raises EnvironmentFault when `memory` or `disk` (bytes free; None: ask the machine) do not suffice."""
    weights = machine.weights(base)
    there = next(place for place in (to.absolute(), *to.absolute().parents) if place.exists())
    disk = shutil.disk_usage(there).free if disk is None else disk
    memory = machine.free_memory() if memory is None else memory
    if weights + SPARE_DISK > disk:
        raise EnvironmentFault(
            f"The merged model takes {_gb(weights + SPARE_DISK)}, and {_gb(disk)} are free in {there}.",
            "Free some space, or choose a folder on another disk.",
        )
    if weights + SPARE_MEMORY > memory:
        raise EnvironmentFault(
            f"Merging takes about {_gb(weights + SPARE_MEMORY)} of memory, and {_gb(memory)} are free.",
            "Close other programs, or export the adapter and merge it on a larger machine.",
        )


def _demand_adapter(adapter: Path) -> None:
    if not all((adapter / name).is_file() for name in ("adapter_config.json", "adapter_model.safetensors")):
        raise UserError(f"There is no adapter in {adapter}.", "It may have been deleted; choose another version.")


def _read_base(base: Path) -> tuple[Any, Any]:
    try:
        auto = AutoModelForImageTextToText if anatomy.read(base).sees else AutoModelForCausalLM
        model = whole(auto, base, dtype="auto")
        return model, AutoTokenizer.from_pretrained(base, local_files_only=True)
    except (OSError, ValueError, SafetensorError) as e:
        raise UserError(f"{base} holds no model that can be loaded: {e}", "Get the base model again.") from e


def _with_adapter(model: Any, adapter: Path) -> Any:
    try:
        settings = LoraConfig.from_pretrained(adapter)
        settings.base_model_name_or_path = None  # where the base lay when it was trained is no matter
        with warnings.catch_warnings():  # peft 0.21 still asks transformers 5 for is_gradient_checkpointing
            warnings.simplefilter("ignore", FutureWarning)
            adapted = get_peft_model(model, settings)
        result = set_peft_model_state_dict(adapted, load_file(adapter / "adapter_model.safetensors"))
    except SafetensorError as e:
        raise EnvironmentFault(f"The adapter in {adapter} is damaged ({e}).", "Choose another version.") from e
    except (RuntimeError, ValueError) as e:  # torch and peft name a size or a layer that is not there in these
        raise UserError(f"The adapter in {adapter} was made for another model.", "Give its own base model.") from e
    if result.unexpected_keys or any("lora_" in key for key in result.missing_keys):
        raise UserError(f"The adapter in {adapter} was made for another model.", "Give its own base model.")
    return adapted


def _merged(adapted: Any, adapter: Path) -> Any:
    try:
        return adapted.merge_and_unload(safe_merge=True)
    except ValueError as e:  # peft's answer to numbers that are none
        raise UserError(f"The adapter in {adapter} has broken numbers.", "Choose an earlier version.") from e


@contextlib.contextmanager
def _whole_folder(beside: Path, to: Path) -> Iterator[None]:
    """What is written into `beside` becomes `to` when the block ends well, and is gone when it does not."""
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        yield
        for path in (*beside.iterdir(), beside):
            _flush(path)
        if to.exists():
            to.rmdir()
        beside.rename(to)
    except OSError as e:
        raise EnvironmentFault(f"The merged model could not be written to {to}: {e}.", "Free some space.") from e
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tell(tell: Tell, step: int) -> None:
    tell(f"{step + 1} of {len(STEPS)}: {STEPS[step]}")


def _gb(number: int) -> str:
    return f"{number / 1e9:.1f} GB"
