"""What a judge gets to see of an episode: task, criteria, recorded actions, the last pages, the answer.

Never what the agent thought or said on the way: rewriting only that has fooled judges most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paestudio.chat.slots import Fence, clean, shorten
from paestudio.core.actions import Action, Verb
from paestudio.core.records import Episode, Observation, Step, Stop, Task
from paestudio.evaluator import guards

ANSWER_LENGTH = 500
ACTIONS_SHOWN = 30
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s*")
WHOLE = "The task was carried out, as the pages show; a question is answered, and the answer stands on a page."


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page: where, what it says, and its picture's address in the store."""

    address: str
    title: str
    text: str
    screenshot: str | None = None

    def body(self, limit: int) -> str:
        """As a slot's text."""
        return f"{self.address}\n{self.title}\n{shorten(self.text, limit)}"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a judge sees, cleaned."""

    task: str
    criteria: tuple[str, ...]
    actions: tuple[str, ...]
    pages: tuple[PageShown, ...]  # oldest first; the last is where the episode ended
    answer: str

    @property
    def texts(self) -> list[str]:
        """The pages as evidence is looked for in them."""
        return [f"{page.address}\n{page.title}\n{page.text}" for page in self.pages]

    @property
    def about(self) -> str:
        """What was asked, in all its words."""
        return "\n".join((self.task, *(c for c in self.criteria if c != WHOLE)))


def criteria_of(task: Task) -> tuple[str, ...]:
    """The lines of the task's rubric; without one, one criterion that says it all."""
    lines = [_BULLET.sub("", line).strip() for line in task.rubric.splitlines()]
    return tuple(line for line in lines if line)[:10] or (WHOLE,)


def show(episode: Episode, pages: int, *, guarded: bool = True) -> Shown:
    """The last `pages` different pages (0: all), with what speaks to a judge cut out of them when `guarded`."""
    seen = [_page(step.observation) for step in episode.steps]
    final = episode.final
    if final.url or final.text:
        picture = final.screenshot or (seen[-1].screenshot if seen and _ends_as_seen(episode) else None)
        # What was typed and ticked is in the last observation, the whole text in the final state.
        controls = _controls(episode.steps[-1].observation) if _ends_as_seen(episode) else ""
        seen = seen[:-1] if _ends_as_seen(episode) else seen
        seen.append(PageShown(final.url, final.title, "\n".join(filter(None, (final.text, controls))), picture))
    different: list[PageShown] = []
    for page in seen:
        if different and (different[-1].address, different[-1].text) == (page.address, page.text):
            different.pop()
        different.append(page)
    tidy = guards.cut if guarded else str
    return Shown(
        clean(episode.task.instruction)[:1000],
        tuple(clean(c)[:300] for c in criteria_of(episode.task)),
        tuple(clean(describe(step))[:200] for step in episode.steps)[-ACTIONS_SHOWN:],
        tuple(
            PageShown(clean(p.address)[:300], tidy(clean(p.title)[:200]), tidy(clean(p.text)), p.screenshot)
            for p in different[-pages:]
        ),
        clean(episode.answer or "")[:ANSWER_LENGTH],
    )


def slots(shown: Shown, fence: Fence, page_length: int) -> str:
    """The user's message of a guarded judge: every piece in a slot of its own."""
    parts = [
        fence.slot("TASK", shown.task),
        fence.slot("CRITERIA", "\n".join(f"{n}. {c}" for n, c in enumerate(shown.criteria, 1))),
        fence.slot("ACTIONS", "\n".join(shown.actions) or "(none)"),
        *(fence.slot(f"PAGE {n}", p.body(page_length), page_length + 600) for n, p in enumerate(shown.pages, 1)),
        fence.slot("ANSWER", shown.answer or "(none)"),
    ]
    return "\n\n".join((*parts, f"Page {len(shown.pages)} is where the agent ended. Judge now."))


def plain(shown: Shown, page_length: int) -> str:
    """The same without any guard, as published judges write it."""
    pages = [f"Page {n}: {p.body(page_length)}" for n, p in enumerate(shown.pages, 1)]
    criteria = "\n".join(f"{n}. {c}" for n, c in enumerate(shown.criteria, 1))
    actions = "\n".join(shown.actions)
    return "\n".join(
        (f"Task: {shown.task}", f"Criteria:\n{criteria}", f"Actions:\n{actions}", *pages, f"Answer: {shown.answer}")
    )


def describe(step: Step) -> str:
    """An action in words, with what became of it."""
    action = step.decision.action
    if action is None:
        return "(no action)"
    return _words(action, step.observation) + (f" (failed: {step.error})" if step.error else "")


def _words(action: Action, seen: Observation) -> str:
    element = seen.element(action.ref)
    name = f"{element.role} “{element.name}”" if element else "the page"
    match action.verb:
        case Verb.CLICK:
            return f"clicked {name}"
        case Verb.TYPE:
            return f"typed “{action.text}” into {name}{' and sent it' if action.submit else ''}"
        case Verb.SELECT:
            return f"chose “{action.text}” in {name}"
        case Verb.ANSWER:
            return "gave its answer"
        case _:
            return str(action)


def _ends_as_seen(episode: Episode) -> bool:
    return episode.stop is Stop.ANSWERED and bool(episode.steps)


def _page(seen: Observation) -> PageShown:
    return PageShown(seen.url, seen.title, guards.words(seen).partition("\n")[2], seen.screenshot)


def _controls(seen: Observation) -> str:
    lines = [
        f"{e.role} “{e.name}”{f' = {e.value}' if e.value else ''}{' (checked)' if 'checked' in e.state else ''}"
        for e in seen.elements
        if e.value or "checked" in e.state
    ]
    return "\n".join(("In the page's controls:", *lines)) if lines else ""
