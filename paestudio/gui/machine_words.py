"""What a machine can run, said plainly."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from paestudio.gui.texts import tr
from paestudio.machine import Machine, memory_for

GB = 1e9
LOW_DISK = 2 * GB


def size(count: float) -> str:
    """Bytes as people say them: 98 MB, 3.1 GB."""
    if count < 1e6:
        return f"{count / 1e3:.0f} kB"
    if count < GB:
        return f"{count / 1e6:.0f} MB"
    return f"{QLocale().toString(count / GB, 'f', 1)} GB"


def sentences(machine: Machine) -> list[str]:
    """Three lines: where models run, memory, disk."""
    told = []
    if machine.gpus:
        text = tr("{name} ({free} of {all} free)")
        cards = ", ".join(text.format(name=g.name, free=size(g.free), all=size(g.total)) for g in machine.gpus)
        told.append(tr("GPU: {cards}.").format(cards=cards))
        told.append(tr("Models of up to about {parameters} billion parameters fit.").format(parameters=_fits(machine)))
    else:
        told.append(
            tr("No NVIDIA GPU: models run on the CPU (%n core(s)), which suits small ones.", None, machine.cores)
        )
    told.append(
        tr("Memory: {free} of {total} free.").format(free=size(machine.memory_free), total=size(machine.memory))
    )
    told.append(tr("Disk: {free} free.").format(free=size(machine.disk_free)))
    if machine.disk_free < LOW_DISK:
        told.append(tr("That is little: a run keeps screenshots and checkpoints."))
    return told


def _fits(machine: Machine) -> str:
    """Billions of parameters in bfloat16 that fit on the card with what training adds."""
    room = machine.room - memory_for(0, gpu=True)
    return f"{max(0.1, room / 2 / 1e9):.1f}"
