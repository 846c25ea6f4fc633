"""A model's own processor without what only videos need (torchvision and, for SmolVLM, num2words)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import transformers
from transformers import ProcessorMixin

from paestudio.core.errors import UserError

SAME_FOR_IMAGES = {"SmolVLMProcessor": "Idefics3Processor"}  # its images are Idefics3's, its videos need num2words
FILES = ("processor_config.json", "preprocessor_config.json", "tokenizer_config.json")


def load(place: Path) -> Any:
    """The processor of a vision-language model. Raises UserError when the folder names none that transformers has."""
    name = _class_name(place)
    kind = getattr(transformers, SAME_FOR_IMAGES.get(name, name), None) if name else None
    if kind is None or not (isinstance(kind, type) and issubclass(kind, ProcessorMixin)):
        raise UserError(f"{place} names no image processor that transformers has.", "Choose another model.")
    return _of_images(kind).from_pretrained(place, local_files_only=True)


def _class_name(place: Path) -> str:
    for file in FILES:
        try:
            told = json.loads((place / file).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if name := told.get("processor_class"):
            return str(name)
    return ""


def _of_images(kind: type[Any]) -> type[Any]:
    """`kind` with an image processor and a tokenizer as its only parts."""

    class OfImages(kind):  # type: ignore[misc]
        @classmethod
        def get_attributes(cls) -> list[str]:
            """The parts that are loaded."""
            return [part for part in kind.get_attributes() if part in ("image_processor", "tokenizer")]

    return OfImages
