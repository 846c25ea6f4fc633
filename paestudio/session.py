"""The only place that picks concrete parts: a site, a browser, a model, a store become a run."""

from __future__ import annotations

import contextlib
import importlib.metadata
import math
import platform
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from paestudio import loop
from paestudio.brain import Brain, lend, load_brain, suited
from paestudio.browser.launched import LaunchedBrowser
from paestudio.browser.options import BrowserOptions, Login
from paestudio.chat.patience import Waits
from paestudio.config import RunConfig, from_mapping, viewport
from paestudio.core import bugs
from paestudio.core.between import with_news
from paestudio.core.checks import Site
from paestudio.core.clock import Clock
from paestudio.core.controls import Add, Controls, Show
from paestudio.core.errors import EnvironmentFault, PaeError, UserError
from paestudio.core.events import Event, Measured, Noticed, PhaseChanged, RunEnded, RunStarted, UpdateMade
from paestudio.core.origin import written_origin
from paestudio.core.protocols import Browser, Panel, Proposer
from paestudio.core.records import Cause, Run, Status
from paestudio.core.site_folder import is_site, split
from paestudio.curriculum import BandSampler
from paestudio.demo import DemoSite
from paestudio.desk import Desk
from paestudio.evaluator.court import Court
from paestudio.learner.trainer import REMEMBERED, LoraLearner
from paestudio.meter import Meter
from paestudio.phases import Parts
from paestudio.proposer import GroundedProposer
from paestudio.proposer import Limits as ExploreLimits
from paestudio.proposer.choose import Inventor
from paestudio.store import Recorder, Store, queries, takein
from paestudio.suites import miniwob, sitefile
from paestudio.suites.pages import PageServer
from paestudio.suites.practice import MiniwobProposer
from paestudio.suites.runner import SiteRunner, free_port
from paestudio.summary import Summary

if TYPE_CHECKING:
    from paestudio.browser.views import Views
    from paestudio.store.rows import ResumePoint

EXPLORING_SHARE, PROPOSING_SHARE = 0.2, 0.35  # of a run's time at most; the second includes the first
PACKAGES = ("paestudio", "torch", "transformers", "peft", "PySide6", "playwright")


@dataclass(frozen=True, slots=True)
class Target:
    """The site of a run: where it starts, how to log in, where its data lies when it is ours."""

    home: str
    logins: Mapping[str, Login] = field(default_factory=dict)
    login: str | None = None
    data: Path | None = None
    demand_alive: Callable[[], None] = lambda: None  # raises EnvironmentFault when a site of ours has ended

    @property
    def origin(self) -> str:
        """scheme://host:port."""
        return written_origin(self.home)


@contextlib.contextmanager
def serving(url: str, port: int = 0) -> Iterator[str]:
    """`demo` and `miniwob…` become the address of those pages, served (on `port`, when given) meanwhile."""
    if url != "demo" and not miniwob.is_address(url):
        yield url
        return
    site = DemoSite(port) if url == "demo" else PageServer(miniwob.folder(), port)
    try:
        home = site.start()
    except EnvironmentFault as e:
        fix = "Close the program that uses it; the tasks of this run point there." if port else e.fix
        raise EnvironmentFault(e.message, fix) from e
    try:
        yield home
    finally:
        site.stop()


@contextlib.asynccontextmanager
async def hosting(url: str, port: int = 0) -> AsyncIterator[Target]:
    """As `serving`; a folder with a site's `start.sh` is started too, with fresh data, and brings its logins.

    Raises UserError for a login that it has not, EnvironmentFault when it does not start, or when it ended and
    something failed for that.
    """
    if not is_site(url):
        with serving(url, port) as home:
            yield Target(home)
        return
    login, folder = split(url)
    site = sitefile.read(folder / "site.json")
    if login:
        site.login(login)  # one that there is not is said before anything starts
    async with SiteRunner(folder, port or site_port(site)) as runner:
        home = urljoin(runner.base, site.home)
        try:
            yield Target(home, logins_of(site), login or None, runner.data, runner.demand_alive)
        except PaeError:
            runner.demand_alive()  # a site that is gone explains whatever failed
            raise


