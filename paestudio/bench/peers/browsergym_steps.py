"""Steps and resets of BrowserGym's MiniWoB++ environment; runs in its own environment, started by `bench rollout`.

Asked with {task, chromium, waits, steps, resets}, answers with the seconds of each. Without `waits` the sleeps of its
step and the slow motion of its tasks are set to zero. Each of the two keeps its browser between questions.
"""

from __future__ import annotations

import random
import time
from typing import Any

import browsergym.core.env
import browsergym.miniwob  # registers the tasks
import gymnasium
from playwright.sync_api import BrowserType


class NoSleep:
    """The module `time` with a sleep that does not sleep."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        """At once."""


environments: dict[bool, Any] = {}  # with waits, without
rng = random.Random(0)
chromium = ""
_launch = BrowserType.launch


def launched(self: BrowserType, **more: Any) -> Any:
    """Both browsers of an environment (the page's and its chat's) are the installed one: none need be downloaded."""
    return _launch(self, **{"executable_path": chromium, **more})


BrowserType.launch = launched  # type: ignore[method-assign]


def boxes(seen: dict[str, Any]) -> list[str]:
    """The ids of the boxes that can be ticked."""
    found = []
    for node in seen["axtree_object"]["nodes"]:
        if node.get("role", {}).get("value") == "checkbox" and node.get("browsergym_id"):
            found.append(node["browsergym_id"])
    return found


def environment(task: str, waits: bool) -> Any:
    """The environment, made when it is new."""
    if waits not in environments:
        more: dict[str, Any] = {} if waits else {"slow_mo": 0}
        name = f"browsergym/miniwob.{task}"
        environments[waits] = gymnasium.make(name, headless=True, disable_env_checker=True, **more)
    return environments[waits]


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Reset, then tick boxes."""
    global chromium
    chromium = asked["chromium"]
    browsergym.core.env.time = time if asked["waits"] else NoSleep()
    env = environment(asked["task"], asked["waits"])
    resets, steps, seen = [], [], {}
    for _ in range(asked["resets"]):
        started = time.perf_counter()
        seen, _ = env.reset(seed=rng.randrange(1000))
        resets.append(time.perf_counter() - started)
    for _ in range(asked["steps"]):
        action = f"click({rng.choice(boxes(seen))!r})"
        started = time.perf_counter()
        seen, *_ = env.step(action)
        steps.append(time.perf_counter() - started)
        if seen["last_action_error"]:
            raise SystemExit(seen["last_action_error"])
    return {"steps": steps, "resets": resets}


def end() -> None:
    """Close the browsers."""
    for env in environments.values():
        env.close()
