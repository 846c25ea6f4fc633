"""How much memory can still be had where a container has a limit of its own."""

from __future__ import annotations

from pathlib import Path

import psutil

from paestudio.machine import free_memory

MB = 1 << 20


def group(folder: Path, limit: str, used: int, cached: int = 0, *, old: bool = False) -> None:
    names = ("memory.limit_in_bytes", "memory.usage_in_bytes") if old else ("memory.max", "memory.current")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / names[0]).write_text(f"{limit}\n")
    (folder / names[1]).write_text(f"{used}\n")
    key = "total_inactive_file" if old else "inactive_file"
    (folder / "memory.stat").write_text(f"anon 1\n{key} {cached}\nfile 2\n")


def test_the_nearest_limit_counts(tmp_path: Path) -> None:
    proc, groups = tmp_path / "cgroup", tmp_path / "groups"
    proc.write_text("0::/user/app\n")
    group(groups / "user" / "app", "max", 90 * MB)
    group(groups / "user", str(100 * MB), 95 * MB, 15 * MB)
    assert free_memory(proc, groups) == 20 * MB


def test_a_container_that_sees_its_group_as_the_top(tmp_path: Path) -> None:
    proc, groups = tmp_path / "cgroup", tmp_path / "groups"
    proc.write_text("4:memory:/docker/0123\n0::/docker/0123\n")
    group(groups / "memory", str(64 * MB), 60 * MB, old=True)
    assert free_memory(proc, groups) == 4 * MB
    group(groups, str(64 * MB), 70 * MB)
    assert free_memory(proc, groups) == 0


def test_without_a_limit_it_is_what_the_machine_has(tmp_path: Path) -> None:
    before = psutil.virtual_memory().available
    found = free_memory(tmp_path / "none", tmp_path)
    assert abs(found - before) < before / 2
    proc = tmp_path / "cgroup"
    proc.write_text("4:memory:/\n0::/\n")
    group(tmp_path / "memory", str(2**63 - 4096), 5 * MB, old=True)
    assert free_memory(proc, tmp_path) > 64 * MB
