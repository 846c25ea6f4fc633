"""A base model with one LoRA adapter: the page is read by the base weights, the decision by the adapted ones.

The adapter acts only after the page (Activated LoRA: Greenewald et al., 2025): a page's keys and values then never
depend on what was learned, so they are computed once and serve every task, rollout, update and adapter. Gradients
are exact, because nothing before the prompt depends on the adapter.
"""

from __future__ import annotations

import contextlib
import functools
import warnings
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import psutil
import torch
from peft import PeftModel, get_peft_model
from torch import Tensor
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as hf_logging

from paestudio.core.errors import UserError
from paestudio.lm import lora, packed
from paestudio.lm.packed import Pack, Past, Segment

PAGE_CACHE_SHARE, PAGE_CACHE_MOST = 0.25, 8 << 30  # of the free memory, bytes
MIN_SHARED = 48  # tokens: sharing less costs more than it saves
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class LanguageModel:
    """Weights, tokenizer and page cache. Not thread-safe: one thread owns it."""

    def __init__(self, model: PeftModel, tokenizer: Any, name: str) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.name = name
        self.device = next(model.parameters()).device
        self._offsets: dict[int, float] = {}
        self._pages: OrderedDict[tuple[int, ...], Past] = OrderedDict()
        self._page_bytes = 0
        self.page_limit = min(PAGE_CACHE_MOST, int(PAGE_CACHE_SHARE * _free_memory(self.device)))
        inner = model.get_base_model()
        self._body = inner.get_decoder() if hasattr(inner, "get_decoder") else inner.model
        self.head: Tensor = inner.get_output_embeddings().weight  # [vocabulary, hidden]

    @classmethod
    def load(cls, folder: Path, *, rank: int, seed: int, threads: int = 0) -> LanguageModel:
        """The base in `folder` (safetensors) with a fresh adapter of that rank. Raises UserError when it is none."""
        if threads:
            torch.set_num_threads(threads)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        dtype = torch.bfloat16 if device.type == "cuda" or torch.cpu._is_amx_tile_supported() else torch.float32
        hf_logging.disable_progress_bar()
        try:
            base = AutoModelForCausalLM.from_pretrained(
                folder, dtype=dtype, attn_implementation=packed.NAME, use_safetensors=True, local_files_only=True
            )
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError) as e:
            raise UserError(f"{folder} holds no model that can be loaded: {e}", "Choose another model.") from e
        torch.manual_seed(seed)
        with warnings.catch_warnings():  # peft 0.21 still asks transformers 5 for is_gradient_checkpointing
            warnings.simplefilter("ignore", FutureWarning)
            model = get_peft_model(base.to(device), lora.config(rank, TARGETS))
        model.eval()
        return cls(model, tokenizer, folder.name)

    def tokens(self, text: str) -> tuple[int, ...]:
        """Token ids of a text, nothing added."""
        return tuple(self.tokenizer.encode(text, add_special_tokens=False))

    def text(self, ids: Sequence[int]) -> str:
        """The text of token ids."""
        return cast(str, self.tokenizer.decode(list(ids)))

    def discourage(self, text: str, nats: float) -> None:
        """From now on the token `text` costs that much wherever something else is possible too.

        Part of the policy itself: sampling and learning see the same probabilities. Nothing happens when this
        tokenizer has no such token.
        """
        if len(ids := self.tokens(text)) == 1:
            self._offsets[ids[0]] = -nats

    def choice(self, state: Tensor, options: tuple[int, ...], temperature: float) -> Tensor:
        """Log-probabilities of the next token after a hidden state [hidden]: of `options`, or of all when empty."""
        logits = (self.head[list(options)] if options else self.head) @ state
        if any(token in self._offsets for token in options):
            logits = logits + logits.new_tensor([self._offsets.get(token, 0.0) for token in options])
        return (logits.float() / temperature).log_softmax(-1)

    @property
    def adapter_parameters(self) -> list[Tensor]:
        """What learning changes."""
        return [p for p in self.model.parameters() if p.requires_grad]

    def adapter(self) -> list[Tensor]:
        """A copy of what learning changes, for `wear`."""
        return [parameter.detach().clone() for parameter in self.adapter_parameters]

    @torch.no_grad()
    def wear(self, adapter: Sequence[Tensor]) -> None:
        """Be the model that `adapter` was a copy of. What was decoded before is out of date, cached pages are not."""
        for parameter, kept in zip(self.adapter_parameters, adapter, strict=True):
            parameter.copy_(kept)

    @contextlib.contextmanager
    def base_only(self) -> Iterator[None]:
        """The adapter switched off."""
        with self.model.disable_adapter():
            yield

    def forward(self, segments: Sequence[Segment], *, keep: bool = False) -> tuple[Tensor, Pack]:
        """Hidden states [T, hidden] of all new tokens in a row, and the pack that says which are whose."""
        pack = Pack(segments, keep=keep)
        ids, places = pack.row(self.device)
        out = self._body(input_ids=ids, position_ids=places, use_cache=False, pack=pack)
        return out.last_hidden_state[0], pack

    @torch.no_grad()
    def pages(self, prefixes: Sequence[tuple[int, ...]]) -> list[Past]:
        """The caches of those pages, computed by the base weights when they are new.

        Pages that begin alike (worked examples, a site's header) share what they have in common. An empty one, when
        the adapted weights read everything, has no cache.
        """
        found: dict[tuple[int, ...], Past] = {(): ()}
        for prefix in filter(None, dict.fromkeys(prefixes)):
            if prefix not in self._pages:
                shared = self._longest_shared(prefix)
                known = sum(piece.length for piece in shared)
                with self.base_only():
                    _, pack = self.forward([Segment(prefix[known:], shared)], keep=True)
                self._remember(prefix, functools.reduce(packed.KV.then, (*shared, pack.fresh[0])))
            self._pages.move_to_end(prefix)
            found[prefix] = self._pages[prefix]
        return [found[p] for p in prefixes]

    def forget_pages(self) -> None:
        """Empty the cache of pages."""
        self._pages.clear()
        self._page_bytes = 0

    def _longest_shared(self, prefix: tuple[int, ...]) -> Past:
        """What the cached page that begins most alike has in common with this one; nothing when it is little."""
        best, length = None, MIN_SHARED - 1
        for other in self._pages:
            common = _common(prefix, other)
            if common > length:
                best, length = other, common
        return packed.first(self._pages[best], length) if best is not None else ()

    def _remember(self, prefix: tuple[int, ...], page: packed.KV) -> None:
        """In one piece: each piece more would cost every later pass two products a layer."""
        self._pages[prefix] = (page,)
        self._page_bytes += page.bytes
        while self._page_bytes > self.page_limit and len(self._pages) > 1:
            _, old = self._pages.popitem(last=False)
            self._page_bytes -= old[0].bytes


def _free_memory(device: torch.device) -> int:
    """Bytes that nobody uses where the model lies."""
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else psutil.virtual_memory().available


def _common(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """Length of the common beginning, at least one token short of the whole of `a`."""
    longest = min(len(a) - 1, len(b))
    return next((i for i in range(longest) if a[i] != b[i]), longest)
