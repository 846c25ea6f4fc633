"""What is said to a model and what it says back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant"]
IMAGE_TOKENS = 1_200  # what a page's screenshot costs with most providers, for estimates


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as the file's own bytes."""

    data: bytes
    kind: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: texts and pictures in order."""

    role: Role
    parts: tuple[str | Image, ...]

    @property
    def text(self) -> str:
        """Its texts, without the pictures."""
        return "\n".join(part for part in self.parts if isinstance(part, str))


def system(text: str) -> Message:
    """What the model is and must do."""
    return Message("system", (text,))


def user(*parts: str | Image) -> Message:
    """What it is asked."""
    return Message("user", parts)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said. `counted` is False when the server gave no token counts and ours are estimates."""

    text: str
    model: str
    tokens_in: int
    tokens_out: int
    counted: bool = True
    cut: bool = False  # it ended because max_tokens was reached
    seconds: float = 0.0
    tries: int = 1


def estimate(messages: tuple[Message, ...]) -> int:
    """Tokens of a request, on the high side: three characters a token, plus the pictures."""
    return sum(
        IMAGE_TOKENS if isinstance(part, Image) else len(part) // 3 + 4
        for message in messages
        for part in message.parts
    )
