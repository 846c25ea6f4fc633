"""Adapters that others made for the same weights: the names of their tensors as this model has them.

The published PAE adapters were trained with LLaVA's own code, which calls the language model's layers `model.layers`;
older transformers called them `language_model.model.layers`. A LoRA on the vision tower, which that code adds and
never trains, is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from paestudio.core.errors import UserError

_LAYER = re.compile(r"(?:^|\.)layers\.(\d+)\.(\w+)\.(\w+)\.(lora_[AB])(?:\.\w+)?\.weight$")
_EYES = re.compile(r"vision|visual|projector|connector|mm_")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an adapter's configuration says."""

    rank: int
    alpha: int
    base: str = ""  # the model that it was made for, as whoever made it called that
    some: bool = False  # made for some of the layers only


def shape(folder: Path) -> Shape | None:
    """Of the adapter in that folder; None when it does not say. Raises UserError for what is no plain LoRA."""
    try:
        told = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
        rank, alpha = int(told["r"]), int(told["lora_alpha"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise UserError(
            f"The adapter_config.json in {folder} cannot be read.", "Take the adapter from its source again."
        ) from e
    if told.get("peft_type", "LORA") != "LORA" or told.get("use_dora") or told.get("modules_to_save"):
        raise UserError(f"The adapter in {folder} is no plain LoRA.", "Only LoRA on linear layers can be loaded.")
    base = told.get("base_model_name_or_path")
    return Shape(rank, alpha, base if isinstance(base, str) else "", bool(told.get("layers_to_transform")))


def fits(tensors: Mapping[str, Tensor], own: Mapping[str, Tensor], *, some: bool = False) -> bool:
    """Whether an adapter belongs to a model with such adapter tensors; unless it is for `some`, to all its layers."""
    if any(name not in own or own[name].shape != tensor.shape for name, tensor in tensors.items()):
        return False
    theirs, ours = ({hit[1] for name in names if (hit := _LAYER.search(name))} for names in (tensors, own))
    return bool(theirs) and (some or theirs == ours)


def renamed(tensors: Mapping[str, Tensor], inside: str) -> dict[str, Tensor]:
    """The tensors by the names of a model whose language model lies `inside`; names of other kinds stay.

    Raises UserError when the adapter has a trained vision tower: ours is frozen.
    """
    found: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if _EYES.search(name):
            if "lora_B" in name and bool(tensor.any()):
                raise UserError("This adapter changes the vision tower.", "Only adapters of the language model fit.")
            continue
        hit = _LAYER.search(name)
        where = inside or "model"
        found[f"base_model.model.{where}.layers.{hit[1]}.{hit[2]}.{hit[3]}.{hit[4]}.weight" if hit else name] = tensor
    return found
