"""Tries a task's check on a real page: what holds before anything is done, and after its path is walked again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from paestudio.core.actions import Verb
from paestudio.core.check_report import Told, Tried, report
from paestudio.core.checks import Site
from paestudio.core.errors import UserError
from paestudio.core.protocols import Browser, Page
from paestudio.core.records import Step, Task
from paestudio.proposer.sitemap import Move, Spot


async def try_check(
    task: Task, path: Sequence[Step], browser: Browser, site: Site, stopping: Callable[[], bool]
) -> Tried:
    """Open the start page, replay `path`, and ask each key. `stopping` is asked between actions.

    Raises UserError for a task without a check, EnvironmentFault when the site does not answer.
    """
    if not task.check:
        raise UserError("This task has no check to try.", "Edit it and say when it counts as done.")
    moves = [step for step in path if step.decision.action and step.decision.action.verb is not Verb.ANSWER]
    answer = next((s.decision.action.text for s in path if s.decision.action and s not in moves), None)
    page = await browser.open(task.start_url, task.login)
    try:
        before = await _ask(page, task, None, site)
        done, stopped = await _walk(page, moves, stopping)
        after = await _ask(page, task, None if stopped else answer, site) if moves or answer else before
        seen = await page.finish(None)
    finally:
        await page.close()
    return Tried(before, after, len(moves), done, stopped, seen.url, seen.title)


async def _ask(page: Page, task: Task, answer: str | None, site: Site) -> tuple[Told, ...]:
    final = await page.finish(task.check)
    return tuple(await asyncio.to_thread(lambda: list(report(task.check or {}, final, answer, site))))


async def _walk(page: Page, moves: Sequence[Step], stopping: Callable[[], bool]) -> tuple[int, str]:
    """(steps done, why it went no further)."""
    for number, step in enumerate(moves, 1):
        if stopping():
            return number - 1, "it was stopped"
        planned, seen = step.decision.action, await page.observe()
        assert planned is not None
        element = step.observation.element(planned.ref)
        spot = Spot.of(element, step.observation) if element is not None else None
        action = Move(planned.verb, spot, planned.text, planned.submit).action(seen)
        if action is None:
            name = f"{element.role} “{element.name}”" if element is not None else str(planned)
            return number - 1, f"step {number}: {name} is not on {seen.url}"
        if error := await page.act(action, seen):
            return number - 1, f"step {number}: {error}"
    return len(moves), ""
