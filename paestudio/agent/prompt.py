"""What the model reads: worked examples and the page first (cached), then the task, what was done, and "Next:"."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from paestudio.agent.labels import short
from paestudio.agent.near import near
from paestudio.agent.page_text import PageText
from paestudio.agent.spell import told
from paestudio.core.protocols import Context
from paestudio.core.records import Element, Observation, Step

HISTORY = 6


@cache
def examples() -> str:
    """The worked examples that every page is put after."""
    return (files("paestudio.agent") / "prompts" / "examples.txt").read_text(encoding="utf-8")


def after_page(context: Context, page: PageText) -> str:
    """The part of the prompt that changes from step to step."""
    out = ["", f"Task: {context.task.instruction}"]
    if shared := near(context.task.instruction, page.lines):
        out.append(f"Near: {'; '.join(shared)}")
    if fields := _fields(context.observation, page.labels):
        out.append(f"Fields: {fields}")
    for note in context.observation.notes:
        out.append(f"Note: {short(note, 120)}")
    if problem := context.observation.last_error or _last_format_error(context.history):
        out.append(f"Problem: {short(problem, 120)}")
    done = [told(step)[:90] for step in context.history[-HISTORY:] if step.decision.action]
    out.append(f"Done: {', '.join(done) if done else 'nothing yet'}")
    out.append("Next:")
    return "\n".join(out)


def parts(text: str) -> tuple[tuple[str, ...], str] | None:
    """A whole prompt as it is read: (worked examples and page, the rest); None for a text that is no prompt of ours."""
    head, mark, rest = text.rstrip().rpartition("\nTask: ")
    if not mark or not rest.endswith("\nNext:"):
        return None
    page = head.removeprefix(examples())
    return ((page,) if page == head else (examples(), page)), f"{mark}{rest}"


def _last_format_error(history: tuple[Step, ...]) -> str:
    return history[-1].decision.error if history else ""


def _fields(page: Observation, labels: dict[int, str]) -> str:
    """Fields that hold something, and ticked boxes: what a person would see filled in; no list at its first entry."""
    shown = [_field(e, labels[e.ref]) for e in page.elements if e.ref in labels]
    return ", ".join(part for part in shown if part)


def _field(e: Element, label: str) -> str:
    if "checked" in e.state or "selected" in e.state:
        return f"{label} on"
    if e.options and e.value == e.options[0]:
        return ""
    if e.value and e.role in ("textbox", "searchbox", "combobox", "spinbutton", "slider", "listbox"):
        return f"{label} = {short(e.value, 40)}"
    return ""
