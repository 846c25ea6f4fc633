"""A tiny model of a real architecture with random weights and a real tokenizer: for tests, in a second, offline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

END = "<|end|>"
TEXTS = [  # what its tokenizer knows
    'click link "Boots" in "Sale" 2',
    'type searchbox "Search the shop": merino',
    'select combobox "Sort by" "Price: low"',
    "answer: £12.50 go back scroll down done press Enter",
    "Page: Shop Task: What does the Iron Can cost? Done: nothing yet Next:",
    'type searchbox "Search" = free answer = free',
    "Copper Can £34.00 button Add to basket Tents Fields Problem Note",
]
SIZES = {
    "hidden_size": 48,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 4096,
    "tie_word_embeddings": True,
}


def make(folder: Path, kind: str = "llama", texts: Iterable[str] = TEXTS, vocabulary: int = 700) -> Path:
    """Write a model of architecture `kind` (any decoder of transformers) whose tokenizer was trained on `texts`."""
    folder.mkdir(parents=True, exist_ok=True)
    fast = tokenizer(texts, vocabulary)
    fast.save_pretrained(folder)
    config = AutoConfig.for_model(kind, vocab_size=len(fast), bos_token_id=0, eos_token_id=0, pad_token_id=0, **SIZES)
    torch.manual_seed(0)
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    return folder


def tokenizer(texts: Iterable[str], vocabulary: int, special: Sequence[str] = (), end: str = END) -> Any:
    """A byte-level tokenizer trained on `texts`; `special` tokens are never cut, `end` ends a reply."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, special_tokens=[END, *special], initial_alphabet=alphabet, show_progress=False
    )
    made.train_from_iterator([text for text in texts for _ in range(20)], trainer)
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token=end, pad_token=END)
