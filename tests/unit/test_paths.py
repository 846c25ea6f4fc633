"""Where things lie: the program's own files and a person's folders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paestudio import paths
from paestudio.core.errors import EnvironmentFault


def test_the_programs_own_files_are_found() -> None:
    assert (paths.resources() / "demo_site" / "tasks.jsonl").is_file()


def test_in_a_wheel_they_lie_in_the_package(tmp_path: Path) -> None:
    package = tmp_path / "paestudio"
    (package / "_resources").mkdir(parents=True)
    (package / "core").symlink_to(Path(paths.__file__).parent / "core")
    (package / "__init__.py").touch()
    (package / "paths.py").write_text(Path(paths.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    code = "from paestudio.paths import resources; print(resources())"
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=env
    )
    assert Path(done.stdout.strip()) == package / "_resources"
    (package / "_resources").rmdir()
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path, env=env
    )
    assert "Install PAE Studio again" in done.stderr


def test_a_home_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path / "mine"))
    assert paths.data_dir() == tmp_path / "mine"
    assert paths.cache_dir() == tmp_path / "mine" / "cache"
    assert paths.cache_dir().is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
def test_the_usual_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAESTUDIO_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert paths.data_dir() == tmp_path / "data" / "paestudio"
    assert paths.cache_dir() == tmp_path / "cache" / "paestudio"


def test_a_home_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(EnvironmentFault, match=r"cannot be made: Not a directory.*PAESTUDIO_HOME"):
        paths.data_dir()