def site_port(site: sitefile.SiteFile) -> int | None:
    """The port that a site file wants, or a free one in its place, which is said."""
    given = free_port(site.port) if site.port else None
    if given != site.port:
        sys.stderr.write(f"Port {site.port} of {site.name} is taken; it is started on port {given} instead.\n")
    return given


def logins_of(site: sitefile.SiteFile) -> dict[str, Login]:
    """The logins of a site file as the browser takes them."""
    return {name: Login(one.path, one.fill, one.submit, one.expect) for name, one in site.logins.items()}


async def open_browser(
    target: Target, config: RunConfig, save_blob: Callable[[bytes], str], views: Views | None
) -> Browser:
    """The browser the settings ask for. Raises EnvironmentFault when it cannot be had."""
    options = BrowserOptions(
        origin=target.origin,
        slots=config.pages,
        action_seconds=config.action_seconds,
        offsite=config.allow_offsite,
        logins=target.logins,
        viewport=viewport(config.viewport, sees=False),
    )
    if config.browser == "launched":
        return await LaunchedBrowser.start(options, save_blob)
    if views is None:
        raise UserError("The embedded browser needs a window or a headless host.", "Use --browser launched.")
    from paestudio.browser.embedded import EmbeddedBrowser

    return await EmbeddedBrowser.start(options, save_blob, views)


async def run_events(
    site_url: str,
    config: RunConfig,
    store_folder: Path,
    *,
    views: Views | None,
    controls: Controls,
    resume: str | None = None,
    target: Target | None = None,
) -> AsyncIterator[Event]:
    """Every event of a run, each recorded before it is told. `resume` names a run that goes on.

    Raises PaeError for what a person or the machine can mend; the run is then recorded as failed.
    """
    async with contextlib.AsyncExitStack() as stack:
        store = stack.enter_context(Store.open(store_folder))
        point = queries.resume_point(store, resume) if resume else None
        if point is not None:
            config, site_url = from_mapping(dict(point.run.config)), point.run.site
        hosted = await stack.enter_async_context(hosting(site_url, _port(point)))
        target = replace(hosted, logins=target.logins, login=target.login) if target else hosted
        if point:
            _demand_logins(point, target)
        run = replace(point.run) if point else _new_run(site_url, config)
        with Recorder(store, run.id) as recorder:
            seen: set[type[Event]] = set()
            try:
                told: list[str] = []
                going = _recorded(run, config, target, store, views, controls, point, told.append)
                async for event in with_news(going, lambda: _loading(told)):
                    event = _with_cause(event, target)
                    recorder.record(event)
                    seen.add(type(event))
                    yield event
                    if store.blobs.fault is not None:  # not only an episode: the run cannot go on
                        raise store.blobs.fault
            except BaseException as e:  # whatever breaks a run off is in its record too
                stopped = controls.stopping and isinstance(e, EnvironmentFault)  # what dies while stopping may
                ended = RunEnded("stopped") if stopped else _ended_by(e)
                with contextlib.suppress(PaeError):  # not possible on a full disk; the first fault is told
                    if RunStarted not in seen and point is None:
                        recorder.record(RunStarted(run))
                    if RunEnded not in seen:
                        recorder.record(ended)
                if not stopped:
                    raise
                yield ended


def _demand_logins(point: ResumePoint, target: Target) -> None:
    """Raises UserError when a task of the run is played logged in, and nobody says how."""
    missing = sorted({row.task.login for row in point.tasks if row.task.login} - set(target.logins))
    if missing:
        raise UserError(
            f"The tasks of this run are played as {', '.join(missing)}.", "Give --site FILE with that login again."
        )


def _ended_by(fault: BaseException) -> RunEnded:
    """How the record ends when the run was broken off: by a second Ctrl-C, by the machine or the site, or by a bug."""
    known = fault if isinstance(fault, PaeError) else bugs.machine_fault(fault)
    if known is not None:
        return RunEnded("failed", {"error": known.message, "fix": known.fix})
    if isinstance(fault, Exception):
        return RunEnded("failed", {"error": f"{type(fault).__name__} inside PAE Studio", "fix": "Send the report."})
    return RunEnded("stopped")


