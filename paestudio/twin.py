"""Two versions of an agent on one task, at the same time, side by side: what did learning change?

One base model is loaded, and wears one adapter or the other from decision to decision; the pages it has read serve
both. Each plays in its own page with its own cookies, greedily, as in a held-out measurement. The episodes are kept
with the run they belong to, as comparisons: nothing is learned from them and no curve counts them.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from torch import Tensor

from paestudio import session
from paestudio.brain import Brain, load_brain, suited
from paestudio.config import RunConfig, from_mapping
from paestudio.core.checks import Site
from paestudio.core.controls import Controls
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.events import EpisodeEnded, EpisodeJudged, Event, PhaseChanged
from paestudio.core.protocols import COMPARING, Browser, Context, Panel
from paestudio.core.records import Decision, Episode, Observation, Purpose, Stop, Task, Verdict
from paestudio.core.site_folder import is_site, split
from paestudio.evaluator.court import Court
from paestudio.learner import checkpoint
from paestudio.lm import fetch
from paestudio.paths import cache_dir
from paestudio.rollout import Limits, rollout
from paestudio.store import Store, queries
from paestudio.store.blobs import Blobs
from paestudio.store.writer import keep
from paestudio.suites import sitefile

if TYPE_CHECKING:
    from paestudio.browser.views import Listener, Views

BOTH = -1  # the side of what is said of neither alone
BROKEN = (Stop.BROWSER_ERROR, Stop.MODEL_ERROR)  # says nothing of the agent, and would hide what is stored of it
Told = tuple[int, Event]  # side (0, 1 or BOTH) and event


@dataclass(frozen=True, slots=True)
class Match:
    """What is played: a task of a run, and the adapter folders of the two versions; None is the base."""

    run: str
    site: str
    config: RunConfig
    task: Task
    versions: tuple[int, int]
    adapters: tuple[Path | None, Path | None]


async def play(
    run: str,
    task: str,
    versions: tuple[int, int],
    store_folder: Path,
    *,
    views: Views | None,
    controls: Controls,
) -> AsyncIterator[Told]:
    """The events of both episodes as they happen; the last is PhaseChanged kept, or broken: then nothing was kept.

    Ends early, keeping nothing, when `controls` say stop.

    Raises PaeError: no such run, task or version, a run is going on, a login that nobody knows, no browser or model.
    """
    match = find(run, task, versions, store_folder)
    yield BOTH, PhaseChanged("loading", "the site and the browser")
    async with session.hosting(match.site, urlsplit(match.task.start_url).port or 0) as target:
        match = replace(match, config=await suited(match.config, lambda text: None))
        blobs = Blobs(store_folder / "blobs")
        court = Court(replace(match.config, endpoint_wait=0.0), Site(target.origin, target.data), blobs.open)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(court.close)
            apart = Apart(views) if views is not None else None
            browser = await session.open_browser(target, match.config, blobs.save, apart)
            stack.push_async_callback(browser.close)
            yield BOTH, PhaseChanged("loading", "the model")
            brain = await load_brain(match.config, run, lambda text: None, blobs.open)
            stack.callback(brain.thread.shutdown)
            loop = asyncio.get_running_loop()
            players = await loop.run_in_executor(brain.thread, _dress, brain, match)
            yield BOTH, PhaseChanged("playing", "", 0, 2 * match.config.max_steps)
            game = Game(match, browser, brain, players, court.panel, controls)
            async with contextlib.aclosing(_both(game)) as events:
                async for told in events:
                    yield told
    if controls.stopping or len(game.ended) < 2:
        return
    if any(episode.stop in BROKEN for episode, _ in game.ended.values()):
        yield BOTH, PhaseChanged("broken")
        return
    with Store.open(store_folder) as store:
        for number in sorted(game.ended):
            keep(store, run, *game.ended[number])
    yield BOTH, PhaseChanged("kept")


def find(run: str, task: str, versions: tuple[int, int], store_folder: Path) -> Match:
    """What the store says of it. Raises PaeError when it cannot be played."""
    with Store.open(store_folder, write=False) as store:
        if (busy := store.writing_run()) is not None:
            raise EnvironmentFault(f"The run {busy} is being trained.", "Compare when it has ended.")
        row = queries.run(store, run)
        config = replace(from_mapping(dict(row.run.config)), pages=2, screenshots=True, browser="embedded")
        wanted = queries.task(store, run, task).task
        folder = store.run_folder(run) / "checkpoints"
        names = {update.version: update.checkpoint for update in queries.updates(store, run) if update.checkpoint}
    if wanted.login and not _knows(row.run.site, wanted.login):
        raise UserError(f"This task is played as {wanted.login}, and the window does not know that login.")
    if not fetch.present(config.model, cache_dir()):
        raise UserError(f"The base model {config.model} is not on this machine.", "Download it on the Models page.")
    first, second = (_adapter(folder, names, version) for version in versions)
    return Match(run, row.run.site, config, wanted, versions, (first, second))


def _knows(site: str, login: str) -> bool:
    """A site that is a folder brings its logins; those of other sites are given to a run and never stored."""
    return is_site(site) and login in sitefile.read(split(site)[1] / "site.json").logins


def _adapter(folder: Path, names: dict[int, str], version: int) -> Path | None:
    if version == 0:
        return None
    place = folder / names.get(version, "")
    if version not in names or not (place / "adapter_model.safetensors").is_file():
        raise UserError(f"Checkpoint {version} is not on this machine.", "Choose another one, or put it back.")
    return place


class Wearing:
    """core.protocols.Policy of one side: puts its adapter on before it decides. `worn` is what the model wears now."""

    def __init__(self, brain: Brain, weights: Sequence[Tensor], version: int, worn: list[int]) -> None:
        self.name, self.version = brain.policy.name, version
        self._brain, self._weights, self._worn = brain, weights, worn

    def decide(self, contexts: Sequence[Context]) -> list[Decision]:
        """As that version of the agent decides."""
        if self._worn[0] != self.version:
            self._brain.lm.wear(self._weights)
            self._brain.policy.renew(self.version)
            self._worn[0] = self.version
        return self._brain.policy.decide(contexts)

    def read_ahead(self, seen: Observation) -> bool:
        """As the agent does."""
        return self._brain.policy.read_ahead(seen)


class Apart:
    """The views of a comparison, under numbers that no run uses."""

    def __init__(self, views: Views) -> None:
        self.endpoint = views.endpoint
        self._views = views

    def open_view(
        self, slot: int, mark: str, origin: str, offsite: bool, viewport: tuple[int, int], heard: Listener
    ) -> Future[None]:
        """As the views do."""
        return self._views.open_view(COMPARING + slot, mark, origin, offsite, viewport, heard)

    def close_view(self, slot: int, mark: str) -> Future[None]:
        """As the views do."""
        return self._views.close_view(COMPARING + slot, mark)


@dataclass(slots=True)
class Game:
    """The parts of a comparison; `ended` fills with (episode, verdicts) by side."""

    match: Match
    browser: Browser
    brain: Brain
    players: Sequence[Wearing]
    panel: Panel
    controls: Controls
    ended: dict[int, tuple[Episode, Sequence[Verdict]]] = field(default_factory=dict)


def _dress(brain: Brain, match: Match) -> list[Wearing]:
    """Both versions' weights, read once. Runs in the model's thread."""
    fresh = brain.lm.adapter()  # an adapter that has learned nothing is the base
    worn = [0]
    players = []
    for version, place in zip(match.versions, match.adapters, strict=True):
        weights = fresh
        if place is not None:
            checkpoint.load(place, brain.lm, None)
            weights = brain.lm.adapter()
        players.append(Wearing(brain, weights, version, worn))
    brain.lm.wear(fresh)
    return players


async def _both(game: Game) -> AsyncGenerator[Told, None]:
    """The events of both sides as they come."""
    told: asyncio.Queue[tuple[int, Event | None]] = asyncio.Queue()
    sides = [asyncio.create_task(_side(number, game, told.put_nowait)) for number in range(2)]
    playing = len(sides)
    try:
        while playing:
            number, event = await told.get()
            if event is None:
                playing -= 1
            else:
                yield number, event
        for side in sides:
            await side
    finally:
        if playing:  # whoever listened is gone: come to the next action boundary
            game.controls.stop()
        await asyncio.gather(*sides, return_exceptions=True)


async def _side(number: int, game: Game, tell: Callable[[tuple[int, Event | None]], Any]) -> None:
    limits = Limits(game.match.config.max_steps, Purpose.COMPARE, greedy=True, screenshots=True)
    playing = rollout(
        [game.match.task],
        browser=game.browser,
        policy=game.players[number],
        thread=game.brain.thread,
        limits=limits,
        controls=game.controls,
    )
    try:
        async with contextlib.aclosing(playing) as events:
            async for event in events:
                tell((number, event))
                if isinstance(event, EpisodeEnded) and event.episode.stop is not Stop.STOPPED:
                    verdicts = await game.panel.judge(event.episode)
                    game.ended[number] = event.episode, verdicts
                    settled = game.panel.settle(verdicts)
                    for verdict in verdicts:
                        tell((number, EpisodeJudged(verdict, settled)))
    finally:
        tell((number, None))
