"""Every family sees what transformers makes it see, in packed passes, from caches, and with gradients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from PIL import Image, ImageDraw
from transformers import AutoModelForImageTextToText

from paestudio.core.errors import UserError
from paestudio.core.samples import Picture, Sample
from paestudio.learner import loss
from paestudio.lm import load, processor
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import Segment
from paestudio.lm.sight import number
from paestudio.lm.speak import Ask, Said, Speaker

SIZE = (128, 96)
PICTURES = [Picture(name, ((1, 2.0, 3.0, 20.0, 10.0),), SIZE) for name in "ab"]


def _image(picture: Picture) -> Image.Image:
    image = Image.new("RGB", picture.size, "white" if picture.screenshot == "a" else "navy")
    ImageDraw.Draw(image).rectangle((30, 20, 90, 70), fill="orange")
    return image


@pytest.fixture(scope="module")
def lm(seeing_model: Path) -> LanguageModel:
    model = LanguageModel.load(seeing_model, rank=4, seed=1, precise=True)
    assert model.sight is not None
    model.sight.look = _image
    with torch.no_grad():
        for name, weight in model.model.named_parameters():
            if "lora_B" in name:
                weight.normal_(0.0, 0.05)
    return model


def _chat(lm: LanguageModel, *texts: str) -> str:
    parts = [{"type": "image"}, *({"type": "text", "text": text} for text in texts)]
    return lm.chat([{"role": "user", "content": parts}])


def _tokens(lm: LanguageModel, text: str, *pictures: Picture) -> tuple[int, ...]:
    assert lm.sight is not None
    pieces = text.split(lm.sight.token)
    tokens = list(lm.tokens(pieces[0]))
    for piece, picture in zip(pieces[1:], pictures, strict=True):
        tokens += [*lm.sight.tokens(picture)[0], *lm.tokens(piece)]
    return tuple(tokens)


def test_states_are_those_of_transformers(lm: LanguageModel, seeing_model: Path) -> None:
    text = _chat(lm, "What does the Iron Can cost?")
    plain = AutoModelForImageTextToText.from_pretrained(seeing_model, dtype=torch.float32).eval()
    inputs = processor.load(seeing_model)(
        text=[text], images=[_image(PICTURES[0])], return_tensors="pt", add_special_tokens=False
    )
    with torch.no_grad(), lm.base_only():
        wanted = plain(**inputs).logits[0]
        both, pack = lm.forward([Segment(_tokens(lm, text, p)) for p in PICTURES])
    start, end = pack.spans[0]
    assert end - start == len(wanted)
    ours = both @ lm.head.t()
    assert torch.allclose(ours[start:end], wanted, atol=1e-4)
    assert not torch.allclose(ours[pack.spans[1][1] - 1], wanted[-1], atol=1e-4), "the other picture changes nothing"


@pytest.mark.parametrize("apart", [True, False])
def test_recorded_chances_are_computed_again(lm: LanguageModel, apart: bool) -> None:
    speaker = Speaker(lm, 0.9, 3, 24)
    asks = []
    for picture in (*PICTURES, PICTURES[0]):
        page = _tokens(lm, _chat(lm, "page").split("page")[0] + "page: link", picture)
        task = lm.tokens(" Task: go back")
        asks.append(Ask(page, task) if apart else Ask((), page + task))
    said = speaker.speak(asks)
    samples = [
        Sample(a.prefix, a.prompt, tuple(s.tokens), ((),) * len(s.tokens)) for a, s in zip(asks, said, strict=True)
    ]
    for batch in (samples, samples[1:2]):
        scored = loss.score(lm, batch, 0.9)
        recorded = [sum(said[samples.index(one)].logprobs) for one in batch]
        assert torch.allclose(scored.logprobs, torch.tensor(recorded), atol=1e-4)


def test_replies_of_any_length_are_recorded_exactly(lm: LanguageModel) -> None:
    before, lm.ends = lm.ends, frozenset(range(0, lm.head.shape[0], 5))  # a fifth of all words end a reply
    try:
        page = _tokens(lm, _chat(lm, "page").split("page")[0], PICTURES[1])
        asks = [Ask(page, lm.tokens(" go" * (1 + i % 3))) for i in range(9)]
        said = Speaker(lm, 1.0, 5, 16).speak(asks)
    finally:
        lm.ends = before
    assert len({len(reply.tokens) for reply in said}) > 2
    samples = [
        Sample(a.prefix, a.prompt, tuple(s.tokens), ((),) * len(s.tokens)) for a, s in zip(asks, said, strict=True)
    ]
    recorded = torch.tensor([sum(reply.logprobs) for reply in said])
    assert torch.allclose(loss.score(lm, samples, 1.0).logprobs.detach(), recorded, atol=1e-4)


class Cramped(Speaker):
    """A speaker with room for two replies at once."""

    def _together(self, asks: Sequence[Ask]) -> list[Said]:
        if len(asks) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return super()._together(asks)


def test_out_of_memory_says_less_at_once(lm: LanguageModel) -> None:
    prompts = [lm.tokens(text) for text in (" go", " go back", " done", " scroll", " answer")]
    asks = [Ask((), prompt, greedy=True) for prompt in prompts]
    wanted = Speaker(lm, 1.0, 0, 4).speak(asks)
    assert [reply.tokens for reply in Cramped(lm, 1.0, 0, 4).speak(asks)] == [reply.tokens for reply in wanted]


def test_eyes_are_frozen_and_used_once(lm: LanguageModel) -> None:
    assert lm.sight is not None
    inside = load.decoder_name(lm.model.get_base_model())
    learned = [name for name, p in lm.model.named_parameters() if p.requires_grad]
    assert learned and all(f".{inside}." in name for name in learned)
    lm.sight.forget()
    lm.forget_pages()
    before = lm.sight.computed
    prompt = _tokens(lm, _chat(lm, "Task"), PICTURES[0])
    for action in ((5, 6), (7, 8)):  # two passes over one screenshot: everything is read by the adapted weights
        loss.score(lm, [Sample((), prompt, action, ((), ()))], 1.0).logprobs.sum().backward()
    assert lm.sight.computed == before + 1
    assert any(float(p.grad.abs().sum()) > 0 for p in lm.adapter_parameters if p.grad is not None)
    lm.model.zero_grad()


def test_checkpointed_layers_give_the_same_gradients(lm: LanguageModel) -> None:
    sample = Sample((), _tokens(lm, _chat(lm, "Task"), PICTURES[1]), (5, 6, 9), ((), (), ()))
    grads = []
    for _ in range(2):
        loss.score(lm, [sample], 1.0).logprobs.sum().backward()
        grads.append([p.grad.clone() for p in lm.adapter_parameters if p.grad is not None])
        lm.model.zero_grad(set_to_none=True)
        first = lm.checkpoint_layers()
    assert not first, "it was switched on before the second pass"
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(*grads, strict=True))


def test_untiled_pictures_have_fewer_tokens(seeing_model: Path) -> None:
    counts = {}
    for tiled in (True, False):
        model = LanguageModel.load(seeing_model, rank=4, seed=1, precise=True)
        assert model.sight is not None
        model.sight.look, model.sight.tiled = _image, tiled
        prompt = _tokens(model, _chat(model, "Task"), PICTURES[0])
        counts[tiled] = sum(token < 0 for token in prompt)
        (said,) = Speaker(model, 1.0, 3, 8).speak([Ask((), prompt)])
        sample = Sample((), prompt, tuple(said.tokens), ((),) * len(said.tokens))
        assert float(loss.score(model, [sample], 1.0).logprobs.detach()) == pytest.approx(sum(said.logprobs), abs=1e-4)
    cuts = seeing_model.name in ("smolvlm", "idefics3", "llava-next")
    assert counts[False] < counts[True] if cuts else counts[False] == counts[True]


def test_a_picture_is_one_negative_number_by_its_content() -> None:
    same = Picture("a", ((1, 2.0, 3.0, 20.0, 10.0),), SIZE)
    assert number(same) == number(PICTURES[0]) < 0
    assert len({number(p) for p in (*PICTURES, Picture("a", (), SIZE))}) == 3


def test_4_bits_need_a_gpu(seeing_model: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(Exception, match="NVIDIA GPU"):
        LanguageModel.load(seeing_model, rank=4, seed=1, quantize="4bit")


def test_a_folder_without_a_processor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no image processor"):
        processor.load(tmp_path)
