"""Screenshots as one picture where a model would cut them into tiles: fewer tokens, less to see.

LLaVA calls it any-resolution off; the published PAE agents were trained so: the picture is scaled to its shorter side
and cut to a square, and the language model gets one vector a patch and no line ends.
"""

from __future__ import annotations

from typing import Any

import torch
from PIL import Image
from torch import Tensor

WHOLE = "one_tile"  # the key of pixels that are one tile of LLaVA-NeXT's


def process(processor: Any, image: Image.Image, options: dict[str, Any]) -> Any:
    """What the processor makes of one picture, untiled. Families without tiles make what they always make."""
    eyes = processor.image_processor
    if hasattr(eyes, "image_grid_pinpoints"):
        side = eyes.crop_size["height"]
        scale = side / min(image.size)
        scaled = image.resize((max(side, round(image.width * scale)), max(side, round(image.height * scale))))
        left, top = (scaled.width - side) // 2, (scaled.height - side) // 2
        made = eyes([scaled.crop((left, top, left + side, top + side))], return_tensors="pt")
        ids = torch.full((1, (side // processor.patch_size) ** 2), processor.image_token_id)
        return {"input_ids": ids, WHOLE: made["pixel_values"][:, 0]}
    more = {"do_image_splitting": False} if hasattr(eyes, "do_image_splitting") else {}
    return processor(text=[processor.image_token], images=[image], **options, **more)


def features(model: Any, pixels: Tensor) -> Tensor:
    """LLaVA-NeXT's vectors of one tile [1, 3, S, S]: [patches, hidden]."""
    layer = model.config.vision_feature_layer
    states = model.vision_tower(pixels, output_hidden_states=True, return_dict=True).hidden_states[layer]
    if model.config.vision_feature_select_strategy == "default":
        states = states[:, 1:]  # without the class token
    found: Tensor = model.multi_modal_projector(states)[0]
    return found
