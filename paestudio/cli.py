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
from paestudio.config import PRESETS, About, RunConfig, flag, from_mapping, preset_values
from paestudio.core import site_folder
from paestudio.core.errors import EnvironmentFault, UserError

DEMO_HOME = "http://127.0.0.1:8099/"  # moved to wherever the demo site runs next
COMMANDS = (
    "train",
    "propose",
    "evaluate",
    "replay",
    "export",
    "import",
    "models",
    "doctor",
    "demo-site",
    "serve",
    "bench",
    "judge",
    "key",
    "window",
)


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
    _judges(commands)
    _benchmarks(commands)
    _serving(commands)
    _looking(commands)
    return top


def _running(commands: Any) -> None:
    """window, train, propose."""
    window = _command(commands, "window", _window, "Open the window (also: paestudio [URL]).")
    window.add_argument("url", nargs="?", help="a site, or demo for the built-in one")
    _store(window)
    _settings(window)

    train = _command(commands, "train", _train, "Train on a site.")
    train.add_argument(
        "url", nargs="?", help="a site, demo for the built-in one, miniwob:TASK,TASK, or a folder with a start.sh"
    )
    train.add_argument("--headless", action="store_true", help="without a window")
    train.add_argument(
        "--preset",
        default="",
        metavar="NAME[,NAME]",
        help=f"named choices of settings ({', '.join(PRESETS)}), one for the length and one for the machine; "
        "single settings override them",
    )
    train.add_argument("--resume", metavar="RUN", help="go on with a run that was stopped or killed")
    _site(train)
    _store(train)
    _json(train)
    _settings(train)

    propose = _command(commands, "propose", _propose, "Explore a site and write tasks for it.")
    propose.add_argument("url", help="a site, demo, or a folder with a start.sh")
    propose.add_argument("--count", type=int, default=60, help="how many tasks (default 60)")
    _site(propose)
    _json(propose)
    _settings(propose, "proposer", "endpoint", "browser", "run")


def _measuring(commands: Any) -> None:
    """evaluate."""
    evaluate = _command(commands, "evaluate", _evaluate, "Measure an agent on a task file or a suite.")
    evaluate.add_argument(
        "--suite",
        metavar="DIR",
        help="a folder with site.json, start.sh and tasks.jsonl; demo; miniwob, or miniwob:TASK,… for some of it",
    )
    evaluate.add_argument("--tasks", metavar="FILE", help="a task file, one JSON object a line")
    evaluate.add_argument("--base-url", metavar="URL", help="where the site of --tasks runs")
    evaluate.add_argument("--data", metavar="DIR", help="the data folder of that site, for checks that read it")
    evaluate.add_argument(
        "--adapter", default="base", metavar="WHICH", help="base, a run, a checkpoint folder; several with commas"
    )
    evaluate.add_argument("--seeds", default="", metavar="N,N", help="measure once for each of these seeds")
    evaluate.add_argument("--out", metavar="FOLDER", help="write results.json and report.html there")
    evaluate.add_argument(
        "--resume", action="store_true", help="go on with what --out has: the rest of it, or further seeds and agents"
    )
    evaluate.add_argument("--repeats", type=int, default=1, help="attempts at each task (default 1)")
    evaluate.add_argument("--port", type=int, default=0, help="port of a suite's site (default: as its site.json says)")
    _site(evaluate)
    _store(evaluate)
    _json(evaluate)
    _settings(evaluate, "browser", "model", "run")


def _judges(commands: Any) -> None:
    """judge, key."""
    judge = _command(commands, "judge", _judge, "Say how far the model judge can be believed; improve its guidance.")
    judge.add_argument("which", metavar="RUN", nargs="?", default="", help="one run (default: all of the store)")
    judge.add_argument("--target", type=float, default=0.9, help="wanted precision (default 0.9)")
    judge.add_argument("--improve", action="store_true", help="let the judge's model write better guidance")
    judge.add_argument("--write", metavar="FILE", help="where the new guidance goes, for --judge-guidance FILE")
    _store(judge)
    _json(judge)
    _settings(judge, "judge", "endpoint", "model")

    key = _command(commands, "key", _key, "Put the key of a model endpoint into the system's keyring.")
    key.add_argument("name", help="its name, such as OPENAI_API_KEY; the key itself is asked for")


def _benchmarks(commands: Any) -> None:
    """bench."""
    bench = _command(commands, "bench", _bench, "Run a benchmark; without a name, list them.")
    bench.add_argument("name", nargs="?", help="which one")
    bench.add_argument("--run", dest="from_run", metavar="RUN", default="", help="use what a stored run recorded")
    bench.add_argument("--size", type=int, default=0, help="pages, nodes, group, batch or attempts (default: several)")
    bench.add_argument("--quick", action="store_true", help="tiny inputs, in seconds: to see that it works")
    bench.add_argument("--peer", action="store_true", help="also peers that need an environment of their own")
    bench.add_argument("--seconds", type=float, default=0.0, help="time for each part (ui: of training)")
    bench.add_argument("--gguf", metavar="FILE", default="", help="the model's weights for llama.cpp (generate)")
    _store(bench)
    _json(bench)
    _settings(bench)


