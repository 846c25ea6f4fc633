"""Pictures for a vision-language model: which tokens stand for one, and what the language model gets in their place.

A picture's tokens are written as one negative number that follows from its content, so that everything keyed by
tokens (page caches, equal decisions, shared prompts) tells pictures apart and knows equal ones. The vision tower is
frozen: its features are computed once a picture, without gradient, and kept for all passes. Which vectors and
positions a family makes of text and features is left to its own code in transformers: the call of its language model
is caught, not imitated.

Shapes: t tokens, A axes of rotary positions (1, or 3 for height, width and time), n tokens of the picture.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import torch
from PIL import Image, UnidentifiedImageError
from torch import Tensor, nn
from transformers.modeling_outputs import BaseModelOutputWithPooling

from paestudio.core.errors import EnvironmentFault
from paestudio.core.samples import Picture
from paestudio.lm import tiles

Look = Callable[[Picture], Image.Image]
KEPT_BYTES = 1 << 30  # of vision features
OF_TEXT = ("input_ids", "attention_mask", "mm_token_type_ids", "token_type_ids")


@lru_cache(maxsize=4096)
def number(picture: Picture) -> int:
    """The negative token that stands for a picture: it follows from its content."""
    told = hashlib.sha256(repr((picture.screenshot, picture.marks, picture.size)).encode()).digest()
    return -1 - int.from_bytes(told[:7], "big")


@dataclass(frozen=True, slots=True)
class Sent(Picture):
    """A picture that comes with its own file instead of being looked up."""

    data: bytes = b""

    @classmethod
    def of(cls, data: bytes) -> Sent:
        """Of a picture's file. Raises ValueError when it is none."""
        try:
            with Image.open(io.BytesIO(data)) as image:
                return cls(hashlib.sha256(data).hexdigest(), (), image.size, data)
        except UnidentifiedImageError as e:
            raise ValueError("a picture cannot be read") from e

    def image(self) -> Image.Image:
        """It, in colours."""
        return Image.open(io.BytesIO(self.data)).convert("RGB")


@dataclass(slots=True)
class Row:
    """Tokens as the language model gets them. `places` start at 0; `gaps` are (token after a picture, shift)."""

    vectors: Tensor  # [t, hidden]
    places: Tensor  # [A, t]
    gaps: tuple[tuple[int, int], ...] = ()
    seen: Tensor | None = None  # [t] of bool: where deeper features are added
    deep: list[Tensor] = field(default_factory=list)  # a [n, hidden] tensor for each of the first layers


class Caught(Exception):
    """What the language model was called with."""

    def __init__(self, called: dict[str, Any]) -> None:
        super().__init__("caught")
        self.called = called


