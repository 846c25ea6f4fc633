"""`paestudio bench observe`: how long reading a page takes, beside Playwright's snapshots and the protocol's dumps.

All read the same page in the same browser, in turns; a text of the page changes before each reading, so that nobody
gains by remembering. The floor is one empty call to the page.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from paestudio import session
from paestudio.bench import Result, Setup, measure
from paestudio.bench.pages import LocalSite, generated
from paestudio.bench.table import Table
from paestudio.browser.page import SitePage

if TYPE_CHECKING:
    from paestudio.browser.views import Views

SIZES = (100, 1_000, 1_500, 10_000)
QUICK_SIZES = (100, 300)
ROUNDS, SECONDS = 9, 20.0  # for one size
CHANGE = "(text) => { document.querySelector('h3').textContent = text; }"
PEERS = ("aria", "aria_ai", "dom_snapshot", "ax_tree")
PATIENCE = 60_000  # milliseconds: what the slowest of them may take

Read = Callable[[], Awaitable[object]]


def run(setup: Setup) -> Result:
    """Milliseconds: `ours_1000`, `aria_ai_1000`, …; the ratio `ours_ahead_of_aria_ai_1000` is theirs over ours."""
    table = Table("Reading a page, medians in milliseconds")
    sizes = setup.sizes(SIZES, QUICK_SIZES)
    rounds, seconds = (measure.LEAST_ROUNDS, 1.0) if setup.quick else (ROUNDS, setup.seconds or SECONDS)
    config = replace(setup.config, pages=1, action_seconds=60.0)

    async def main(views: Views | None) -> None:
        with LocalSite(generated) as base:
            browser = await session.open_browser(session.Target(base), config, lambda data: "", views)
            try:
                for nodes in sizes:
                    setup.tell(f"{nodes} nodes")
                    page = await browser.open(f"{base}/{nodes}")
                    assert isinstance(page, SitePage)
                    await _one(table, nodes, page, rounds, seconds)
                    await page.close()
            finally:
                await browser.close()

    setup.host(main)
    table.note("round_trip is an empty call to the page: no reading can be quicker. Aim: ours_1500 below 30.")
    return table.result()


async def _one(table: Table, nodes: int, page: SitePage, rounds: int, seconds: float) -> None:
    """All readings of one page."""
    readers = await _readers(page)
    for read in readers.values():  # once uncounted: the first call of each sets something up
        await read()
    times: measure.Times = {name: [] for name in readers}
    end = time.monotonic() + seconds
    for done in range(rounds):
        if done >= measure.LEAST_ROUNDS and time.monotonic() > end:
            break  # the 10,000 nodes take long
        for name, read in readers.items():
            await page.current.evaluate(CHANGE, f"{name} {done}")
            times[name].append(await measure.timed(read))
    table.add(f"elements_{nodes}", float(await page.current.evaluate("document.getElementsByTagName('*').length")))
    for name, values in times.items():
        table.add(f"{name}_{nodes}", measure.median(values) * 1000)
        if len(values) > 2:
            table.add(f"{name}_spread_{nodes}", measure.spread(values) * 1000)
    for peer in PEERS:
        table.ratio(f"ours_ahead_of_{peer}_{nodes}", f"{peer}_{nodes}", f"ours_{nodes}")


async def _readers(page: SitePage) -> dict[str, Read]:
    """Name → one reading of the page as it is now."""
    shown = page.current
    wire = await shown.context.new_cdp_session(shown)

    async def aria() -> object:
        return await shown.aria_snapshot(timeout=PATIENCE)

    async def aria_ai() -> object:
        return await shown.aria_snapshot(mode="ai", timeout=PATIENCE)

    async def dom_snapshot() -> object:
        asked = {"computedStyles": [], "includeDOMRects": True, "includePaintOrder": True}
        return await wire.send("DOMSnapshot.captureSnapshot", asked)

    async def ax_tree() -> object:
        return await wire.send("Accessibility.getFullAXTree")

    async def round_trip() -> object:
        return await shown.evaluate("0")

    return {
        "ours": page.observe,
        "aria": aria,
        "aria_ai": aria_ai,
        "dom_snapshot": dom_snapshot,
        "ax_tree": ax_tree,
        "round_trip": round_trip,
    }