def _serving(commands: Any) -> None:
    """serve."""
    serve = _command(commands, "serve", _serve, "Serve a model with an adapter as an OpenAI-compatible endpoint.")
    serve.add_argument("--adapter", default="base", metavar="WHICH", help="base, a run, a checkpoint folder")
    serve.add_argument("--port", type=int, default=8000, help="default 8000; 0 takes a free one")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument(
        "--key-name", default="", metavar="NAME", help="name of the variable or keyring entry with the key to ask for"
    )
    _store(serve)
    _json(serve)
    _settings(serve, "model")


def _looking(commands: Any) -> None:
    """replay, export, models, doctor, demo-site."""
    replay = _command(commands, "replay", _replay, "Show a stored run in the window, without a model.")
    replay.add_argument("which", metavar="RUN")
    _store(replay)

    export = _command(commands, "export", _export, "Write what a run recorded as JSON lines, or what it learned.")
    export.add_argument("which", metavar="RUN")
    export.add_argument(
        "--format",
        required=True,
        choices=("episodes", "sft", "tasks", "verdicts", "adapter", "merged"),
        help="JSON lines; adapter: the folder PEFT loads; merged: a model folder transformers loads",
    )
    export.add_argument("--output", metavar="FILE", help="a file (default: standard output); for a model, a new folder")
    export.add_argument("--version", metavar="N", type=int, help="which version of the adapter (default: the latest)")
    _store(export)

    taking = _command(commands, "import", _import, "Take in trajectories; runs on that site learn from them first.")
    taking.add_argument("file", metavar="FILE", type=Path, help="JSON lines: an export of episodes, or the plain form")
    taking.add_argument("url", help="the site they were recorded on, or demo")
    _store(taking)
    _json(taking)

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
        option = flag(setting.name)
        if setting.default is MISSING or option in to._option_string_actions:
            continue
        text = f"{about.help} (default: {setting.default})"
        if isinstance(setting.default, bool):
            to.add_argument(option, action=argparse.BooleanOptionalAction, default=None, help=text)
        else:
            kind = type(setting.default)
            to.add_argument(option, type=kind, default=None, metavar=setting.name.upper(), help=text)


def config_of(args: argparse.Namespace) -> RunConfig:
    """The settings that were given, over their defaults."""
    names = [f.name for f in fields(RunConfig)]
    preset = preset_values(getattr(args, "preset", ""))
    given = {**preset, **{n: v for n in names if (v := getattr(args, n, None)) is not None}}
    seen = given.get("judge_images") or given.get("proposer_images")  # by a model that looks at them
    if getattr(args, "headless", False) and not seen:
        given.setdefault("screenshots", False)  # nobody is watching, and a screenshot costs as much as a step
    return from_mapping(given)


def store_of(args: argparse.Namespace) -> Path:
    """The store's folder."""
    from paestudio.paths import data_dir

    return Path(args.store) if args.store else data_dir() / "store"


def address(url: str) -> str:
    """A usable address. Raises UserError for what is none."""
    from urllib.parse import urlsplit

    from paestudio.suites import miniwob

    if miniwob.is_address(url):
        miniwob.chosen(url)  # a task that there is not is said now
        return url
    if url == "demo":
        return url
    if site_folder.is_site(url):
        return site_folder.settled(url)
    if site_folder.is_path(url):
        raise UserError(f"{url} is not the folder of a site.", "Such a folder has site.json and start.sh in it.")
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
            return _train_in_window(args)
        raise EnvironmentFault("There is no display for the window.", "Add --headless to train without one.")
    from paestudio import headless

    url = address(args.url) if args.url else ""
    return headless.train(url, config_of(args), store_of(args), args)


def _train_in_window(args: argparse.Namespace) -> int:
    from paestudio.gui.app import run_window

    url = address(args.url) if args.url else ""
    if args.login and site_folder.is_site(url):
        url = f"{args.login}@{site_folder.split(url)[1]}"
    elif args.site or args.login:
        raise UserError("The window has logins of sites that are folders only.", "Add --headless, or give the folder.")
    if args.resume:
        return run_window(None, store_of(args), config_of(args), ready=lambda window: window.resume_run(args.resume))
    return run_window(url, store_of(args), config_of(args), ready=lambda window: window.train(url))


