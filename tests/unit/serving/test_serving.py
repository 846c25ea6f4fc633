"""The served model over real HTTP: what our own chat client gets, streams, counts, limits, and errors."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import torch

from paestudio.agent import chat_prompt, prompt
from paestudio.agent.chat_reader import ChatReader
from paestudio.agent.page_text import render
from paestudio.agent.reader import Reader
from paestudio.chat import ChatClient, ChatFault, Endpoint, Reply, Trouble, system, user
from paestudio.chat.keys import Secret
from paestudio.core.errors import EnvironmentFault
from paestudio.core.forms import Record, Text
from paestudio.core.protocols import Context
from paestudio.core.records import Observation, Task
from paestudio.lm.generate import Generator, Stream, Wanted
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import Segment
from paestudio.serving.prompts import Prompts
from paestudio.serving.server import ChatServer
from paestudio.serving.wire import Asked
from tests.unit.serving.kit import Served, serving

TEMPLATE = (
    "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}{% if add_generation_prompt %}<reply>{% endif %}"
)


@pytest.fixture(scope="module")
def lm(tiny_model: Path) -> LanguageModel:
    made = LanguageModel.load(tiny_model, rank=4, seed=0)
    with torch.no_grad():  # an adapter that changes something
        for parameter in made.adapter_parameters:
            parameter.normal_(0, 0.3)
    return made


@pytest.fixture(scope="module")
def served(lm: LanguageModel) -> Iterator[Served]:
    with serving(lm) as made:
        yield made


def plainly(lm: LanguageModel, text: str, count: int, head: tuple[int, ...] = ()) -> str:
    """The likeliest `count` tokens after a text, one stream alone."""
    stream = Stream(Wanted(head, lm.tokens(text), count, 0.0))
    generator = Generator(lm)
    while not stream.over:
        generator.advance([stream])
    return lm.text(stream.tokens)


def naively(lm: LanguageModel, ids: tuple[int, ...], count: int) -> list[int]:
    """The same without any cache: the whole text anew for each token."""
    said: list[int] = []
    with torch.no_grad():
        for _ in range(count):
            hidden, _ = lm.forward([Segment((*ids, *said))])
            said.append(int((lm.head @ hidden[-1]).argmax()))
    return said


def asked(served: Served, *messages: Any, **rest: Any) -> Reply:
    """Our own client's reply."""
    key = rest.pop("key", "")

    async def ask() -> Reply:
        endpoint = Endpoint.make(served.base, "tiny", retries=0, seconds=30.0)
        async with ChatClient(endpoint, Secret(key) if key else None) as client:
            return await client.ask(messages or (user("Hello"),), **rest)

    return asyncio.run(ask())


