"""Carry out what an action string asked for, and look at the page: the asynchronous half of the environment."""

from __future__ import annotations

import asyncio

from paestudio.browser.page import SitePage
from paestudio.core.actions import Action, Verb
from paestudio.core.origin import origin_of
from paestudio.core.records import Observation
from paestudio.gym.calls import Pause, Plan, Say, ScrollBy, Visit

Look = tuple[Observation, tuple[tuple[str, str], ...]]  # what is seen, and every window's (address, title)


async def do(page: SitePage, plan: Plan, seen: Observation) -> str:
    """ "" or why it failed. Raises BrowserLost. A message is nothing that a page does."""
    match plan:
        case Action():
            return await page.act(plan, seen)
        case Visit(url):
            if not origin_of(url):
                return f"{url[:200]!r} is not a web address: it starts with http:// or https://."
            return await page.visit(url)
        case ScrollBy(dx, dy):
            return await page.scroll_by(dx, dy)
        case Pause(ms):
            if ms is None:
                return await page.act(Action(Verb.WAIT), seen)
            await asyncio.sleep(ms / 1000)
            return ""
        case Say():
            return ""


async def look(page: SitePage, screenshot: bool) -> Look:
    """The page as it is now, settled. Raises BrowserLost."""
    seen = await page.observe(screenshot)
    return seen, await page.windows()
