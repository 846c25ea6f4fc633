"""Every command's options. Those that are settings come from their declarations in `config`."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from paestudio import __version__
from paestudio.config import About, RunConfig, flag, from_mapping
from paestudio.core.errors import UserError
from paestudio.presets import PRESETS, preset_values


class _Parser(argparse.ArgumentParser):
    """What is wrong with a command line is a sentence, as every other fault."""

    def error(self, message: str) -> NoReturn:
        """Raises UserError instead of printing all options."""
        raise UserError(f"{message[:1].upper()}{message[1:].rstrip('.')}.", f"See: {self.prog} --help")


def parser() -> argparse.ArgumentParser:
    """All commands and their options. `command` of what it parses names the one that was given."""
    top = _Parser(prog="paestudio", description="Point at a website, press Train, and an agent learns that site.")
    top.add_argument("--version", action="version", version=f"paestudio {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _running(commands)
    _measuring(commands)
    _judges(commands)
    _benchmarks(commands)
    _serving(commands)
    _looking(commands)
    return top


def _running(commands: Any) -> None:
    """window, train, propose."""
    window = _command(commands, "window", "Open the window (also: paestudio [URL]).")
    window.add_argument("url", nargs="?", help="a site, or demo for the built-in one")
    _store(window)
    _settings(window)

    train = _command(commands, "train", "Train on a site.")
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

    propose = _command(commands, "propose", "Explore a site and write tasks for it.")
    propose.add_argument("url", help="a site, demo, or a folder with a start.sh")
    propose.add_argument("--count", type=_count, default=60, help="how many tasks (default 60)")
    _site(propose)
    _json(propose)
    _settings(propose, "proposer", "endpoint", "browser", "run")


def _measuring(commands: Any) -> None:
    """evaluate."""
    evaluate = _command(commands, "evaluate", "Measure an agent on a task file or a suite.")
    evaluate.add_argument(
        "--suite",
        metavar="DIR",
        help="a folder with site.json, start.sh and tasks.jsonl; demo; miniwob, or miniwob:TASK,… for some of it",
    )
    evaluate.add_argument("--tasks", dest="task_file", metavar="FILE", help="a task file, one JSON object a line")
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
    evaluate.add_argument("--repeats", type=_count, default=1, help="attempts at each task (default 1)")
    evaluate.add_argument(
        "--port", type=_port, default=0, help="port of a suite's site (default: as its site.json says)"
    )
    _site(evaluate)
    _store(evaluate)
    _json(evaluate)
    _settings(evaluate, "browser", "model", "run")


def _judges(commands: Any) -> None:
    """judge, key."""
    judge = _command(commands, "judge", "Say how far the model judge can be believed; improve its guidance.")
    judge.add_argument("which", metavar="RUN", nargs="?", default="", help="one run (default: all of the store)")
    judge.add_argument("--target", type=float, default=0.9, help="wanted precision (default 0.9)")
    judge.add_argument("--improve", action="store_true", help="let the judge's model write better guidance")
    judge.add_argument("--write", metavar="FILE", help="where the new guidance goes, for --judge-guidance FILE")
    _store(judge)
    _json(judge)
    _settings(judge, "judge", "endpoint", "model")

    key = _command(commands, "key", "Put the key of a model endpoint into the system's keyring.")
    key.add_argument("name", help="its name, such as OPENAI_API_KEY; the key itself is asked for")


def _benchmarks(commands: Any) -> None:
    """bench."""
    bench = _command(commands, "bench", "Run a benchmark; without a name, list them.")
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
    serve = _command(commands, "serve", "Serve a model with an adapter as an OpenAI-compatible endpoint.")
    serve.add_argument("--adapter", default="base", metavar="WHICH", help="base, a run, a checkpoint folder")
    serve.add_argument("--port", type=_port, default=8000, help="default 8000; 0 takes a free one")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument(
        "--key-name", default="", metavar="NAME", help="name of the variable or keyring entry with the key to ask for"
    )
    _store(serve)
    _json(serve)
    _settings(serve, "model")


def _looking(commands: Any) -> None:
    """replay, export, models, doctor, demo-site."""
    replay = _command(commands, "replay", "Show a stored run in the window, without a model.")
    replay.add_argument("which", metavar="RUN")
    replay.add_argument("--speed", type=float, default=1.0, metavar="N", help="how many times as fast as it was")
    _store(replay)

    export = _command(commands, "export", "Write what a run recorded as JSON lines, or what it learned.")
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

    taking = _command(commands, "import", "Take in trajectories; runs on that site learn from them first.")
    taking.add_argument("file", metavar="FILE", type=Path, help="JSON lines: an export of episodes, or the plain form")
    taking.add_argument("url", help="the site they were recorded on, or demo")
    _store(taking)
    _json(taking)

    models = _command(commands, "models", "Base models and adapters on this machine; fetch one.")
    models.add_argument("--fetch", metavar="MODEL", help="download a base model")
    _store(models)
    _json(models)

    doctor = _command(commands, "doctor", "Look for what is missing on this machine.")
    _json(doctor)

    demo = _command(commands, "demo-site", "Serve the built-in site.")
    demo.add_argument("--port", type=_port, default=8099, help="default 8099; 0 takes a free one")


def _command(commands: Any, name: str, help: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    return made


def _json(to: argparse.ArgumentParser) -> None:
    to.add_argument("--json", action="store_true", help="one JSON object on the last line")


def _store(to: argparse.ArgumentParser) -> None:
    to.add_argument("--store", metavar="DIR", type=Path, help="where runs are kept (default: your data folder)")


def _site(to: argparse.ArgumentParser) -> None:
    to.add_argument("--site", metavar="FILE", type=Path, help="a site.json with the site's logins")
    to.add_argument("--login", metavar="NAME", help="which login of the site file to use")


def _count(text: str) -> int:
    return _whole(text, 1, 1_000_000)


def _port(text: str) -> int:
    return _whole(text, 0, 65_535)


def _whole(text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _settings(to: argparse.ArgumentParser, *groups: str) -> None:
    """An option for each setting (of those groups). No other option of the command may have a setting's name."""
    for setting in fields(RunConfig):
        about: About = setting.metadata["about"]
        if groups and about.group not in groups:
            continue
        option = flag(setting.name)
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
