"""The client against the shipped server, over real HTTP: replies, retries, limits, and what it says when it fails."""

from __future__ import annotations

import asyncio
import logging
import pickle
from typing import Any

import pytest

from paestudio.chat import ChatClient, ChatFault, Endpoint, Image, Ledger, Prices, Reply, Trouble, system, user
from paestudio.chat.keys import Secret
from paestudio.chat.standin import StandIn
from paestudio.core.forms import Record

ASKED = [
    system('Reply with {"verdict": "success"}.'),
    user("Task: Open the boots.\nPage 1: /boots\nBoots\nAnswer: done"),
]
KEY = "sk-canary-0123456789abcdef"


async def _ask(base: str, ledger: Ledger | None = None, key: str = "", **rest: Any) -> Reply:
    endpoint = Endpoint.make(base, "stand-in", **{"backoff": 0.01, "seconds": 30.0, **rest})
    async with ChatClient(endpoint, Secret(key) if key else None, ledger) as client:
        return await client.ask(ASKED, seed=1, form=Record(()))


def ask(base: str, ledger: Ledger | None = None, key: str = "", **rest: Any) -> Reply:
    return asyncio.run(_ask(base, ledger, key, **rest))


def test_a_reply_comes_with_what_it_took() -> None:
    ledger = Ledger(prices=Prices(1.0, 10.0))
    with StandIn() as base:
        reply = ask(base, ledger)
    assert '"verdict": "success"' in reply.text and reply.counted and reply.tries == 1
    assert ledger.spent.calls == 1 and ledger.spent.tokens_in == reply.tokens_in > 10
    assert ledger.spent.money == pytest.approx((reply.tokens_in + 10 * reply.tokens_out) / 1e6)


def test_without_counts_tokens_are_estimated_and_it_is_said() -> None:
    ledger = Ledger()
    with StandIn(counts=False) as base:
        reply = ask(base, ledger)
    assert not reply.counted and reply.tokens_in > 10
    assert (ledger.spent.estimated, ledger.spent.money) == (1, None)


@pytest.mark.parametrize("trouble", ["error", "limited", "malformed"])
def test_trouble_that_passes_is_waited_out(trouble: str) -> None:
    server = StandIn(trouble=trouble, times=2)
    with server as base:
        reply = ask(base)
    assert reply.tries == 3 == len(server.requests)


def test_a_server_that_asks_for_too_long_a_pause_is_given_up() -> None:
    server = StandIn(trouble="limited", retry_after=3600)
    with server as base, pytest.raises(ChatFault, match="too many requests") as caught:
        ask(base)
    assert caught.value.trouble is Trouble.LIMITED and len(server.requests) == 1


@pytest.mark.parametrize(
    ("trouble", "kind", "says", "sent"),
    [
        ("error", Trouble.SERVER, "The model crashed", 3),
        ("malformed", Trouble.REPLY, "broken JSON", 3),
        ("html", Trouble.REPLY, "a web page", 1),
        ("huge", Trouble.LARGE, "more than 4 MB", 1),
        ("key", Trouble.KEY, "refused the key", 1),
    ],
)
def test_trouble_that_stays_is_one_clear_sentence(trouble: str, kind: Trouble, says: str, sent: int) -> None:
    server, ledger = StandIn(trouble=trouble), Ledger()
    with server as base, pytest.raises(ChatFault, match=says) as caught:
        ask(base, ledger, retries=2)
    assert caught.value.trouble is kind and caught.value.fix
    assert len(server.requests) == sent
    assert (ledger.spent.calls, ledger.spent.failed) == (0, 1)


def test_a_server_that_hangs_is_given_up() -> None:
    with StandIn(trouble="hang") as base, pytest.raises(ChatFault, match="did not answer within") as caught:
        ask(base, seconds=0.2, retries=1)
    assert caught.value.trouble is Trouble.SLOW and not caught.value.lasting


def test_nobody_there() -> None:
    server = StandIn()
    base = server.start()
    server.stop()
    with pytest.raises(ChatFault, match="Nobody answers") as caught:
        ask(base, retries=0)
    assert caught.value.lasting


def test_a_server_that_lacks_a_field_is_asked_without_it() -> None:
    server = StandIn(trouble="old")
    with server as base:
        ask(base)
    assert [("seed" in r, "response_format" in r) for r in server.requests] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_the_key_is_sent_and_shows_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    server = StandIn(trouble="key")  # it echoes the key, as some do
    with caplog.at_level(logging.DEBUG), server as base, pytest.raises(ChatFault) as caught:
        ask(base, key=KEY)
    assert server.keys == [KEY]
    assert KEY not in str(caught.value) and "***" in str(caught.value)
    assert KEY not in caplog.text
    assert KEY not in f"{Secret(KEY)!r} {Secret(KEY)}"
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))


def test_the_budget_ends_it_before_it_is_passed() -> None:
    server, ledger = StandIn(), Ledger(tokens=1_900, role="judge")
    with server as base:
        ask(base, ledger)
        with pytest.raises(ChatFault, match=r"budget of 1,900 tokens") as caught:
            asyncio.run(_many(base, ledger))
    assert caught.value.trouble is Trouble.BUDGET and "--judge-budget-tokens" in caught.value.fix
    assert ledger.spent.tokens <= 1_900
    assert len(server.requests) == ledger.spent.calls == 3  # 800 tokens promised each: one after the first, two at once


async def _many(base: str, ledger: Ledger) -> None:
    endpoint = Endpoint.make(base, "stand-in")
    async with ChatClient(endpoint, None, ledger) as client:
        done = await asyncio.gather(*(client.ask(ASKED) for _ in range(4)), return_exceptions=True)
    for fault in (one for one in done if isinstance(one, BaseException)):
        raise fault


def test_money_is_a_limit_too() -> None:
    ledger = Ledger(money=0.01, prices=Prices(1.0, 100.0), role="judge")
    with StandIn() as base, pytest.raises(ChatFault, match=r"budget of 0\.01"):
        ask(base, ledger)


def test_pictures_reach_the_server_and_only_a_model_that_takes_them() -> None:
    picture = Image(b"\xff\xd8\xff\xd9")
    server = StandIn()

    async def show(images: bool) -> None:
        async with ChatClient(Endpoint.make(base, "stand-in", images=images)) as client:
            await client.ask([system('"verdict"'), user("Look:", picture)])

    with server as base:
        asyncio.run(show(True))
        with pytest.raises(ChatFault, match="takes no pictures"):
            asyncio.run(show(False))
    parts = server.requests[0]["messages"][1]["content"]
    assert parts[1]["image_url"]["url"] == "data:image/jpeg;base64,/9j/2Q=="
    assert len(server.requests) == 1
