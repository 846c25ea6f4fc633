"""`paestudio judge`: how far the judge of a store can be believed, and how its guidance could be better."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paestudio.chat import Chat, connect
from paestudio.chat.local import LocalChat
from paestudio.config import RunConfig
from paestudio.core.codec import encode
from paestudio.core.errors import UserError
from paestudio.core.records import Rate
from paestudio.evaluator import calibration, optimiser
from paestudio.evaluator.calibration import ENOUGH, Choice, Drift, Figures, Pair
from paestudio.evaluator.court import judge_settings
from paestudio.store import Store, queries


@dataclass(frozen=True, slots=True)
class Standing:
    """One judge on one site."""

    site: str
    judge: str
    pairs: tuple[Pair, ...]
    figures: Figures
    choice: Choice
    drift: Drift | None

    def warnings(self, target: float) -> list[str]:
        """What a person should know before believing this judge."""
        made = []
        if self.figures.n < ENOUGH:
            made.append(f"Only {self.figures.n} verdicts can be compared: the figures say little yet.")
        if not self.choice.reached:
            made.append(
                f"No share of votes is known to reach {target:.0%} precision here: overrule more, or do not use it."
            )
        if self.drift:
            made.append(
                f"The judge has become worse: it agreed in {self.drift.before.success:.0%} of the earlier cases and in "
                f"{self.drift.recent.success:.0%} of the latest {self.drift.recent.n}."
            )
        return made

    def json(self, target: float) -> dict[str, Any]:
        """Plain JSON values; rates with their Wilson intervals at 95 %."""
        by = [pair.by for pair in self.pairs]
        return {
            "site": self.site,
            "judge": self.judge,
            "n": self.figures.n,
            "known_by": {"human": by.count("human"), "check": by.count("check")},
            **{name: encode(getattr(self.figures, name)) for name in ("precision", "recall", "agreement")},
            "abstained": self.figures.abstained,
            "false_passes": self.figures.false_passes,
            "threshold": {
                "share": self.choice.threshold,
                "reached": self.choice.reached,
                **_short(self.choice.figures),
            },
            "drift": encode(self.drift),
            "warnings": self.warnings(target),
        }

    def text(self, target: float) -> str:
        """For people."""
        lines = [
            f"{self.judge} on {self.site}: {self.figures.n} verdicts compared, {self.figures.abstained} abstained",
            f"  precision {_rate(self.figures.precision)}   recall {_rate(self.figures.recall)}"
            f"   agreement {_rate(self.figures.agreement)}",
            f"  asking for {self.choice.threshold:.0%} of the votes: precision {_rate(self.choice.figures.precision)}"
            f"   recall {_rate(self.choice.figures.recall)}",
        ]
        return "\n".join((*lines, *(f"  ! {warning}" for warning in self.warnings(target))))


def standings(folder: Path, run: str, target: float) -> list[Standing]:
    """Every judge on every site, of one run or of all. Raises UserError when no verdict can be compared."""
    with Store.open(folder, write=False) as store:
        pairs = [
            pair
            for one, site in _runs(store, run)
            for said in queries.verdicts_of_run(store, one).values()
            for pair in calibration.pairs_of(site, said)
        ]
    if not pairs:
        raise UserError(
            "There is no verdict of a model judge to compare with a person's or a check's.",
            "Train with --evaluator both, and overrule some verdicts; --judge-second-look lets checks measure it too.",
        )
    return [
        Standing(
            site,
            judge,
            tuple(some),
            calibration.measure(some),
            calibration.choose(some, target),
            calibration.drift(some),
        )
        for (site, judge), some in calibration.grouped(pairs).items()
    ]


async def improve(folder: Path, run: str, config: RunConfig) -> optimiser.Improvement:
    """Better guidance from what a person overruled, measured on overrules kept apart. Raises UserError."""
    with Store.open(folder, write=False) as store:
        cases = _cases(store, run)
        client = connect.client(config, "judge")
        try:
            async with _loaded(config, client):
                return await optimiser.improve(client, judge_settings(config), cases, store.blobs.open)
        finally:
            await client.close()


def _loaded(config: RunConfig, client: Chat) -> AbstractAsyncContextManager[None]:
    """The model of a judge on this machine; one behind an endpoint needs no model library."""
    if not isinstance(client, LocalChat):
        return nullcontext()
    from paestudio.brain import speaking

    return speaking(config, lambda text: None, client)


def improvement_text(found: optimiser.Improvement) -> str:
    """For people: the guidance, and before against after."""
    return "\n".join(
        (
            found.guidance,
            "",
            f"Why: {found.why}",
            f"Learned from {found.learned_from} overruled verdicts; on {found.before.n} that it has not seen:",
            *(
                f"  {name:<7} precision {_rate(f.precision)}   recall {_rate(f.recall)}"
                f"   agreement {_rate(f.agreement)}"
                for name, f in (("before", found.before), ("after", found.after))
            ),
            "It is better there." if found.better else "It is not better there: keep what you have.",
        )
    )


def improvement_json(found: optimiser.Improvement) -> dict[str, Any]:
    """Plain JSON values."""
    return {
        "guidance": found.guidance,
        "why": found.why,
        "learned_from": found.learned_from,
        "held_out": found.before.n,
        "before": encode(found.before),
        "after": encode(found.after),
        "better": found.better,
    }


def _cases(store: Store, run: str) -> list[optimiser.Case]:
    made = []
    for one, site in _runs(store, run):
        for name, said in queries.verdicts_of_run(store, one).items():
            known = [p for p in calibration.pairs_of(site, said) if p.by == "human"]
            if known:
                made.append(optimiser.Case(queries.episode(store, one, name), known[-1].truth, known[-1].outcome))
    return made


def _runs(store: Store, run: str) -> Sequence[tuple[str, str]]:
    """(run, its site)."""
    rows = [queries.run(store, run)] if run else queries.runs(store)
    return [(row.run.id, row.run.site) for row in rows]


def _short(figures: Figures) -> dict[str, Any]:
    return {"precision": encode(figures.precision), "recall": encode(figures.recall)}


def _rate(rate: Rate) -> str:
    return f"{rate.success:.0%} ({rate.low * 100:.0f}–{rate.high * 100:.0f}, n {rate.n})"