def _loading(told: list[str]) -> Iterator[Event]:
    """What a thread that fetches and loads models has told meanwhile."""
    while told:
        yield PhaseChanged("loading", told.pop(0))


async def _recorded(
    run: Run,
    config: RunConfig,
    target: Target,
    store: Store,
    views: Views | None,
    controls: Controls,
    point: ResumePoint | None,
    tell: Callable[[str], None],
) -> AsyncIterator[Event]:
    started = time.monotonic()
    clock = Clock(_seconds(config, point))
    yield PhaseChanged("loading", "the browser and the model", seconds_left=clock.left)
    config = await suited(config, tell)
    court = Court(config, Site(target.origin, target.data), store.blobs.open)
    inventor = Inventor(config, store.blobs.open)
    browser = await open_browser(target, config, store.blobs.save, views)
    try:
        brain = await load_brain(config, run.id, tell, store.blobs.open)
        try:
            await lend(brain, config, tell, court.chat, inventor.chat)
            clock.spent("loading", time.monotonic() - started)
            shown = takein.taken_in(store, run.site, target.home)
            explorer = _explorer(browser, config, target, controls, point)
            proposer = inventor.over(explorer, target.home, target.login, _known(point), shown)
            if miniwob.is_address(run.site):
                proposer = _problems(run, config.seed, browser, target, point)
            parts = _parts(run, config, store, browser, brain, clock, point, proposer, court.panel)
            summary, meter = Summary(), Meter(point.seconds if point else 0.0)
            if point is None and not miniwob.is_address(run.site):
                bring_own(store, run.site, target.home, controls)
            if point:
                for _, _, old in queries.events(store, run.id):
                    summary.see(old)
            try:
                waits = Waits((court.chat, inventor.chat), clock, controls)
                async for event in with_news(loop.run(run, parts, config, controls), waits.news):
                    summary.see(event)
                    if isinstance(event, RunEnded):
                        event = _summed_up(event, summary, started, clock, court, inventor)
                    yield event
                    for sample in await meter.after(event, parts.iteration):
                        yield sample
                    if isinstance(event, (Measured, UpdateMade)):
                        at = event.iteration if isinstance(event, Measured) else parts.iteration
                        for metric in court.metrics(at):
                            yield metric
                    if (trouble := court.trouble()) is not None:
                        controls.stop()
                        yield trouble
            finally:
                await explorer.close()
        finally:
            await court.close()  # whoever speaks with this model has done
            await inventor.close()
            brain.thread.shutdown()
    finally:
        await browser.close()
        await court.close()
        await inventor.close()


def _summed_up(
    ended: RunEnded, summary: Summary, started: float, clock: Clock, court: Court, inventor: Inventor
) -> RunEnded:
    """The end with its report; `started`: by time.monotonic()."""
    seconds = {"total": time.monotonic() - started, **clock.phases()}
    costs = {"judge_cost": court.spent(), "proposer_cost": inventor.spent()}
    return replace(ended, summary={**summary.as_json(seconds), **costs})


def _with_cause(event: Event, target: Target) -> Event:
    """An error says so when a site that was started here has ended; any other event is as it was."""
    if isinstance(event, Noticed) and event.level == "error":
        try:
            target.demand_alive()
        except EnvironmentFault as e:
            return replace(event, fix=str(e))
    return event


def _problems(run: Run, seed: int, browser: Browser, target: Target, point: ResumePoint | None) -> MiniwobProposer:
    """Problems of MiniWoB++ pages that the run has not had."""
    seen = [row.task.start_url for row in point.tasks] if point else []
    return MiniwobProposer(browser, target.home, run.site, seed, seen)


def bring_own(store: Store, site: str, home: str, controls: Controls) -> None:
    """A person's own tasks of earlier runs on this site are tasks of the new one from its start."""
    for task, held_out, shown in queries.own_tasks(store, site, home):
        controls.send(Add(task, shown[0] if shown else None, held_out))
        for another in shown[1:]:
            controls.send(Show(another))