def events(raw: bytes) -> list[Any]:
    """The JSON of a stream's events; the last one must say that it is over."""
    lines = [line.removeprefix("data: ") for line in raw.decode().split("\n\n") if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def test_our_own_client_is_answered_and_tokens_are_counted(served: Served, lm: LanguageModel) -> None:
    reply = asked(served, system("Be brief."), user("What does the can cost?"), max_tokens=7)
    prompt_text = "System: Be brief.\n\nUser: What does the can cost?\n\nAssistant:"
    head, tail = "System: Be brief.\n\n", "User: What does the can cost?\n\nAssistant:"
    assert reply.counted and (reply.tokens_in, reply.tokens_out) == (len(lm.tokens(head)) + len(lm.tokens(tail)), 7)
    assert reply.text == plainly(lm, tail, 7, lm.tokens(head)) and reply.cut
    assert prompt_text == head + tail


def test_it_says_what_the_weights_say(lm: LanguageModel) -> None:
    ids = lm.tokens("click link")
    stream = Stream(Wanted((), ids, 12, 0.0))
    generator = Generator(lm)
    while not stream.over:
        generator.advance([stream])
    assert stream.tokens == naively(lm, ids, len(stream.tokens))


def test_the_agents_own_prompt_is_read_as_in_training(served: Served, lm: LanguageModel, shop: Observation) -> None:
    context = Context(Task.make("Open the boots.", "http://x/"), shop)
    read = Reader(lm, 400).read(context)
    text = prompt.examples() + read.page.text + prompt.after_page(context, read.page)
    status, found = served.ask(served.chat(text, temperature=0, max_tokens=9))
    assert status == 200
    assert found["usage"]["prompt_tokens"] == len(read.prefix) + len(read.prompt)
    stream = Stream(Wanted(read.prefix, read.prompt, 9, 0.0))
    while not stream.over:
        Generator(lm).advance([stream])
    whole = lm.text(stream.tokens)
    assert found["choices"][0]["message"]["content"] == whole.partition("\n")[0]
    chat = served.ask(served.chat(text + " ?", temperature=0, max_tokens=9))[1]
    assert chat["usage"]["prompt_tokens"] > found["usage"]["prompt_tokens"], "a chat has words around it"


def test_a_stream_says_the_same_as_the_whole_reply(served: Served) -> None:
    body = served.chat(temperature=0, max_tokens=20)
    whole = served.ask(body)[1]
    status, raw = served.raw({**body, "stream": True, "stream_options": {"include_usage": True}})
    pieces = events(raw)
    assert status == 200 and {p["object"] for p in pieces} == {"chat.completion.chunk"}
    *said, last, counts = pieces
    assert said[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert "".join(p["choices"][0]["delta"]["content"] for p in said) == whole["choices"][0]["message"]["content"]
    assert last["choices"][0] == {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "length"}
    assert counts["choices"] == [] and counts["usage"] == whole["usage"]
    assert whole["usage"]["total_tokens"] == whole["usage"]["prompt_tokens"] + 20


def test_stop_texts_end_a_reply_and_are_not_part_of_it(served: Served) -> None:
    body = served.chat(temperature=0, max_tokens=24)
    whole = served.ask(body)[1]["choices"][0]["message"]["content"]
    word = whole[5:8]
    status, raw = served.raw({**body, "stop": [word, "never"], "stream": True})
    said = events(raw)
    text = "".join(p["choices"][0]["delta"].get("content", "") for p in said)
    assert status == 200 and text == whole[: whole.index(word)]
    assert said[-1]["choices"][0]["finish_reason"] == "stop"
    assert served.ask({**body, "stop": word})[1]["choices"][0]["message"]["content"] == text


def test_a_seed_repeats_and_temperature_draws(served: Served) -> None:
    def said(**more: Any) -> str:
        return str(served.ask(served.chat(max_tokens=16, **more))[1]["choices"][0]["message"]["content"])

    assert said(seed=5) == said(seed=5) != said(seed=6)
    assert said(temperature=0, seed=1) == said(temperature=0, seed=2) == said(seed=3, top_p=0)


def test_requests_share_a_batch_and_get_what_they_get_alone(served: Served) -> None:
    bodies = [served.chat(f"{'Iron can ' * n}", temperature=0, max_tokens=12 + n) for n in range(6)]
    alone = [served.ask(body)[1]["choices"][0]["message"]["content"] for body in bodies]
    with ThreadPoolExecutor(6) as threads:
        together = [f.result() for f in [threads.submit(served.ask, body) for body in bodies]]
    assert [found["choices"][0]["message"]["content"] for _, found in together] == alone


def test_a_chat_template_is_used_and_long_chats_are_read_once(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    lm.tokenizer.chat_template = TEMPLATE
    with serving(lm) as served:
        reply = asked(served, system("Sell boots. " * 20), user("Hi"), max_tokens=5)
        head = "<system>" + "Sell boots. " * 20 + "\n"
        assert reply.text == plainly(lm, "<user>Hi\n<reply>", 5, lm.tokens(head))
        assert lm.tokens(head) in lm._pages
        lm.tokenizer.chat_template = "{{ raise_exception('roles must alternate') }}"
        status, found = served.ask(served.chat())
    assert status == 400 and "roles must alternate" in found["error"]["message"]


def test_the_agents_own_chat_is_read_as_in_training(tiny_model: Path, shop: Observation) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    lm.tokenizer.chat_template = TEMPLATE
    context = Context(Task.make("Open the boots.", "http://x/"), shop)
    page = render(shop, 400, lambda text: len(lm.tokens(text)), chat_prompt.numbered(shop.elements))
    rows = chat_prompt.messages(context, page, now=False, before=(), in_parts=False)
    request = Asked("tiny", tuple((m["role"], m["content"].replace(chat_prompt.SPLIT, "")) for m in rows))
    for apart in (True, False):
        read = ChatReader(lm, 400, 0, apart=apart).read(context)
        wanted, stops = Prompts(lm, prompt.parts, chat_prompt.page_end, apart).wanted(request)
        assert (wanted.head, wanted.tail, stops) == (read.prefix, read.prompt, ())
        assert bool(wanted.head) is apart


@pytest.mark.parametrize(
    ("change", "status", "words", "param"),
    [
        ({"model": "gpt-9"}, 404, "The model 'gpt-9' does not exist; this server has 'tiny'", "model"),
        ({"messages": []}, 400, "at least one message", "messages"),
        ({"messages": "Hello"}, 400, "must be a list", "messages"),
        ({"messages": [{"role": "tool", "content": "x"}]}, 400, "must be one of system", "messages[0].role"),
        ({"messages": [{"role": "user", "content": 5}]}, 400, "must be a text", "messages[0].content"),
        ({"messages": [{"role": "user", "content": "\ud800"}]}, 400, "half a character", "messages[0].content"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]},
            400,
            "sees no pictures",
            "messages[0].content",
        ),
        ({"temperature": 3}, 400, "from 0 to 2", "temperature"),
        ({"temperature": True}, 400, "from 0 to 2", "temperature"),
        ({"max_tokens": 0}, 400, "whole number from 1", "max_tokens"),
        ({"max_tokens": 5000}, 400, "context is 4096 tokens", "messages"),
        ({"messages": [{"role": "user", "content": "boots " * 4100}]}, 400, "context is 4096 tokens", "messages"),
        ({"stop": ["a", ""]}, 400, "'stop' must be", "stop"),
        ({"stop": list("abcde")}, 400, "at most 4", "stop"),
        ({"stream": "yes"}, 400, "true or false", "stream"),
        ({"n": 2}, 400, "Unsupported parameter: 'n'", "n"),
        ({"tools": [{"type": "function"}]}, 400, "Unsupported parameter: 'tools'", "tools"),
        ({"response_format": {"type": "json_object"}}, 400, "Unsupported parameter", "response_format"),
        ({"seed": "one"}, 400, "whole number", "seed"),
    ],
)
def test_what_is_wrong_is_said_in_openais_shape(
    served: Served, change: dict[str, Any], status: int, words: str, param: str
) -> None:
    got, found = served.ask({**served.chat(), **change})
    assert got == status and words in found["error"]["message"]
    assert found["error"]["param"] == param and found["error"]["type"] == "invalid_request_error"
    assert served.ask(served.chat(max_tokens=1))[0] == 200, "the next request is answered"


def test_bodies_and_addresses_that_are_none(served: Served) -> None:
    assert served.ask(b"{oops")[0] == 400
    assert served.ask(b"[1]")[1]["error"]["message"] == "The body must be a JSON object."
    assert served.ask(None)[0] == 400
    assert served.ask(b"", Content_Length="9999999999")[0] == 413
    assert served.ask(served.chat(), path="/v1/embeddings")[0] == 404
    assert served.ask(None, "GET", "/")[0] == 404
    assert served.ask(served.chat(), Host="evil.example")[0] == 403


def test_models_are_listed(served: Served) -> None:
    status, found = served.ask(None, "GET", "/v1/models")
    assert status == 200 and [m["id"] for m in found["data"]] == ["tiny"] and found["object"] == "list"
    assert served.ask(None, "GET", "/v1/models/tiny")[1]["object"] == "model"
    assert served.ask(None, "GET", "/v1/models/other")[0] == 404


def test_what_the_server_does_not_know_is_left_out_by_our_client(served: Served) -> None:
    assert asked(served, form=Record((("answer", Text()),)), max_tokens=3).tokens_out == 3


def test_a_key_is_asked_for(lm: LanguageModel) -> None:
    with serving(lm, key="right-key") as served:
        assert asked(served, key="right-key", max_tokens=2).tokens_out == 2
        with pytest.raises(ChatFault, match="refused the key") as caught:
            asked(served, key="wrong-key")
        assert caught.value.trouble is Trouble.KEY
        status, found = served.ask(None, "GET", "/v1/models")
        assert status == 401 and found["error"]["code"] == "invalid_api_key"


def test_as_many_wait_as_may_wait(lm: LanguageModel) -> None:
    with serving(lm, at_once=1, waiting=1) as served:
        body = served.chat(temperature=0, max_tokens=2000)
        with ThreadPoolExecutor(4) as threads:
            futures = [threads.submit(served.ask, body) for _ in range(4)]
            statuses = []
            while 429 not in statuses:
                statuses = [f.result()[0] for f in futures if f.done()]
            served.server.over.set()
            served.writer.end()
            found = [f.result() for f in futures]
    assert sorted({status for status, _ in found}) == [429, 503]
    assert next(row for status, row in found if status == 503)["error"]["message"] == "The server was stopped."


def test_who_leaves_is_not_written_for(lm: LanguageModel) -> None:
    with serving(lm, at_once=1) as served:
        body = json.dumps(served.chat(temperature=0, max_tokens=4000, stream=True)).encode()
        with socket.create_connection(("127.0.0.1", served.server.server_address[1])) as client:
            head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
            client.sendall(head.encode() + body)
            assert b"chat.completion.chunk" in client.recv(4096) + client.recv(4096)
        assert served.ask(served.chat(max_tokens=2))[0] == 200, "4000 tokens would have come first"


def test_a_model_that_fails_is_said_and_the_next_request_is_answered(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    with serving(lm) as served:
        head, lm.head = lm.head, lm.head[:, :3]
        status, found = served.ask(served.chat())
        lm.head = head
        assert (status, found["error"]["type"]) == (500, "server_error")
        assert len(served.faults) == 1 and "terminal says more" in found["error"]["message"]
        assert served.ask(served.chat(max_tokens=2))[0] == 200


def test_a_port_that_is_taken_is_said(served: Served) -> None:
    with pytest.raises(EnvironmentFault, match=r"cannot be served on 127\.0\.0\.1, port"):
        ChatServer("other", port=served.server.server_address[1])
