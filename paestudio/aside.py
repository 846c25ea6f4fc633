"""What a person asks for beside the run: a page to show a task on, a check to be tried. A browser alone, no model."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from paestudio.browser.embedded import EmbeddedBrowser
from paestudio.browser.options import BrowserOptions, Login
from paestudio.browser.views import Views
from paestudio.core.check_report import Tried
from paestudio.core.checks import Site
from paestudio.core.controls import ASIDE
from paestudio.core.hands import Gestures, Recorded
from paestudio.core.origin import written_origin
from paestudio.core.records import Step, Task
from paestudio.core.site_folder import is_site, split
from paestudio.following import Follower
from paestudio.session import Target, hosting, logins_of
from paestudio.store import Store, queries
from paestudio.store.blobs import Blobs
from paestudio.suites import sitefile
from paestudio.trying import try_check


@dataclass(frozen=True, slots=True)
class Errand:
    """Where it happens. `site` is the run's address; `live`: the run goes on, so its site is being served."""

    site: str
    url: str
    store_folder: Path
    live: bool = False
    login: str | None = None  # who the page is opened as

    @property
    def origin(self) -> str:
        """scheme://host:port of the page that is opened."""
        return written_origin(self.url)


async def record(errand: Errand, views: Views, gestures: Gestures) -> Recorded | None:
    """Follow a person on the page until they are done; None when they gave up. Raises EnvironmentFault."""
    async with _browser(errand, views) as (browser, _):
        began = time.time()
        page = await browser.open(errand.url, errand.login)
        try:
            follower = Follower(page, gestures, screenshots=True)
            return await follower.recorded(began) if await follower.run() else None
        finally:
            await page.close()


async def check(
    errand: Errand, views: Views, task: Task, run: str, path: str, stopping: Callable[[], bool]
) -> Tried | None:
    """Try a task's check, along the stored episode `path` if there is one; None when it was stopped.

    Raises EnvironmentFault, and UserError for a task without a check.
    """
    steps: Sequence[Step] = ()
    if path:
        with Store.open(errand.store_folder, write=False) as store:
            steps = queries.episode(store, run, path).steps
    async with _browser(errand, views) as (browser, site):
        tried = await try_check(task, steps, browser, site, stopping)
    return None if stopping() else tried


@contextlib.asynccontextmanager
async def _browser(errand: Errand, views: Views) -> AsyncIterator[tuple[EmbeddedBrowser, Site]]:
    """One page of its own, beside those of a run; a site that only this program serves is started for it."""
    async with contextlib.AsyncExitStack() as stack:
        target = Target(errand.url, _logins(errand.site))
        if not errand.live:
            target = await stack.enter_async_context(hosting(errand.site, urlsplit(errand.url).port or 0))
        options = BrowserOptions(errand.origin, slots=1, first_slot=ASIDE, logins=target.logins)
        browser = await EmbeddedBrowser.start(options, Blobs(errand.store_folder / "blobs").save, views)
        try:
            yield browser, Site(errand.origin, target.data)
        finally:
            await browser.close()


def _logins(site: str) -> Mapping[str, Login]:
    """The logins of a site that is a folder; of any other none are known here."""
    return logins_of(sitefile.read(split(site)[1] / "site.json")) if is_site(site) else {}
