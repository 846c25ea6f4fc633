"""TRL's trainer as a peer of `bench update`, one step at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import torch

from paestudio.bench import Setup, environment, workload
from paestudio.bench.table import Table
from paestudio.core.errors import EnvironmentFault
from paestudio.learner.batch import Weighted
from paestudio.lm.model import LanguageModel

PACKAGES = ("trl>=0.24", "datasets>=3")
MOST_STEPS = 64  # that it is told of


class Trl:
    """TRL's SFTTrainer on the same rows, in an environment of its own that shares our torch and transformers."""

    def __init__(self, peer: environment.Peer, asked: dict[str, Any], table: Table) -> None:
        self._peer, self._asked, self._table = peer, asked, table
        self._said: dict[str, Any] = {}
        self.seconds: list[float] = []

    def begin(self, entries: Sequence[Weighted]) -> bool:
        """Train on that group, one step, which is not counted. False when it broke; it then stays broken."""
        self.seconds = []
        rows = [[e.sample.prompt, e.sample.action] for e in entries]
        try:
            self._said = self._peer.ask({**self._asked, "rows": rows, "most": MOST_STEPS})
        except EnvironmentFault as fault:
            self._table.lost("TRL", fault)
            return False
        return True

    def step(self) -> None:
        """One more step."""
        self._said = self._peer.ask({"again": 1})
        self.seconds += self._said["seconds"]

    def stop(self) -> float:
        """End with that group; the most memory it took, MB."""
        with contextlib.suppress(EnvironmentFault):  # it broke, which was told
            self._peer.ask({"stop": True})
        return float(self._said["peak_mb"])

    @property
    def version(self) -> str:
        """TRL's."""
        return str(self._said["version"])


def start(table: Table, setup: Setup, lm: LanguageModel, stack: contextlib.ExitStack) -> Trl | None:
    """TRL, ready, when it was asked for; None, with a note, when it cannot be had."""
    if not setup.peer:
        table.note("TRL was left out: --peer installs it into an environment of its own.")
        return None
    asked = {
        "model": workload.folder(lm),
        "dtype": str(lm.head.dtype).removeprefix("torch."),
        "rank": setup.config.lora_rank,
        "threads": torch.get_num_threads(),
    }
    try:
        python = environment.make("trl", PACKAGES, setup.tell, ours=True)
    except EnvironmentFault as fault:
        table.note(f"TRL was left out: {fault}")
        return None
    trl = Trl(stack.enter_context(environment.Peer(python, "trl_steps.py")), asked, table)
    if not trl.begin(workload.group(lm, 2, workload.QUICK, page=False)):
        return None
    trl.stop()
    kind = "SFTTrainer, LoRA, no gradient checkpointing; its memory is that of its own process."
    table.note(f"TRL {trl.version}: {kind}")
    return trl
