"""Who judges, by the settings; what is said when a model cannot be asked; what it cost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from paestudio.chat.standin import StandIn
from paestudio.config import from_mapping
from paestudio.core.checks import Site
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Episode, Outcome
from paestudio.evaluator.court import Court

Make = Callable[..., Episode]
SITE = Site("http://127.0.0.1:9")


def test_checks_need_no_model() -> None:
    court = Court(from_mapping({}), SITE)
    assert court.judge is None and court.trouble() is None and court.spent() is None and court.metrics(1) == []


def test_a_model_judges_what_no_check_decides(episode: Make) -> None:
    async def main() -> None:
        config = from_mapping(
            {"evaluator": "both", "judge_url": base, "judge_model": "m", "judge_price_in": 1.0, "judge_votes": 1}
        )
        court = Court(config, SITE)
        (verdict,) = await court.panel.judge(episode())
        await court.close()
        assert (verdict.evaluator, verdict.outcome) == ("judge:m", Outcome.SUCCESS)
        spent = court.spent()
        assert spent is not None and spent["calls"] == 1 and spent["money"] > 0
        assert {m.name for m in court.metrics(2)} == {"judge_tokens", "judge_calls", "judge_money"}
        assert court.trouble() is None

    with StandIn() as base:
        asyncio.run(main())


def test_a_refused_key_is_told_once_and_nothing_is_scored(episode: Make) -> None:
    async def main() -> None:
        court = Court(from_mapping({"evaluator": "judge", "judge_url": base, "judge_model": "m"}), SITE)
        (verdict,) = await court.panel.judge(episode())
        trouble = court.trouble()
        await court.close()
        assert verdict.outcome is Outcome.UNKNOWN
        assert trouble is not None and "refused the key" in trouble.message and "--resume" in trouble.fix
        assert court.trouble() is None

    with StandIn(trouble="key") as base:
        asyncio.run(main())


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "it is not said which"),
        ({"judge_url": "ftp://x", "judge_model": "m"}, "not the address of a model server"),
        ({"judge_url": "http://x"}, "Which model"),
        (
            {"judge_url": "http://x", "judge_model": "m", "judge_key_name": "sk-0123456789abcdef"},
            "not the name of a key",
        ),
        ({"judge_url": "http://x", "judge_model": "m", "judge_budget_money": 1.0}, "needs prices"),
        ({"judge_url": "http://x", "judge_model": "m", "judge_guidance": "/nowhere.txt"}, "guidance cannot be used"),
    ],
)
def test_settings_that_cannot_work_are_said(settings: dict[str, object], says: str) -> None:
    with pytest.raises(UserError, match=says):
        Court(from_mapping({"evaluator": "judge", **settings}), SITE)


def test_a_missing_key_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    settings = {"evaluator": "judge", "judge_url": "https://api.anthropic.com", "judge_model": "m"}
    with pytest.raises(EnvironmentFault, match=r"no key for api\.anthropic\.com"):
        Court(from_mapping(settings), SITE)


def test_guidance_comes_from_a_file(tmp_path: Path, episode: Make) -> None:
    place = tmp_path / "guidance.txt"
    place.write_text("Every word must be there.\n")

    async def main() -> str:
        config = from_mapping(
            {"evaluator": "judge", "judge_url": base, "judge_model": "m", "judge_guidance": str(place)}
        )
        court = Court(config, SITE)
        (verdict,) = await court.panel.judge(episode())
        await court.close()
        return verdict.evaluator

    server = StandIn()
    with server as base:
        assert asyncio.run(main()).startswith("judge:m+")
    assert "Every word must be there." in server.requests[0]["messages"][0]["content"]


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        ("key", "refused the key"),
        ("down", "Nobody answers"),
        ("hang", "did not answer within 1 s"),
        ("limited", "too many requests"),
        ("error", "failed \\(500\\)"),
        ("html", "a web page"),
        ("malformed", "broken JSON"),
        ("huge", "more than 4 MB"),
    ],
)
def test_whatever_befalls_the_endpoint_the_run_pauses_nothing_is_scored_and_it_can_go_on(
    episode: Make, trouble: str, says: str
) -> None:
    """At once where it is certain, else after a few episodes in a row."""

    async def judged(base: str, count: int) -> tuple[list[Outcome], list[str]]:
        settings = {"judge_votes": 1, "endpoint_retries": 0, "endpoint_seconds": 1.0}
        court = Court(from_mapping({"evaluator": "judge", "judge_url": base, "judge_model": "m", **settings}), SITE)
        outcomes, told = [], []
        for _ in range(count):
            outcomes.append(court.panel.settle(await court.panel.judge(episode())).outcome)
            if (notice := court.trouble()) is not None:
                told.append(f"{notice.message} {notice.fix}")
                break
        await court.close()
        return outcomes, told

    server = StandIn(trouble="none" if trouble == "down" else trouble)
    base = server.start()
    if trouble == "down":
        server.stop()
    outcomes, told = asyncio.run(judged(base, 5))
    server.stop()
    assert set(outcomes) == {Outcome.UNKNOWN} and len(outcomes) == (1 if trouble in ("key", "down") else 3)
    assert len(told) == 1 and re.search(says, told[0]) and "--resume" in told[0]
    with StandIn() as well:
        assert asyncio.run(judged(well, 1)) == ([Outcome.SUCCESS], [])