def _propose(args: argparse.Namespace) -> int:
    from paestudio import headless
    from paestudio.suites import miniwob

    if miniwob.is_address(args.url):
        raise UserError("MiniWoB++ pages give their tasks themselves.", f"Use: paestudio train {args.url} --headless")
    return headless.propose(address(args.url), config_of(args), args)


def _evaluate(args: argparse.Namespace) -> int:
    if bool(args.suite) == bool(args.tasks):
        raise UserError("What should be measured?", "Give either --suite DIR, or --tasks FILE with --base-url URL.")
    if args.tasks and not args.base_url:
        raise UserError("Where does the site of these tasks run?", "Give --base-url URL.")
    if args.resume and not args.out:
        raise UserError("Which measurement should go on?", "Give its folder with --out FOLDER.")
    from paestudio import headless

    return headless.evaluate(config_of(args), store_of(args), args)


def _judge(args: argparse.Namespace) -> int:
    if not 0 < args.target <= 1:
        raise UserError(f"--target must be above 0 and at most 1, not {args.target:g}.")
    from paestudio import judging

    if args.improve:
        return _improve(args)
    found = judging.standings(store_of(args), args.which, args.target)
    if args.json:
        print_json({"judges": [one.json(args.target) for one in found], "target": args.target})
    else:
        sys.stdout.write("\n\n".join(one.text(args.target) for one in found) + "\n")
    return 0


def _improve(args: argparse.Namespace) -> int:
    import asyncio

    from paestudio import judging

    found = asyncio.run(judging.improve(store_of(args), args.which, config_of(args)))
    if args.write:
        Path(args.write).write_text(found.guidance + "\n", encoding="utf-8")
    if args.json:
        print_json(judging.improvement_json(found))
    else:
        sys.stdout.write(judging.improvement_text(found) + "\n")
    return 0


def _key(args: argparse.Namespace) -> int:
    import getpass

    from paestudio.chat import keys

    keys.check_name(args.name)
    text = getpass.getpass("Key (it is not shown): ") if sys.stdin.isatty() else sys.stdin.readline()
    if not text.strip():
        raise UserError("No key was given.")
    keys.store(args.name, text.strip())
    sys.stderr.write(f"Stored as {args.name} in the system's keyring.\n")
    return 0


def _bench(args: argparse.Namespace) -> int:
    from paestudio import bench

    if not args.name:
        sys.stdout.writelines(f"{name:<10} {one.about}\n" for name, one in bench.BENCHES.items())
        return 0
    chosen = bench.find(args.name)
    from paestudio import headless

    return headless.bench(args.name, chosen, config_of(args), store_of(args), args)


def _serve(args: argparse.Namespace) -> int:
    from paestudio.serve import Wish, serve

    wish = Wish(args.adapter, args.host, args.port, args.key_name, args.model is not None, args.json)
    return serve(wish, config_of(args), store_of(args))


def _replay(args: argparse.Namespace) -> int:
    from paestudio.gui.app import run_window

    return run_window(None, store_of(args), RunConfig(), replay=args.which)


def _export(args: argparse.Namespace) -> int:
    from paestudio import exporting

    if args.format in exporting.FORMATS:
        return _export_model(args)
    from paestudio.store import Store
    from paestudio.store.export import export, export_file

    with Store.open(store_of(args), write=False) as store:
        if args.output:
            count = export_file(store, args.which, args.format, Path(args.output))
            sys.stderr.write(f"{count} lines in {args.output}\n")
        else:
            export(store, args.which, args.format, sys.stdout)
    return 0


def _import(args: argparse.Namespace) -> int:
    from paestudio.store import Store, takein, trajectories

    site = address(args.url)
    home = DEMO_HOME if site == "demo" else site
    found = trajectories.read(args.file, home)
    with Store.open(store_of(args)) as store:
        run = takein.take_in(store, site, found.episodes)
    if args.json:
        print_json({"run": run, "demonstrations": len(found.episodes), "failed_left_out": found.failed})
    else:
        left = f"; {found.failed} that failed were left out" if found.failed else ""
        sys.stdout.write(f"{len(found.episodes)} demonstrations of {site} in {run}{left}\n")
    return 0


def _export_model(args: argparse.Namespace) -> int:
    import signal

    from paestudio import exporting

    if not args.output:
        raise UserError("Where should the model go?", "Give --output FOLDER.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the window's Cancel: what is half written goes too
    made = exporting.write(store_of(args), args.which, args.version, args.format, Path(args.output).expanduser(), _say)
    sys.stdout.write(f"{made}\n")
    return 0


def _models(args: argparse.Namespace) -> int:
    from paestudio import models

    if args.fetch:
        from paestudio.lm.fetch import fetch
        from paestudio.paths import cache_dir

        fetch(args.fetch, cache_dir(), _say)
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
