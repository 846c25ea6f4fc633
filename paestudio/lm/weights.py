"""The weights of a folder in a model of transformers, whole or refused.

Transformers gives random values to the weights that the files lack and writes a page about it. Here the report is not
written, and what it would say refuses the model.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

READER = "transformers.modeling_utils"  # the logger of the report


def whole(auto: Any, folder: Path, **options: Any) -> Any:
    """The model of `folder` (safetensors) that the class `auto` makes with these options of `from_pretrained`.

    Raises ValueError, in a line, for files that lack weights or have them in other sizes; and what transformers does.
    """
    with _unreported():
        model, told = auto.from_pretrained(
            folder,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
            ignore_mismatched_sizes=True,  # they are in `told`
            **options,
        )
    if odd := sorted(name for name, *_ in told["mismatched_keys"]):
        raise ValueError(f"{len(odd)} of its weights are not of the sizes that its config.json says, such as {odd[0]}")
    if lacking := sorted(told["missing_keys"]):  # weights that are tied to others are not among them
        raise ValueError(f"its files lack {len(lacking)} of its weights, such as {lacking[0]}")
    return model


@contextlib.contextmanager
def _unreported() -> Iterator[None]:
    """Nothing below an error is logged by this thread; the level, and what other threads say, are left alone."""
    thread = threading.get_ident()

    def grave(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or record.thread != thread

    logger = logging.getLogger(READER)
    logger.addFilter(grave)
    try:
        yield
    finally:
        logger.removeFilter(grave)
