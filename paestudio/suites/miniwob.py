"""MiniWoB++: 125 small pages that give a task, a reward, and an end, served from the `miniwob` package's own files.

The tasks are those that BrowserGym registers. A page is loaded anew for every episode; which problem it poses follows
from the seed in its address. Training and testing take seeds from ranges that do not meet. Success is a raw reward of
1.0 at the end, as in the papers; BrowserGym counts any reward above 0, and draws 34 seeds at most (`BROWSERGYM`).

Source: Liu et al., "Reinforcement Learning on Web Interfaces using Workflow-Guided Exploration", 2018; de Chezelles
et al., "The BrowserGym Ecosystem for Web Agent Research", 2024.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from paestudio.core.errors import UserError
from paestudio.core.records import Check, Task

NAME = "miniwob"
BROWSERGYM_NAME = "miniwob-browsergym"
TWENTY = "twenty"
TEST_SEEDS = 1_000_000  # test pages have seeds from here on, training pages below
BROWSERGYM_RANGE = 34  # its SEED_MAX is written `2 ^ 32`, which in Python is 34


class Split(StrEnum):
    """Which problems of a page: those to learn from, those to measure with, or BrowserGym's."""

    TRAIN = "train"
    TEST = "test"
    BROWSERGYM = "browsergym"


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the 125. `needs`: what it takes beyond words (text: nothing); `category` and `split` are BrowserGym's."""

    name: str
    needs: str
    category: str
    split: str


@cache
def kinds() -> dict[str, Kind]:
    """All of them by name, in BrowserGym's order."""
    lines = (files("paestudio.suites") / "miniwob_tasks.jsonl").read_text(encoding="utf-8").splitlines()
    return {kind.name: kind for kind in (Kind(**json.loads(line)) for line in lines)}


@cache
def twenty() -> tuple[str, ...]:
    """Those that the published figures are trained on: words are enough for them, and one to six actions."""
    return tuple((files("paestudio.suites") / "miniwob_twenty.txt").read_text(encoding="utf-8").split())


def is_address(url: str) -> bool:
    """Whether `url` means these pages: `miniwob`, `miniwob:click-button,click-link`, `miniwob-browsergym`."""
    return url.partition(":")[0] in (NAME, BROWSERGYM_NAME)


def chosen(url: str) -> tuple[Split, list[Kind]]:
    """What an address asks for. After the colon: names of tasks, what they need (`text`, `looks`, …), or `twenty`.

    Raises UserError with the nearest name for one that there is not.
    """
    head, _, tail = url.partition(":")
    every = kinds()
    groups = {kind.needs for kind in every.values()} | {TWENTY}
    picked: dict[str, Kind] = {}
    for word in (w.strip() for w in tail.split(",") if w.strip()):
        if word == TWENTY:
            picked |= {name: every[name] for name in twenty()}
        elif word in groups:
            picked |= {name: kind for name, kind in every.items() if kind.needs == word}
        elif word in every:
            picked[word] = every[word]
        else:
            near = difflib.get_close_matches(word, [*every, *groups], 1)
            fix = f"Did you mean {near[0]!r}?" if near else f"There are {len(every)}; click-button is one."
            raise UserError(f"MiniWoB++ has no task {word!r}.", fix)
    return Split.BROWSERGYM if head == BROWSERGYM_NAME else Split.TEST, list((picked or every).values())


def folder() -> Path:
    """Where the package's pages lie. Raises UserError when it is not installed."""
    found = importlib.util.find_spec("miniwob")  # not imported: that would take gymnasium and selenium along
    for place in (found.submodule_search_locations or []) if found else []:
        if (Path(place) / "html" / "miniwob" / "click-button.html").is_file():
            return Path(place) / "html"
    raise UserError("The MiniWoB++ pages are not installed.", "Install them: pip install 'paestudio[suites]'")


def task(kind: Kind, split: Split, number: int, base: str, instruction: str = "") -> Task:
    """The `number`th problem of a page (from 0) under `base`. What it asks is read from the page when it is played."""
    seed = _seed(kind, split, number)
    mode = "" if split is Split.BROWSERGYM else f"&mode={split}"  # some pages have other wordings for testing
    address = f"{base}/miniwob/{kind.name}.html?seed={seed}{mode}"
    said = instruction or f"MiniWoB++ {kind.name}, problem {number + 1}"
    return Task(f"{kind.name}", said, address, _check(split), kind=kind.needs, origin="file")


def tasks(url: str, base: str, number: int) -> list[Task]:
    """One problem, the `number`th, of every page that the address `url` asks for."""
    split, picked = chosen(url)
    return [task(kind, split, number, base) for kind in picked]


def _check(split: Split) -> Check:
    return {"reward": {"above": 0} if split is Split.BROWSERGYM else 1}


def _seed(kind: Kind, split: Split, number: int) -> int:
    match split:
        case Split.TRAIN:
            return number % TEST_SEEDS
        case Split.TEST:
            return TEST_SEEDS + number
        case _:
            return _browsergym(number + 1)[list(kinds()).index(kind.name)][number]


@cache
def _browsergym(repeats: int) -> Sequence[Sequence[int]]:
    """Seeds of `repeats` problems of each page, as BrowserGym's benchmark draws and its task uses them."""
    import numpy as np

    repeats = max(repeats, 5)  # its benchmark has five; the draws of a page depend on how many the others have
    rng = np.random.RandomState(42)
    drawn = [rng.randint(low=0, high=BROWSERGYM_RANGE, size=repeats) for _ in kinds()]
    return [[int(np.random.RandomState(int(seed)).randint(0, 1_000_000)) for seed in row] for row in drawn]
