"""The scripts that set a machine up: what they say when something is missing, and how they go on after a cut."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "packaging"
PIN = re.compile(r"^[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*$")


def bash(script: str, tmp_path: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run lines after sourcing lib.sh, with its log in `tmp_path`."""
    text = f"""
    . {shlex.quote(str(SCRIPTS / "lib.sh"))}
    VENV={shlex.quote(str(tmp_path))} LOG={shlex.quote(str(tmp_path / "log"))} PYTHON={shlex.quote(sys.executable)}
    is_root() {{ false; }}
    {script}
    """
    env = {"PATH": path or "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(tmp_path)}
    return subprocess.run(["bash", "-c", text], capture_output=True, text=True, env=env, check=False, cwd=tmp_path)


def pins(name: str) -> dict[str, str]:
    lines = (SCRIPTS / name).read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith(("#", "-c "))]
    assert [line for line in lines if not PIN.match(line)] == []
    return dict(line.split("==") for line in lines)


def test_the_locks_pin_every_requirement_of_the_project() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needs = project["project"]["dependencies"] + project["build-system"]["requires"]
    for line in needs:
        need = Requirement(line)
        assert need.specifier.contains(run[canonicalize_name(need.name)]), line
    for line in project["project"]["optional-dependencies"]["dev"]:
        need = Requirement(line)
        assert need.specifier.contains(dev[canonicalize_name(need.name)]), line
    assert not run.keys() & dev.keys()
    assert run["torch"] == "2.13.0"


def test_a_missing_library_is_named_with_the_command(tmp_path: Path) -> None:
    (tmp_path / "system-libraries.txt").write_text("# list\nlibm.so.6 libc6\nlibnowhere.so.7 libnowhere7\n")
    done = bash(f"HERE={shlex.quote(str(tmp_path))}; has_font() {{ true; }}; need_system", tmp_path)
    assert done.returncode == 3
    apt = shutil.which("apt-get") is not None
    assert ("  sudo apt-get install -y libnowhere7" if apt else "libnowhere7") in done.stderr
    assert "libc6" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux needs system libraries")
def test_with_all_libraries_nothing_is_said(tmp_path: Path) -> None:
    done = bash("has_font() { true; }; need_system && echo fine", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "fine\n", "")


def test_a_font_is_found_in_the_persons_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / ".local/share/fonts/deep"
    folder.mkdir(parents=True)
    (folder / "A.TTF").write_bytes(b"")
    assert bash("has_font", tmp_path).returncode == 0


def test_python_that_is_named_wrongly_falls_back_to_one_that_works(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "python3").symlink_to(getattr(sys, "_base_executable", sys.executable))
    for name in ("bash", "id", "dirname"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    done = bash("PAESTUDIO_PYTHON=/nowhere/python find_python", tmp_path, path=str(folder))
    assert done.stdout.strip() == str(folder / "python3")


def test_without_any_python_the_way_to_one_is_told(tmp_path: Path) -> None:
    done = bash("usable() { false; }; need_python", tmp_path)
    assert done.returncode == 3
    assert "PAESTUDIO_PYTHON" in done.stderr or "apt-get install -y python3" in done.stderr


def test_the_stamp_follows_the_lock(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(SCRIPTS, copy / "packaging")
    shutil.copy(ROOT / "pyproject.toml", copy)
    line = f". {shlex.quote(str(copy / 'packaging' / 'lib.sh'))}; setup_hash run; setup_hash dev"
    before = bash(line, tmp_path).stdout.split()
    with (copy / "packaging" / "requirements.lock").open("a") as lock:
        lock.write("# more\n")
    after = bash(line, tmp_path).stdout.split()
    assert len({*before, *after}) == 4


def test_repair_takes_out_what_an_interrupted_installation_left(tmp_path: Path) -> None:
    site = tmp_path / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    for name, size in (("whole", 5), ("short", 9), ("gone", 5), ("begun", 5)):
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        for part in ("METADATA", "INSTALLER"):
            (info / part).write_text("x")
        (info / "RECORD").write_text(f"{name}.py,sha256=x,{size}\n{name}-1.0.dist-info/RECORD,,\n")
        (site / f"{name}.py").write_text("12345")
    (site / "gone.py").unlink()
    (site / "begun-1.0.dist-info" / "INSTALLER").unlink()
    program = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); site = pathlib.Path(sys.argv[2]); import repair\n"
        "print([repair.whole(info, site) for info in sorted(site.glob('*.dist-info'))])"
    )
    command = [sys.executable, "-c", program, str(SCRIPTS), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[False, False, False, True]"  # begun, gone, short, whole


def imported() -> set[str]:
    """Every package from outside that the program imports, by the name it is imported under.

    The scripts of benchmarks' peers run in environments of their own, which a benchmark makes.
    """
    found = set()
    peers = ROOT / "paestudio" / "bench" / "peers"
    for path in [path for path in (ROOT / "paestudio").rglob("*.py") if path.parent != peers]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"paestudio"}


def test_what_the_program_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    declared = {canonicalize_name(Requirement(line).name) for line in (*project["dependencies"], *extras)}
    sources = metadata.packages_distributions()
    for name in sorted(imported()):
        given = {canonicalize_name(source) for source in sources.get(name, [name])}
        # PySide6 is a bundle of packages that each bring a part of it.
        assert given & declared or any(part.startswith(("pyside6", "shiboken6")) for part in given), name


def test_a_wheel_carries_everything_that_is_no_code(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("paestudio", "resources"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    program = f"import setuptools.build_meta as b; print(b.build_wheel({str(tmp_path)!r}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=source, capture_output=True, text=True, check=True)
    inside = set(zipfile.ZipFile(tmp_path / done.stdout.split()[-1]).namelist())
    files = [path.relative_to(source) for path in source.rglob("*") if path.is_file()]
    wanted = {path.as_posix() for path in files if path.parts[0] == "paestudio"}
    wanted |= {
        f"paestudio/_resources/{path.relative_to('resources').as_posix()}"
        for path in files
        if path.parts[0] == "resources"
    }
    assert wanted - inside == set()
