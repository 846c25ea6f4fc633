"""The model of a session: loaded with its reader, decoder and policy, and given the adapter that was asked for."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors import SafetensorError

from paestudio.agent.policy import SpelledPolicy
from paestudio.agent.reader import Reader
from paestudio.chat.asking import Chat
from paestudio.chat.local import SAME, LocalChat
from paestudio.config import RunConfig
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.learner import checkpoint
from paestudio.lm.decode import Decoder
from paestudio.lm.fetch import demand_memory, fetch
from paestudio.lm.model import LanguageModel
from paestudio.lm.talk import Voice
from paestudio.paths import cache_dir
from paestudio.store import Store, queries

NICENESS = 10  # of the threads that compute


@dataclass(slots=True)
class Brain:
    """A loaded model with its policy, and the one thread that may use them."""

    lm: LanguageModel
    reader: Reader
    policy: SpelledPolicy
    thread: ThreadPoolExecutor


async def load_brain(config: RunConfig, name: str, tell: Callable[[str], None]) -> Brain:
    """Fetch and load the model in a thread of its own."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="model", initializer=_step_back)

    def load() -> Brain:
        place = fetch(config.model, cache_dir(), tell)
        if not torch.cuda.is_available():
            demand_memory(place)
        try:
            lm = LanguageModel.load(place, rank=config.lora_rank, seed=config.seed, threads=config.threads)
        except SafetensorError as e:
            raise EnvironmentFault(
                f"The model in {place} is damaged ({e}).", "Delete that folder and get the model again."
            ) from e
        reader = Reader(lm, config.page_tokens)
        decoder = Decoder(lm, config.temperature, config.seed)
        return Brain(lm, reader, SpelledPolicy(reader, decoder, name), thread)

    try:
        return await asyncio.get_running_loop().run_in_executor(thread, load)
    except BaseException:
        thread.shutdown(wait=False)
        raise


def _step_back() -> None:
    """The window and the pages come first: this thread, and those torch starts from it, get what they leave."""
    if sys.platform == "linux":  # only there a thread has a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


async def lend(brain: Brain, config: RunConfig, tell: Callable[[str], None], *chats: Chat | None) -> None:
    """Let the roles that ask no endpoint speak: with the agent's own weights, or with another model's, loaded once.

    Raises UserError or EnvironmentFault for a model that cannot take the role.
    """
    own = [chat for chat in chats if isinstance(chat, LocalChat)]
    speakers: dict[str, Voice] = {}

    def speaker(place: str) -> Voice:
        if place == SAME:
            return Voice(brain.lm)
        folder = fetch(place, cache_dir(), tell)
        if not torch.cuda.is_available():
            demand_memory(folder)
        return Voice(LanguageModel.load(folder, rank=1, seed=0, threads=config.threads))

    for chat in own:
        if chat.place not in speakers:
            loop = asyncio.get_running_loop()
            speakers[chat.place] = await loop.run_in_executor(brain.thread, speaker, chat.place)
        chat.bind(speakers[chat.place], brain.thread)


@contextlib.asynccontextmanager
async def speaking(config: RunConfig, tell: Callable[[str], None], *chats: Chat | None) -> AsyncIterator[None]:
    """Models for the roles that ask no endpoint, where no agent is loaded; nothing is loaded when all do."""
    if not any(isinstance(chat, LocalChat) for chat in chats):
        yield
        return
    brain = await load_brain(config, "base", tell)
    try:
        await lend(brain, config, tell, *chats)
        yield
    finally:
        for chat in chats:
            if chat is not None:
                await chat.close()
        brain.thread.shutdown()


def adapter_folder(adapter: str, store_folder: Path) -> Path | None:
    """Where an adapter lies: None for `base`, else of a run's id or a checkpoint folder.

    Raises UserError when there is no such adapter.
    """
    if adapter == "base":
        return None
    place = Path(adapter)
    if not place.is_dir():
        with Store.open(store_folder, write=False) as store:
            point = queries.resume_point(store, adapter)
            if not point.checkpoint:
                raise UserError(f"The run {adapter} has no adapter yet.", "Give a run that made at least one update.")
            place = store.run_folder(adapter) / "checkpoints" / point.checkpoint
    return place


def fitting(config: RunConfig, adapter: str, store_folder: Path, *, keep_model: bool) -> RunConfig:
    """The settings with the adapter's own rank and, unless `keep_model`, the base it was made on, if that is here.

    Raises UserError when there is no such adapter, or when it cannot be read.
    """
    place = adapter_folder(adapter, store_folder)
    if place is None or not (place / "adapter_config.json").is_file():
        return config
    try:
        made = json.loads((place / "adapter_config.json").read_text(encoding="utf-8"))
        rank, base = int(made["r"]), str(made.get("base_model_name_or_path") or "")
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise UserError(f"The adapter in {place} cannot be read: {e}.", "Give another run or checkpoint.") from e
    model = config.model if keep_model or not Path(base).is_dir() else base
    return replace(config, lora_rank=rank, model=model)


def load_adapter(brain: Brain, adapter: str, store_folder: Path) -> None:
    """`base`, a run's id, or a checkpoint folder. Raises UserError when there is no such adapter."""
    place = adapter_folder(adapter, store_folder)
    if place is not None:
        checkpoint.load(place, brain.lm, None)
        brain.policy.renew(brain.policy.version + 1)


def site_of(adapter: str, store_folder: Path) -> str:
    """The site that a run was trained on; "" for anything that is no run."""
    if adapter == "base" or Path(adapter).is_dir():
        return ""
    with Store.open(store_folder, write=False) as store:
        return queries.run(store, adapter).run.site
