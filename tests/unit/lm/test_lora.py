"""The fused layer gives peft's numbers and gradients, and falls back to peft for the rest."""

from __future__ import annotations

import pytest
import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor, nn

from paestudio.lm import lora


class Net(nn.Module):
    """Two layers, one with a bias."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(12, 20)
        self.second = nn.Linear(20, 8, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """x [..., 12] → [..., 8]."""
        return self.second(torch.tanh(self.first(x)))


def _adapted(own: bool) -> nn.Module:
    torch.manual_seed(0)
    plain = LoraConfig(r=3, lora_alpha=6, target_modules=["first", "second"])
    config = lora.config(3, ["first", "second"]) if own else plain
    config.task_type = None
    model = get_peft_model(Net(), config)
    torch.manual_seed(1)
    for name, p in model.named_parameters():
        if "lora_" in name:
            nn.init.normal_(p, std=0.3)
    return model


@pytest.mark.parametrize("shape", [(5, 12), (1, 7, 12)])
def test_equal_to_peft(shape: tuple[int, ...]) -> None:
    x = torch.randn(shape, generator=torch.Generator().manual_seed(2))
    results = []
    for own in (True, False):
        model, given = _adapted(own), x.clone().requires_grad_()
        out = model(given)
        (out**2).sum().backward()
        assert given.grad is not None
        results.append([out, given.grad, *[p.grad for p in model.parameters() if p.requires_grad]])
    for ours, theirs in zip(*results, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)


def test_switched_off_and_merged() -> None:
    model, x = _adapted(own=True), torch.randn(4, 12)
    base = Net()
    base.load_state_dict(
        {k.replace("base_layer.", ""): v for k, v in model.get_base_model().state_dict().items() if "lora_" not in k}
    )
    with model.disable_adapter():
        assert torch.allclose(model(x), base(x), atol=1e-6)
    adapted = model(x)
    assert not torch.allclose(adapted, base(x), atol=1e-3)
    model.merge_adapter()
    assert torch.allclose(model(x), adapted, atol=1e-5)
    model.unmerge_adapter()


def test_another_type_is_left_to_peft() -> None:
    model = _adapted(own=True)
    model.get_base_model().first.base_layer.to(torch.float64)
    layer = model.get_base_model().first
    assert layer(torch.randn(2, 12, dtype=torch.float64)).dtype is torch.float64
