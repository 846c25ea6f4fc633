"""A base model from its folder: text only or with eyes, in 16, 32 or 4 bits, and an adapter on its language model.

safetensors only; the code of a model's author is never run.
"""

from __future__ import annotations

import importlib.util
import re
import warnings
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel, get_peft_model
from safetensors import SafetensorError
from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    AutoTokenizer,
    BitsAndBytesConfig,
)
from transformers.utils import logging as hf_logging

from paestudio import anatomy
from paestudio.core import bugs
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.lm import lora, packed, processor, weights

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
# How others end a turn, where the configuration names only the end of a text.
TURN_ENDS = ("<|im_end|>", "<end_of_utterance>", "<|eot_id|>", "<end_of_turn>", "<|end|>")


def device() -> torch.device:
    """Where models are loaded."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def dtype(precise: bool = False) -> torch.dtype:
    """16 bits where they are fast."""
    fast = device().type == "cuda" or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if fast and not precise else torch.float32


def base(folder: Path, *, quantize: str, random: bool, precise: bool, own: bool = True) -> tuple[Any, Any, Any]:
    """(model, tokenizer, its processor or None); not `own`: with torch's attention instead of packed passes.

    Raises UserError, or EnvironmentFault when it cannot be quantized.
    """
    hf_logging.disable_progress_bar()
    sees = anatomy.read(folder).sees
    auto = AutoModelForImageTextToText if sees else AutoModelForCausalLM
    attention: Any = packed.NAME if own else "sdpa"
    if sees:
        attention = {"": "sdpa", "text_config": attention, "vision_config": "sdpa"}
    options: dict[str, Any] = {"dtype": dtype(precise), "attn_implementation": attention}
    if quantize == "4bit":
        options |= {"quantization_config": four_bits(sees), "device_map": {"": 0}}
    try:
        if random:
            config = AutoConfig.from_pretrained(folder, local_files_only=True)
            torch.manual_seed(0)
            with device():
                model = auto.from_config(config, **options)
        else:
            model = weights.whole(auto, folder, **options)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        eyes = processor.load(folder) if sees else None
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as e:
        if bugs.machine_fault(e) is not None:  # memory that is not there says nothing of the model
            raise
        raise UserError(
            f"{folder} holds no model that can be loaded: {_first_line(e)}.", "Choose another model."
        ) from e
    return model if quantize == "4bit" else model.to(device()), tokenizer, eyes


def _first_line(fault: Exception) -> str:
    """Of what transformers says, which goes on for a page and names reports that nobody sees."""
    said = str(fault).partition(" For details")[0].strip()
    return next(iter(said.splitlines()), type(fault).__name__).rstrip(" .:")[:200]


def four_bits(sees: bool) -> BitsAndBytesConfig:
    """QLoRA's format: nf4, doubly quantized (Dettmers et al., 2023); head and eyes stay as they are.

    Raises EnvironmentFault without an NVIDIA GPU or without bitsandbytes.
    """
    if not torch.cuda.is_available():
        raise EnvironmentFault("4 bits need an NVIDIA GPU, and torch sees none.", "Use --quantize none.")
    if importlib.util.find_spec("bitsandbytes") is None:
        raise EnvironmentFault("4 bits need the package bitsandbytes.", "Install it: pip install 'paestudio[gpu]'.")
    kept = ["lm_head", *(["visual", "vision_tower", "vision_model", "multi_modal_projector", "connector"] * sees)]
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
        llm_int8_skip_modules=kept,
    )


def adapted(model: Any, *, rank: int, seed: int, alpha: int = 0) -> PeftModel:
    """The model with a fresh adapter on the linear layers of its language model, never on its eyes."""
    torch.manual_seed(seed)
    quantized = getattr(model, "is_loaded_in_4bit", False)
    with warnings.catch_warnings():  # peft 0.21 still asks transformers 5 for is_gradient_checkpointing
        warnings.simplefilter("ignore", FutureWarning)
        made = get_peft_model(model, lora.config(rank, targets(model), alpha=alpha, fused=not quantized))
    return made.eval()


def targets(model: Any) -> str | list[str]:
    """The layers that get an adapter: their names, or a pattern where the eyes have layers of the same names."""
    inside = decoder_name(model)
    return rf"{re.escape(inside)}\..*\.({'|'.join(TARGETS)})" if inside else TARGETS


def decoder_name(model: Any) -> str:
    """Where the language model lies inside a vision-language model; empty for a model that is text only."""
    if not hasattr(model.config, "vision_config"):
        return ""
    decoder: nn.Module = model.get_decoder()
    found: str = next(name for name, module in model.named_modules() if module is decoder)
    return found


def ends(model: Any, tokenizer: Any) -> frozenset[int]:
    """The tokens that end a reply."""
    told = getattr(getattr(model, "generation_config", None), "eos_token_id", None)
    found = {tokenizer.eos_token_id, *(told if isinstance(told, list) else [told])}
    vocabulary = tokenizer.get_vocab()
    return frozenset({t for t in found if t is not None} | {vocabulary[e] for e in TURN_ENDS if e in vocabulary})
