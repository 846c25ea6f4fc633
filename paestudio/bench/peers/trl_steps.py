"""LoRA steps of TRL's SFTTrainer; runs in its own environment, started by `bench update`.

Asked with {model, dtype, rank, threads, most, rows: [[prompt tokens, action tokens], …]} it begins to train on that
group and answers with the first step; asked with {"again": n} it takes n more; asked with {"stop": true} it ends that
training. The answer has the seconds of each step and the highest memory so far in MB over what was held before.
The trainer has the main thread, questions come through another.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import queue
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import psutil
import torch
import trl
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import SFTConfig, SFTTrainer

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
MB = 1 << 20


class Watch(TrainerCallback):  # type: ignore[misc]
    """Times steps, looks at the memory, and waits before each step until it is asked for."""

    def __init__(self) -> None:
        self.asked: queue.Queue[int] = queue.Queue()
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._seconds: list[float] = []
        self._left = 1
        self._highest = 0.0
        self._done = threading.Event()
        self._before = 0
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._done.wait(0.003):
            self._highest = max(self._highest, psutil.Process().memory_info().rss)

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.reset_peak_memory_stats()
            self._before = torch.cuda.memory_allocated()
            return
        with contextlib.suppress(OSError, AttributeError):  # not glibc
            ctypes.CDLL(None).malloc_trim(0)
        self._before = psutil.Process().memory_info().rss
        self._thread.start()

    def on_step_begin(self, *_: Any, **__: Any) -> None:
        self._started = time.perf_counter()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if torch.cuda.is_available():
            torch.cuda.synchronize()
            self._highest = torch.cuda.max_memory_allocated()
        self._seconds.append(time.perf_counter() - self._started)
        self._left -= 1
        if self._left:
            return
        peak = (self._highest - self._before) / MB
        self.said.put({"seconds": self._seconds, "peak_mb": peak, "version": trl.__version__})
        self._seconds, self._left = [], self.asked.get()
        control.should_training_stop = not self._left

    def on_train_end(self, *_: Any, **__: Any) -> None:
        self._done.set()


@dataclass
class Training:
    """One group in training, in a thread of its own."""

    watch: Watch = field(default_factory=Watch)
    thread: threading.Thread | None = None
    fault: list[BaseException] = field(default_factory=list)


running = Training()


def train(asked: dict[str, Any], training: Training) -> None:
    """Train on one group, the whole of it a batch."""
    try:
        _train(asked, training.watch)
    except BaseException as e:  # boundary of the thread: whoever waits for a step is told
        training.fault.append(e)
        training.watch.said.put({})


def _train(asked: dict[str, Any], watch: Watch) -> None:
    torch.set_num_threads(asked["threads"])
    rows = asked["rows"]
    model = AutoModelForCausalLM.from_pretrained(asked["model"], dtype=getattr(torch, asked["dtype"]))
    tokenizer = AutoTokenizer.from_pretrained(asked["model"])
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    data = [
        {"input_ids": prompt + action, "completion_mask": [0] * len(prompt) + [1] * len(action)}
        for prompt, action in rows
    ]
    with tempfile.TemporaryDirectory() as folder:
        settings = SFTConfig(
            output_dir=folder,
            per_device_train_batch_size=len(rows),
            max_steps=asked["most"],
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
            train_dataset=Dataset.from_list(data * asked["most"]),
            processing_class=tokenizer,
            peft_config=lora,
            callbacks=[watch],
        )
        trainer.train()


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The steps asked for."""
    global running
    if "rows" in asked:
        running = Training()
        running.thread = threading.Thread(target=train, args=(asked, running), daemon=True)
        running.thread.start()
    else:
        running.watch.asked.put(int(asked.get("again", 0)))
    if asked.get("stop") and running.thread is not None:
        running.thread.join()
        gc.collect()
        return {}
    said = running.watch.said.get()
    if running.fault:
        sys.stderr.flush()
        raise running.fault[0]
    return said
