"""The two dialects: how a request is written and how a reply is read. Pure functions of JSON.

Sources: OpenAI's "Chat completions" (also spoken by Ollama, LM Studio, vLLM, llama.cpp), Anthropic's "Messages".
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paestudio.chat.endpoint import Endpoint
from paestudio.chat.messages import Image, Message

ANTHROPIC_VERSION = "2023-06-01"
PATHS = {"openai": "/chat/completions", "anthropic": "/messages"}
RENAMED = {"max_tokens": "max_completion_tokens"}  # newer models of OpenAI's want the second
OPTIONAL = ("seed", "temperature", "response_format")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the reply should be made. `seed` and `json_only` are wishes: not every server knows them."""

    max_tokens: int
    temperature: float = 0.0
    seed: int | None = None
    json_only: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a reply that matter. Token counts are None when the server gave none."""

    text: str
    model: str
    tokens_in: int | None
    tokens_out: int | None
    cut: bool


class NotAReply(ValueError):
    """JSON, but not of a chat reply."""


def headers(endpoint: Endpoint, key: str) -> dict[str, str]:
    """The headers that carry the key."""
    if endpoint.dialect == "anthropic":
        return {"anthropic-version": ANTHROPIC_VERSION, **({"x-api-key": key} if key else {})}
    return {"authorization": f"Bearer {key}"} if key else {}


def body(endpoint: Endpoint, messages: Sequence[Message], wanted: Wanted) -> dict[str, Any]:
    """The request."""
    if endpoint.dialect == "anthropic":
        first = [m.text for m in messages if m.role == "system"]
        made: dict[str, Any] = {
            "model": endpoint.model,
            "max_tokens": wanted.max_tokens,
            "temperature": min(1.0, wanted.temperature),
            "messages": [
                {"role": m.role, "content": [_anthropic(p) for p in m.parts]} for m in messages if m.role != "system"
            ],
        }
        return {**made, "system": "\n\n".join(first)} if first else made
    made = {
        "model": endpoint.model,
        "max_tokens": wanted.max_tokens,
        "temperature": wanted.temperature,
        "messages": [{"role": m.role, "content": _openai(m)} for m in messages],
    }
    if wanted.seed is not None:
        made["seed"] = wanted.seed
    if wanted.json_only:
        made["response_format"] = {"type": "json_object"}
    return made


def read(endpoint: Endpoint, data: Any) -> Said:
    """The reply. Raises NotAReply."""
    try:
        return _read_anthropic(data) if endpoint.dialect == "anthropic" else _read_openai(data)
    except (KeyError, IndexError, TypeError, AttributeError) as e:
        raise NotAReply(f"{type(e).__name__}: {e}") from e


def complaint(data: Any) -> str:
    """What an error reply says, "" when it says nothing readable."""
    if not isinstance(data, Mapping):
        return ""
    error = data.get("error", data.get("detail", data.get("message", "")))
    if isinstance(error, Mapping):
        error = error.get("message", "")
    return re.sub(r"\s+", " ", error).strip()[:300] if isinstance(error, str) else ""


def without(request: Mapping[str, Any], said: str) -> dict[str, Any] | None:
    """The request without the field that the server says it does not support; None when that is not what it says."""
    if not re.search(r"(?i)support|unknown|unrecognized|not permitted|invalid|must be|extra", said):
        return None
    for old, new in RENAMED.items():
        if new in said and old in request:
            return {**{k: v for k, v in request.items() if k != old}, new: request[old]}
    for name in OPTIONAL:
        if name in said and name in request:
            return {k: v for k, v in request.items() if k != name}
    return None


def _openai(message: Message) -> Any:
    if all(isinstance(part, str) for part in message.parts):
        return message.text
    return [
        {"type": "text", "text": part}
        if isinstance(part, str)
        else {"type": "image_url", "image_url": {"url": _url(part)}}
        for part in message.parts
    ]


def _anthropic(part: str | Image) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    source = {"type": "base64", "media_type": part.kind, "data": base64.b64encode(part.data).decode()}
    return {"type": "image", "source": source}


def _url(image: Image) -> str:
    return f"data:{image.kind};base64,{base64.b64encode(image.data).decode()}"


def _read_openai(data: Any) -> Said:
    choice = data["choices"][0]
    content = choice["message"].get("content")
    if isinstance(content, list):
        content = "".join(part.get("text", "") for part in content)
    if content is None:
        content = choice["message"].get("refusal") or ""
    if not isinstance(content, str):
        raise NotAReply("its content is no text")
    usage = data.get("usage") or {}
    cut = choice.get("finish_reason") == "length"
    return Said(
        content, str(data.get("model", "")), _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"), cut
    )


def _read_anthropic(data: Any) -> Said:
    text = "".join(part["text"] for part in data["content"] if part.get("type") == "text")
    usage = data.get("usage") or {}
    cached = [_count(usage, f"cache_{what}_input_tokens") or 0 for what in ("creation", "read")]
    fresh = _count(usage, "input_tokens")
    tokens_in = None if fresh is None else fresh + sum(cached)
    cut = data.get("stop_reason") == "max_tokens"
    return Said(text, str(data.get("model", "")), tokens_in, _count(usage, "output_tokens"), cut)


def _count(usage: Any, name: str) -> int | None:
    value = usage.get(name)
    return value if isinstance(value, int) and 0 <= value < 10**9 else None
