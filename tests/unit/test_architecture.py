"""The walls of the house stand: who may import whom, how large things are, what every function says of itself.

The import rules are import-linter's contracts in pyproject.toml. Each is shown to fail: a copy of the package gets
one offending import, and exactly that contract must break.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "paestudio"
FILES = sorted(PACKAGE.rglob("*.py"))
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract["name"] for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}
LARGEST_MODULE = 600
LARGEST_FUNCTION = 60
Function = ast.FunctionDef | ast.AsyncFunctionDef

# Contract → (module that gets the import, the import). The second of a pair reaches what is forbidden by a detour.
OFFENCES = [
    ("core", "core/records.py", "import numpy"),
    ("core", "core/events.py", "from paestudio import paths"),
    ("loop", "loop.py", "from paestudio.agent import scripted"),
    ("loop", "phases.py", "import torch"),
    ("rollout", "rollout.py", "import paestudio.config"),
    ("rollout", "desk.py", "import paestudio.store.db"),
    ("siblings", "proposer/__init__.py", "import paestudio.evaluator"),
    ("siblings", "learner/__init__.py", "import paestudio.agent.scripted"),
    ("parts", "agent/__init__.py", "import paestudio.browser"),
    ("parts", "evaluator/__init__.py", "import paestudio.store.db"),
    ("ground", "store/__init__.py", "import paestudio.proposer"),
    ("ground", "browser/__init__.py", "import paestudio.rollout"),
    ("ground", "chat/__init__.py", "import paestudio.evaluator.guards"),
    ("gym", "gym/given.py", "import paestudio.agent.prompt"),
    ("serving", "serving/__init__.py", "import paestudio.agent.prompt"),
    ("web", "webview/__init__.py", "import paestudio.store"),
    ("qt", "store/__init__.py", "import PySide6.QtCore"),
    ("qt", "session.py", "import pyqtgraph"),
    ("window", "session.py", "import paestudio.gui"),
    ("views", "session.py", "import paestudio.webview"),
    ("gui", "gui/__init__.py", "import paestudio.evaluator"),
    ("gui", "gui/__init__.py", "import paestudio.report"),
    ("light", "gui/__init__.py", "import torch"),
    ("light", "store/__init__.py", "import transformers"),
    ("root", "doctor.py", "import paestudio.session"),
    ("bench", "evaluation.py", "import paestudio.bench"),
    ("top", "doctor.py", "import paestudio.cli"),
    ("driver", "doctor.py", "import playwright.async_api"),
]


# Lints the package in a folder with one more line in one module, for each pair that is asked for; one process for all,
# because the unchanged modules are read once. It cannot be this one: here paestudio is the real one.
LINTER = """
import contextlib, io, json, sys
from pathlib import Path
folder, config = Path(sys.argv[1]), sys.argv[2]
sys.path[:0] = [str(folder), str(Path(config).parent)]
from importlinter.cli import lint_imports
for asked in sys.stdin:
    module, line = json.loads(asked)
    file = folder / "paestudio" / module
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\\n{line}\\n", encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = lint_imports(config_filename=config, cache_dir=str(folder / "cache"))
    file.write_text(text, encoding="utf-8")
    print(json.dumps([code, said.getvalue()]), flush=True)
"""
Lint = Callable[[str, str], tuple[set[str], str]]


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lint]:
    """(ids of the broken contracts, what the linter said) of the package with that line at the end of that module."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "paestudio", ignore=shutil.ignore_patterns("__pycache__", "*.js", "*.txt"))
    command = [sys.executable, "-c", LINTER, str(folder), str(ROOT / "pyproject.toml")]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        asks, answers = process.stdin, process.stdout

        def ask(module: str, line: str) -> tuple[set[str], str]:
            asks.write(json.dumps([module, line]) + "\n")
            asks.flush()
            code, said = json.loads(answers.readline())
            flat = re.sub(r"\s+", " ", said)
            assert "Contracts:" in flat, said
            broken = {key for key, name in CONTRACTS.items() if f"{name} BROKEN" in flat}
            assert code == (1 if broken else 0), said
            return broken, said

        yield ask


def test_the_contracts_hold(lint: Lint) -> None:
    broken, said = lint("core/records.py", "")
    assert not broken, said


def test_every_contract_is_seen_to_fail() -> None:
    assert {contract for contract, _, _ in OFFENCES} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "module", "line"), OFFENCES, ids=str)
def test_an_offence_breaks_exactly_its_contract(lint: Lint, contract: str, module: str, line: str) -> None:
    broken, said = lint(module, line)
    assert broken == {contract}, said


def test_the_window_opens_without_the_model() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((PACKAGE / "gui").rglob("*.py"))
    ]
    program = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "print([name for name in ('torch', 'transformers', 'peft', 'playwright') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@cache
def trees() -> list[tuple[str, ast.Module, str]]:
    """(name, tree, text) of each module."""
    found = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        found.append((path.relative_to(ROOT).as_posix(), ast.parse(text), text))
    return found


def functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(node: Function) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_the_core_imports_the_standard_library() -> None:
    foreign = []
    for name, tree, _ in trees():
        if not name.startswith("paestudio/core/"):
            continue
        for node in ast.walk(tree):
            wanted = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                wanted = [node.module or "."]
            foreign += [
                f"{name}: {module}"
                for module in wanted
                if module.partition(".")[0] not in sys.stdlib_module_names and not module.startswith("paestudio.core")
            ]
    assert [line for line in foreign if not line.endswith(": paestudio.core")] == []


def test_modules_and_functions_are_small() -> None:
    large = [
        f"{name}: {len(text.splitlines())} lines" for name, _, text in trees() if text.count("\n") > LARGEST_MODULE
    ]
    large += [
        f"{name}: {node.name} has {length(node)} lines"
        for name, tree, _ in trees()
        for node in functions(tree)
        if length(node) > LARGEST_FUNCTION
    ]
    assert large == []


def test_most_modules_are_smaller_still() -> None:
    sizes = sorted(text.count("\n") for _, _, text in trees())
    assert sizes[len(sizes) // 2] <= 200
    lengths = sorted(length(node) for _, tree, _ in trees() for node in functions(tree))
    assert lengths[len(lengths) // 2] <= 12


def test_every_signature_is_typed() -> None:
    untyped = []
    for name, tree, _ in trees():
        for node in functions(tree):
            spec = node.args
            given = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
            bare = [arg.arg for arg in given if arg.annotation is None and arg.arg not in ("self", "cls")]
            if bare or node.returns is None:
                untyped.append(f"{name}:{node.lineno} {node.name}")
    assert untyped == []


def test_no_exception_is_caught_unseen() -> None:
    """No bare except; a broad one passes the fault on, or has a comment that names the boundary."""
    loose = []
    for name, tree, text in trees():
        lines = text.splitlines()
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            kinds = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
            broad = any(isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException") for kind in kinds)
            last = node.body[-1]
            passes_on = isinstance(last, ast.Raise) and last.exc is None
            named = "#" in lines[node.lineno - 1] + lines[node.lineno]
            if node.type is None or (broad and not passes_on and not named):
                loose.append(f"{name}:{node.lineno}")
    assert loose == []


def test_every_module_says_why_it_exists() -> None:
    silent = [name for name, tree, text in trees() if text.strip() and not ast.get_docstring(tree)]
    assert silent == []
