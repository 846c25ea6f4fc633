"""Episodes on a small shop, as a rollout records them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Decision, Element, Episode, Final, Observation, Step, Stop, Task, Text

HOME = "http://127.0.0.1:9/"
BOOTS = (
    "http://127.0.0.1:9/boots",
    "Leather Boots · Shop",
    ("Leather Boots", "Price: £80.00", "Weight: 1.2 kg", "Free returns within 30 days."),
)
FRONT = (HOME, "Shop", ("Welcome to the shop.", "Boots and tents for every weather."))
Page = tuple[str, str, tuple[str, ...]]
MakeEpisode = Callable[..., Episode]


def observe(page: Page, planted: str = "") -> Observation:
    """A page, with a text of a stranger on it."""
    texts = [*page[2], planted] if planted else page[2]
    links = (Element(1, "link", "Leather Boots", href=BOOTS[0], order=100), Element(2, "link", "Help", order=101))
    return Observation(page[0], page[1], links, tuple(Text(t, i) for i, t in enumerate(texts)))


def play(
    instruction: str = "Open the page of the Leather Boots.",
    *,
    walk: bool = True,
    answer: str | None = "done",
    planted: str = "",
    rubric: str = "",
    thought: str = "",
) -> Episode:
    """An episode that walks to the boots (or stays at home) and answers."""
    pages = [FRONT, BOOTS] if walk else [FRONT]
    steps = [
        Step(i, observe(page, planted), Decision("raw", Action(Verb.CLICK, 1), thought)) for i, page in enumerate(pages)
    ]
    last = Action(Verb.ANSWER, text=answer or "") if answer is not None else Action(Verb.WAIT)
    steps[-1] = Step(len(pages) - 1, observe(pages[-1], planted), Decision("raw", last, thought))
    end = pages[-1]
    final = Final(end[0], "\n".join((*end[2], planted, "Help")), end[1])
    stop = Stop.ANSWERED if answer is not None else Stop.STEP_LIMIT
    task = Task.make(instruction, HOME, None, rubric=rubric)
    return Episode(f"e{abs(hash((instruction, walk, answer, planted)))}", task, tuple(steps), stop, answer, final)


@pytest.fixture
def episode() -> MakeEpisode:
    """Makes episodes."""
    return play
