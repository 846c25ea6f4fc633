"""Steps and resets of BrowserGym's MiniWoB++ environment; runs in its own environment, started by `bench rollout`.

Takes one JSON argument (task, chromium, waits, steps, resets), prints one JSON object. Without `waits` the sleeps of
its step and the slow motion of its tasks are set to zero.
"""

from __future__ import annotations

import json
import random
import sys
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


def use_installed(chromium: str) -> None:
    """Both browsers of an environment (the page's and its chat's) are this one: none need be downloaded."""
    launch = BrowserType.launch

    def launched(self: BrowserType, **more: Any) -> Any:
        return launch(self, **{"executable_path": chromium, **more})

    BrowserType.launch = launched  # type: ignore[method-assign]


def boxes(seen: dict[str, Any]) -> list[str]:
    """The ids of the boxes that can be ticked."""
    found = []
    for node in seen["axtree_object"]["nodes"]:
        if node.get("role", {}).get("value") == "checkbox" and node.get("browsergym_id"):
            found.append(node["browsergym_id"])
    return found


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """Reset, then tick boxes."""
    use_installed(asked["chromium"])
    more: dict[str, Any] = {}
    if not asked["waits"]:
        browsergym.core.env.time = NoSleep()
        more["slow_mo"] = 0
    env = gymnasium.make(
        f"browsergym/miniwob.{asked['task']}",
        headless=True,
        disable_env_checker=True,
        **more,
    )
    resets, rng, step_seconds = [], random.Random(0), 0.0
    for seed in range(asked["resets"]):
        started = time.perf_counter()
        seen, _ = env.reset(seed=seed)
        resets.append(time.perf_counter() - started)
    for _ in range(asked["steps"]):
        action = f"click({rng.choice(boxes(seen))!r})"
        started = time.perf_counter()
        seen, *_ = env.step(action)
        step_seconds += time.perf_counter() - started
        if seen["last_action_error"]:
            raise SystemExit(seen["last_action_error"])
    env.close()
    return {"steps": asked["steps"], "step_seconds": step_seconds, "resets": resets}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))) + "\n")
