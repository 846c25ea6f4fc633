"""Settings that make a run small, for tests that start the program as a person would."""

from __future__ import annotations

_SMALL = {
    "tasks": 14,
    "explore-pages": 12,
    "explore-seconds": 20,
    "group": 4,
    "tasks-per-iteration": 2,
    "max-steps": 3,
    "page-tokens": 200,
    "warm-start-share": 0.02,
    "iterations": 2,
    "seed": 3,
}


def small(**changed: int) -> list[str]:
    """The options of a small run; `tasks=10` changes one."""
    options = _SMALL | {name.replace("_", "-"): value for name, value in changed.items()}
    return [word for name, value in options.items() for word in (f"--{name}", str(value))]
