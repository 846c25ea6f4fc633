"""Spaces of texts, objects and pictures of any size, as BrowserGym's, with samples; and the spaces of `SiteEnv`."""

from __future__ import annotations

from typing import Any

import gymnasium as gym
import numpy as np

TEXTS = ("noop()", "go_back()", "click('1')", "scroll(0, 300)", "send_msg_to_user('done')", "hover('1')", "tea")


class Unicode(gym.Space):  # type: ignore[misc]
    """Any text."""

    def contains(self, x: Any) -> bool:
        """Whether it is a text."""
        return isinstance(x, str)

    def sample(self, mask: Any = None, probability: Any = None) -> str:
        """One of a few texts, most of which are actions."""
        return str(self.np_random.choice(TEXTS))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    __hash__ = None  # type: ignore[assignment]


class AnyDict(Unicode):
    """Any dictionary."""

    def contains(self, x: Any) -> bool:
        """Whether it is a dictionary."""
        return isinstance(x, dict)

    def sample(self, mask: Any = None, probability: Any = None) -> Any:
        """An empty one."""
        return {}


class Float(Unicode):
    """Any float."""

    def contains(self, x: Any) -> bool:
        """Whether it is a float."""
        return isinstance(x, float)

    def sample(self, mask: Any = None, probability: Any = None) -> Any:
        """One between 0 and 1."""
        return float(self.np_random.random())


class Picture(Unicode):
    """uint8 [height, width, 3], of any size."""

    def __init__(self) -> None:
        super().__init__((-1, -1, 3), np.uint8)

    def contains(self, x: Any) -> bool:
        """Whether it is such an array."""
        return isinstance(x, np.ndarray) and x.dtype == np.uint8 and x.ndim == 3 and x.shape[2] == 3

    def sample(self, mask: Any = None, probability: Any = None) -> Any:
        """A small one."""
        return self.np_random.integers(0, 256, (4, 6, 3), dtype=np.uint8)


def observation_space(screenshots: bool) -> gym.spaces.Dict:
    """What `SiteEnv` observes."""
    message = gym.spaces.Dict({"role": Unicode(), "timestamp": Float(), "message": Unicode()})
    spaces: dict[str, Any] = {
        "chat_messages": gym.spaces.Sequence(message),
        "goal": Unicode(),
        "goal_object": gym.spaces.Sequence(AnyDict()),
        "open_pages_urls": gym.spaces.Sequence(Unicode()),
        "open_pages_titles": gym.spaces.Sequence(Unicode()),
        "active_page_index": gym.spaces.Box(low=0, high=255, dtype=int),
        "url": Unicode(),
        "axtree_object": AnyDict(),
        "extra_element_properties": AnyDict(),
        "focused_element_bid": Unicode(),
        "last_action": Unicode(),
        "last_action_error": Unicode(),
        "elapsed_time": gym.spaces.Box(low=0, high=1e9, dtype=float),
    }
    if screenshots:
        spaces["screenshot"] = Picture()
    return gym.spaces.Dict(spaces)
