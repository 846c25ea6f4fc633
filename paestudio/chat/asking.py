"""What judge and proposer need of a model, wherever it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from paestudio.chat.ledger import Ledger
from paestudio.chat.messages import Message, Reply
from paestudio.core.forms import Form


class Chat(Protocol):
    """A model that is asked: `ChatClient` behind an endpoint, `LocalChat` in this program. Its text says who it is."""

    @property
    def model(self) -> str:
        """Its name."""
        ...

    @property
    def images(self) -> bool:
        """Whether it takes pictures."""
        ...

    @property
    def ledger(self) -> Ledger:
        """What it has cost."""
        ...

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 0,
        temperature: float = 0.0,
        seed: int | None = None,
        form: Form | None = None,
    ) -> Reply:
        """The reply, in that form as far as the model can be held to it. Raises ChatFault when there is none."""
        ...

    async def close(self) -> None:
        """End what it holds."""
        ...
