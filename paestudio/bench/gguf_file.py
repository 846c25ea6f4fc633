"""The weights of our model as a GGUF file, so that llama.cpp computes the same: 32 bits, 16 bits, or 8 (Q8_0).

Matrices get the precision of the file, norms stay in 32 bits, as llama.cpp's own converter has it. It has no
vocabulary: llama.cpp is given token numbers. Llama-type models only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch

from paestudio.core.errors import EnvironmentFault
from paestudio.lm.model import LanguageModel

KINDS = {
    "f32": gguf.GGMLQuantizationType.F32,
    "f16": gguf.GGMLQuantizationType.F16,
    "bf16": gguf.GGMLQuantizationType.BF16,
    "q8_0": gguf.GGMLQuantizationType.Q8_0,
}
SAME = {torch.float32: "f32", torch.bfloat16: "bf16", torch.float16: "f16"}  # the file with our own precision
NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
WHOLE = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}


def write(lm: LanguageModel, kind: str, file: Path) -> None:
    """The base weights of `lm` into `file`. Raises EnvironmentFault for a model of another type."""
    config = lm.model.get_base_model().config
    if config.model_type != "llama":
        raise EnvironmentFault(
            f"models of type {config.model_type} are not converted for it.", "Give their weights with --gguf FILE."
        )
    writer = gguf.GGUFWriter(file, "llama")
    _settings(writer, config)
    for name, weight in _tensors(lm, config):
        if weight.ndim == 1 or kind == "f32":
            writer.add_tensor(name, weight)
        else:
            writer.add_tensor(name, gguf.quants.quantize(weight, KINDS[kind]), raw_dtype=KINDS[kind])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _settings(writer: Any, config: Any) -> None:
    rope = getattr(config, "rope_parameters", None) or {}
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_rope_freq_base(rope.get("rope_theta") or config.rope_theta)
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("no_vocab")


def _tensors(lm: LanguageModel, config: Any) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    """llama.cpp's names and the weights in 32 bits; a head that is tied to the embedding is left out."""
    heads = {"self_attn.q_proj": config.num_attention_heads, "self_attn.k_proj": config.num_key_value_heads}
    for name, parameter in lm.model.get_base_model().named_parameters():
        if "lora_" in name:
            continue
        plain = name.replace(".base_layer", "").removesuffix(".weight")
        weight = parameter.detach().float().cpu().numpy()
        if plain in WHOLE:
            yield f"{WHOLE[plain]}.weight", weight
            continue
        _, _, layer, part = plain.split(".", 3)
        if part in heads:
            weight = _interleaved(weight, heads[part])
        yield f"blk.{layer}.{NAMES[part]}.weight", np.ascontiguousarray(weight)


def _interleaved(weight: np.ndarray[Any, Any], heads: int) -> np.ndarray[Any, Any]:
    """Rotary pairs side by side, as llama.cpp rotates them, instead of half a head apart."""
    rows, columns = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)
