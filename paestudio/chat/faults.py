"""What goes wrong between us and an endpoint, by what a person can do about it."""

from __future__ import annotations

from enum import StrEnum

from paestudio.core.errors import EnvironmentFault


class Trouble(StrEnum):
    """Kinds of trouble. The ones in LASTING come back for every request until a person changes something."""

    KEY = "key"  # none, or refused
    DOWN = "down"  # nobody answers there
    SLOW = "slow"  # no answer within the time
    LIMITED = "limited"  # too many requests
    SERVER = "server"  # 5xx
    REQUEST = "request"  # 4xx: the model or a field of the request is not to its liking
    REPLY = "reply"  # what came back is not a chat reply
    LENGTH = "length"  # the request is longer than the model reads
    LARGE = "large"  # the reply is larger than any reply should be
    BUDGET = "budget"  # what we may spend is spent


LASTING = frozenset({Trouble.KEY, Trouble.DOWN, Trouble.REQUEST, Trouble.BUDGET})


class ChatFault(EnvironmentFault):
    """A request that got no usable reply, after all retries. The text never contains the key."""

    def __init__(self, trouble: Trouble, message: str, fix: str = "") -> None:
        super().__init__(message, fix)
        self.trouble = trouble

    @property
    def lasting(self) -> bool:
        """Whether the next request would end the same way."""
        return self.trouble in LASTING
