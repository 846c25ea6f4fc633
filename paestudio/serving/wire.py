"""OpenAI's chat completions: what a request asks for, and how replies and errors are written. Pure functions of JSON.

What this server cannot do is refused in OpenAI's error shape, with the parameter's name: nothing is passed over that
would change the reply. Parameters that change nothing here (`user`, `metadata`, `store`, …) are ignored.

Source: OpenAI, "Chat completions" and "Error codes".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}
STOPS = 4  # most stop texts, as OpenAI's
# Parameter → the values that mean nothing special.
UNSUPPORTED: Mapping[str, tuple[Any, ...]] = {
    "n": (None, 1),
    "tools": (None, []),
    "functions": (None, []),
    "logprobs": (None, False),
    "top_logprobs": (None, 0),
    "logit_bias": (None, {}),
    "frequency_penalty": (None, 0),
    "presence_penalty": (None, 0),
    "response_format": (None, {"type": "text"}),
    "modalities": (None, ["text"]),
    "audio": (None,),
}


class Refusal(Exception):
    """A request that gets an error. `body` is in OpenAI's shape."""

    def __init__(self, status: int, message: str, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.param = param
        self.code = code

    @property
    def body(self) -> dict[str, Any]:
        """{"error": {"message", "type", "param", "code"}}."""
        kinds = {401: "authentication_error", 429: "rate_limit_error"}
        kind = kinds.get(self.status, "server_error" if self.status >= 500 else "invalid_request_error")
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for one reply. `max_tokens` None: as many as the server gives."""

    model: str
    messages: tuple[tuple[str, str], ...]  # (role, text)
    max_tokens: int | None = None
    temperature: float = 1.0
    top_p: float = 1.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    stream: bool = False
    usage: bool = False  # with `stream`: a last chunk with the token counts


def parse(raw: bytes) -> Asked:
    """A request's body. Raises Refusal."""
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError) as e:
        raise Refusal(400, f"The body is not JSON: {e}.") from e
    if not isinstance(row, dict):
        raise Refusal(400, "The body must be a JSON object.")
    for name, harmless in UNSUPPORTED.items():
        if row.get(name) not in harmless:
            raise Refusal(400, f"Unsupported parameter: '{name}'.", name, "unsupported_parameter")
    limit = row.get("max_completion_tokens", row.get("max_tokens"))
    options = row.get("stream_options") or {}
    return Asked(
        model=_text(row, "model"),
        messages=_messages(row.get("messages")),
        max_tokens=None if limit is None else _whole(limit, "max_tokens", 1),
        temperature=_number(row, "temperature", 0, 2),
        top_p=_number(row, "top_p", 0, 1),
        seed=None if row.get("seed") is None else _whole(row["seed"], "seed"),
        stop=_stops(row.get("stop")),
        stream=_flag(row, "stream"),
        usage=isinstance(options, dict) and _flag(options, "include_usage"),
    )


def _messages(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list) or not value:
        raise Refusal(400, "'messages' must be a list of at least one message.", "messages")
    return tuple(_message(one, f"messages[{i}]") for i, one in enumerate(value))


def _message(value: Any, where: str) -> tuple[str, str]:
    if not isinstance(value, dict) or not isinstance(value.get("role"), str):
        raise Refusal(400, f"'{where}' must be an object with 'role' and 'content'.", where)
    if value["role"] not in ROLES:
        known = ", ".join(ROLES)
        raise Refusal(400, f"'{where}.role' must be one of {known}, not '{value['role'][:40]}'.", f"{where}.role")
    content = value.get("content")
    parts: list[Any] = content if isinstance(content, list) else [{"type": "text", "text": content}]
    texts: list[str] = []
    for part in parts:
        kind = part.get("type") if isinstance(part, dict) else None
        if kind != "text":
            raise Refusal(
                400, f"'{where}.content' may have text only: this model sees no pictures.", f"{where}.content"
            )
        if not isinstance(part.get("text"), str):
            raise Refusal(400, f"'{where}.content' must be a text, or a list of text parts.", f"{where}.content")
        if any("\ud800" <= c <= "\udfff" for c in part["text"]):
            raise Refusal(400, f"'{where}.content' has half a character in it.", f"{where}.content")
        texts.append(part["text"])
    return ROLES[value["role"]], "\n".join(texts)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise Refusal(400, f"'{name}' must be a text that is not empty.", name)
    return value


def _whole(value: Any, name: str, low: int | None = None) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or (low is not None and value < low):
        raise Refusal(400, f"'{name}' must be a whole number{f' from {low}' if low is not None else ''}.", name)
    return value


def _number(row: Mapping[str, Any], name: str, low: float, high: float) -> float:
    """Without one it is 1, as OpenAI's."""
    value = 1.0 if row.get(name) is None else row[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise Refusal(400, f"'{name}' must be a number from {low:g} to {high:g}.", name)
    return float(value)


def _flag(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise Refusal(400, f"'{name}' must be true or false.", name)
    return bool(value)


def _stops(value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value or []
    if not isinstance(texts, list) or len(texts) > STOPS or not all(isinstance(t, str) and t for t in texts):
        raise Refusal(400, f"'stop' must be a text, or a list of at most {STOPS} texts that are not empty.", "stop")
    return tuple(texts)


def usage(tokens_in: int, tokens_out: int) -> dict[str, int]:
    """The token counts of a reply."""
    return {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}


def reply(name: str, created: int, model: str, text: str, reason: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """A whole reply."""
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reason}
    return {
        "id": name,
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": [choice],
        "usage": dict(counts),
    }


def chunk(name: str, created: int, model: str, delta: Mapping[str, str] | None, reason: str | None) -> dict[str, Any]:
    """A piece of a streamed reply; `delta` None makes one without choices, for the token counts."""
    choices = [] if delta is None else [{"index": 0, "delta": dict(delta), "logprobs": None, "finish_reason": reason}]
    return {"id": name, "object": "chat.completion.chunk", "created": created, "model": model, "choices": choices}


def models(name: str, created: int) -> dict[str, Any]:
    """The list of the one model there is."""
    return {"object": "list", "data": [model(name, created)]}


def model(name: str, created: int) -> dict[str, Any]:
    """One model."""
    return {"id": name, "object": "model", "created": created, "owned_by": "paestudio"}
