"""Attempts with known truth: played on the built-in site in a real browser, or taken from a stored run."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from paestudio import session
from paestudio.agent.scripted import ScriptedPolicy
from paestudio.config import RunConfig
from paestudio.core.actions import Action, Verb
from paestudio.core.checks import Site, holds, probes
from paestudio.core.controls import Controls
from paestudio.core.errors import PaeError, UserError
from paestudio.core.events import EpisodeEnded
from paestudio.core.protocols import Browser, Context
from paestudio.core.records import Episode, Outcome, Proposal, Purpose, Stop
from paestudio.evaluator.guards import did_nothing, subjects
from paestudio.proposer import GroundedProposer, Limits
from paestudio.rollout import Limits as PlayLimits
from paestudio.rollout import rollout
from paestudio.store import Store, queries

if TYPE_CHECKING:
    from paestudio.bench import Setup
    from paestudio.browser.views import Views

PAGES, SECONDS = 40, 120.0  # explored
A_TASK = 4  # attempts at it
WANDERS = 2  # links followed by an attempt that goes elsewhere


@dataclass(slots=True)
class Attempts:
    """Episodes and what their checks said of them."""

    site: Site
    truth: dict[str, bool] = field(default_factory=dict)
    episodes: list[Episode] = field(default_factory=list)

    def add(self, episode: Episode) -> None:
        """Take an episode whose check can be decided; others are left out."""
        if episode.task.check is None or episode.stop in (Stop.BROWSER_ERROR, Stop.MODEL_ERROR, Stop.STOPPED):
            return
        try:
            ok, _ = holds(episode.task.check, episode.final, episode.answer, self.site)
        except PaeError:
            return
        self.truth[episode.id] = ok
        self.episodes.append(episode)

    def failed(self, *, idle: bool) -> list[Episode]:
        """The failed ones in which nothing was done, or whose end and answer are not about the task at all.

        What is like the right thing fools a judge by itself: it counts for precision, not for what a disguise does.
        """
        failed = [e for e in self.episodes if not self.truth[e.id]]
        return [e for e in failed if did_nothing(e) == idle and (idle or _elsewhere(e))]

    def fails(self, episode: Episode) -> bool:
        """Whether the check rejects this (changed) episode."""
        assert episode.task.check is not None
        return not holds(episode.task.check, episode.final, episode.answer, self.site)[0]


def gather(setup: Setup, tasks: int) -> Attempts:
    """Attempts at up to `tasks` tasks: the proof, one that does nothing, one that goes elsewhere, one by mistake.

    With `setup.run`, as many of what that run recorded. Raises UserError when there is nothing to measure with.
    """
    if setup.run:
        return stored(setup.store, setup.run, tasks * A_TASK, setup.config.seed)

    async def main(views: Views | None) -> Attempts:
        with session.serving("demo") as home:
            browser = await session.open_browser(session.Target(home), setup.config, lambda data: "", views)
            try:
                setup.tell("Exploring the demo site and playing attempts")
                return await play(browser, home, tasks, setup.config)
            finally:
                await browser.close()

    return setup.host(main)


async def play(browser: Browser, home: str, tasks: int, config: RunConfig) -> Attempts:
    """Propose tasks on a site and attempt each: rightly, not at all, and somewhere else."""
    found = Attempts(Site(home))
    limits = Limits(PAGES, SECONDS, 0.0, False, False)
    proposer = GroundedProposer(browser, home, limits, seed=config.seed, max_steps=config.max_steps)
    proofs: list[Episode] = []
    async for item in proposer.propose(tasks):
        if isinstance(item, Proposal) and item.proof is not None:
            proofs.append(item.proof)
    asked = [proof.task for proof in proofs]
    for episode in (*proofs, *mistaken(proofs)):
        found.add(episode)
    for script in (_idle, _wander):
        with ThreadPoolExecutor(1, thread_name_prefix="script") as thread:
            policy = ScriptedPolicy(script)
            limits_of_play = PlayLimits(config.max_steps, Purpose.EVALUATE)
            async for event in rollout(
                asked, browser=browser, policy=policy, thread=thread, limits=limits_of_play, controls=Controls()
            ):
                if isinstance(event, EpisodeEnded):
                    found.add(event.episode)
    return found


def mistaken(proofs: Sequence[Episode]) -> Iterator[Episode]:
    """For each task, the attempt that did the most similar other one: the hardest failures to tell from a success.

    Left out are tasks whose check reads a control's state, which another task's end state does not have.
    """
    about = {proof.id: subjects(proof.task.instruction) for proof in proofs}
    for proof in proofs:
        others = [p for p in proofs if p.task.id != proof.task.id]
        if others and not list(probes(proof.task.check)):
            near = max(others, key=lambda p: (len(about[p.id] & about[proof.id]), p.task.kind == proof.task.kind, p.id))
            yield replace(near, id=f"{near.id}-for-{proof.task.id}", task=proof.task)


def stored(folder: Path, run: str, most: int, seed: int) -> Attempts:
    """What a run recorded: ended episodes whose task has a check, with the check's own verdict as truth.

    Of more than `most`, those that the seed draws.
    """
    found = Attempts(Site(""))
    with Store.open(folder, write=False) as store:
        queries.run(store, run)
        known = {
            name: said[-1].outcome is Outcome.SUCCESS
            for name, verdicts in queries.verdicts_of_run(store, run).items()
            if (said := [v for v in verdicts if v.evaluator == "check" and v.outcome is not Outcome.UNKNOWN])
        }
        for name in random.Random(seed).sample(sorted(known), min(most, len(known))):
            episode = queries.episode(store, run, name)
            found.truth[name] = known[name]
            found.episodes.append(episode)
            found.site = replace(found.site, base=episode.final.url or found.site.base)
    if not any(not ok for ok in found.truth.values()):
        raise UserError(f"Run {run} has no failed episode with a check.", "Take another run, or leave --run out.")
    return found


def _elsewhere(episode: Episode) -> bool:
    """Whether the last page's address and title, and the line that the answer is in, share no word with the task.

    A wanderer that says the shop's motto, “Pens, ink and paper”, when it was asked for ink is no disguise.
    """
    end = f"{re.sub('[^a-z0-9]+', ' ', urlsplit(episode.final.url).path.lower())} {episode.final.title}"
    answer = (episode.answer or "").strip()
    read = [line for line in episode.final.text.splitlines() if len(answer) > 1 and answer in line]
    return not subjects("\n".join((end, answer, *read))) & subjects(episode.task.instruction)


def _idle(context: Context) -> Action:
    return Action(Verb.ANSWER, text="done")


def _wander(context: Context) -> Action:
    """Follow some links, the same ones for the same task, then claim to be done, or say something that was read."""
    chance = random.Random(f"{context.task.id}|{len(context.history)}")
    links = [e.ref for e in context.observation.elements if e.role == "link" and e.href and e.covered_by is None]
    if len(context.history) < WANDERS and links:
        return Action(Verb.CLICK, chance.choice(links))
    texts = [t.text for t in context.observation.texts if 0 < len(t.text) < 40]
    asks = "?" in context.task.instruction
    return Action(Verb.ANSWER, text=chance.choice(texts) if asks and texts else "done")
