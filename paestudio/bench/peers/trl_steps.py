"""LoRA steps of TRL's SFTTrainer; runs in its own environment, started by `bench update`.

Takes one JSON argument (model, dtype, rank, threads, steps, groups of [prompt tokens, action tokens]), prints one
JSON object: seconds of each step but the first, and peak memory in MB, by group.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from typing import Any

import psutil
import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import SFTConfig, SFTTrainer

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class Watch(TrainerCallback):  # type: ignore[misc]
    """Times steps and looks at the memory."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.highest = 0.0
        self._done = threading.Event()
        self._before = psutil.Process().memory_info().rss
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._done.wait(0.003):
            self.highest = max(self.highest, (psutil.Process().memory_info().rss - self._before) / 2**20)

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        if torch.cuda.is_available():
            torch.cuda.reset_peak_memory_stats()
            self._before = torch.cuda.memory_allocated()
        else:
            self._before = psutil.Process().memory_info().rss
            self._thread.start()

    def on_step_begin(self, *_: Any, **__: Any) -> None:
        self._started = time.perf_counter()

    def on_step_end(self, *_: Any, **__: Any) -> None:
        self.seconds.append(time.perf_counter() - self._started)

    def on_train_end(self, *_: Any, **__: Any) -> None:
        self._done.set()
        if torch.cuda.is_available():
            self.highest = (torch.cuda.max_memory_allocated() - self._before) / 2**20
        else:
            self._thread.join()


def group(asked: dict[str, Any], rows: list[list[list[int]]]) -> Watch:
    """Train on one group, the whole of it a batch."""
    model = AutoModelForCausalLM.from_pretrained(asked["model"], dtype=getattr(torch, asked["dtype"]))
    tokenizer = AutoTokenizer.from_pretrained(asked["model"])
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    data = [
        {"input_ids": prompt + action, "completion_mask": [0] * len(prompt) + [1] * len(action)}
        for prompt, action in rows
    ]
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder:
        settings = SFTConfig(
            output_dir=folder,
            per_device_train_batch_size=len(rows),
            max_steps=asked["steps"],
            gradient_checkpointing=False,
            completion_only_loss=True,
            bf16=False,
            fp16=False,
            report_to="none",
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
            dataloader_pin_memory=False,
            max_length=None,
        )
        lora = LoraConfig(r=asked["rank"], lora_alpha=2 * asked["rank"], target_modules=TARGETS, task_type="CAUSAL_LM")
        trainer = SFTTrainer(
            model=model,
            args=settings,
            train_dataset=Dataset.from_list(data * asked["steps"]),
            processing_class=tokenizer,
            peft_config=lora,
            callbacks=[watch],
        )
        trainer.train()
    return watch


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """Group after group."""
    torch.set_num_threads(asked["threads"])
    watched = {count: group(asked, rows) for count, rows in asked["groups"].items()}
    return {
        "seconds": {count: watch.seconds[1:] for count, watch in watched.items()},
        "peak_mb": {count: watch.highest for count, watch in watched.items()},
    }


if __name__ == "__main__":
    said = main(json.loads(sys.argv[1]))
    sys.stdout.write("\n" + json.dumps(said) + "\n")
