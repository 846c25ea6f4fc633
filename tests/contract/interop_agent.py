"""One agent for two environments: it knows keys, types and action strings, and not whose they are.

The test plays it in ours. Run as a script in an environment with `browsergym-core`, it plays BrowserGym's: it takes
one JSON argument (url, chromium), and prints what it found as one JSON object.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gymnasium
import numpy as np

GOAL = "Order one rye loaf."


def kind(value: Any) -> Any:
    """A value's type as far as an agent depends on it."""
    if isinstance(value, np.ndarray):
        return f"array {value.dtype} of {value.ndim} dimensions"
    if isinstance(value, dict):
        return "dict"
    if isinstance(value, (tuple, list)):
        inner = {json.dumps(kind(one)) for one in value}
        return [type(value).__name__, sorted(inner)]
    return type(value).__name__


def bid(seen: dict[str, Any], role: str, name: str) -> str:
    """The id of an element in the accessibility tree."""
    for node in seen["axtree_object"]["nodes"]:
        is_it = node.get("role", {}).get("value") == role and node.get("name", {}).get("value") == name
        if is_it and node.get("browsergym_id"):
            return str(node["browsergym_id"])
    raise LookupError(f"{role} {name}")


def play(env: Any) -> dict[str, Any]:
    """Fill in the form on the page and send it; what was seen on the way."""
    seen, info = env.reset(seed=3)
    assert isinstance(info, dict) and env.observation_space.contains(seen)
    found: dict[str, Any] = {"kinds": {key: kind(value) for key, value in seen.items()}, "goal": seen["goal"]}
    found["message"] = sorted(seen["chat_messages"][-1])
    found["properties"] = {k: kind(v) for k, v in next(iter(seen["extra_element_properties"].values())).items()}
    found["start"] = [seen["url"], seen["open_pages_titles"], int(seen["active_page_index"][0])]
    errors = []
    actions = [
        lambda: f"fill('{bid(seen, 'textbox', 'Name')}', 'Ada')",
        lambda: f"select_option('{bid(seen, 'combobox', 'Slice')}', 'Thin slices')",
        lambda: f"click('{bid(seen, 'checkbox', 'Wrap as a gift')}')",
        lambda: "scroll(0, 60)",
        lambda: f"press('{bid(seen, 'textbox', 'Name')}', 'Enter')",
        lambda: "go_back()",
        lambda: "click('99999')",
        lambda: "not an action",
        lambda: "noop()",
    ]
    pages, focus = [], []
    for action in actions:
        said = action()
        seen, reward, terminated, truncated, info = env.step(said)
        assert env.observation_space.contains(seen) and seen["last_action"] == said
        assert not terminated and not truncated and float(reward) == 0.0 and "action_exec_stop" in info
        errors.append(bool(seen["last_action_error"]))
        pages.append(seen["url"].rpartition("/")[2])
        focus.append(bool(seen["focused_element_bid"]))
    found |= {"errors": errors, "pages": pages, "focus": focus[:1]}
    seen, *_ = env.step("send_msg_to_user('It is ordered.')")
    found["said"] = [seen["chat_messages"][-1]["role"], seen["chat_messages"][-1]["message"]]
    env.close()
    return found


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """BrowserGym's open-ended task on the same page, in the installed Chromium."""
    from playwright.sync_api import BrowserType

    launch = BrowserType.launch

    def launched(self: Any, **more: Any) -> Any:
        return launch(self, **{"executable_path": asked["chromium"], **more})

    BrowserType.launch = launched  # type: ignore[method-assign]
    env = gymnasium.make(
        "browsergym/openended",
        task_kwargs={"start_url": asked["url"], "goal": GOAL},
        headless=True,
        slow_mo=0,
        disable_env_checker=True,
    )
    found = play(env.unwrapped)
    try:
        from browsergym.utils.obs import flatten_axtree_to_str
    except ImportError:
        return found
    tree = json.loads(asked["tree"])
    return {**found, "printed": flatten_axtree_to_str(tree)}


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(json.loads(sys.argv[1]))) + "\n")
