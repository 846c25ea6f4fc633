"""The plain way, as a peer: transformers and peft as they come, a group as one padded batch.

Also the reference for gradients: sample after sample, with nothing shared.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor
from transformers import AutoModelForCausalLM

from paestudio.bench import workload
from paestudio.learner.batch import Weighted
from paestudio.lm.load import TARGETS
from paestudio.lm.model import LanguageModel


def base(lm: LanguageModel, dtype: torch.dtype) -> Any:
    """The same base weights as transformers loads them; sdpa attention."""
    made = AutoModelForCausalLM.from_pretrained(
        workload.folder(lm), dtype=dtype, attn_implementation="sdpa", use_safetensors=True, local_files_only=True
    )
    return made.to(lm.device).eval()


def plain(lm: LanguageModel, rank: int, dtype: torch.dtype) -> Any:
    """The same base weights with peft's own LoRA layers that hold the same adapter."""
    with warnings.catch_warnings():  # peft 0.21 still asks transformers 5 for is_gradient_checkpointing
        warnings.simplefilter("ignore", FutureWarning)
        config = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=TARGETS, task_type="CAUSAL_LM")
        model = get_peft_model(base(lm, dtype), config)
    learned = {name: weight for name, weight in lm.model.named_parameters() if "lora_" in name}
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_" in name:
                weight.copy_(learned[name])
    return model.eval()


def batch_loss(model: Any, entries: Sequence[Weighted], device: torch.device) -> Tensor:
    """Weighted negative log-likelihood of the actions, summed: one batch, logits of the actions only."""
    rows = [(*e.sample.prefix, *e.sample.prompt, *e.sample.action) for e in entries]
    longest, action = max(map(len, rows)), max(len(e.sample.action) for e in entries)
    ids = torch.zeros(len(rows), longest, dtype=torch.long, device=device)
    seen = torch.zeros_like(ids)
    for i, row in enumerate(rows):  # on the left: the actions end together
        ids[i, longest - len(row) :] = torch.tensor(row)
        seen[i, longest - len(row) :] = 1
    out = model(input_ids=ids, attention_mask=seen, logits_to_keep=action + 1, use_cache=False)
    logps = out.logits[:, :-1].float().log_softmax(-1)
    total: Tensor = logps.new_zeros(())
    for i, entry in enumerate(entries):
        said = torch.tensor(entry.sample.action, device=device)
        value = logps[i, action - len(said) :].gather(-1, said[:, None]).sum()
        total = total - (entry.up + entry.down) * value
    return total


def sample_loss(model: Any, entry: Weighted, device: torch.device) -> Tensor:
    """The loss of one decision, straight from its definition: the page read by the base weights, then the adapted."""
    sample = entry.sample
    ids = torch.tensor([[*sample.prompt, *sample.action]], device=device)
    past = None
    if sample.prefix:
        with torch.no_grad(), model.disable_adapter():
            page = torch.tensor([sample.prefix], device=device)
            past = model(input_ids=page, use_cache=True).past_key_values
    out = model(input_ids=ids, past_key_values=past, use_cache=past is not None)
    logits = out.logits[0, len(sample.prompt) - 1 : -1].float()
    total: Tensor = logits.new_zeros(())
    for row, token, options in zip(logits, sample.action, sample.allowed, strict=True):
        if len(options) == 1:
            continue
        kept = row[list(options)] if options else row
        total = total + kept.log_softmax(-1)[options.index(token) if options else token]
    return -(entry.up + entry.down) * total


def gradients(model: Any) -> dict[str, Tensor]:
    """Name → gradient of each of the adapter's weights."""
    return {n: p.grad.detach().clone() for n, p in model.named_parameters() if p.grad is not None}


@contextlib.contextmanager
def cleared(model: Any) -> Iterator[None]:
    """No gradients before, none after."""
    model.zero_grad(set_to_none=True)
    yield
    model.zero_grad(set_to_none=True)
