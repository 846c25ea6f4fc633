"""Steps and resets of BrowserGym's environment; runs in its own environment, started by `bench rollout`.

Asked with {task, url, chromium, waits, steps, resets}, answers with the seconds of each. `task` is a MiniWoB++ page;
without one it is an open-ended task on `url`. Without `waits` the sleep before each observation and the slow motion of
its tasks are set to zero. The first question makes the environment; a reset of its own starts two browsers each time.
"""

from __future__ import annotations

import random
import time
from typing import Any

import browsergym.core
import browsergym.miniwob  # noqa: F401  registers the pages
import gymnasium
from playwright.sync_api import BrowserType

environments: list[Any] = []
latest: dict[str, Any] = {}
rng = random.Random(0)
chromium = ""
_launch = BrowserType.launch


def launched(self: BrowserType, **more: Any) -> Any:
    """Both browsers of an environment (the page's and its chat's) are the installed one: none need be downloaded."""
    return _launch(self, **{"executable_path": chromium, **more})


BrowserType.launch = launched  # type: ignore[method-assign]


def made(asked: dict[str, Any]) -> Any:
    """The environment, after one uncounted reset."""
    global chromium
    if not environments:
        chromium = asked["chromium"]
        more: dict[str, Any] = {} if asked["waits"] else {"slow_mo": 0, "pre_observation_delay": 0.0}
        name = f"browsergym/miniwob.{asked['task']}" if asked["task"] else "browsergym/openended"
        if not asked["task"]:
            more["task_kwargs"] = {"start_url": asked["url"], "goal": "Keep going."}
        environments.append(gymnasium.make(name, headless=True, disable_env_checker=True, **more))
        latest["seen"], _ = environments[0].reset(seed=0)
    return environments[0]


def choices(seen: dict[str, Any], role: str) -> list[str]:
    """The ids of what can be clicked: in view."""
    known = seen["extra_element_properties"]
    found = []
    for node in seen["axtree_object"]["nodes"]:
        bid = node.get("browsergym_id")
        if node.get("role", {}).get("value") == role and known.get(bid, {"visibility": 0})["visibility"] >= 0.5:
            found.append(bid)
    return found


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Reset, then tick boxes or follow links; back where there is none."""
    env = made(asked)
    resets, steps = [], []
    for _ in range(asked["resets"]):
        started = time.perf_counter()
        latest["seen"], _ = env.reset(seed=rng.randrange(1000))
        resets.append(time.perf_counter() - started)
    for _ in range(asked["steps"]):
        started = time.perf_counter()
        found = choices(latest["seen"], "checkbox" if asked["task"] else "link")
        action = f"click({rng.choice(found)!r})" if found else "go_back()"
        latest["seen"], *_ = env.step(action)
        steps.append(time.perf_counter() - started)
        if latest["seen"]["last_action_error"] and asked["task"]:
            raise SystemExit(latest["seen"]["last_action_error"])
    return {"steps": steps, "resets": resets}


def end() -> None:
    """Close the browsers."""
    for env in environments:
        env.close()
