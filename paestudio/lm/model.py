"""A base model with one LoRA adapter: the page is read by the base weights, the decision by the adapted ones.

The adapter acts only after the page (Activated LoRA: Greenewald et al., 2025): a page's keys and values then never
depend on what was learned, so they are computed once and serve every task, rollout, update and adapter. Gradients
are exact, because nothing before the prompt depends on the adapter.
"""

from __future__ import annotations

import contextlib
import functools
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import torch
from jinja2 import TemplateError
from peft import PeftModel
from torch import Tensor
from torch.utils.checkpoint import checkpoint
from transformers.modeling_layers import GradientCheckpointingLayer

from paestudio import machine
from paestudio.core.errors import UserError
from paestudio.lm import load, packed
from paestudio.lm.herd import Herd
from paestudio.lm.packed import Pack, Past, Segment
from paestudio.lm.sight import Row, Sight
from paestudio.lm.together import Beside

PAGE_CACHE_SHARE, PAGE_CACHE_MOST = 0.25, 8 << 30  # of the free memory, bytes
MIN_SHARED = 48  # tokens: sharing less costs more than it saves
Message = Mapping[str, Any]  # {"role", "content"}: a text, or parts {"type": "text", "text"} and {"type": "image"}


class LanguageModel:
    """Weights, tokenizer and page cache. Not thread-safe: one thread owns it."""

    def __init__(self, model: PeftModel, tokenizer: Any, name: str, processor: Any = None) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.name = name
        self.device = next(model.parameters()).device
        self._offsets: dict[int, float] = {}
        self._pages: OrderedDict[tuple[int, ...], Past] = OrderedDict()
        self._page_bytes = 0
        self._beside = Beside()
        self.page_limit = min(PAGE_CACHE_MOST, int(PAGE_CACHE_SHARE * _free_memory(self.device)))
        inner = model.get_base_model()
        self._body = inner.get_decoder() if hasattr(inner, "get_decoder") else inner.model
        self.head: Tensor = inner.get_output_embeddings().weight  # [vocabulary, hidden]
        self.sight = Sight(inner, self._body, processor) if processor is not None else None
        self.ends = load.ends(inner, tokenizer)
        self.inside = load.decoder_name(inner)  # empty for a model that is text only

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        rank: int,
        seed: int,
        threads: int = 0,
        quantize: str = "none",
        random: bool = False,
        precise: bool = False,
    ) -> LanguageModel:
        """The base in `folder` (safetensors) with a fresh adapter of that rank; with `random` weights for benchmarks.

        `precise`: 32 bits everywhere. Raises UserError when it is none, EnvironmentFault when it cannot be quantized.
        """
        if threads:
            torch.set_num_threads(threads)
        base, tokenizer, processor = load.base(folder, quantize=quantize, random=random, precise=precise)
        model = load.adapted(base, rank=rank, seed=seed)
        return cls(model, tokenizer, folder.name, processor)

    def reshape(self, rank: int, alpha: int) -> None:
        """A fresh adapter of that rank and strength, when this one has others: for one that was made elsewhere."""
        now = self.model.peft_config["default"]
        if (now.r, now.lora_alpha) != (rank, alpha):
            self.model = load.adapted(self.model.unload(), rank=rank, seed=0, alpha=alpha)

    def chat(self, messages: Sequence[Message]) -> str:
        """The conversation as the model's own template writes it, up to where the reply begins.

        A template that knows no system prompt gets it at the top of the first message. Raises UserError when the
        model has none.
        """
        source = self.sight.processor if self.sight is not None else self.tokenizer
        if not getattr(source, "chat_template", None):
            raise UserError(f"The model {self.name} has no chat template.", "Choose an instruct model.")
        try:
            return cast(str, source.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True))
        except TemplateError:
            system, first, *rest = messages
            joined = {**first, "content": [*system["content"], *first["content"]]}
            if isinstance(first["content"], str):
                joined["content"] = f"{system['content']}\n\n{first['content']}"
            return cast(str, source.apply_chat_template([joined, *rest], tokenize=False, add_generation_prompt=True))

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
        pack = Pack(segments, self._beside, keep=keep)
        if self.sight is not None and any(min(s.tokens, default=0) < 0 for s in segments):
            return self._forward_seeing(self.sight, pack), pack
        ids, places = pack.row(self.device)
        out = self._body(input_ids=ids, position_ids=places, use_cache=False, pack=pack)
        return cast(Tensor, out.last_hidden_state[0]), pack

    def step(self, tokens: Sequence[int], herd: Herd) -> Tensor:
        """One more token for each stream of the herd: the hidden states [B, hidden]."""
        ids = torch.tensor([list(tokens)], device=self.device)
        out = self._body(input_ids=ids, position_ids=herd.places, use_cache=False, pack=herd)
        herd.advance()
        return cast(Tensor, out.last_hidden_state[0])

    def _forward_seeing(self, sight: Sight, pack: Pack) -> Tensor:
        """The same where some tokens are pictures."""
        rows = {
            i: sight.row(s.tokens, self.device) for i, s in enumerate(pack.segments) if min(s.tokens, default=0) < 0
        }
        starts = pack.starts({i: row.gaps for i, row in rows.items()})
        axes = max(row.places.shape[0] for row in rows.values())
        parts = [rows.get(i) or self._plain(s, axes) for i, s in enumerate(pack.segments)]
        places = torch.cat([row.places.expand(axes, -1) + start for row, start in zip(parts, starts, strict=True)], 1)
        more: dict[str, Any] = {}
        if any(row.deep for row in parts):
            blank = [torch.zeros(p.vectors.shape[0], dtype=torch.bool, device=self.device) for p in parts]
            seen = [b if row.seen is None else row.seen for row, b in zip(parts, blank, strict=True)]
            layers = zip(*(row.deep for row in parts if row.deep), strict=True)
            more["visual_pos_masks"] = torch.cat(seen)[None]
            more["deepstack_visual_embeds"] = [torch.cat(layer) for layer in layers]
        if pack.keep:
            for i, row in rows.items():
                pack.fresh[i].gaps = row.gaps
        out = self._body(
            inputs_embeds=torch.cat([row.vectors for row in parts])[None],
            position_ids=places[:, None] if axes > 1 else places,
            use_cache=False,
            pack=pack,
            **more,
        )
        return cast(Tensor, out.last_hidden_state[0])

    def _plain(self, segment: Segment, axes: int) -> Row:
        """A segment without pictures as a row."""
        ids = torch.tensor(list(segment.tokens), device=self.device)
        places = torch.arange(len(segment.tokens), device=self.device).expand(axes, -1)
        return Row(self._body.get_input_embeddings()(ids), places)

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

    @property
    def room_for_pages(self) -> bool:
        """Whether another page can be kept without forgetting one."""
        return self._page_bytes < 0.9 * self.page_limit

    def checkpoint_layers(self) -> bool:
        """From now on a layer's values are computed again in the backward pass instead of kept; False: it was so."""
        layers = [m for m in self._body.modules() if isinstance(m, GradientCheckpointingLayer)]
        if not layers or layers[0].training:
            return False
        again = functools.partial(checkpoint, use_reentrant=False)
        for layer in layers:
            layer.gradient_checkpointing, layer._gradient_checkpointing_func = True, again
            layer.training = True  # of the layer alone: what is inside it stays as in generation
        return True

    def make_room(self) -> None:
        """Memory ran out: caches are emptied, and from now on hold half as much."""
        self.page_limit //= 2
        self.forget_pages()
        if self.sight is not None:
            self.sight.forget()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    def forget_pages(self) -> None:
        """Empty the cache of pages."""
        self._pages.clear()
        self._page_bytes = 0
        self._beside.forget()

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
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else machine.free_memory()


def _common(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """Length of the common beginning, at least one token short of the whole of `a`."""
    longest = min(len(a) - 1, len(b))
    return next((i for i in range(longest) if a[i] != b[i]), longest)
