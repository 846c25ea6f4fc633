"""`paestudio bench rollout`: environment steps and resets a second with a scripted policy, on 1, 4 and 8 pages.

A step is what the agent waits for: read the page, decide, act, and let the page settle. On the demo shop a step
follows a random link (a page load each); on MiniWoB++ it ticks a random box, which ends no episode. A reset is a fresh
page with its own cookies, opened on its start address. BrowserGym does the same in an environment of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from paestudio import session
from paestudio.agent.scripted import ScriptedPolicy
from paestudio.bench import Result, Setup, environment, measure
from paestudio.bench.table import Table
from paestudio.browser.chromium import find_chromium
from paestudio.core.actions import Action, Verb
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.protocols import Browser, Context
from paestudio.core.records import Task
from paestudio.suites import miniwob
from paestudio.suites.pages import PageServer

if TYPE_CHECKING:
    from paestudio.browser.views import Views

PAGES = (1, 4, 8)
STEP_SECONDS, RESETS = 5.0, 4  # for each number of pages; resets for each page
QUICK_PAGES, QUICK_SECONDS = (1, 2), 0.5
MINIWOB_TASK = "click-checkboxes-large"
NO_MINIWOB = "MiniWoB++ was left out: install it with `pip install miniwob` (the extra `suites`)."
PACKAGES = ("browsergym-miniwob==0.14.3",)


@dataclass(slots=True)
class _Tally:
    """What some pages did: resets (seconds each), steps, actions that failed, seconds by the clock."""

    resets: list[float] = field(default_factory=list)
    steps: int = 0
    failed: int = 0
    reset_seconds: float = 0.0
    step_seconds: float = 0.0


def run(setup: Setup) -> Result:
    """`shop_4_steps_per_s`, `miniwob_1_resets_per_s`, …; with `--peer` also `browsergym_steps_per_s` and its kin."""
    table = Table("Environment steps and resets a second, scripted policy")
    with contextlib.ExitStack() as stack:
        html = _miniwob_pages()
        python = _environment(table, setup) if setup.peer else None
        if python is not None and html is None:
            html = environment.add(python, "miniwob", inside="miniwob/html")
        sites = {"shop": stack.enter_context(session.serving("demo")) + "/"}
        if html is None:
            table.note(NO_MINIWOB)
        else:
            server = PageServer(html)
            base = server.start()
            stack.callback(server.stop)
            sites["miniwob"] = f"{base}/miniwob/{MINIWOB_TASK}.html?seed=7"

        async def main(views: Views | None) -> None:
            for name, url in sites.items():
                await _ours(table, setup, views, name, url)

        setup.host(main)
        if python is not None and html is not None:
            _browsergym(table, setup, python, sites["miniwob"].partition("?")[0])
    if not setup.peer:
        table.note("BrowserGym was left out: --peer installs it into an environment of its own.")
    return table.result()


def _miniwob_pages() -> Path | None:
    """Where the package's pages lie; None when it is not installed."""
    try:
        return miniwob.folder()
    except UserError:
        return None


async def _ours(table: Table, setup: Setup, views: Views | None, name: str, url: str) -> None:
    """Our browser on one site."""
    pages = QUICK_PAGES if setup.quick else PAGES
    seconds, resets = (QUICK_SECONDS, 1) if setup.quick else (STEP_SECONDS, RESETS)
    config = replace(setup.config, pages=max(pages))
    browser = await session.open_browser(session.Target(url), config, lambda data: "", views)
    try:
        await (await browser.open(url)).close()  # the first page of a browser starts its processes
        for count in pages:
            setup.tell(f"{name}: {count} pages")
            tally = await _play(browser, url, count, seconds, resets)
            table.add(f"{name}_{count}_steps_per_s", tally.steps / tally.step_seconds)
            table.add(f"{name}_{count}_resets_per_s", len(tally.resets) / tally.reset_seconds)
            table.add(f"{name}_{count}_reset_ms", measure.median(tally.resets) * 1000)
            if tally.failed:
                table.note(f"{name}, {count} pages: {tally.failed} of {tally.steps} actions could not be done.")
    finally:
        await browser.close()


async def _play(browser: Browser, url: str, count: int, seconds: float, resets: int) -> _Tally:
    """Resets on `count` pages at a time, then steps for `seconds` on pages that are open already."""
    tally = _Tally()

    async def reset() -> None:
        for _ in range(resets):
            started = time.perf_counter()
            page = await browser.open(url)
            tally.resets.append(time.perf_counter() - started)
            await page.close()

    started = time.perf_counter()
    await asyncio.gather(*(reset() for _ in range(count)))
    tally.reset_seconds = time.perf_counter() - started
    opened = [await browser.open(url) for _ in range(count)]
    policy = ScriptedPolicy(partial(_move, random.Random(0)))
    task = Task.make("Keep going.", url)
    started = time.perf_counter()

    async def step(number: int) -> None:
        page = opened[number]
        while time.perf_counter() - started < seconds or not tally.steps:
            seen = await page.observe()
            action = policy.decide([Context(task, seen)])[0].action
            assert action is not None
            tally.failed += bool(await page.act(action, seen))
            tally.steps += 1

    await asyncio.gather(*(step(i) for i in range(count)))
    tally.step_seconds = time.perf_counter() - started
    for page in opened:
        await page.close()
    return tally


def _move(rng: random.Random, context: Context) -> Action:
    """A random box on the page, else a random link, else back."""
    seen = context.observation
    free = [e for e in seen.elements if e.on_screen and e.covered_by is None and "disabled" not in e.state]
    boxes = [e for e in free if e.role == "checkbox"] if "miniwob" in seen.url else []
    links = [e for e in free if e.role == "link" and e.href.startswith(context.task.start_url)]
    found = boxes or links
    return Action(Verb.CLICK, rng.choice(found).ref) if found else Action(Verb.BACK)


def _environment(table: Table, setup: Setup) -> Path | None:
    """Python of BrowserGym's own environment; None, with a note, when it cannot be made."""
    try:
        python = environment.make("browsergym", PACKAGES, setup.tell)
        environment.add(python, "miniwob", inside="miniwob/html")
        find_chromium()
    except EnvironmentFault as fault:
        table.note(f"BrowserGym was left out: {fault}")
        return None
    return python


def _browsergym(table: Table, setup: Setup, python: Path, page: str) -> None:
    """BrowserGym's environment on the same pages: as it comes, and with its sleeps set to zero."""
    for name, waits in (("browsergym", True), ("browsergym_no_sleep", False)):
        setup.tell(f"{name}: 1 page")
        asked = {
            "task": MINIWOB_TASK,
            "chromium": str(find_chromium()),
            "waits": waits,
            "steps": 2 if setup.quick else 12,
            "resets": 1 if setup.quick else 3,
        }
        try:
            said = environment.ask(python, "browsergym_steps.py", asked, {"MINIWOB_URL": page.rpartition("/")[0] + "/"})
        except EnvironmentFault as fault:
            table.note(f"{name} was left out: {fault}")
            continue
        table.add(f"{name}_steps_per_s", said["steps"] / said["step_seconds"])
        table.add(f"{name}_reset_ms", measure.median(said["resets"]) * 1000)
        table.ratio(f"steps_ahead_of_{name}", "miniwob_1_steps_per_s", f"{name}_steps_per_s")
        table.ratio(f"resets_ahead_of_{name}", f"{name}_reset_ms", "miniwob_1_reset_ms")
