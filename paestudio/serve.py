"""`paestudio serve`: a model with an adapter behind an OpenAI-compatible address, until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from paestudio import brain, report
from paestudio.agent import chat_prompt, prompt
from paestudio.chat import keys
from paestudio.config import RunConfig
from paestudio.core.errors import UserError
from paestudio.core.local_http import is_local
from paestudio.lm.generate import Generator
from paestudio.serving.prompts import Prompts
from paestudio.serving.server import ChatServer
from paestudio.serving.writer import Writer


@dataclass(frozen=True, slots=True)
class Wish:
    """What to serve and where. `key_name` is the name of a key, "" for none; `base_given`: the model was chosen."""

    adapter: str
    host: str
    port: int
    key_name: str = ""
    base_given: bool = False
    json: bool = False


def serve(wish: Wish, config: RunConfig, store: Path) -> int:
    """Serve until Ctrl-C or SIGTERM. Raises PaeError for an adapter, model, key or address that cannot be had."""
    if not is_local(wish.host) and not wish.key_name:
        raise UserError(
            f"Whoever reaches {wish.host} could use the model.", "Give --key-name NAME, or leave --host out."
        )
    key = keys.named(wish.key_name).reveal() if wish.key_name else ""
    if not wish.base_given:
        config = brain.on_its_base(config, wish.adapter, store)
    else:
        brain.adapter_folder(wish.adapter, store)  # one that there is not is said now
    server = ChatServer(_name(wish.adapter, config), key, wish.host, wish.port)
    try:
        made = asyncio.run(brain.load_brain(config, wish.adapter, _say))
        try:
            apart = brain.load_adapter(made, wish.adapter, store)
            server.give(Prompts(made.lm, prompt.parts, chat_prompt.page_end, apart), Writer(Generator(made.lm)))
            _until_interrupted(server, made, wish.json)
        finally:
            made.thread.shutdown()
    finally:
        server.server_close()
    return 0


def _until_interrupted(server: ChatServer, made: brain.Brain, as_json: bool) -> None:
    writing = made.thread.submit(server.writer.run, _reported)
    # Ctrl-C too: a shell may have started this with it ignored.
    before = {sign: signal.signal(sign, signal.default_int_handler) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        address = f"{server.base}/v1"
        _say(f"{server.name} is served at {address} (Ctrl-C ends it).")
        if as_json:
            sys.stdout.write(json.dumps({"url": address, "model": server.name}) + "\n")
            sys.stdout.flush()
        server.serve_forever(0.1)
    except KeyboardInterrupt:
        _say("Stopping.")
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
        server.end()
        writing.result()


def _name(adapter: str, config: RunConfig) -> str:
    """What the model is called: the base's name, the run's id, or the checkpoint folder's path from its run on."""
    if adapter == "base":
        return config.model
    place = Path(adapter)
    if not place.is_dir():
        return adapter
    whole = place.resolve()
    return f"{whole.parent.parent.name}/{whole.name}" if whole.parent.name == "checkpoints" else whole.name


def _reported(fault: BaseException) -> None:
    if isinstance(fault, MemoryError):
        _say("There is too little memory for these requests.")
    else:
        _say(f"The model failed; please send the report: {report.write(fault, sys.argv[1:])}")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
