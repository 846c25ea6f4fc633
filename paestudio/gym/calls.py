"""Action strings such as `click('12')`: read as Python's syntax by `ast`, never run.

The names and their parameters are BrowserGym's (de Chezelles et al., "The BrowserGym Ecosystem for Web Agent
Research", 2024, its high-level action set). One call a string.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paestudio.core.actions import Action, Verb

LONGEST_WAIT = 30_000.0  # ms
MUST = object()  # a parameter that must be given
# Action → its parameters in order, with their defaults.
ACTIONS: Mapping[str, Mapping[str, Any]] = {
    "noop": {"wait_ms": None},
    "click": {"bid": MUST, "button": "left", "modifiers": []},
    "fill": {"bid": MUST, "value": MUST, "enable_autocomplete_menu": False},
    "clear": {"bid": MUST},
    "select_option": {"bid": MUST, "options": MUST},
    "press": {"bid": MUST, "key_comb": MUST},
    "keyboard_press": {"key": MUST},
    "upload_file": {"bid": MUST, "file": MUST},
    "scroll": {"delta_x": MUST, "delta_y": MUST},
    "goto": {"url": MUST},
    "go_back": {},
    "send_msg_to_user": {"text": MUST},
    "report_infeasible": {"reason": MUST},
}


class NotAnAction(ValueError):
    """The string is no action that can be done here; the message says why."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Go to an address."""

    url: str


@dataclass(frozen=True, slots=True)
class ScrollBy:
    """Scroll by CSS pixels."""

    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait. None: until the page is quiet."""

    ms: float | None


@dataclass(frozen=True, slots=True)
class Say:
    """A message to the user, which ends the episode; `infeasible`: the task cannot be done."""

    text: str
    infeasible: bool = False


Plan = Action | Visit | ScrollBy | Pause | Say


def parse(text: str) -> Plan:
    """What an action string asks for. Raises NotAnAction."""
    name, given = _call(text)
    match name:
        case "noop":
            ms = given["wait_ms"]
            return Pause(None if ms is None else _number(ms, "wait_ms", 0, LONGEST_WAIT))
        case "click":
            if given["button"] != "left" or given["modifiers"]:
                raise NotAnAction("click takes the left mouse button without modifiers only.")
            return Action(Verb.CLICK, _ref(given["bid"]))
        case "fill":
            if given["enable_autocomplete_menu"]:
                raise NotAnAction("fill types key by key here, so that menus open by themselves.")
            return Action(Verb.TYPE, _ref(given["bid"]), _text(given["value"], "value"))
        case "clear":
            return Action(Verb.TYPE, _ref(given["bid"]))
        case "upload_file":
            return Action(Verb.TYPE, _ref(given["bid"]), _text(given["file"], "file"))
        case "select_option":
            return Action(Verb.SELECT, _ref(given["bid"]), _one(given["options"]))
        case "press":
            return Action(Verb.PRESS, _ref(given["bid"]), _text(given["key_comb"], "key_comb"))
        case "keyboard_press":
            return Action(Verb.PRESS, None, _text(given["key"], "key"))
        case "scroll":
            return ScrollBy(_number(given["delta_x"], "delta_x"), _number(given["delta_y"], "delta_y"))
        case "goto":
            return Visit(_text(given["url"], "url"))
        case "go_back":
            return Action(Verb.BACK)
        case "send_msg_to_user":
            return Say(_text(given["text"], "text"))
        case _:
            return Say(_text(given["reason"], "reason"), infeasible=True)


def _call(text: str) -> tuple[str, dict[str, Any]]:
    """(name, every parameter's value) of one call of literals."""
    try:
        body = ast.parse(text.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
        raise NotAnAction(f"This is no action: {_shown(text)}. An action is a call such as click('12').") from e
    if len(body) != 1:
        raise NotAnAction(f"One action at a time, not {len(body)}.")
    call = body[0].value if isinstance(body[0], ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        raise NotAnAction(f"This is no action: {_shown(text)}. An action is a call such as click('12').")
    name = call.func.id
    if name not in ACTIONS:
        raise NotAnAction(f"There is no action {name} here. Actions: {', '.join(ACTIONS)}.")
    return name, _given(name, call)


def _given(name: str, call: ast.Call) -> dict[str, Any]:
    wants = ACTIONS[name]
    if len(call.args) > len(wants) or any(word.arg not in wants for word in call.keywords):
        raise NotAnAction(f"{name} takes {', '.join(wants) or 'nothing'}.")
    nodes: dict[str, ast.expr] = dict(zip(wants, call.args, strict=False))
    for word in call.keywords:
        if word.arg in nodes:
            raise NotAnAction(f"{name} got {word.arg} twice.")
        nodes[str(word.arg)] = word.value
    missing = [key for key, default in wants.items() if default is MUST and key not in nodes]
    if missing:
        raise NotAnAction(f"{name} needs {', '.join(missing)}.")
    try:
        return {**wants, **{key: ast.literal_eval(node) for key, node in nodes.items()}}
    except (ValueError, TypeError, RecursionError, MemoryError) as e:
        raise NotAnAction(f"{name} takes texts and numbers, nothing that is computed.") from e


def _ref(bid: Any) -> int:
    if isinstance(bid, bool) or not str(bid).isdecimal() or len(str(bid)) > 12:
        raise NotAnAction(f"There is no element {_shown(str(bid))}: an id is a number, such as '12'.")
    return int(bid)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise NotAnAction(f"{name} must be a text in quotes.")
    return value


def _one(options: Any) -> str:
    found = options if isinstance(options, list) else [options]
    if len(found) != 1:
        raise NotAnAction("select_option chooses one option at a time.")
    return _text(found[0], "options")


def _number(value: Any, name: str, low: float = -1e6, high: float = 1e6) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise NotAnAction(f"{name} must be a number from {low:g} to {high:g}.")
    return float(value)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat[:60]}{'…' if len(flat) > 60 else ''}”"
