"""Write the locks from what is installed in this environment: run it with the `.venv` whose tests passed.

    .venv/bin/python packaging/lock.py

`requirements.lock` has what the program needs, `requirements-dev.lock` what the tests and linters need besides.
Only names and versions are written: a local build tag such as `+cpu` is cut off, so that one lock serves machines
with and without a GPU (`torch==2.13.0` accepts both builds), and no line says where a package is fetched from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
OWN = {"pip"}  # every environment brings its own
HEAD = "# Made by packaging/lock.py from a tested environment. Do not edit by hand.\n"


def closure(wanted: Iterable[Requirement]) -> dict[str, str]:
    """Name → version of everything these requirements pull in on this machine."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    queue = [(need, extra) for need in wanted for extra in ("", *need.extras)]
    while queue:
        need, extra = queue.pop()
        key = (canonicalize_name(need.name), extra)
        if key in seen or key[0] in OWN:
            continue
        seen.add(key)
        found[key[0]] = metadata.version(need.name).partition("+")[0]
        for line in metadata.requires(need.name) or ():
            child = Requirement(line)
            if child.marker is None or child.marker.evaluate({"extra": extra}):
                queue += [(child, part) for part in ("", *child.extras)]
    return found


def write(name: str, head: str, pins: dict[str, str]) -> None:
    """One `name==version` a line, sorted."""
    lines = [f"{package}=={version}\n" for package, version in sorted(pins.items())]
    (HERE / name).write_text(HEAD + head + "".join(lines), encoding="utf-8")
    print(f"{name}: {len(lines)} packages")


def main() -> None:
    """Both locks, from pyproject.toml."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    tools = [Requirement(line) for line in project["build-system"]["requires"]]
    needs = [Requirement(line) for line in project["project"]["dependencies"]]
    dev = [Requirement(line) for line in project["project"]["optional-dependencies"]["dev"]]
    run = closure(tools + needs)
    extra = {name: version for name, version in closure(dev).items() if name not in run}
    write("requirements.lock", "", run)
    write("requirements-dev.lock", "-c requirements.lock\n", extra)


if __name__ == "__main__":
    main()
