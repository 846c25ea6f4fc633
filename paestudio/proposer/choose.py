"""Who proposes in a run, as the settings say: the explorer, a model, or both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from paestudio.chat import connect
from paestudio.chat.asking import Chat
from paestudio.config import RunConfig
from paestudio.core.errors import UserError
from paestudio.core.protocols import Proposer
from paestudio.core.records import Proposal
from paestudio.proposer.grounded import GroundedProposer
from paestudio.proposer.mixed import MapProposer, MixedProposer, ShownFirst
from paestudio.proposer.model import LoadPicture, ModelProposer, ModelSettings

MOST_SEEDS = 200


class Inventor:
    """The model behind a run's proposals, if there is one. `close` it when the run ends."""

    def __init__(self, config: RunConfig, load: LoadPicture = lambda name: None) -> None:
        """`load` gives a page's screenshot.

        Raises UserError or EnvironmentFault when the proposer's settings or its key are not in order.
        """
        self._config, self._load = config, load
        self._settings = model_settings(config)
        self.chat: Chat | None = None
        self._model: ModelProposer | None = None
        if config.proposer != "grounded":
            self.chat = connect.patient(config, "proposer")

    def over(
        self,
        grounded: GroundedProposer,
        home: str,
        login: str | None,
        known: Collection[str] = (),
        shown: Sequence[Proposal] = (),
    ) -> Proposer:
        """The proposer that the settings ask for, over the one that explores.

        `shown`: tasks with demonstrations, which come first, and which a model takes as examples.
        """
        new = [proposal for proposal in shown if proposal.task.id not in known]
        chosen = self._chosen(grounded, home, login, known, shown)
        return ShownFirst(new, chosen) if new else chosen

    def _chosen(
        self,
        grounded: GroundedProposer,
        home: str,
        login: str | None,
        known: Collection[str],
        shown: Sequence[Proposal],
    ) -> Proposer:
        if self.chat is None:
            return grounded
        model = ModelProposer(self.chat, home, self._settings, login, load=self._load)
        for proposal in shown:
            model.known.add(proposal.task)
            if proposal.proof is not None:
                model.shown.append(proposal.proof)
        for task_id in known:
            model.known.forbid(task_id)
        self._model = model
        trying = (lambda: grounded.trier().try_out) if self._config.proposer_try else None
        match self._config.proposer:
            case "name":
                return model
            case "model":
                return MapProposer(grounded, model, trying)
            case _:
                return MixedProposer(grounded, model, self._config.proposer_share, trying)

    async def close(self) -> None:
        """End the connections."""
        if self.chat is not None:
            await self.chat.close()

    def dropped(self) -> Sequence[tuple[str, str]]:
        """What the model proposed and is no task: (its instruction, "" for what could not be read, and why)."""
        return tuple(self._model.refused) if self._model else ()

    def spent(self) -> Mapping[str, Any] | None:
        """What the model has cost in this session; None without one."""
        return asdict(self.chat.ledger.spent) if self.chat else None


def model_settings(config: RunConfig) -> ModelSettings:
    """The model proposer's settings out of all. Raises UserError for a file of seeds that cannot be read."""
    return ModelSettings(
        config.proposer_site_name,
        _seeds(config.proposer_seeds.strip()),
        config.proposer_infeasible,
        need_check=config.evaluator == "checks",
        seed=config.seed,
    )


def _seeds(said: str) -> tuple[str, ...]:
    """The tasks of a file, or those that were typed: what has several words and is no file. Raises UserError."""
    if not said:
        return ()
    if len(said.split()) > 1 and not said.endswith((".txt", ".md")) and not _is_file(said):
        return tuple(part.strip() for part in said.split(";") if part.strip())[:MOST_SEEDS]
    try:
        text = Path(said).read_text(encoding="utf-8")
    except (OSError, ValueError) as e:
        raise UserError(
            f"The tasks to start from cannot be read: {e}.", "Give a text file with one instruction a line."
        ) from e
    return tuple(line.strip() for line in text.splitlines() if line.strip())[:MOST_SEEDS]


def _is_file(said: str) -> bool:
    try:
        return Path(said).is_file()
    except (OSError, ValueError):  # longer than any file's name
        return False
