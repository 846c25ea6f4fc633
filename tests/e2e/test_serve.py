"""`paestudio serve` as a person starts it: it says where it is, answers, and ends with Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from paestudio.chat import ChatClient, Endpoint, Reply, user
from paestudio.chat.keys import Secret
from paestudio.store import Store
from tests.e2e.kit import PROGRAM, refused


async def ask(url: str, name: str, key: str) -> Reply:
    async with ChatClient(Endpoint.make(url, name, retries=0), Secret(key)) as client:
        return await client.ask([user("Hello")], max_tokens=4)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_it_answers_until_it_is_interrupted(number: signal.Signals, model: Path, tmp_path: Path) -> None:
    command = [
        *PROGRAM,
        "serve",
        "--model",
        str(model),
        "--store",
        str(tmp_path),
        "--port",
        "0",
        "--json",
        "--key-name",
        "SERVED",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={"SERVED": "a-key", "PATH": "/usr/bin"}
    )
    assert process.stdout is not None
    try:
        told = json.loads(process.stdout.readline())
        reply = asyncio.run(ask(told["url"], told["model"], "a-key"))
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert reply.counted and reply.tokens_out == 4 and told["model"] == str(model)
    assert process.returncode == 0, said
    assert said.splitlines()[-1] == "Stopping." and "Traceback" not in said


def test_what_cannot_be_served_is_said(model: Path, tmp_path: Path) -> None:
    serve = ["serve", "--model", model, "--store", tmp_path]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = refused(*serve, "--port", taken.getsockname()[1])
        assert code == 3 and "cannot be served" in said[0] and "--port" in said[1]
    Store.open(tmp_path).close()
    code, said = refused(*serve, "--adapter", "nobody", "--port", "0")
    assert code == 2 and "nobody" in " ".join(said), said
    code, said = refused(*serve, "--host", "0.0.0.0", "--port", "0")
    assert code == 2 and "could use the model" in said[0] and "--key-name" in said[1]
    code, said = refused(*serve, "--key-name", "NO_SUCH_KEY", "--port", "0")
    assert code == 3 and "There is no key NO_SUCH_KEY" in said[0]
