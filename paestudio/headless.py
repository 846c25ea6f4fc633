"""The command line's work without a window: the engine in a worker thread, Qt (if any) in the main one."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shlex
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin

from paestudio import evaluation, session
from paestudio.bench import Bench, Setup
from paestudio.brain import adapter_folder, site_of, speaking
from paestudio.chat.patience import Waits
from paestudio.cli import print_json
from paestudio.config import RunConfig
from paestudio.core import loops
from paestudio.core.between import with_news
from paestudio.core.clock import Clock
from paestudio.core.codec import encode
from paestudio.core.controls import Controls
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.events import Event, RunEnded, RunStarted, TaskProposed
from paestudio.core.records import Outcome, Proposal
from paestudio.core.site_folder import is_site, split
from paestudio.plan import plan_of
from paestudio.progress import TerminalProgress
from paestudio.proposer import GroundedProposer, Limits
from paestudio.proposer.choose import Inventor
from paestudio.report import INTERRUPTED
from paestudio.suites import kept, report, sitefile, told

if TYPE_CHECKING:
    from paestudio.browser.views import Views

T = TypeVar("T")


@dataclass(slots=True)
class _Heard:
    """What a run has said of itself so far."""

    run: str = ""
    ended: RunEnded | None = None
    kept: bool = False  # it has something to go on with

    def take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self.run = event.run.id
        elif isinstance(event, RunEnded):
            self.ended = event
        elif isinstance(event, TaskProposed):
            self.kept = True


def train(url: str, config: RunConfig, store: Path, args: argparse.Namespace) -> int:
    """`paestudio train --headless`."""
    controls = Controls()
    heard = _Heard(kept=bool(args.resume))

    async def main(views: Views | None) -> None:
        progress = TerminalProgress(sys.stderr)
        try:
            async for event in session.run_events(
                url,
                config,
                store,
                views=views,
                controls=controls,
                resume=args.resume,
                target=_target(url or site_of(args.resume, store), args),
            ):
                progress.show(event)
                heard.take(event)
        finally:
            progress.close()

    try:
        with contextlib.suppress(KeyboardInterrupt):  # a second Ctrl-C: what was recorded is as good as after one
            _run(main, config, controls)
    finally:
        sys.stderr.write(_how_to_go_on(heard, controls.stopping, args))
    if args.json and heard.ended:
        print_json(heard.ended.summary)
    return INTERRUPTED if controls.stopping else 0 if heard.ended and heard.ended.reason != "failed" else 1


def _how_to_go_on(heard: _Heard, stopping: bool, args: argparse.Namespace) -> str:
    """The line with the command for it; "" when the run is finished, or has nothing to go on with."""
    reason = heard.ended.reason if heard.ended else "stopped" if stopping else "failed"
    if not heard.run or reason == "finished" or (reason == "failed" and not heard.kept):
        return ""
    said = "Stopped; nothing is lost." if reason == "stopped" else "What was recorded is kept."
    return f"{said} Go on with: {_resume(heard.run, args)}\n"


def _resume(run: str, args: argparse.Namespace) -> str:
    """The command that goes on with a run."""
    words = ["paestudio", "train", "--headless", "--resume", run]
    for name in ("store", "site", "login"):
        if value := getattr(args, name):
            words += [f"--{name}", str(value)]
    return shlex.join(words)


def propose(url: str, config: RunConfig, args: argparse.Namespace) -> int:
    """`paestudio propose`."""
    controls = Controls()
    tasks: list[dict[str, Any]] = []
    dropped: list[tuple[str, str]] = []
    started = time.monotonic()
    pages: list[int] = []

    async def main(views: Views | None) -> None:
        progress = TerminalProgress(sys.stderr)
        async with session.hosting(url) as hosted:
            home = hosted.home
            target = replace(_target(url, args) or hosted, home=home)
            inventor = Inventor(replace(config, evaluator="both"))  # whoever asks may judge by hand
            browser = await session.open_browser(target, config, lambda data: "", views)
            try:
                limits = Limits(
                    config.explore_pages, config.explore_seconds, config.page_delay, False, config.allow_state_changes
                )
                grounded = GroundedProposer(
                    browser,
                    home,
                    limits,
                    seed=config.seed,
                    login=target.login,
                    max_steps=config.max_steps,
                    stopping=lambda: controls.stopping,
                )
                proposer = inventor.over(grounded, home, target.login)
                async with speaking(config, _tell, inventor.chat):
                    waits = Waits((inventor.chat,), Clock(None), controls)
                    async for item in with_news(proposer.propose(args.count), waits.news):
                        if isinstance(item, Proposal):
                            tasks.append(_row(item))
                        else:
                            progress.show(item)
                pages.append(len(grounded.site_map.nodes))
            finally:
                dropped.extend(inventor.dropped())
                progress.close()
                await browser.close()
                await inventor.close()

    _run(main, config, controls)
    if args.json:
        seconds = round(time.monotonic() - started, 1)
        left_out = [{"instruction": said, "why": why} for said, why in dropped]
        print_json({"tasks": tasks, "pages": sum(pages), "seconds": seconds, "dropped": left_out})
    else:
        for task in tasks:
            sys.stdout.write(f"{task['kind']:<11} {task['difficulty']:.2f}  {task['instruction']}\n")
    if dropped:
        _tell(f"Of what the model proposed, {len(dropped)} were dropped; the last: {dropped[-1][1]}.")
    return INTERRUPTED if controls.stopping else 0 if tasks else 1


def evaluate(config: RunConfig, store: Path, args: argparse.Namespace) -> int:
    """`paestudio evaluate`."""
    controls = Controls()
    out = _out(args.out)
    clock = time.monotonic()
    with contextlib.ExitStack() as stack:
        plan = plan_of(args, store, config.seed, stack)
        agents = {name: str(adapter_folder(name, store) or name) for name in plan.adapters}
        sitting = kept.begin(out, plan.mark(config), agents, args.resume)
        stack.callback(sitting.close)

        async def main(views: Views | None) -> None:
            progress = TerminalProgress(sys.stderr)
            try:
                async for event in evaluation.evaluate(plan, config, store, views, controls, sitting.trials):
                    progress.show(event)
                    sitting.save()
            finally:
                progress.close()

        try:
            _run(main, config, controls)
        finally:
            found = report.Comparison(
                plan.name,
                config.model,
                tuple(sorted(sitting.seeds | set(plan.rounds))),
                report.compare(plan.tasks, sitting.trials, list(sitting.agents), plan.trained),
                sitting.seconds + time.monotonic() - clock,
                sitting.started,
                config.max_steps,
            )
            if sitting.trials:  # what was measured before a fault is not lost
                told.write(found, out)
    if controls.stopping and out is not None:
        sys.stderr.write("Stopped; nothing is lost. Go on with the same command and --resume.\n")
    if args.json:
        print_json(found.json())
    else:
        sys.stdout.write(told.as_text(found))
    if controls.stopping:
        return INTERRUPTED
    _demand_a_verdict(sitting.trials)
    return 0


def _demand_a_verdict(trials: Sequence[kept.Trial]) -> None:
    """Raises EnvironmentFault when not one attempt could be judged: then it is the site, and no measurement."""
    if trials and all(trial.outcome is Outcome.UNKNOWN for trial in trials):
        raise EnvironmentFault(f"Nothing could be measured. {trials[0].evidence}".rstrip())


def bench(name: str, chosen: Bench, config: RunConfig, store: Path, args: argparse.Namespace) -> int:
    """`paestudio bench NAME`; 1 when a check in it did not hold."""

    def host(main: Callable[[Views | None], Coroutine[Any, Any, T]]) -> T:
        return _run(main, config, Controls())

    setup = Setup(
        config,
        host,
        store,
        args.from_run,
        args.size,
        _tell,
        quick=args.quick,
        peer=args.peer,
        seconds=args.seconds,
        gguf=args.gguf,
    )
    result = chosen.run(setup)
    sys.stdout.write(f"{result.text}\n")
    if args.json:
        print_json(result.json(name))
    return 1 if result.details.get("failures") else 0


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _out(folder: str | None) -> Path | None:
    """The folder for the report, made now: not being able to write is found out before measuring."""
    if folder is None:
        return None
    place = Path(folder).expanduser()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise UserError(f"The report cannot be written to {place}: {e.strerror}.", "Give another folder.") from e
    return place


def _target(url: str, args: argparse.Namespace) -> session.Target | None:
    """Who to be on the site, when that was said: by `--site`, or `--login` and the site's own folder."""
    file = args.site or (split(url)[1] / "site.json" if args.login and is_site(url) else None)
    if file is None:
        if args.login:
            raise UserError(f"Which site has the login {args.login!r}?", "Give its site.json with --site FILE.")
        return None
    site = sitefile.read(file)
    if args.login:
        site.login(args.login)
    return session.Target(urljoin(url, site.home), session.logins_of(site), args.login)


def _row(proposal: Proposal) -> dict[str, Any]:
    task = proposal.task
    return {
        "id": task.id,
        "instruction": task.instruction,
        "start": task.start_url,
        "kind": task.kind,
        "origin": task.origin,
        "proved": proposal.proof is not None,
        "check": encode(task.check),
        "criteria": task.rubric.splitlines(),
        "difficulty": task.difficulty,
    }


def _run(main: Callable[[Views | None], Coroutine[Any, Any, T]], config: RunConfig, controls: Controls) -> T:
    """Run it with the browser the settings ask for. The first Ctrl-C stops cleanly, the second at once."""

    def interrupted() -> None:
        sys.stderr.write("\nStopping after the actions that are under way. Once more: at once.\n")
        controls.stop()

    if config.browser == "embedded":
        from paestudio.webview.headless import run_headless

        return run_headless(main, interrupted)

    async def launched() -> T:
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()

        def caught() -> None:
            if controls.stopping and task is not None:
                task.cancel()
            else:
                interrupted()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, caught)
        return await main(None)

    return loops.run(launched())
