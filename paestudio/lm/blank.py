"""Vision-language models of real architectures with random weights: tiny for tests, of real size for benchmarks.

What a folder holds is what the hub's folders hold (config, preprocessor, tokenizer, chat template), made offline.
`architectures.json` has the sizes: those of the published configurations, and tiny ones of the same classes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForImageTextToText

from paestudio.core.errors import UserError
from paestudio.lm import tiny

TINY = "tiny-"
MARK = "random:"  # `--model random:NAME`


@cache
def _known() -> Any:
    return json.loads((files("paestudio.lm") / "architectures.json").read_text(encoding="utf-8"))


def names() -> list[str]:
    """The architectures there are, tiny ones first."""
    return sorted(_known()["models"], key=lambda name: (not name.startswith(TINY), name))


def make(
    folder: Path, name: str, texts: Iterable[str] = tiny.TEXTS, *, vocabulary: int = 700, weights: bool = True
) -> Path:
    """Write the folder of that architecture; without `weights` only what is small. Raises UserError for other names."""
    if name not in _known()["models"]:
        raise UserError(f"There is no architecture {name!r}.", f"There are: {', '.join(names())}.")
    about = _known()["models"][name]
    family = _known()["families"][about["family"]]
    tokenizer = tiny.tokenizer(texts, vocabulary, family["tokens"], family["end"])
    tokenizer.chat_template = family["template"]
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save_pretrained(folder)
    _write(folder / "preprocessor_config.json", about["preprocessor"])
    _write(
        folder / "processor_config.json",
        {"processor_class": about["preprocessor"]["processor_class"], **about["processor"]},
    )
    config = AutoConfig.for_model(about["kind"], **_completed(about["config"], family, tokenizer))
    config.save_pretrained(folder)
    if weights:
        torch.manual_seed(0)
        AutoModelForImageTextToText.from_config(config).save_pretrained(folder)
    return folder


def _completed(config: dict[str, Any], family: dict[str, Any], tokenizer: Any) -> dict[str, Any]:
    """The configuration with the ids of this tokenizer."""
    ends = dict.fromkeys(("bos_token_id", "eos_token_id", "pad_token_id"), tokenizer.eos_token_id)
    text = {"vocab_size": len(tokenizer), **config["text_config"], **ends}
    special = {key: tokenizer.convert_tokens_to_ids(token) for key, token in family["ids"].items()}
    return {**config, "text_config": text, **special}


def _write(path: Path, values: dict[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=1), encoding="utf-8")