def _known(point: ResumePoint | None) -> list[str]:
    """The tasks that an interrupted run has already."""
    return [row.task.id for row in point.tasks] if point else []


def _explorer(
    browser: Browser, config: RunConfig, target: Target, controls: Controls, point: ResumePoint | None
) -> GroundedProposer:
    whole = _seconds(config, point) or math.inf
    limits = ExploreLimits(
        config.explore_pages,
        min(config.explore_seconds, EXPLORING_SHARE * whole),
        config.page_delay,
        config.screenshots,
        config.allow_state_changes,
        PROPOSING_SHARE * whole,
    )
    return GroundedProposer(
        browser,
        target.home,
        limits,
        seed=config.seed,
        login=target.login,
        known=_known(point),
        max_steps=config.max_steps,
        stopping=lambda: controls.stopping,
    )


def _parts(
    run: Run,
    config: RunConfig,
    store: Store,
    browser: Browser,
    brain: Brain,
    clock: Clock,
    point: ResumePoint | None,
    proposer: Proposer,
    panel: Panel,
) -> Parts:
    sampler = BandSampler(config.seed)
    desk = Desk(sampler, config.seed, config.held_out, config.held_out_limit)
    folder = store.run_folder(run.id) / "checkpoints"
    learner = LoraLearner(
        brain.lm,
        brain.encode,
        config,
        folder,
        brain.policy.renew,
        lambda: {"sampler": sampler.state(), "reads": config.adapter_reads},
    )
    parts = Parts(browser, brain.policy, proposer, panel, learner, sampler, desk, brain.thread, clock)
    if point:
        _go_on(parts, learner, store, folder, point)
        if config.algorithm == "filtered_bc":
            _recall(learner, store, point)
    return parts


def _go_on(parts: Parts, learner: LoraLearner, store: Store, folder: Path, point: ResumePoint) -> None:
    """Put an interrupted run's tasks, adapter and unused episodes back."""
    desk = parts.desk
    for row in point.tasks:
        desk.restore(row.task, Status(row.status), row.held_out)
        if row.proof:
            desk.proofs[row.task.id] = queries.episode(store, point.run.id, row.proof)
    for shown in point.shown:
        desk.show(shown)
    desk.withdrawn = set(point.withdrawn)
    parts.measured.update(m.name for m in point.measured)
    desk.resume(divided="before" in parts.measured or point.version > 0)
    if point.checkpoint:
        state = learner.load(folder / point.checkpoint)
        if "sampler" in state:
            parts.sampler.load(state["sampler"])
    parts.iteration = point.update.iteration if point.update else 0
    missed = [one.episode for one in point.ready if one.verdict.cause is Cause.JUDGE]  # the judge is asked again
    for one in (*(r for r in point.ready if r.verdict.cause is not Cause.JUDGE), *point.overruled):
        desk.judged(one.episode, [one.verdict], one.verdict)
    parts.unjudged = [*point.unjudged, *missed]
    desk.again = [one.episode.id for one in point.overruled]
    desk.batch = [e for e in desk.batch if e not in desk.again]


def _recall(learner: LoraLearner, store: Store, point: ResumePoint) -> None:
    """Give a cloning learner back what it had learned from; what the next update brings again is left out."""
    coming = {one.episode.id for one in (*point.ready, *point.overruled)}
    old = [one for one in queries.successes(store, point.run.id, REMEMBERED) if one.episode.id not in coming]
    learner.remember(old[::-1])


def _seconds(config: RunConfig, point: ResumePoint | None) -> float | None:
    """What is left of the run's time; a resumed run gets at least a tenth of it."""
    if config.iterations:
        return None
    whole = config.minutes * 60
    return max(whole - point.seconds, whole / 10) if point else whole


def _port(point: ResumePoint | None) -> int:
    """The port that the tasks of an interrupted run point at: the demo site must come back there."""
    return urlsplit(point.tasks[0].task.start_url).port or 0 if point and point.tasks else 0


def _new_run(site: str, config: RunConfig) -> Run:
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions[package] = importlib.metadata.version(package)
    return Run(Run.new_id(), site, asdict(config), config.seed, versions, time.time())
