"""Suites in a real Chromium: a site that is started, used, killed and broken; pages that give their own reward."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from paestudio import session
from paestudio.agent.scripted import ScriptedPolicy, answer, click
from paestudio.browser.launched import LaunchedBrowser
from paestudio.browser.options import BrowserOptions
from paestudio.core.actions import Action, Verb
from paestudio.core.checks import Site, holds
from paestudio.core.controls import Controls
from paestudio.core.events import EpisodeEnded, Noticed
from paestudio.core.protocols import Context
from paestudio.core.records import Cause, Episode, Outcome, Proposal, Stop, Task
from paestudio.evaluation import Round, play_round
from paestudio.plan import Plan
from paestudio.rollout import Limits, rollout
from paestudio.suites import Suite, miniwob, sitefile, taskfile
from paestudio.suites.kept import Trial
from paestudio.suites.pages import PageServer
from paestudio.suites.practice import MiniwobProposer
from paestudio.suites.runner import SiteRunner
from tests.contract.browser_kit import Engine
from tests.contract.suite_kit import DIE, MINIWOB, corner

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("bash") is None, reason="sites are started by bash"),
]
MOVES = {
    "info": [click("Info")],
    "year": [answer("1999.")],
    "one": [click("Pledge")],
    "two": [click("Pledge")],
    "die": [click("Die")],
}


def measure(folder: Path) -> tuple[dict[str, Trial], list[Noticed]]:
    """One round with the scripted policy; what was judged by task, and what was noticed."""
    suite = Suite(folder, sitefile.read(folder / "site.json"))
    base = f"http://127.0.0.1:{suite.site.port}"
    tasks = taskfile.load(suite.tasks_file, base, suite.site.logins)
    target = session.Target(base, session.logins_of(suite.site))
    plan = Plan("corner", {0: tasks}, target, suite=suite)
    trials: list[Trial] = []
    noticed: list[Noticed] = []

    async def play() -> None:
        options = BrowserOptions(base, slots=2, action_seconds=4.0, logins=target.logins)
        browser = await LaunchedBrowser.start(options, lambda data: "")
        try:
            async with SiteRunner(folder, start_seconds=60) as runner:
                with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
                    policy, limits = ScriptedPolicy.from_paths(MOVES), Limits(3)
                    one = Round("base", 0, policy, thread, browser, runner, limits, plan, Controls(), trials)
                    noticed.extend([event async for event in play_round(one) if isinstance(event, Noticed)])
        finally:
            await browser.close()

    asyncio.run(play())
    return {trial.task: trial for trial in trials}, noticed


def outcomes(trials: dict[str, Trial]) -> dict[str, str]:
    return {name: str(trial.outcome) for name, trial in trials.items()}


def test_every_check_holds_and_changing_tasks_get_a_fresh_site(tmp_path: Path) -> None:
    trials, noticed = measure(corner(tmp_path / "corner"))
    assert outcomes(trials) == dict.fromkeys(("info", "year", "one", "two"), "success") | {"lost": "unknown"}
    assert noticed == []
    lost = trials["lost"]
    assert lost.cause is Cause.ENVIRONMENT and "The login eve did not work" in lost.evidence


def test_a_site_that_dies_half_way_is_nobodys_failure(tmp_path: Path) -> None:
    trials, noticed = measure(corner(tmp_path / "corner", DIE, first=True))
    found = outcomes(trials)
    assert found["die"] == "unknown"
    assert "ended with exit code 9" in trials["die"].evidence
    assert {name: found[name] for name in ("year", "one", "two")} == dict.fromkeys(("year", "one", "two"), "success")
    assert "failure" not in found.values()
    assert any("ended with exit code 9" in event.message for event in noticed)


def test_a_site_that_starts_no_more_leaves_the_rest_unknown(tmp_path: Path) -> None:
    folder = corner(tmp_path / "corner", DIE)
    (folder / "start.sh.once").touch()
    trials, _ = measure(folder)
    assert trials["one"].outcome is trials["two"].outcome is Outcome.UNKNOWN
    assert "the database is gone" in trials["two"].evidence
    assert len(trials) == 6 and "failure" not in outcomes(trials).values()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    top = tmp_path_factory.mktemp("html")
    folder = top / "miniwob"
    folder.mkdir()
    (folder / "click-button.html").write_text(MINIWOB, encoding="utf-8")
    (folder / "click-link.html").write_text("<title>Empty</title><p>No task here</p>", encoding="utf-8")
    server = PageServer(top)
    yield server.start()
    server.stop()


@dataclass(frozen=True)
class Stage:
    """One browser for all that is played on the pages."""

    base: str
    engine: Engine
    browser: LaunchedBrowser

    def play(self, tasks: list[Task], policy: ScriptedPolicy) -> dict[str, Episode]:
        """The episodes by the start of their tasks."""

        async def whole() -> dict[str, Episode]:
            with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
                events = rollout(
                    tasks, browser=self.browser, policy=policy, thread=thread, limits=Limits(4), controls=Controls()
                )
                return {e.episode.task.start_url: e.episode async for e in events if isinstance(e, EpisodeEnded)}

        return self.engine.run(whole())


@pytest.fixture(scope="module")
def stage(pages: str) -> Iterator[Stage]:
    engine = Engine()
    browser = engine.run(LaunchedBrowser.start(BrowserOptions(pages, slots=2), lambda data: ""))
    yield Stage(pages, engine, browser)
    engine.run(browser.close())
    engine.end()


def press(context: Context) -> Action:
    """The button that the instruction names."""
    wanted = context.task.instruction.removeprefix("Press ").rstrip(".")
    ref = next((e.ref for e in context.observation.elements if e.name == wanted), None)
    return Action(Verb.CLICK, ref) if ref is not None else Action(Verb.ANSWER, text="done")


def test_the_page_gives_the_task_the_reward_and_the_end(stage: Stage) -> None:
    kind = miniwob.kinds()["click-button"]
    tasks = [miniwob.task(kind, miniwob.Split.TEST, n, stage.base) for n in (0, 1, 2)]
    episodes = stage.play(tasks, ScriptedPolicy(press))
    for task in tasks:
        episode = episodes[task.start_url]
        assert episode.stop is Stop.OVER and len(episode.steps) == 1
        assert episode.task.instruction.startswith("Press ") and episode.task.id == "click-button"
        texts = [text.text for step in episode.steps for text in step.observation.texts]
        assert "START" not in texts and episode.task.instruction not in texts
        assert holds(task.check or {}, episode.final, episode.answer, Site(stage.base)) == (True, "")
    assert len({episode.task.instruction for episode in episodes.values()}) > 1


def test_a_part_of_the_reward_is_no_success_but_browsergyms(stage: Stage) -> None:
    kind = miniwob.kinds()["click-button"]
    task = miniwob.task(kind, miniwob.Split.TEST, 0, stage.base)
    (episode,) = stage.play([task], ScriptedPolicy(click("beta"))).values()
    ok, why = holds(task.check or {}, episode.final, None, Site(stage.base))
    assert not ok and why == "the page's reward is 0.4, wanted at least 1"
    assert holds({"reward": {"above": 0}}, episode.final, None, Site(stage.base))[0]


def test_who_answers_too_early_has_no_reward(stage: Stage) -> None:
    task = miniwob.task(miniwob.kinds()["click-button"], miniwob.Split.TEST, 0, stage.base)
    (episode,) = stage.play([task], ScriptedPolicy(answer("done"))).values()
    assert episode.stop is Stop.ANSWERED
    assert not holds(task.check or {}, episode.final, "done", Site(stage.base))[0]


def test_a_page_that_starts_nothing_is_nobodys_failure(stage: Stage) -> None:
    task = miniwob.task(miniwob.kinds()["click-link"], miniwob.Split.TEST, 0, stage.base)
    (episode,) = stage.play([task], ScriptedPolicy(press)).values()
    assert episode.stop is Stop.BROWSER_ERROR and "started no task" in episode.error


def test_pages_to_train_on_are_read_and_never_those_to_test_with(stage: Stage) -> None:
    async def propose() -> list[Proposal]:
        proposer = MiniwobProposer(stage.browser, stage.base, "miniwob:click-button,click-link", 0)
        return [event async for event in proposer.propose(3) if isinstance(event, Proposal)]

    proposals = stage.engine.run(propose())
    assert len(proposals) == 3  # click-link gives no task and is passed over
    assert all(p.task.kind == "click-button" and p.task.instruction.startswith("Press ") for p in proposals)
    for proposal in proposals:  # what the instruction names is a guess that this page rewards
        assert proposal.proof is not None and len(proposal.proof.steps) == 1
        assert holds(proposal.task.check or {}, proposal.proof.final, None, Site(stage.base))[0]
    seeds = [int(p.task.start_url.split("seed=")[1].split("&")[0]) for p in proposals]
    assert max(seeds) < miniwob.TEST_SEEDS and len(set(seeds)) == 3
