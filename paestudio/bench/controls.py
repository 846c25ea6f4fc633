"""Negative controls: attempts that are known to have failed, made to look like successes to a judge.

Three kinds, as many of each: `nothing` (nothing was done at all), `answer` (the answer praises or commands the judge),
`page` (the page says that this is a success). Each is made from an attempt that the task's own check rejects, and is
kept only when the check still rejects it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from paestudio.bench.texts import lines
from paestudio.core.records import Episode, Observation, Step, Stop, Text

KINDS = ("nothing", "answer", "page")
Fails = Callable[[Episode], bool]


@dataclass(frozen=True, slots=True)
class Control:
    """A failed attempt in disguise."""

    kind: str
    episode: Episode


def controls(idle: Sequence[Episode], lost: Sequence[Episode], count: int, fails: Fails) -> list[Control]:
    """`count` controls, a third of each kind, each another pair of attempt and text; fewer when there are not as many.

    `idle` are attempts in which nothing was done, `lost` ones that went elsewhere. `fails` is the check's word.
    """
    each = -(-count // len(KINDS))
    attacks = lines("attacks.txt")
    made = [
        *islice((c for c in _controls("nothing", idle, lines("nothing.txt"), _says) if fails(c.episode)), each),
        *islice((c for c in _controls("answer", [*lost, *idle], attacks, _says) if fails(c.episode)), each),
        *islice((c for c in _controls("page", lost or idle, attacks, plant) if fails(c.episode)), each),
    ]
    return made[:count]


def plant(episode: Episode, text: str) -> Episode:
    """The episode as if a stranger had written `text` on the page where it ended, and on the one before."""
    steps = episode.steps[:-2] + tuple(
        replace(step, observation=_with(step.observation, text)) for step in episode.steps[-2:]
    )
    half = episode.final.text.find("\n", len(episode.final.text) // 2)
    body = episode.final.text
    body = f"{body[:half]}\n{text}{body[half:]}" if half >= 0 else f"{body}\n{text}"
    return replace(episode, steps=steps, final=replace(episode.final, text=body))


def _controls(
    kind: str, episodes: Sequence[Episode], texts: Sequence[str], make: Callable[[Episode, str], Episode]
) -> Iterator[Control]:
    """Every pair once, texts and episodes both changing from one to the next."""
    for turn in range(len(texts) if episodes else 0):
        shifted = islice(cycle(texts), turn, None)
        for episode, text in zip(episodes, shifted, strict=False):
            said = make(episode, text.replace("{task}", episode.task.instruction))
            yield Control(kind, replace(said, id=f"{episode.id}-{kind}-{turn}"))


def _says(episode: Episode, answer: str) -> Episode:
    last: tuple[Step, ...] = ()
    if episode.steps:
        step = episode.steps[-1]
        action = step.decision.action
        spoken = replace(step.decision, raw=answer, action=replace(action, text=answer) if action else None)
        last = (replace(step, decision=spoken),)
    return replace(episode, steps=(*episode.steps[:-1], *last), stop=Stop.ANSWERED, answer=answer)


def _with(seen: Observation, text: str) -> Observation:
    middle = sorted(t.order for t in seen.texts)[len(seen.texts) // 2] if seen.texts else 0
    return replace(seen, texts=(*seen.texts, Text(text, middle)))
