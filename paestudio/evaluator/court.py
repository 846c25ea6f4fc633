"""Who judges in a run, as the settings say: checks, a model, or checks and then a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from paestudio.chat import connect
from paestudio.chat.asking import Chat
from paestudio.config import RunConfig
from paestudio.core.checks import Site
from paestudio.core.errors import UserError
from paestudio.core.events import Metric, Noticed
from paestudio.core.protocols import Evaluator
from paestudio.evaluator.checks import CheckEvaluator
from paestudio.evaluator.judge import JudgeSettings, LoadPicture, ModelJudge, check_guidance
from paestudio.evaluator.panel import Panel


class Court:
    """The panel of a run and the model it may ask. `close` it when the run ends."""

    def __init__(self, config: RunConfig, site: Site, load: LoadPicture = lambda name: None) -> None:
        """Raises UserError or EnvironmentFault when the judge's settings or its key are not in order."""
        self.chat: Chat | None = None
        self.judge: ModelJudge | None = None
        self._told = ""
        evaluators: list[Evaluator] = [CheckEvaluator(site)] if config.evaluator != "judge" else []
        if config.evaluator != "checks":
            self.chat = connect.patient(config, "judge")
            self.judge = ModelJudge(self.chat, judge_settings(config), load)
            evaluators.append(self.judge)
        self.panel = Panel(evaluators, config.judge_second_look)

    async def close(self) -> None:
        """End the connections."""
        if self.chat is not None:
            await self.chat.close()

    def trouble(self) -> Noticed | None:
        """What makes it pointless to go on, told once: the key is refused, nobody answers, the budget is spent."""
        fault = self.judge.fault if self.judge else None
        if fault is None or fault.message == self._told:
            return None
        self._told = fault.message
        fix = f"{fault.fix} Nothing was scored meanwhile; go on with --resume."
        return Noticed("error", f"The run stops: the judge cannot be asked. {fault.message}", fix.strip())

    def spent(self) -> Mapping[str, Any] | None:
        """What the judge has cost in this session; None without one."""
        return asdict(self.chat.ledger.spent) if self.chat else None

    def metrics(self, iteration: int) -> list[Metric]:
        """The same as curves."""
        if self.chat is None:
            return []
        spent = self.chat.ledger.spent
        made = [Metric("judge_tokens", float(spent.tokens), iteration), Metric("judge_calls", spent.calls, iteration)]
        return made if spent.money is None else [*made, Metric("judge_money", spent.money, iteration)]


def judge_settings(config: RunConfig) -> JudgeSettings:
    """The judge's settings out of all. Raises UserError for a guidance file that cannot be used."""
    guidance = ""
    if config.judge_guidance:
        try:
            guidance = check_guidance(Path(config.judge_guidance).read_text(encoding="utf-8"))
        except (OSError, ValueError) as e:
            raise UserError(f"The judge's guidance cannot be used: {e}.", "Give a text file, or leave it out.") from e
    return JudgeSettings(config.judge_votes, config.judge_threshold, config.judge_pages, guidance=guidance)
