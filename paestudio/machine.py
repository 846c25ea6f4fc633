"""What this machine can run, asked without loading a model library: processors, memory, disk, NVIDIA cards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

WEIGHTS_TO_MEMORY = 2  # bfloat16 on disk, 32-bit numbers in memory
WORKING_BYTES = 1_000_000_000  # page caches, adapter, optimizer, the program itself
_ASK = ("nvidia-smi", "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits")
_LOAD = ("nvidia-smi", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits")
_OLD, _NEW = ("memory.limit_in_bytes", "memory.usage_in_bytes"), ("memory.max", "memory.current")
_PATIENCE = 10  # seconds: a driver that hangs is a card that cannot be used


@dataclass(frozen=True, slots=True)
class Gpu:
    """One NVIDIA card; bytes."""

    name: str
    total: int
    free: int


@dataclass(frozen=True, slots=True)
class Machine:
    """Bytes, and cores that this process may use."""

    cores: int
    memory: int
    memory_free: int
    disk_free: int
    gpus: tuple[Gpu, ...]

    @property
    def room(self) -> int:
        """Bytes free where a model would be loaded: on the largest card, else in memory."""
        return max((gpu.free for gpu in self.gpus), default=self.memory_free)


def look(folder: Path) -> Machine:
    """The machine now, its disk being the one of `folder`. Some 10 ms, more where nvidia-smi answers slowly."""
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(cores, psutil.virtual_memory().total, free_memory(), shutil.disk_usage(there).free, gpus())


def free_memory(proc: Path = Path("/proc/self/cgroup"), groups: Path = Path("/sys/fs/cgroup")) -> int:
    """Bytes that this process can still have: what is free, or less in a container that has a limit of its own."""
    free: int = psutil.virtual_memory().available
    return min([free, *_rooms(proc, groups)])


def _rooms(proc: Path, groups: Path) -> Iterator[int]:
    """What each control group that this process is in leaves it, of version 1 and 2; nothing where none has a limit."""
    try:
        lines = proc.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for kinds, place in (line.split(":", 2)[1:] for line in lines if line.count(":") >= 2):
        if not kinds or "memory" in kinds.split(","):
            top, names = (groups / "memory", _OLD) if kinds else (groups, _NEW)
            folder = top / place.strip("/")
            # A container may see its own group as the top, whatever its path is outside.
            for one in {folder, *folder.parents[: len(folder.parts) - len(top.parts)], top}:
                if (room := _room(one, *names)) is not None:
                    yield room


def _room(group: Path, most: str, used: str) -> int | None:
    """What files keep in memory for speed is given up when it is needed."""
    try:
        limit, taken = (int((group / name).read_text(encoding="ascii")) for name in (most, used))
        stat = dict(line.split() for line in (group / "memory.stat").read_text(encoding="ascii").splitlines())
        return max(0, limit - taken + int(stat.get("total_inactive_file", stat.get("inactive_file", 0))))
    except (OSError, ValueError):  # no such group, or its limit is "max"
        return None


def gpus() -> tuple[Gpu, ...]:
    """The NVIDIA cards that the driver names; none where there is no driver."""
    try:
        done = subprocess.run(_ASK, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return parse(done.stdout) if done.returncode == 0 else ()


def gpu_load(number: int = 0) -> float | None:
    """How busy a card is now, 0 to 1; None where the driver does not say."""
    try:
        done = subprocess.run(
            [*_LOAD, f"--id={number}"], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return parse_load(done.stdout) if done.returncode == 0 else None


def parse_load(told: str) -> float | None:
    """nvidia-smi's line "utilization in %" as a share; None for anything else ("[N/A]" on parts of a card)."""
    word = told.strip()
    return min(1.0, int(word) / 100) if word.isdigit() else None


def parse(told: str) -> tuple[Gpu, ...]:
    """nvidia-smi's lines "name, total MiB, free MiB"; lines of any other form are left out."""
    found = []
    for line in told.splitlines():
        parts = [part.strip() for part in line.rsplit(",", 2)]
        if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():
            found.append(Gpu(parts[0], int(parts[1]) << 20, int(parts[2]) << 20))
    return tuple(found)


def weights(place: Path) -> int:
    """Bytes of a model folder's weights; 0 when it has none."""
    return sum(file.stat().st_size for file in place.glob("*.safetensors"))


def memory_for(weights_bytes: int, *, gpu: bool = False) -> int:
    """Bytes of memory that training on a model of that many bytes of bfloat16 weights takes, about."""
    return (1 if gpu else WEIGHTS_TO_MEMORY) * weights_bytes + WORKING_BYTES
