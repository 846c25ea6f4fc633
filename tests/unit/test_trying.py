"""A check is tried by walking the path again on a fresh page."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from paestudio.browser.memory import MemoryBrowser, MemoryContent
from paestudio.core.actions import Action, Verb
from paestudio.core.checks import Site
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Decision, Element, Observation, Step, Task
from paestudio.trying import try_check

PAGES = {
    "http://x/": MemoryContent("Home", {"Boots": "/boots"}),
    "http://x/boots": MemoryContent("Boots", {"Home": "/"}),
}
TASK = Task.make("Open the boots.", "http://x/", {"url": "^/boots$", "answer": "40"})


def path(name: str, answer: str = "40") -> list[Step]:
    """Click on a link of that name, then answer."""
    seen = Observation("http://x/", "Home", (Element(77, "link", name),))
    actions = (Action(Verb.CLICK, 77), Action(Verb.ANSWER, text=answer))
    return [Step(i, seen, Decision(str(action), action)) for i, action in enumerate(actions)]


def tried(task: Task, steps: list[Step], stopping: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return asyncio.run(try_check(task, steps, MemoryBrowser(PAGES), Site("http://x"), lambda: stopping))


def test_along_its_path() -> None:
    done = tried(TASK, path("Boots"))
    assert (done.done, done.steps, done.stopped, done.passes, done.trivial) == (1, 1, "", True, False)
    assert [told.held for told in done.before] == [False, None] and done.url == "http://x/boots"
    assert [told.held for told in tried(TASK, path("Boots", "30")).after] == [True, False]


def test_a_path_that_leads_nowhere_says_where() -> None:
    done = tried(TASK, path("Shoes"))
    assert (done.done, done.stopped) == (0, "step 1: link “Shoes” is not on http://x/")
    assert [told.held for told in done.after] == [False, None]
    assert tried(TASK, path("Boots"), stopping=True).stopped == "it was stopped"


def test_without_a_path_the_start_page_is_asked() -> None:
    done = tried(replace(TASK, check={"url": "^/$"}), [])
    assert done.trivial and done.passes and done.steps == 0


def test_what_cannot_be_tried() -> None:
    with pytest.raises(UserError, match="no check"):
        tried(replace(TASK, check=None), [])
    with pytest.raises(EnvironmentFault):
        tried(replace(TASK, start_url="http://x/nowhere"), [])