class Sight:
    """The eyes of one loaded model. Not thread-safe: the model's thread owns it."""

    def __init__(self, model: Any, decoder: nn.Module, processor: Any) -> None:
        self.processor = processor
        self.token: str = processor.image_token  # what the chat template writes for a picture
        self.look: Look = _blind
        self.tiled = True  # large pictures are cut into tiles, where the family does so; set before the first picture
        self.computed = 0  # pictures that went through the vision tower
        self.token_id: int = processor.image_token_id
        self._model = model.model  # the part without the head: merges text and features
        self._decoder = decoder
        self._takes = set(inspect.signature(self._model.forward).parameters)
        self._known: weakref.WeakValueDictionary[int, Picture] = weakref.WeakValueDictionary()
        self._lengths: dict[tuple[int, int], tuple[int, ...]] = {}
        self._features: OrderedDict[int, tuple[Any, dict[str, Tensor]]] = OrderedDict()
        self._bytes = 0

    def tokens(self, picture: Picture) -> tuple[tuple[int, ...], Picture]:
        """The tokens of a picture, and the object that must be kept as long as they are used."""
        if picture.size not in self._lengths:
            ids, _ = self._process(Image.new("RGB", picture.size))
            self._lengths[picture.size] = tuple(ids)
        mark = number(Picture(picture.screenshot, picture.marks, picture.size))  # what is remembered holds no file
        kept = self._known.get(mark)
        if kept is None:
            self._known[mark] = kept = picture
        return tuple(mark if t == self.token_id else t for t in self._lengths[picture.size]), kept

    @torch.no_grad()
    def row(self, tokens: Sequence[int], device: torch.device) -> Row:
        """Vectors and positions of tokens with pictures in them. Raises KeyError for a picture nobody keeps."""
        features, marks = [], [token for token in tokens if token < 0]
        while marks:
            features.append(self._seen(marks[0], device))
            del marks[: sum(len(f) for f in features[-1][0].pooler_output)]
        ids = torch.tensor([list(tokens)], device=device)
        shown = ids < 0
        said = ids == self.token_id  # the model wrote a picture's token itself: a word like any other
        ids = ids.masked_fill(said, 0).masked_fill(shown, self.token_id)
        called = self._called(ids, shown, features)
        vectors = called["inputs_embeds"][0]
        if said.any():
            embed: nn.Module = self._decoder.get_input_embeddings()  # type: ignore[operator]
            word = embed(torch.tensor([self.token_id], device=device))
            vectors = torch.where(said[0, :, None], word.to(vectors.dtype), vectors)
        places = called.get("position_ids")
        if places is None:
            places = torch.arange(len(tokens), device=device)[None]
        else:
            places = places.reshape(-1, len(tokens))[-3:]
        seen, deep = called.get("visual_pos_masks"), called.get("deepstack_visual_embeds")
        return Row(vectors, places, _gaps(tokens, places), None if seen is None else seen[0], list(deep or ()))

    def takes(self, argument: str) -> bool:
        """Whether the model is called with that."""
        return argument in self._takes

    def pixels(self, image: Image.Image) -> dict[str, Tensor]:
        """A picture as the vision tower gets it."""
        return self._process(image)[1]

    def forget(self) -> None:
        """Empty the cache of features."""
        self._features.clear()
        self._bytes = 0

    def _process(self, image: Image.Image) -> tuple[list[int], dict[str, Tensor]]:
        options = {"return_tensors": "pt", "add_special_tokens": False}
        if self.tiled:
            made = self.processor(text=[self.token], images=[image], **options)
        else:
            made = tiles.process(self.processor, image, options)
        return made["input_ids"][0].tolist(), {k: v for k, v in made.items() if k not in OF_TEXT}

    def _seen(self, mark: int, device: torch.device) -> tuple[Any, dict[str, Tensor]]:
        """(features, the sizes that positions need) of one picture, computed when new."""
        if mark not in self._features:
            known = self._known[mark]
            image = known.image() if isinstance(known, Sent) else self.look(known)
            _, pixels = self._process(image)
            kind = next(self._model.parameters()).dtype
            pixels = {k: v.to(device, kind if v.is_floating_point() else v.dtype) for k, v in pixels.items()}
            if tiles.WHOLE in pixels:
                out = BaseModelOutputWithPooling(pooler_output=tiles.features(self._model, pixels[tiles.WHOLE])[None])
            else:
                out = self._model.get_image_features(**pixels, return_dict=True)
            self.computed += 1
            found = out.pooler_output
            kept = {"pooler_output": list(found) if isinstance(found, (list, tuple)) else [found.flatten(0, -2)]}
            if (deep := getattr(out, "deepstack_features", None)) is not None:
                kept["deepstack_features"] = [list(layer) for layer in deep]
            features = type(out)(**kept)
            self._bytes += _bytes(kept)
            self._features[mark] = features, {k: v for k, v in pixels.items() if k in ("image_grid_thw", "image_sizes")}
            self._thin()
        self._features.move_to_end(mark)
        return self._features[mark]

    def _thin(self) -> None:
        while self._bytes > KEPT_BYTES and len(self._features) > 1:
            _, (old, _) = self._features.popitem(last=False)
            self._bytes -= _bytes(old)

    def _called(self, ids: Tensor, shown: Tensor, features: Sequence[tuple[Any, dict[str, Tensor]]]) -> dict[str, Any]:
        """What the model calls its language model with, for these tokens and features."""
        sizes = {key: torch.cat([s[key] for _, s in features]) for key in features[0][1]}
        arguments = {
            "input_ids": ids,
            "mm_encoder_outputs": {"image": _joined([f for f, _ in features])},
            "use_cache": False,
            "mm_token_type_ids": shown.int(),
            **sizes,
        }
        handle = self._decoder.register_forward_pre_hook(_catch, with_kwargs=True)
        try:
            self._model(**{k: v for k, v in arguments.items() if k in self._takes})
        except Caught as caught:
            return caught.called
        finally:
            handle.remove()
        raise EnvironmentFault(
            "This model does not hand pictures to its language model in one call.", "Choose another."
        )


def _catch(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    raise Caught(kwargs)


def _blind(picture: Picture) -> Image.Image:
    raise EnvironmentFault("The screenshots of this run cannot be read.", "Play it again with screenshots.")


def _joined(outputs: Sequence[Any]) -> Any:
    """The features of several pictures as one output."""
    if len(outputs) == 1:
        return outputs[0]
    made = {"pooler_output": [f for out in outputs for f in out.pooler_output]}
    if getattr(outputs[0], "deepstack_features", None) is not None:
        layers = zip(*(out.deepstack_features for out in outputs), strict=True)
        made["deepstack_features"] = [[f for one in layer for f in one] for layer in layers]
    return type(outputs[0])(**made)


def _bytes(output: Any) -> int:
    layers = [output["pooler_output"], *(output.get("deepstack_features") or ())]
    return sum(t.numel() * t.element_size() for layer in layers for t in layer)


def _gaps(tokens: Sequence[int], places: Tensor) -> tuple[tuple[int, int], ...]:
    """Where positions do not advance by one a token: after a picture on three axes."""
    gaps, start = [], 0
    for end in range(1, len(tokens) + 1):
        if end < len(tokens) and tokens[end] == tokens[start]:
            continue
        if tokens[start] < 0:
            first, last = int(places[:, start:end].min()), int(places[:, start:end].max())
            if shift := last + 1 - first - (end - start):
                gaps.append((end, shift))
        start = end
    return tuple(gaps)
