"""Who proposes in a run, as the settings say: the explorer, a model, or both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from paestudio.chat import connect
from paestudio.chat.asking import Chat
from paestudio.config import RunConfig
from paestudio.core.errors import UserError
from paestudio.core.protocols import Proposer
from paestudio.proposer.grounded import GroundedProposer
from paestudio.proposer.mixed import MapProposer, MixedProposer
from paestudio.proposer.model import ModelProposer, ModelSettings

MOST_SEEDS = 200


class Inventor:
    """The model behind a run's proposals, if there is one. `close` it when the run ends."""

    def __init__(self, config: RunConfig) -> None:
        """Raises UserError or EnvironmentFault when the proposer's settings or its key are not in order."""
        self._config = config
        self._settings = model_settings(config)
        self.chat: Chat | None = None
        if config.proposer != "grounded":
            self.chat = connect.client(config, "proposer")

    def over(self, grounded: GroundedProposer, home: str, login: str | None, known: Collection[str] = ()) -> Proposer:
        """The proposer that the settings ask for, over the one that explores."""
        if self.chat is None:
            return grounded
        model = ModelProposer(self.chat, home, self._settings, login)
        for task_id in known:
            model.known.forbid(task_id)
        match self._config.proposer:
            case "name":
                return model
            case "model":
                return MapProposer(grounded, model)
            case _:
                return MixedProposer(grounded, model, self._config.proposer_share)

    async def close(self) -> None:
        """End the connections."""
        if self.chat is not None:
            await self.chat.close()

    def spent(self) -> Mapping[str, Any] | None:
        """What the model has cost in this session; None without one."""
        return asdict(self.chat.ledger.spent) if self.chat else None


def model_settings(config: RunConfig) -> ModelSettings:
    """The model proposer's settings out of all. Raises UserError for a file of seeds that cannot be read."""
    seeds: tuple[str, ...] = ()
    if config.proposer_seeds:
        try:
            text = Path(config.proposer_seeds).read_text(encoding="utf-8")
        except (OSError, ValueError) as e:
            raise UserError(
                f"The tasks to start from cannot be read: {e}.", "Give a text file with one instruction a line."
            ) from e
        seeds = tuple(line.strip() for line in text.splitlines() if line.strip())[:MOST_SEEDS]
    return ModelSettings(
        config.proposer_site_name,
        seeds,
        config.proposer_infeasible,
        need_check=config.evaluator == "checks",
        seed=config.seed,
    )
