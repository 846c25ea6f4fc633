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
from functools import partial
from pathlib import Path
from typing import Protocol

import torch
from PIL import Image
from safetensors import SafetensorError

from paestudio import anatomy, machine
from paestudio.agent.chat_reader import ChatReader
from paestudio.agent.policy import SpelledPolicy
from paestudio.agent.reader import Reader
from paestudio.agent.thinker import ThoughtPolicy
from paestudio.agent.thought import finished
from paestudio.browser.marks import marked
from paestudio.chat.asking import Chat
from paestudio.chat.local import SAME, LocalChat
from paestudio.config import RunConfig, viewport
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.protocols import Policy
from paestudio.core.samples import Encoder, Picture
from paestudio.estimate import least_memory
from paestudio.learner import checkpoint
from paestudio.lm.decode import Decoder
from paestudio.lm.fetch import demand_memory, fetch
from paestudio.lm.model import LanguageModel
from paestudio.lm.speak import Speaker
from paestudio.lm.talk import Voice
from paestudio.paths import cache_dir
from paestudio.store import Store, queries

NICENESS = 10  # of the threads that compute
OpenBlob = Callable[[str | None], bytes | None]


class Trained(Policy, Protocol):
    """A policy that follows an adapter."""

    def renew(self, version: int) -> None:
        """The adapter changed."""
        ...

    def reseed(self, seed: int) -> None:
        """What is drawn from now on follows from `seed`."""
        ...


@dataclass(slots=True)
class Brain:
    """A loaded model with its policy, and the one thread that may use them."""

    lm: LanguageModel
    encode: Encoder
    policy: Trained
    thread: ThreadPoolExecutor


async def suited(config: RunConfig, tell: Callable[[str], None]) -> RunConfig:
    """The settings with what follows from the models: the size of pages, and screenshots when one sees them.

    Gets the model when it is new. Raises what `fetch` raises.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
        place = await asyncio.get_running_loop().run_in_executor(thread, fetch, config.model, cache_dir(), tell)
    sees = thinks(config, anatomy.read(place)) and images(config, anatomy.read(place)) > 0
    size = "x".join(map(str, viewport(config.viewport, sees=sees)))
    asked = (config.judge_images and config.evaluator != "checks") or (
        config.proposer_images and config.proposer not in ("grounded", "name")
    )
    return replace(config, viewport=size, screenshots=config.screenshots or sees or asked)


def thinks(config: RunConfig, about: anatomy.Anatomy) -> bool:
    """Whether the agent speaks in its own words."""
    return config.policy == "thought" or (config.policy == "auto" and about.sees)


def images(config: RunConfig, about: anatomy.Anatomy) -> int:
    """How many screenshots the agent is shown."""
    return config.policy_images if config.policy_images >= 0 else int(about.sees)


async def load_brain(
    config: RunConfig, name: str, tell: Callable[[str], None], open_blob: OpenBlob = lambda name: None
) -> Brain:
    """Fetch and load the model in a thread of its own. `open_blob` gives the screenshots that it is to see."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="model", initializer=_step_back)

    def load() -> Brain:
        place = fetch(config.model, cache_dir(), tell)
        _demand_memory(config, place)
        try:
            lm = LanguageModel.load(
                place, rank=config.lora_rank, seed=config.seed, threads=config.threads, quantize=config.quantize
            )
        except SafetensorError as e:
            raise EnvironmentFault(
                f"The model in {place} is damaged ({e}).", "Delete that folder and get the model again."
            ) from e
        encode, policy = (_thinker if thinks(config, anatomy.read(place)) else _speller)(config, lm, name, place)
        if lm.sight is not None:
            lm.sight.look, lm.sight.tiled = partial(_look, open_blob), config.image_tiles
        return Brain(lm, encode, policy, thread)

    try:
        return await asyncio.get_running_loop().run_in_executor(thread, load)
    except BaseException:
        thread.shutdown(wait=False)
        raise


def _step_back() -> None:
    """The window and the pages come first: this thread, and those torch starts from it, get what they leave."""
    if sys.platform == "linux":  # only there a thread has a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _demand_memory(config: RunConfig, place: Path) -> None:
    """Raises EnvironmentFault, before anything is loaded, when the model will not fit."""
    gpu = torch.cuda.is_available()
    free = torch.cuda.mem_get_info()[0] if gpu else None
    demand_memory(place, free, least_memory(config, machine.weights(place), anatomy.read(place), gpu=gpu))


def _speller(config: RunConfig, lm: LanguageModel, name: str, place: Path) -> tuple[Encoder, Trained]:
    reader = Reader(lm, config.page_tokens)
    return reader.sample, SpelledPolicy(reader, Decoder(lm, config.temperature, config.seed), name)


def _thinker(config: RunConfig, lm: LanguageModel, name: str, place: Path) -> tuple[Encoder, Trained]:
    shown = images(config, anatomy.read(place))
    reader = ChatReader(lm, config.page_tokens, shown, apart=config.adapter_reads == "decision")
    speaker = Speaker(lm, config.temperature, config.seed, config.reply_tokens, finished)
    return reader.sample, ThoughtPolicy(reader, speaker, name)


def _look(open_blob: OpenBlob, picture: Picture) -> Image.Image:
    """A screenshot with its marks. Raises EnvironmentFault when its file is gone."""
    jpeg = open_blob(picture.screenshot)
    if jpeg is None:
        raise EnvironmentFault("A screenshot of this run is missing or damaged.", "Play the run again.")
    return marked(jpeg, picture.marks, size=picture.size)


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


def on_its_base(config: RunConfig, adapter: str, store_folder: Path) -> RunConfig:
    """The settings with the base that the adapter was made on, if it says so and that is on this machine.

    Raises UserError when there is no such adapter.
    """
    place = adapter_folder(adapter, store_folder)
    try:
        told = json.loads(((place or Path()) / "adapter_config.json").read_text(encoding="utf-8")) if place else {}
        base = str(told.get("base_model_name_or_path") or "")
    except (OSError, ValueError, AttributeError):  # whoever loads the adapter says what is wrong with it
        return config
    return replace(config, model=base) if Path(base).is_dir() and base else config


def load_adapter(brain: Brain, adapter: str, store_folder: Path) -> bool:
    """`base`, a run's id, or a checkpoint folder; whether it reads a decision only, after a page read by the base.

    Raises UserError when there is no such adapter, EnvironmentFault when it is damaged.
    """
    place = adapter_folder(adapter, store_folder)
    if place is None:
        return True
    try:
        state = checkpoint.load(place, brain.lm, None)
    except SafetensorError as e:
        raise EnvironmentFault(f"The adapter in {place} is damaged ({e}).", "Take it from its source again.") from e
    # An adapter reads what it learned on; one made elsewhere, everything.
    reads = state.get("reads", "decision" if (place / "manifest.json").exists() else "everything")
    if isinstance(brain.policy, ThoughtPolicy):
        brain.policy.reader.apart = reads == "decision"
    brain.policy.renew(brain.policy.version + 1)
    return bool(reads == "decision")


def site_of(adapter: str, store_folder: Path) -> str:
    """The site that a run was trained on; "" for anything that is no run."""
    if adapter == "base" or Path(adapter).is_dir():
        return ""
    with Store.open(store_folder, write=False) as store:
        return queries.run(store, adapter).run.site
