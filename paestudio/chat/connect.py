"""From the settings of a role (judge, proposer) to the model that is asked: behind an endpoint, or on this machine."""

from __future__ import annotations

from pathlib import Path

from paestudio.chat import keys
from paestudio.chat.asking import Chat
from paestudio.chat.client import ChatClient
from paestudio.chat.endpoint import Endpoint
from paestudio.chat.ledger import Ledger, Prices
from paestudio.chat.local import SAME, LocalChat
from paestudio.chat.patience import Patient
from paestudio.config import RunConfig
from paestudio.core.errors import UserError


def client(config: RunConfig, role: str) -> Chat:
    """Whom a role asks, with its budget and prices. Raises UserError or EnvironmentFault.

    Without an address it is a model on this machine: a `LocalChat`, to be bound once the model is loaded.
    """

    def of(name: str) -> object:
        return getattr(config, f"{role}_{name}")

    prices = Prices(config_number(of("price_in")), config_number(of("price_out")))
    money = config_number(of("budget_money"))
    if money and not prices:
        raise UserError(f"--{role}-budget-money needs prices.", f"Give --{role}-price-in and --{role}-price-out.")
    ledger = Ledger(tokens=int(config_number(of("budget_tokens"))), money=money, prices=prices, role=role)
    if not of("url"):
        return _local(config, role, str(of("model")).strip(), ledger)
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
    return ChatClient(endpoint, keys.find(endpoint), ledger)


def patient(config: RunConfig, role: str) -> Chat:
    """The same for a run, which waits through an outage of an endpoint. Raises UserError or EnvironmentFault."""
    made = client(config, role)
    return Patient(made, role, config.endpoint_wait * 60) if isinstance(made, ChatClient) else made


def _local(config: RunConfig, role: str, model: str, ledger: Ledger) -> LocalChat:
    if not model:
        raise UserError(
            f"The {role} is to be a model, and it is not said which.",
            f"Give --{role}-model {SAME} (the agent's own), a local model, or --{role}-url with --{role}-model.",
        )
    place = SAME if model == config.model else model
    name = config.model if place == SAME else model
    return LocalChat(
        place,
        Path(name).name if Path(name).is_dir() else name,
        max_tokens=int(config_number(getattr(config, f"{role}_max_tokens"))),
        parallel=config.endpoint_parallel,
        images=bool(getattr(config, f"{role}_images")),
        ledger=ledger,
        role=role,
    )


def config_number(value: object) -> float:
    """A setting that the declaration says is a number."""
    assert isinstance(value, (int, float))
    return float(value)
