"""The command line of the README. `--json` prints one JSON object on the last line of standard output."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from paestudio import __version__
from paestudio.config import About, RunConfig, from_mapping
from paestudio.core.errors import EnvironmentFault, UserError

COMMANDS = ("train", "propose", "evaluate", "replay", "export", "models", "doctor", "demo-site", "bench", "window")


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code. Faults are raised for the boundary in __main__."""
    arguments = list(argv)
    if not arguments or (arguments[0] not in COMMANDS and not arguments[0].startswith("-")):
        arguments.insert(0, "window")
    args = parser().parse_args(arguments)
    result: int = args.run(args)
    return result


def parser() -> argparse.ArgumentParser:
    """All commands and their options; settings come from their declarations in `config`."""
    top = argparse.ArgumentParser(
        prog="paestudio", description="Point at a website, press Train, and an agent learns that site."
    )
    top.add_argument("--version", action="version", version=f"paestudio {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _running(commands)
    _measuring(commands)
    _benchmarks(commands)
    _looking(commands)
    return top


def _running(commands: Any) -> None:
    """window, train, propose."""
    window = _command(commands, "window", _window, "Open the window (also: paestudio [URL]).")
    window.add_argument("url", nargs="?", help="a site, or demo for the built-in one")
    _store(window)
    _settings(window)

    train = _command(commands, "train", _train, "Train on a site.")
    train.add_argument("url", nargs="?", help="a site, or demo for the built-in one")
    train.add_argument("--headless", action="store_true", help="without a window")
    train.add_argument("--resume", metavar="RUN", help="go on with a run that was stopped or killed")
    _site(train)
    _store(train)
    _json(train)
    _settings(train)

    propose = _command(commands, "propose", _propose, "Explore a site and write tasks for it.")
    propose.add_argument("url", help="a site, or demo")
    propose.add_argument("--count", type=int, default=60, help="how many tasks (default 60)")
    _site(propose)
    _json(propose)
    _settings(propose, "proposer", "browser", "run")


def _measuring(commands: Any) -> None:
    """evaluate."""
    evaluate = _command(commands, "evaluate", _evaluate, "Measure an agent on a task file or a suite.")
    evaluate.add_argument("--suite", metavar="DIR", help="a folder with site.json, start.sh and tasks.jsonl, or demo")
    evaluate.add_argument("--tasks", metavar="FILE", help="a task file, one JSON object a line")
    evaluate.add_argument("--base-url", metavar="URL", help="where the site of --tasks runs")
    evaluate.add_argument("--data", metavar="DIR", help="the data folder of that site, for checks that read it")
    evaluate.add_argument("--adapter", default="base", metavar="WHICH", help="base, a run, or a checkpoint folder")
    evaluate.add_argument("--repeats", type=int, default=1, help="attempts at each task (default 1)")
    evaluate.add_argument("--port", type=int, default=0, help="port of a suite's site (default: as its site.json says)")
    _site(evaluate)
    _store(evaluate)
    _json(evaluate)
    _settings(evaluate, "browser", "model", "run")


def _benchmarks(commands: Any) -> None:
    """bench."""
    bench = _command(commands, "bench", _bench, "Run a benchmark; without a name, list them.")
    bench.add_argument("name", nargs="?", help="which one")
    bench.add_argument("--run", dest="from_run", metavar="RUN", default="", help="use what a stored run recorded")
    bench.add_argument("--size", type=int, default=0, help="how large (default: as the benchmark thinks right)")
    bench.add_argument("--quick", action="store_true", help="tiny inputs, in seconds: to see that it works")
    bench.add_argument("--peer", action="store_true", help="also peers that need an environment of their own")
    bench.add_argument("--seconds", type=float, default=0.0, help="time for each part (ui: of training)")
    bench.add_argument("--gguf", metavar="FILE", default="", help="the model's weights for llama.cpp (generate)")
    _store(bench)
    _json(bench)
    _settings(bench)


def _looking(commands: Any) -> None:
    """replay, export, models, doctor, demo-site."""
    replay = _command(commands, "replay", _replay, "Show a stored run in the window, without a model.")
    replay.add_argument("which", metavar="RUN")
    _store(replay)

    export = _command(commands, "export", _export, "Write what a run recorded as JSON lines.")
    export.add_argument("which", metavar="RUN")
    export.add_argument("--format", required=True, choices=("episodes", "sft", "tasks", "verdicts"))
    export.add_argument("--output", metavar="FILE", help="a file (default: standard output)")
    _store(export)

    models = _command(commands, "models", _models, "Base models and adapters on this machine; fetch one.")
    models.add_argument("--fetch", metavar="MODEL", help="download a base model")
    _store(models)
    _json(models)

    doctor = _command(commands, "doctor", _doctor, "Look for what is missing on this machine.")
    _json(doctor)

    demo = _command(commands, "demo-site", _demo_site, "Serve the built-in site.")
    demo.add_argument("--port", type=int, default=8099)


def _command(commands: Any, name: str, run: Any, help: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    made.set_defaults(run=run)
    return made


def _json(to: argparse.ArgumentParser) -> None:
    to.add_argument("--json", action="store_true", help="one JSON object on the last line")


def _store(to: argparse.ArgumentParser) -> None:
    to.add_argument("--store", metavar="DIR", type=Path, help="where runs are kept (default: your data folder)")


def _site(to: argparse.ArgumentParser) -> None:
    to.add_argument("--site", metavar="FILE", type=Path, help="a site.json with the site's logins")
    to.add_argument("--login", metavar="NAME", help="which login of the site file to use")


def _settings(to: argparse.ArgumentParser, *groups: str) -> None:
    """An option for each setting (of those groups)."""
    for setting in fields(RunConfig):
        about: About = setting.metadata["about"]
        if groups and about.group not in groups:
            continue
        flag = f"--{setting.name.replace('_', '-')}"
        if setting.default is MISSING or flag in to._option_string_actions:
            continue
        text = f"{about.help} (default: {setting.default})"
        if isinstance(setting.default, bool):
            to.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=text)
        else:
            kind = type(setting.default)
            to.add_argument(flag, type=kind, default=None, metavar=setting.name.upper(), help=text)


def config_of(args: argparse.Namespace) -> RunConfig:
    """The settings that were given, over their defaults."""
    names = [f.name for f in fields(RunConfig)]
    given = {n: v for n in names if (v := getattr(args, n, None)) is not None}
    if getattr(args, "headless", False):
        given.setdefault("screenshots", False)  # nobody is watching, and a screenshot costs as much as a step
    return from_mapping(given)


def store_of(args: argparse.Namespace) -> Path:
    """The store's folder."""
    from paestudio.paths import data_dir

    return Path(args.store) if args.store else data_dir() / "store"


def address(url: str) -> str:
    """A usable address. Raises UserError for what is none."""
    from urllib.parse import urlsplit

    if url == "demo":
        return url
    text = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(text)
        ok = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        ok = False
    if not ok or any(c.isspace() for c in text):
        raise UserError(f"{url!r} is not the address of a website.", "Give one like http://127.0.0.1:8101/ or demo.")
    return text


def print_json(value: Any) -> None:
    """The last line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or sys.platform in ("darwin", "win32")


def _window(args: argparse.Namespace) -> int:
    if not _has_display() and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        raise EnvironmentFault("There is no display for the window.", "Use: paestudio train URL --headless")
    from paestudio.gui.app import run_window

    url = address(args.url) if args.url else None
    return run_window(url, store_of(args), config_of(args))


def _train(args: argparse.Namespace) -> int:
    if not args.url and not args.resume:
        raise UserError("Which site?", "Give its address, demo, or --resume RUN.")
    if not args.headless and not args.json:
        if _has_display():
            from paestudio.gui.app import run_window

            url = address(args.url or "demo")
            return run_window(url, store_of(args), config_of(args), ready=lambda window: window.train(url))
        raise EnvironmentFault("There is no display for the window.", "Add --headless to train without one.")
    from paestudio import headless

    url = address(args.url) if args.url else ""
    return headless.train(url, config_of(args), store_of(args), args)


def _propose(args: argparse.Namespace) -> int:
    from paestudio import headless

    return headless.propose(address(args.url), config_of(args), args)


def _evaluate(args: argparse.Namespace) -> int:
    if bool(args.suite) == bool(args.tasks):
        raise UserError("What should be measured?", "Give either --suite DIR, or --tasks FILE with --base-url URL.")
    if args.tasks and not args.base_url:
        raise UserError("Where does the site of these tasks run?", "Give --base-url URL.")
    from paestudio import headless

    return headless.evaluate(config_of(args), store_of(args), args)


def _bench(args: argparse.Namespace) -> int:
    from paestudio import bench

    if not args.name:
        sys.stdout.writelines(f"{name:<10} {one.about}\n" for name, one in bench.BENCHES.items())
        return 0
    chosen = bench.find(args.name)
    from paestudio import headless

    return headless.bench(args.name, chosen, config_of(args), store_of(args), args)


def _replay(args: argparse.Namespace) -> int:
    from paestudio.gui.app import run_window

    return run_window(None, store_of(args), RunConfig(), replay=args.which)


def _export(args: argparse.Namespace) -> int:
    from paestudio.store import Store
    from paestudio.store.export import export, export_file

    with Store.open(store_of(args), write=False) as store:
        if args.output:
            count = export_file(store, args.which, args.format, Path(args.output))
            sys.stderr.write(f"{count} lines in {args.output}\n")
        else:
            export(store, args.which, args.format, sys.stdout)
    return 0


def _models(args: argparse.Namespace) -> int:
    from paestudio import models

    if args.fetch:
        models.get(args.fetch, _say)
    found = models.listing(store_of(args))
    if args.json:
        print_json(found)
    else:
        sys.stdout.write(models.as_text(found))
    return 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _doctor(args: argparse.Namespace) -> int:
    from paestudio import doctor

    found = doctor.checks()
    sys.stdout.write((doctor.as_json(found) if args.json else doctor.as_text(found)).rstrip("\n") + "\n")
    return 0 if all(check.ok for check in found) else EnvironmentFault.exit_code


def _demo_site(args: argparse.Namespace) -> int:
    from paestudio.demo import serve_forever

    serve_forever(args.port)
    return 0
