"""From the settings of a role (judge, proposer) to a client of its endpoint."""

from __future__ import annotations

from paestudio.chat import keys
from paestudio.chat.client import ChatClient
from paestudio.chat.endpoint import Endpoint
from paestudio.chat.ledger import Ledger, Prices
from paestudio.config import RunConfig
from paestudio.core.errors import UserError


def client(config: RunConfig, role: str) -> ChatClient:
    """A client for a role, with its key, budget and prices. Raises UserError or EnvironmentFault."""

    def of(name: str) -> object:
        return getattr(config, f"{role}_{name}")

    if not of("url"):
        raise UserError(
            f"The {role} is to be a model, and it is not said where.", f"Give --{role}-url and --{role}-model."
        )
    endpoint = Endpoint.make(
        str(of("url")),
        str(of("model")),
        dialect="" if of("api") == "auto" else of("api"),
        key_name=keys.check_name(str(of("key_name"))),
        max_tokens=of("max_tokens"),
        images=of("images"),
        seconds=config.endpoint_seconds,
        retries=config.endpoint_retries,
        parallel=config.endpoint_parallel,
    )
    prices = Prices(config_number(of("price_in")), config_number(of("price_out")))
    money = config_number(of("budget_money"))
    if money and not prices:
        raise UserError(f"--{role}-budget-money needs prices.", f"Give --{role}-price-in and --{role}-price-out.")
    ledger = Ledger(tokens=int(config_number(of("budget_tokens"))), money=money, prices=prices, role=role)
    return ChatClient(endpoint, keys.find(endpoint), ledger)


def config_number(value: object) -> float:
    """A setting that the declaration says is a number."""
    assert isinstance(value, (int, float))
    return float(value)
