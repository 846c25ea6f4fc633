"""What each command does. `--json` prints one JSON object on the last line of standard output."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from paestudio.config import RunConfig
from paestudio.core import site_folder
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.options import config_of, parser

DEMO_HOME = "http://127.0.0.1:8099/"  # moved to wherever the demo site runs next


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code. Faults are raised for the boundary in __main__."""
    arguments = list(argv)
    if not arguments or (arguments[0] not in COMMANDS and not arguments[0].startswith("-")):
        arguments.insert(0, "window")
    args = parser().parse_args(arguments)
    return COMMANDS[args.command](args)


def store_of(args: argparse.Namespace) -> Path:
    """The store's folder."""
    from paestudio.paths import data_dir

    return Path(args.store) if args.store else data_dir() / "store"


def address(url: str) -> str:
    """A usable address. Raises UserError for what is none."""
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
        ok = ok and ("@" not in parts.netloc or text == url)  # a mail address
    except ValueError:
        ok = False
    if not ok or any(c.isspace() for c in text):
        raise UserError(f"{url!r} is not the address of a website.", "Give one like http://127.0.0.1:8101/ or demo.")
    return text


def print_json(value: Any) -> None:
    """The last line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _window(args: argparse.Namespace) -> int:
    _demand_screen("Use: paestudio train URL --headless")
    from paestudio.gui.app import run_window

    url = address(args.url) if args.url else None
    return run_window(url, store_of(args), config_of(args))


def _demand_screen(fix: str) -> None:
    from paestudio import screen

    if why := screen.missing():
        raise EnvironmentFault(why, fix)


def _train(args: argparse.Namespace) -> int:
    if not args.url and not args.resume:
        raise UserError("Which site?", "Give its address, demo, or --resume RUN.")
    if not args.headless and not args.json:
        return _train_in_window(args)
    url, config = address(args.url) if args.url else "", config_of(args)
    from paestudio import headless  # loads torch: what is wrong with the command line is said without

    return headless.train(url, config, store_of(args), args)


def _train_in_window(args: argparse.Namespace) -> int:
    _demand_screen("Add --headless to train without one.")
    url = address(args.url) if args.url else ""
    if args.login and not args.site and site_folder.is_site(url):
        url = f"{args.login}@{site_folder.split(url)[1]}"
    elif args.site or args.login:
        raise UserError("The window does not log in.", "Add --headless, or leave out --site and --login.")
    if args.resume:
        run: str = args.resume
        _demand_run(store_of(args), run)
        from paestudio.gui.app import run_window

        return run_window(None, store_of(args), config_of(args), ready=lambda window: window.resume_run(run))
    from paestudio.gui.app import run_window

    return run_window(url, store_of(args), config_of(args), ready=lambda window: window.train(url))


def _demand_run(folder: Path, run: str) -> None:
    from paestudio.store import Store, queries

    with Store.open(folder, write=False) as store:
        queries.run(store, run)


def _propose(args: argparse.Namespace) -> int:
    from paestudio.suites import miniwob

    if miniwob.is_address(args.url):
        raise UserError("MiniWoB++ pages give their tasks themselves.", f"Use: paestudio train {args.url} --headless")
    url, config = address(args.url), config_of(args)
    from paestudio import headless

    return headless.propose(url, config, args)


def _evaluate(args: argparse.Namespace) -> int:
    if bool(args.suite) == bool(args.task_file):
        raise UserError("What should be measured?", "Give either --suite DIR, or --tasks FILE with --base-url URL.")
    if args.task_file and not args.base_url:
        raise UserError("Where does the site of these tasks run?", "Give --base-url URL.")
    if args.resume and not args.out:
        raise UserError("Which measurement should go on?", "Give its folder with --out FOLDER.")
    config = config_of(args)
    from paestudio import headless

    return headless.evaluate(config, store_of(args), args)


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

    to = _writable(Path(args.write).expanduser()) if args.write else None
    found = asyncio.run(judging.improve(store_of(args), args.which, config_of(args)))
    if to is not None:
        to.write_text(found.guidance + "\n", encoding="utf-8")
    if args.json:
        print_json(judging.improvement_json(found))
    else:
        sys.stdout.write(judging.improvement_text(found) + "\n")
    return 0


def _writable(file: Path) -> Path:
    """The file, which can be written: asked before the work that it is to keep."""
    if file.is_dir() or not os.access(file if file.exists() else file.parent, os.W_OK):
        raise UserError(f"{file} cannot be written.", "Give another file.")
    return file


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
    _demand_screen("Use: paestudio export RUN --format episodes")
    from paestudio.gui.app import run_window

    if not 0 < args.speed < float("inf"):
        raise UserError("--speed must be a number above 0.", "1 is as it was, 10 ten times as fast.")
    return run_window(None, store_of(args), RunConfig(), replay=args.which, speed=args.speed)


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
    from paestudio.core.codec import encode

    if args.fetch:
        from paestudio.lm.fetch import fetch
        from paestudio.paths import cache_dir

        fetch(args.fetch, cache_dir(), _say)
    found = models.listing(store_of(args))
    if args.json:
        print_json(encode(found))
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


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "window": _window,
    "train": _train,
    "propose": _propose,
    "evaluate": _evaluate,
    "replay": _replay,
    "export": _export,
    "import": _import,
    "models": _models,
    "doctor": _doctor,
    "demo-site": _demo_site,
    "serve": _serve,
    "bench": _bench,
    "judge": _judge,
    "key": _key,
}
