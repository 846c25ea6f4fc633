"""Named choices of settings: for how long a run takes, and for what the machine has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paestudio.core.errors import UserError

GB = 10**9


@dataclass(frozen=True, slots=True)
class Preset:
    """A named choice of settings; `values` are what it changes from the defaults.

    Of the presets for a run's length and of those for a machine (`graphics`: bytes that its card should have, 0 for
    none) one each can be taken: they change different settings.
    """

    title: str
    help: str
    values: Mapping[str, Any]
    graphics: int | None = None  # None: a preset for the length


PRESETS: Mapping[str, Preset] = {
    "quick": Preset(
        "Quick",
        "A first look: fewer tasks, five minutes.",
        {"minutes": 5.0, "tasks": 40, "explore_pages": 30, "explore_seconds": 30.0},
    ),
    "standard": Preset("Standard", "The defaults: twelve minutes.", {}),
    "thorough": Preset(
        "Thorough",
        "More of the site, more tasks, a sharper measurement; an hour.",
        {"minutes": 60.0, "tasks": 300, "explore_pages": 250, "explore_seconds": 240.0, "held_out_limit": 100},
    ),
    "cpu": Preset("CPU small", "A small text model on the processor: the defaults.", {}, graphics=0),
    "8gb": Preset(
        "8 GB",
        "A model of 2 billion weights that sees, in 4 bits, on a card with 8 GB.",
        {
            "model": "HuggingFaceTB/SmolVLM-Instruct",
            "quantize": "4bit",
            "checkpointing": "on",
            "pages": 4,
            "page_tokens": 800,
            "group": 4,
            "batch": 16,
            "learning_rate": 1e-4,
            "max_steps": 8,
        },
        graphics=8 * GB,
    ),
    "12gb": Preset(
        "12 GB",
        "A model of 3 billion weights that sees, in 4 bits, on a card with 12 GB.",
        {
            "model": "Qwen/Qwen2.5-VL-3B-Instruct",
            "quantize": "4bit",
            "pages": 4,
            "page_tokens": 1_200,
            "group": 6,
            "batch": 16,
            "learning_rate": 1e-4,
            "max_steps": 10,
        },
        graphics=12 * GB,
    ),
    "24gb": Preset(
        "24 GB",
        "A model of 4 billion weights that sees and also judges, on a card with 24 GB.",
        {
            "model": "Qwen/Qwen3-VL-4B-Instruct",
            "pages": 6,
            "page_tokens": 2_000,
            "group": 8,
            "batch": 32,
            "lora_rank": 32,
            "learning_rate": 5e-5,
            "max_steps": 12,
            "evaluator": "both",
            "judge_model": "same",
            "judge_images": True,
            "endpoint_parallel": 2,
        },
        graphics=24 * GB,
    ),
    "48gb": Preset(
        "48 GB+",
        "A model of 8 billion weights that sees, proposes and judges, on a card with 48 GB or more.",
        {
            "model": "Qwen/Qwen3-VL-8B-Instruct",
            "pages": 16,
            "page_tokens": 3_000,
            "group": 8,
            "tasks_per_iteration": 16,
            "batch": 64,
            "lora_rank": 64,
            "learning_rate": 2e-5,
            "max_steps": 15,
            "evaluator": "both",
            "judge_model": "same",
            "judge_images": True,
            "proposer": "both",
            "proposer_model": "same",
            "proposer_images": True,
            "endpoint_parallel": 2,
        },
        graphics=48 * GB,
    ),
    # Zhou et al., 2024, and their code: LLaVA-1.6-Mistral-7B, rank 256, filtered behaviour cloning on 1,024
    # trajectories an iteration, tasks from the site's name, one outcome judge on the last three pages. Their proposer
    # and judge were Claude; that the same weights serve is their table's last row.
    "pae": Preset(
        "PAE paper (7B)",
        "The published method: LLaVA-1.6 7B, tasks from the site's name, a judge alone, filtered behaviour cloning.",
        {
            "model": "llava-hf/llava-v1.6-mistral-7b-hf",
            "proposer": "name",
            "proposer_model": "same",
            "proposer_infeasible": 0.0,
            "evaluator": "judge",
            "judge_model": "same",
            "judge_images": True,
            "judge_votes": 1,
            "judge_pages": 3,
            "endpoint_parallel": 2,
            "algorithm": "filtered_bc",
            "guided": False,
            "lora_rank": 256,
            "learning_rate": 2e-5,
            "warm_start_rate": 2e-5,
            "temperature": 1.0,
            "max_norm": 100.0,
            "pages": 16,
            "group": 2,
            "tasks_per_iteration": 512,
            "batch": 256,
            "passes": 2,
            "max_steps": 10,
            "page_tokens": 512,
        },
        graphics=48 * GB,
    ),
}


def presets(machine: bool) -> Mapping[str, Preset]:
    """The presets for a machine, or those for a run's length."""
    return {key: preset for key, preset in PRESETS.items() if (preset.graphics is not None) is machine}


def preset_values(text: str) -> dict[str, Any]:
    """What the presets change that are named in `text`, divided by commas: one for the length, one for the machine.

    Raises UserError for a name that is none, and for two of one kind.
    """
    chosen: dict[bool, str] = {}
    values: dict[str, Any] = {}
    for name in filter(None, (part.strip() for part in text.split(","))):
        if name not in PRESETS:
            raise UserError(f"There is no preset {name!r}.", f"Take one or two of {', '.join(PRESETS)}.")
        machine = PRESETS[name].graphics is not None
        if (other := chosen.setdefault(machine, name)) != name:
            raise UserError(f"The presets {other} and {name} exclude each other.", "Take one of them.")
        values |= PRESETS[name].values
    return values
