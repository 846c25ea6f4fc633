"""`paestudio bench rollout`: environment steps and resets a second with a scripted policy, on 1, 4 and 8 pages.

A step is what the agent waits for: read the page, decide, act, and let the page settle. On the demo shop a step
follows a random link (a page load each); on MiniWoB++ it ticks a random box, which ends no episode. A reset is a fresh
page with its own cookies, opened on its start address, and giving it back. With `--peer` BrowserGym does the same in
turns with us, in an environment of its own, as it comes and with its sleeps and slow motion set to zero; then our
figures are also taken in the very Chromium that it drives (`chromium_…`), and with a photograph a step (`…_photo`),
which it always takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from paestudio import session
from paestudio.agent.scripted import ScriptedPolicy
from paestudio.bench import Result, Setup, environment, measure
from paestudio.bench.gym import Gym, Tally, Turn
from paestudio.bench.table import Table
from paestudio.core.actions import Action, Verb
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.protocols import Browser, Context
from paestudio.core.records import Task
from paestudio.suites import miniwob
from paestudio.suites.pages import PageServer

if TYPE_CHECKING:
    from paestudio.browser.views import Views

PAGES = (1, 4, 8)
ROUNDS, SECONDS, RESETS = 5, 3.0, 3  # on one page: rounds, and seconds of steps and resets in each; more pages: one
QUICK_PAGES, QUICK_ROUNDS, QUICK_SECONDS = (1, 2), 1, 0.5
MINIWOB_TASK = "click-checkboxes-large"
NO_MINIWOB = "MiniWoB++ was left out: install it with `pip install miniwob` (the extra `suites`)."


def run(setup: Setup) -> Result:
    """`shop_4_steps_per_s`, `miniwob_1_resets_per_s`, …; with `--peer` also `browsergym_miniwob_1_steps_per_s`, …"""
    table = Table("Environment steps and resets a second, scripted policy")
    with contextlib.ExitStack() as stack:
        html = _miniwob_pages()
        gym = Gym.start(table, setup) if setup.peer else None
        if gym is not None and html is None:
            try:
                html = environment.add(gym.python, "miniwob", inside="miniwob/html")
            except EnvironmentFault as fault:
                table.note(str(fault))
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
                await _site(table, setup, views, name, url, gym)

        setup.host(main)
    if not setup.peer:
        table.note("BrowserGym was left out: --peer installs it into an environment of its own.")
    return table.result()


def _miniwob_pages() -> Path | None:
    """Where the package's pages lie; None when it is not installed."""
    try:
        return miniwob.folder()
    except UserError:
        return None


async def _site(table: Table, setup: Setup, views: Views | None, name: str, url: str, gym: Gym | None) -> None:
    """One page in turns with the peer, then more pages."""
    seconds, resets = (QUICK_SECONDS, 1) if setup.quick else (SECONDS, RESETS)
    async with contextlib.AsyncExitStack() as stack:
        browser = await stack.enter_async_context(_browser(setup, views, url))
        turns: dict[str, Turn] = {f"{name}_1": lambda: _play(browser, url, 1, seconds, resets)}
        if gym is not None:
            turns[f"{name}_photo_1"] = lambda: _play(browser, url, 1, seconds, 0, photograph=True)
            if setup.config.browser != "launched":
                launched = replace(setup, config=replace(setup.config, browser="launched"))
                chromium = await stack.enter_async_context(_browser(launched, views, url))
                turns[f"chromium_{name}_1"] = lambda: _play(chromium, url, 1, seconds, resets)
            turns |= gym.turns(name, url, resets, stack.enter_context(contextlib.ExitStack()))
        await _one_page(table, setup, turns)
        for count in setup.sizes(PAGES, QUICK_PAGES):
            if count == 1:
                continue
            setup.tell(f"{name}: {count} pages")
            _add(table, f"{name}_{count}", [await _play(browser, url, count, seconds, resets)])
    for key in ("", "photo_", "chromium_"):
        ours = f"chromium_{name}_1" if key == "chromium_" else f"{name}_{key}1"
        for peer in ("browsergym", "browsergym_no_sleep"):
            what = f"{key}{{}}_ahead_of_{peer}_{name}"
            table.ratio(what.format("steps"), f"{ours}_steps_per_s", f"{peer}_{name}_1_steps_per_s")
            table.ratio(what.format("resets"), f"{peer}_{name}_1_reset_ms", f"{ours}_reset_ms")


@contextlib.asynccontextmanager
async def _browser(setup: Setup, views: Views | None, url: str) -> AsyncIterator[Browser]:
    """The browser of the settings, warm: the first page of a browser starts its processes."""
    config = replace(setup.config, pages=max(setup.sizes(PAGES, QUICK_PAGES)))
    browser = await session.open_browser(session.Target(url), config, lambda data: "", views)
    try:
        await (await browser.open(url)).close()
        yield browser
    finally:
        await browser.close()


async def _one_page(table: Table, setup: Setup, turns: dict[str, Turn]) -> None:
    """Everybody in turns, one page each."""
    tallies: dict[str, list[Tally]] = {name: [] for name in turns}
    for number in range(QUICK_ROUNDS if setup.quick else ROUNDS):
        setup.tell(f"{', '.join(turns)}: round {number + 1}")
        for name, turn in list(turns.items()):
            try:
                tallies[name].append(await turn())
            except EnvironmentFault as fault:
                if not name.startswith("browsergym"):
                    raise
                table.note(f"{name} was left out: {fault}")
                del turns[name]
    for name, rounds in tallies.items():
        if rounds:
            _add(table, name, rounds)


def _add(table: Table, name: str, rounds: list[Tally]) -> None:
    rates = [one.steps / one.step_seconds for one in rounds]
    table.add(f"{name}_steps_per_s", measure.median(rates))
    if len(rates) > 2:
        table.add(f"{name}_steps_spread", measure.spread(rates))
    resets = [seconds for one in rounds for seconds in one.resets]
    if resets:
        table.add(f"{name}_reset_ms", measure.median(resets) * 1000)
        table.add(f"{name}_resets_per_s", len(resets) / sum(one.reset_seconds for one in rounds))
        if len(resets) > 2:
            table.add(f"{name}_reset_spread", measure.spread(resets) * 1000)
    if failed := sum(one.failed for one in rounds):
        table.note(f"{name}: {failed} of {sum(one.steps for one in rounds)} actions could not be done.")


async def _play(browser: Browser, url: str, count: int, seconds: float, resets: int, photograph: bool = False) -> Tally:
    """Resets on `count` pages at a time, then steps for `seconds` on pages that are open already."""
    tally = Tally()

    async def reset() -> None:
        for _ in range(resets):
            started = time.perf_counter()
            await (await browser.open(url)).close()  # BrowserGym's reset closes the page before, too
            tally.resets.append(time.perf_counter() - started)

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
            seen = await page.observe(photograph)
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
