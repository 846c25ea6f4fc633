"""What `paestudio evaluate` was asked for, made ready: the tasks, where their site is, the agents, the seeds."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paestudio import brain, session, suites
from paestudio.config import RunConfig
from paestudio.core.errors import UserError
from paestudio.core.records import Task
from paestudio.suites import Suite, miniwob, sitefile, taskfile


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. `rounds` has the tasks of each seed: the same ones, or other problems of the same kinds."""

    name: str
    rounds: Mapping[int, Sequence[Task]]
    target: session.Target
    adapters: Sequence[str] = ("base",)
    repeats: int = 1
    greedy: bool = True  # the likeliest actions; else they are drawn
    suite: Suite | None = None  # its site is started and reset here; else it runs already
    port: int | None = None
    trained: Collection[str] = field(default_factory=frozenset)  # tasks that an agent was trained on
    problems: bool = False  # each seed has problems of its own: more of them can be measured later

    def mark(self, config: RunConfig) -> dict[str, Any]:
        """What must be the same for attempts to be counted together."""
        same = {"suite": self.name, "model": config.model, "max_steps": config.max_steps, "greedy": self.greedy}
        return same if self.problems else {**same, "seeds": list(self.rounds)}

    @property
    def tasks(self) -> list[Task]:
        """Every task once."""
        return list({task.id: task for tasks in self.rounds.values() for task in tasks}.values())


def plan_of(args: argparse.Namespace, store: Path, seed: int, stack: contextlib.ExitStack) -> Plan:
    """The plan of the command's options; what it starts ends with `stack`. `seed` is used when none are given.

    Raises UserError for what cannot be measured, EnvironmentFault for a site that cannot be served.
    """
    seeds, adapters = numbers(args.seeds, seed), words(args.adapter) or ["base"]
    for adapter in adapters:
        brain.adapter_folder(adapter, store)
    if args.suite and miniwob.is_address(args.suite):
        return _miniwob(args, store, seeds, adapters, stack)
    greedy = args.repeats == 1 and len(seeds) == 1
    if not args.suite:
        known = sitefile.of_url(args.base_url)
        site = sitefile.read(args.site) if args.site else known
        tasks = taskfile.load(Path(args.task_file), args.base_url, site.logins)
        data = Path(args.data) if args.data else None
        target = session.Target(args.base_url, session.logins_of(site), None, data)
        return Plan(args.task_file, dict.fromkeys(seeds, tasks), target, adapters, args.repeats, greedy)
    suite = suites.find(args.suite)
    port = None
    if suite.starts:
        port = args.port or session.site_port(suite.site)
        base = f"http://127.0.0.1:{port}"
    else:
        base = args.base_url or stack.enter_context(session.serving("demo"))
    tasks = taskfile.load(suite.tasks_file, base, suite.site.logins)
    target = session.Target(base, session.logins_of(suite.site))
    rounds = dict.fromkeys(seeds, tasks)
    return Plan(suite.folder.name, rounds, target, adapters, args.repeats, greedy, suite, port)


def _miniwob(
    args: argparse.Namespace, store: Path, seeds: Sequence[int], adapters: Sequence[str], stack: contextlib.ExitStack
) -> Plan:
    """Each seed is another problem of every page."""
    if min(seeds) < 0:
        raise UserError("Seeds of MiniWoB++ are counted from 0.", "Give, say, --seeds 0,1,2,3,4.")
    miniwob.chosen(args.suite)
    base = stack.enter_context(session.serving(args.suite, args.port))
    rounds = {seed: miniwob.tasks(args.suite, base, seed) for seed in seeds}
    trained: set[str] = set()
    for adapter in adapters:
        site = brain.site_of(adapter, store)
        trained |= {kind.name for kind in miniwob.chosen(site)[1]} if miniwob.is_address(site) else set()
    target = session.Target(base)
    return Plan(args.suite, rounds, target, adapters, args.repeats, args.repeats == 1, trained=trained, problems=True)


def words(text: str) -> list[str]:
    """Comma-separated words, each once."""
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def numbers(text: str, default: int) -> list[int]:
    """Comma-separated whole numbers, each once; `default` when there are none. Raises UserError for anything else."""
    try:
        return [int(word) for word in words(text)] or [default]
    except ValueError as e:
        raise UserError(f"--seeds takes whole numbers, not {text!r}.", "Give them like 0,1,2.") from e
