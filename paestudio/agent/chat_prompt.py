"""What a chat model reads: the rules, the page with its screenshot (one text for every task on it), then the task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from paestudio.agent.labels import short
from paestudio.agent.page_text import PageText
from paestudio.agent.prompt import fields_shown
from paestudio.core.protocols import Context
from paestudio.core.records import Element, Observation, Step

HISTORY = 6
THOUGHT_LENGTH = 160
PAGE, ASK = "The page now:\n", "\nWhat is the next action?"  # how what the user says begins and ends
SPLIT = "\u241e"  # between the page and the rest; no page text has it (see `plain`)


@cache
def rules() -> str:
    """The system prompt."""
    return (files("paestudio.agent") / "prompts" / "thought.txt").read_text(encoding="utf-8").strip()


def numbered(elements: Sequence[Element]) -> dict[int, str]:
    """ref → what the list calls an element: its number, role and name."""
    return {e.ref: f'[{e.ref}] {e.role} "{short(e.name)}"' for e in elements}


def messages(
    context: Context, page: PageText, *, now: bool, before: Sequence[int], in_parts: bool
) -> list[dict[str, Any]]:
    """The conversation, SPLIT after the page. `now`: with a screenshot; `before`: steps whose screenshot is shown.

    Contents are lists of parts for a model that sees, plain texts for others.
    """
    parts: list[dict[str, str]] = [{"type": "image"}] if now else []
    parts.append({"type": "text", "text": f"{PAGE}{page.text}\n{SPLIT}{_task(context, page.labels)}"})
    for step in context.history[-HISTORY:]:
        if step.index in before:
            parts += [{"type": "text", "text": f"\nThe page at step {step.index + 1}:\n"}, {"type": "image"}]
        parts.append({"type": "text", "text": "\n" + _done(step)})
    if problem := _problem(context):
        parts.append({"type": "text", "text": f"\nProblem: {problem}"})
    parts.append({"type": "text", "text": ASK})
    if not in_parts:
        text = "".join(part["text"] for part in parts)
        return [{"role": "system", "content": rules()}, {"role": "user", "content": text}]
    return [{"role": "system", "content": [{"type": "text", "text": rules()}]}, {"role": "user", "content": parts}]


def page_end(text: str) -> int:
    """Where the page ends in what the user says in such a conversation; 0 for a text that is none of ours."""
    ours = text.startswith(PAGE) and text.rstrip().endswith(ASK.strip())
    return text.rfind("\nTask: ") + 1 if ours else 0


def _task(context: Context, labels: Mapping[int, str]) -> str:
    lines = [f"Task: {plain(context.task.instruction)}"]
    if fields := fields_shown(context.observation, labels):
        lines.append(f"Fields: {plain(fields)}")
    lines += [f"Note: {plain(short(note, 120))}" for note in context.observation.notes]
    if not context.history:
        lines.append("You did nothing yet.")
    return "\n".join(lines)


def _done(step: Step) -> str:
    """A step in a line: the thought, the action, and what came of it."""
    said = step.decision
    what = f"Action: {said.action}" if said.action else "no action"
    if said.action is not None and (element := step.observation.element(said.action.ref)):
        what += f" ({element.role} “{short(element.name, 40)}”)"
    thought = f"Thought: {short(said.thought, THOUGHT_LENGTH)} " if said.thought else ""
    failed = f" Failed: {short(step.error, 120)}" if step.error and said.action else ""
    return plain(f"Step {step.index + 1}. {thought}{what}{failed}")


def _problem(context: Context) -> str:
    told = context.observation.last_error or (context.history[-1].decision.error if context.history else "")
    return plain(short(told, 240))


def plain(text: str) -> str:
    """A text of a page or a model, without the sign that divides the prompt."""
    return text.replace(SPLIT, " ")


def shown_reply(context: Context, action: str, element: Element | None) -> str:
    """The reply that a demonstration stands for: its action, and what a person would say of it."""
    where = f" I see {element.role} “{short(element.name, 60)}”." if element else ""
    return f"Thought: The task is: {short(context.task.instruction, 120)}{where}\nAction: {action}"


def pictured(page: Observation) -> tuple[tuple[int, float, float, float, float], ...]:
    """The marks of a screenshot: elements that can be seen and are not covered."""
    return tuple((e.ref, *e.box) for e in page.elements if e.on_screen and e.covered_by is None)
