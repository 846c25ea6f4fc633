"""What a model that sees is measured on, made of random words and noise, and the plain way to do it.

A group of replies to one page: a screenshot, a page and a task in words.
"""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor

from paestudio.bench import Setup
from paestudio.core.samples import Picture, Sample
from paestudio.learner.batch import Weighted
from paestudio.lm import blank, load
from paestudio.lm.model import LanguageModel


@dataclass(frozen=True, slots=True)
class Size:
    """Tokens of the page in words, of the task, and of a reply; pixels of the screenshot."""

    page: int = 500
    task: int = 100
    reply: int = 100
    screenshot: tuple[int, int] = (1024, 768)


QUICK = Size(20, 10, 6, (128, 96))


@dataclass(frozen=True, slots=True)
class Work:
    """A group on one page. `inputs` are what plain transformers gets for one row without the reply."""

    pictures: list[Picture]
    page: tuple[int, ...]
    task: tuple[int, ...]
    replies: list[tuple[int, ...]]
    inputs: dict[str, Tensor]

    @property
    def tokens(self) -> int:
        """Of the padded batch."""
        return sum(len(self.page) + len(self.task) + len(reply) for reply in self.replies)

    def entries(self, *, apart: bool) -> list[Weighted]:
        """As the learner has them."""
        prefix, prompt = (self.page, self.task) if apart else ((), (*self.page, *self.task))
        return [
            Weighted(Sample(prefix, prompt, reply, ((),) * len(reply), pictures=tuple(self.pictures)), *_weight(i), 1)
            for i, reply in enumerate(self.replies)
        ]


def work_of(lm: LanguageModel, size: Size, count: int) -> Work:
    """A group of `count`; the screenshot is noise, the same for all who look."""
    rng = random.Random(0)
    assert lm.sight is not None
    marks, picture = lm.sight.tokens(Picture("noise", (), size.screenshot))
    words = len(lm.tokenizer)
    own = {*lm.tokenizer.all_special_ids, *lm.tokenizer.added_tokens_decoder}
    plain = [t for t in range(10, min(words, 400)) if t not in own]
    page = (*rng.choices(plain, k=20), *marks, *rng.choices(plain, k=size.page))
    task = tuple(rng.choices(plain, k=size.task))
    image = lm.sight.look(picture)
    lm.sight.look = lambda picture: image  # the same noise for both
    pixels = {
        k: v.to(lm.device, lm.head.dtype if v.is_floating_point() else v.dtype)
        for k, v in lm.sight.pixels(image).items()
    }
    ids = torch.tensor([[lm.sight.token_id if t < 0 else t for t in (*page, *task)]], device=lm.device)
    kinds = {"mm_token_type_ids": (ids == lm.sight.token_id).int()} if lm.sight.takes("mm_token_type_ids") else {}
    replies = [tuple(rng.choices(plain, k=size.reply)) for _ in range(count)]
    return Work([picture], page, task, replies, {"input_ids": ids, **kinds, **pixels})


def _weight(place: int) -> tuple[float, float]:
    return (1.0, 0.0) if place % 2 == 0 else (0.0, -0.5)


def plain(setup: Setup, place: Path, learned: dict[str, Tensor]) -> Any:
    """The same weights and adapter in transformers and peft as they come; sdpa attention."""
    config = setup.config
    base, _, _ = load.base(
        place, quantize=config.quantize, random=config.model.startswith(blank.MARK), precise=setup.quick, own=False
    )
    with warnings.catch_warnings():  # peft 0.21 still asks transformers 5 for is_gradient_checkpointing
        warnings.simplefilter("ignore", FutureWarning)
        rank = config.lora_rank
        lora = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=load.targets(base), task_type="CAUSAL_LM")
        model = get_peft_model(base, lora)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_" in name:
                weight.copy_(learned[name])
    return model.eval()


def _rows(work: Work, count: int) -> dict[str, Tensor]:
    return {key: value.repeat(count, *[1] * (value.dim() - 1)) for key, value in work.inputs.items()}


def batch_loss(model: Any, work: Work) -> Tensor:
    """Weighted negative log-likelihood of the replies, summed: one row a reply."""
    rows = _rows(work, len(work.replies))
    said = torch.tensor(work.replies, device=rows["input_ids"].device)
    rows["input_ids"] = torch.cat([rows["input_ids"], said], 1)
    if "mm_token_type_ids" in rows:
        rows["mm_token_type_ids"] = torch.cat([rows["mm_token_type_ids"], torch.zeros_like(said).int()], 1)
    logits = model(**rows, logits_to_keep=said.shape[1] + 1, use_cache=False).logits[:, :-1].float()
    chances = logits.log_softmax(-1).gather(-1, said[:, :, None])[..., 0].sum(-1)
    weights = chances.new_tensor([sum(_weight(i)) for i in range(len(work.replies))])
    loss: Tensor = -(weights * chances).sum()
    return loss


@torch.no_grad()
def generated(model: Any, work: Work, count: int, new: int) -> list[list[int]]:
    """`new` tokens on the page and task, `count` times, by transformers' own loop."""
    rows = _rows(work, count)
    asked = {"max_new_tokens": new, "min_new_tokens": new, "do_sample": False, "pad_token_id": 0}
    said = model.generate(**rows, attention_mask=torch.ones_like(rows["input_ids"]), **asked)
    made: list[list[int]] = said[:, rows["input_ids"].shape[1] :].tolist()
    return made
