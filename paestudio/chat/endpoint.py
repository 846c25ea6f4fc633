"""Where a model is asked: address, dialect, model, patience. Holds the name of a key, never the key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from paestudio.core.errors import UserError
from paestudio.core.local_http import is_local

Dialect = Literal["openai", "anthropic"]
EXAMPLES = "http://127.0.0.1:11434 (Ollama), http://127.0.0.1:1234 (LM Studio), https://api.openai.com"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model at one address. `make` checks what a person typed."""

    base: str  # without a slash at the end; with /v1 where the dialect wants it
    model: str
    dialect: Dialect = "openai"
    key_name: str = ""
    max_tokens: int = 800
    seconds: float = 60.0  # for one try
    retries: int = 4
    backoff: float = 1.0  # first pause before a retry, in s; doubled each time
    parallel: int = 4
    images: bool = False  # the model takes pictures

    @staticmethod
    def make(url: str, model: str, **rest: object) -> Endpoint:
        """An endpoint from an address as people know it. Raises UserError."""
        text = url.strip()
        try:
            parts = urlsplit(text if "://" in text else f"http://{text}")
            ok = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            ok = False
        if not ok or any(c.isspace() for c in text):
            raise UserError(f"{url!r} is not the address of a model server.", f"Give one like {EXAMPLES}.")
        if parts.username or parts.password or parts.query:
            raise UserError(
                "The address of a model server must not carry a key or password.", "Give the name of the key instead."
            )
        if not model.strip():
            raise UserError(f"Which model at {parts.netloc}?", "Give its name, as the server lists it.")
        dialect = rest.pop("dialect", "") or ("anthropic" if parts.hostname == "api.anthropic.com" else "openai")
        path = parts.path.rstrip("/")
        for tail in ("/chat/completions", "/messages"):
            path = path.removesuffix(tail)
        base = f"{parts.scheme}://{parts.netloc}{path or '/v1'}"
        return Endpoint(base, model.strip(), dialect, **rest)  # type: ignore[arg-type]

    @property
    def host(self) -> str:
        """The host's name."""
        return urlsplit(self.base).hostname or ""

    @property
    def private(self) -> bool:
        """Whether what is sent cannot be read on the way: encrypted, or never leaving this machine."""
        return urlsplit(self.base).scheme == "https" or is_local(self.host)

    def __str__(self) -> str:
        return f"{self.model} at {urlsplit(self.base).netloc}"
