"""The command line's work without a window: the engine in a worker thread, Qt (if any) in the main one."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin

from paestudio import evaluation, session, suites
from paestudio.bench import Bench, Setup
from paestudio.browser.options import Login
from paestudio.cli import print_json
from paestudio.config import RunConfig
from paestudio.core.codec import encode
from paestudio.core.controls import Controls
from paestudio.core.events import RunEnded, RunStarted
from paestudio.core.records import Judged, Proposal
from paestudio.progress import TerminalProgress
from paestudio.proposer import GroundedProposer, Limits
from paestudio.suites import report, sitefile, taskfile

if TYPE_CHECKING:
    from paestudio.browser.views import Views

T = TypeVar("T")


def train(url: str, config: RunConfig, store: Path, args: argparse.Namespace) -> int:
    """`paestudio train --headless`."""
    controls = Controls()
    ended: list[RunEnded] = []
    begun: list[str] = []

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
                target=_target(url, args),
            ):
                progress.show(event)
                if isinstance(event, RunStarted):
                    begun.append(event.run.id)
                if isinstance(event, RunEnded):
                    ended.append(event)
        finally:
            progress.close()

    _run(main, config, controls)
    if begun and (not ended or ended[-1].reason == "stopped"):
        sys.stderr.write(f"Stopped; nothing is lost. Go on with: paestudio train --headless --resume {begun[0]}\n")
    if args.json and ended:
        print_json(ended[-1].summary)
    return 0 if ended and ended[-1].reason != "failed" else 130 if controls.stopping else 1


def propose(url: str, config: RunConfig, args: argparse.Namespace) -> int:
    """`paestudio propose`."""
    controls = Controls()
    tasks: list[dict[str, Any]] = []
    started = time.monotonic()
    pages: list[int] = []

    async def main(views: Views | None) -> None:
        progress = TerminalProgress(sys.stderr)
        with session.serving(url) as home:
            target = dataclasses.replace(_target(url, args) or session.Target(home), home=home)
            browser = await session.open_browser(target, config, lambda data: "", views)
            try:
                limits = Limits(
                    config.explore_pages, config.explore_seconds, config.page_delay, False, config.allow_state_changes
                )
                proposer = GroundedProposer(
                    browser, home, limits, seed=config.seed, login=target.login, max_steps=config.max_steps
                )
                async for item in proposer.propose(args.count):
                    if controls.stopping:
                        break
                    if isinstance(item, Proposal):
                        tasks.append(_row(item))
                    else:
                        progress.show(item)
                pages.append(len(proposer.site_map.nodes))
            finally:
                progress.close()
                await browser.close()

    _run(main, config, controls)
    if args.json:
        print_json({"tasks": tasks, "pages": sum(pages), "seconds": round(time.monotonic() - started, 1)})
    else:
        for task in tasks:
            sys.stdout.write(f"{task['kind']:<11} {task['difficulty']:.2f}  {task['instruction']}\n")
    return 0 if tasks else 1


def evaluate(config: RunConfig, store: Path, args: argparse.Namespace) -> int:
    """`paestudio evaluate`."""
    controls = Controls()
    judged: list[Judged] = []
    with contextlib.ExitStack() as stack:
        plan = _plan(args, stack)

        async def main(views: Views | None) -> None:
            progress = TerminalProgress(sys.stderr)
            try:
                async for event in evaluation.evaluate(plan, config, store, views, controls, judged):
                    progress.show(event)
            finally:
                progress.close()

        _run(main, config, controls)
    results = report.results(plan.tasks, judged)
    if args.json:
        print_json(results.json())
    else:
        for row in results.json()["tasks"]:
            sys.stdout.write(f"{row['id']:<24} {row['successes']} of {row['trials']}\n")
        rate = results.json()["overall"]
        sys.stdout.write(
            f"success {rate['success']:.0%} ({rate['low']:.0%} to {rate['high']:.0%}), n = {rate['n']},"
            f" {rate['unknown']} unknown\n"
        )
    return 130 if controls.stopping else 0


def bench(name: str, chosen: Bench, config: RunConfig, store: Path, args: argparse.Namespace) -> int:
    """`paestudio bench NAME`; 1 when a check in it did not hold."""

    def host(main: Callable[[Views | None], Coroutine[Any, Any, T]]) -> T:
        return _run(main, config, Controls())

    def tell(text: str) -> None:
        sys.stderr.write(f"{text}\n")

    setup = Setup(
        config,
        host,
        store,
        args.from_run,
        args.size,
        tell,
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


def _plan(args: argparse.Namespace, stack: contextlib.ExitStack) -> evaluation.Plan:
    """What the options ask to measure."""
    if not args.suite:
        site = sitefile.read(args.site) if args.site else sitefile.of_url(args.base_url)
        tasks = taskfile.load(Path(args.tasks), args.base_url, site.logins)
        data = Path(args.data) if args.data else None
        target = session.Target(args.base_url, _logins(site), None, data)
        return evaluation.Plan(tasks, target, args.adapter, args.repeats)
    suite = suites.find(args.suite)
    if suite.starts:
        base = f"http://127.0.0.1:{args.port or suite.site.port}"
    else:
        base = args.base_url or stack.enter_context(session.serving("demo"))
    tasks = taskfile.load(suite.tasks_file, base, suite.site.logins)
    target = session.Target(base, _logins(suite.site))
    return evaluation.Plan(tasks, target, args.adapter, args.repeats, suite, args.port or None)


def _target(url: str, args: argparse.Namespace) -> session.Target | None:
    if not args.site:
        return None
    site = sitefile.read(args.site)
    if args.login:
        site.login(args.login)
    return session.Target(urljoin(url, site.home), _logins(site), args.login)


def _logins(site: sitefile.SiteFile) -> dict[str, Login]:
    return {name: Login(one.path, one.fill, one.submit, one.expect) for name, one in site.logins.items()}


def _row(proposal: Proposal) -> dict[str, Any]:
    task = proposal.task
    return {
        "id": task.id,
        "instruction": task.instruction,
        "start": task.start_url,
        "kind": task.kind,
        "check": encode(task.check),
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

    return asyncio.run(launched())
