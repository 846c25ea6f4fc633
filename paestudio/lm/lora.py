"""LoRA layers that add their part in place: the same numbers as peft's, with fewer passes over memory.

On a CPU an update is bound by memory traffic as much as by arithmetic; peft's layer writes three tensors of the
output's size where one is enough. y = x Wᵀ + s (x Aᵀ) Bᵀ (Hu et al., "LoRA", 2021, equation 3).
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from peft import LoraConfig
from peft.tuners import lora
from torch import Tensor, nn

ADAPTER = "default"


class _Adapted(torch.autograd.Function):
    """x [T, in], weight [out, in], a [r, in], b [out, r] → [T, out]. No gradient for the frozen weight and bias."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None, a: Tensor, b: Tensor, scale: float) -> Tensor:
        low = x @ a.t()
        out = F.linear(x, weight, bias)
        out.addmm_(low, b.t(), alpha=scale)
        ctx.save_for_backward(x, low, weight, a, b)
        ctx.scale = scale
        return out

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        x, low, weight, a, b = ctx.saved_tensors
        inner = (grad @ b).mul_(ctx.scale)
        to_x = None
        if ctx.needs_input_grad[0]:
            to_x = grad @ weight
            to_x.addmm_(inner, a)
        return to_x, None, None, inner.t() @ x, (grad.t() @ low).mul_(ctx.scale), None


class AdaptedLinear(lora.Linear):  # type: ignore[misc]
    """peft's linear layer with one adapter; whatever this cannot do (merged, mixed, other types) peft does."""

    def forward(self, x: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """x [..., in] → [..., out]."""
        base = self.get_base_layer()
        if self.disable_adapters and not self.merged:
            out: Tensor = base(x)
            return out
        a = self.lora_A[ADAPTER].weight
        if self.merged or self.disable_adapters or a.dtype != x.dtype or base.weight.dtype != x.dtype:
            return super().forward(x, *args, **kwargs)  # type: ignore[no-any-return]
        rows = x.reshape(-1, x.shape[-1])
        flat: Tensor = _Adapted.apply(
            rows, base.weight, base.bias, a, self.lora_B[ADAPTER].weight, self.scaling[ADAPTER]
        )  # type: ignore[no-untyped-call]
        return flat.view(*x.shape[:-1], flat.shape[-1])


def config(rank: int, targets: str | list[str], *, alpha: int = 0, fused: bool = True) -> LoraConfig:
    """A LoRA configuration on these layers; alpha twice the rank when 0.

    Not `fused`: peft's own layers, for weights that are quantized.
    """
    made = LoraConfig(r=rank, lora_alpha=alpha or 2 * rank, target_modules=targets, task_type="CAUSAL_LM")
    if fused:
        made._register_custom_module({nn.Linear: AdaptedLinear})
    return made
