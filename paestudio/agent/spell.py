"""Spelled actions: the grammar of a page, and how an action is said on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from paestudio.agent.grammar import CopySources, Node, Slot, Tokenize, Trie, press
from paestudio.agent.labels import labels, short
from paestudio.agent.page_text import PageText
from paestudio.core.actions import Action, Verb
from paestudio.core.protocols import Context
from paestudio.core.records import Element, Step

TYPED = ("textbox", "searchbox", "spinbutton")
CHOSEN = ("combobox", "listbox")
DONE = "done"


@dataclass(frozen=True, slots=True)
class Typing:
    """Makes the Type action of one field out of a text."""

    ref: int
    submit: bool

    def __call__(self, text: str) -> Action:
        return Action(Verb.TYPE, self.ref, text, self.submit)


def answering(text: str) -> Action:
    """The ANSWER action."""
    return Action(Verb.ANSWER, text=text)


def words(action: Action, label: str | None) -> str:
    """How the agent says an action on the element of that label."""
    match action.verb:
        case Verb.CLICK:
            return f"click {label}"
        case Verb.TYPE:
            return f"type {label}: {action.text}"
        case Verb.SELECT:
            return f'select {label} "{short(action.text)}"'
        case Verb.PRESS:
            return f"press {action.text}"
        case Verb.SCROLL:
            return f"scroll {action.text}"
        case Verb.BACK:
            return "go back"
        case Verb.ANSWER:
            return DONE if action.text == DONE else f"answer: {action.text}"
        case _:
            return str(action)


def told(step: Step) -> str:
    """What was done at a step, in the agent's words, whoever did it."""
    if step.decision.action is None or step.decision.tokens:
        return step.decision.raw
    return words(step.decision.action, labels(step.observation.elements).get(step.decision.action.ref or 0))


def tried(context: Context) -> frozenset[str]:
    """What was done before on this page as it is now: it led back here, or nowhere.

    Nothing on pages with a reward of their own, which may want one button pressed five times.
    """
    if context.observation.goal:
        return frozenset()
    now = context.observation.looks
    return frozenset(told(step) for step in context.history if step.observation.looks == now)


def build(context: Context, page: PageText, tokenize: Tokenize, text_of: Callable[..., str]) -> Node:
    """The trie of everything that can be said on this page."""
    trie = Trie(tokenize)
    sources = CopySources(context.task.instruction, page.sources, tokenize, text_of)
    before = tried(context)
    for text, action in fixed(context, page):
        if text not in before:
            trie.say(text, action)
    for element in context.observation.elements:
        if element.ref in page.labels and takes_text(element):
            head = f"type {page.labels[element.ref]}"
            if not any(said.startswith(head) for said in before):
                trie.fill(head, Slot(Typing(element.ref, element.submits), sources))
    trie.fill("answer", Slot(answering, sources))
    return trie.close()


def takes_text(element: Element) -> bool:
    """Whether it can be typed into."""
    return (element.role in TYPED or (element.role == "combobox" and not element.options)) and not (
        {"disabled", "readonly"} & set(element.state)
    )


def fixed(context: Context, page: PageText) -> Iterator[tuple[str, Action]]:
    """Every action that is said in fixed words; the first of those with one label."""
    said: set[str] = set()
    for element in context.observation.elements:
        label = page.labels.get(element.ref)
        if label is None or label in said or "disabled" in element.state:
            continue
        said.add(label)
        if element.options:
            for option in dict.fromkeys(element.options):
                yield _with_words(Action(Verb.SELECT, element.ref, option), label)
        elif not takes_text(element):
            yield _with_words(Action(Verb.CLICK, element.ref), label)
    if any("focused" in e.state and takes_text(e) for e in context.observation.elements):
        yield _with_words(press("Enter"))
    top, height, total = context.observation.scroll
    if page.cut and top + height < total - 4:
        yield _with_words(Action(Verb.SCROLL, None, "down"))
    if page.cut and top > 4:
        yield _with_words(Action(Verb.SCROLL, None, "up"))
    if context.history:
        yield _with_words(Action(Verb.BACK))
    yield _with_words(answering(DONE))


def _with_words(action: Action, label: str | None = None) -> tuple[str, Action]:
    return words(action, label), action


def spell(action: Action, context: Context, page: PageText) -> str | None:
    """How the action is said on that page; None when it cannot be said there."""
    if (action.verb is Verb.ANSWER and action.text != DONE) or action.verb is Verb.TYPE:
        label = page.labels.get(action.ref or 0)
        return words(action, label) if label or action.verb is Verb.ANSWER else None
    same = _stand_in(action, page)
    return next((text for text, said in fixed(context, page) if said == same), None)


def _stand_in(action: Action, page: PageText) -> Action:
    """The action on the first element of the same label: two links to one address are one choice."""
    label = page.labels.get(action.ref) if action.ref is not None else None
    if label is None:
        return action
    first = next(ref for ref, name in page.labels.items() if name == label)
    return Action(action.verb, first, action.text, action.submit)
