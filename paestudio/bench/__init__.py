"""Benchmarks by name: each measures one thing and says it in figures. Add one with a function and a line in BENCHES.

A benchmark gets a Setup and returns a Result. What it needs is imported when it runs, so that the list is quick.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from paestudio.config import RunConfig
from paestudio.core.errors import UserError

if TYPE_CHECKING:
    from paestudio.browser.views import Views

T = TypeVar("T")


class Host(Protocol):
    """Runs a coroutine with the browser that the settings ask for, and gives its result."""

    def __call__(self, main: Callable[[Views | None], Coroutine[Any, Any, T]]) -> T:
        """`main` gets the place for embedded pages, or None for a launched browser."""
        ...


@dataclass(frozen=True, slots=True)
class Setup:
    """What a benchmark is run with. `size` 0: as large as the benchmark thinks right."""

    config: RunConfig
    host: Host
    store: Path
    run: str = ""  # take what a stored run recorded instead of playing anew
    size: int = 0
    tell: Callable[[str], None] = lambda text: None
    quick: bool = False  # tiny inputs: to see that it works, not to measure
    peer: bool = False  # also the peer that needs an environment of its own
    seconds: float = 0.0  # how long to watch; 0: as the benchmark thinks right
    gguf: str = ""  # the model's weights for llama.cpp

    def sizes(self, usual: Sequence[int], quick: Sequence[int]) -> Sequence[int]:
        """Those to measure: the one asked for, else `quick` ones in a quick run, else the `usual`.

        Raises UserError for a size that is none.
        """
        if self.size < 0:
            raise UserError(f"--size must be at least 1, not {self.size}.")
        return (self.size,) if self.size else quick if self.quick else usual


@dataclass(frozen=True, slots=True)
class Result:
    """`figures` are numbers by name, `ratios` compare two of them, `text` is for people."""

    figures: Mapping[str, float]
    text: str
    ratios: Mapping[str, float] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    def json(self, name: str) -> dict[str, Any]:
        """What `paestudio bench NAME --json` prints: figures and ratios by their plain names."""
        return {"name": name, **self.figures, **self.ratios, "details": dict(self.details)}


@dataclass(frozen=True, slots=True)
class Bench:
    """A benchmark and what it measures."""

    about: str
    run: Callable[[Setup], Result]


def _judge(setup: Setup) -> Result:
    from paestudio.bench.judge import run

    return run(setup)


def _rollout(setup: Setup) -> Result:
    from paestudio.bench.rollout import run

    return run(setup)


def _observe(setup: Setup) -> Result:
    from paestudio.bench.observe import run

    return run(setup)


def _update(setup: Setup) -> Result:
    from paestudio.bench.update import run

    return run(setup)


def _generate(setup: Setup) -> Result:
    from paestudio.bench.generate import run

    return run(setup)


def _ui(setup: Setup) -> Result:
    from paestudio.bench.ui import run

    return run(setup)


BENCHES: Mapping[str, Bench] = {
    "rollout": Bench("Steps and resets a second of the environment, beside BrowserGym.", _rollout),
    "observe": Bench("Reading a page, beside Playwright's snapshots and the debug protocol's dumps.", _observe),
    "update": Bench("LoRA updates, beside padded batches of transformers and peft, and TRL.", _update),
    "generate": Bench("Reading prompts and decoding, beside transformers and llama.cpp.", _generate),
    "ui": Bench("How late the window's event loop is: idle, scrolling, training.", _ui),
    "judge": Bench(
        "How often a model judge is fooled, and how often it is right, with its guards and without.", _judge
    ),
}


def find(name: str) -> Bench:
    """The benchmark of that name. Raises UserError with the names there are."""
    if name not in BENCHES:
        near = difflib.get_close_matches(name, BENCHES, 1)
        fix = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(BENCHES)}."
        raise UserError(f"There is no benchmark {name!r}.", fix)
    return BENCHES[name]
