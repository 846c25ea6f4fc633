"""A local model that sees, as judge and as proposer: pictures go through its own eyes, the adapter off."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from paestudio.brain import Brain
from paestudio.chat import Chat, Image, system, user
from paestudio.core import forms
from paestudio.core.records import Outcome, SitePage
from paestudio.evaluator.judge import JudgeSettings, ModelJudge
from paestudio.lm.blank import make
from paestudio.lm.talk import CHUNK, Voice, whole
from paestudio.proposer.model import ModelProposer, ModelSettings
from tests.unit.chat.test_local import config_for, with_brain
from tests.unit.evaluator.conftest import play

FORM = forms.Record((("met", forms.Choice((True, False, None))),))


def shot(colour: str) -> bytes:
    made = io.BytesIO()
    Pillow.new("RGB", (256, 192), colour).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture(scope="module", params=["smolvlm", "qwen2.5-vl"])
def seeing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("seeing") / request.param, f"tiny-{request.param}")


def with_judge(model: Path, work: Callable[[Brain, Chat], Any]) -> Any:
    return with_brain(config_for(model, judge_images=True, lora_rank=4), work)


def test_it_reads_pictures_whole_and_each_once(seeing: Path) -> None:
    async def work(brain: Brain, judge: Chat) -> None:
        sight = brain.lm.sight
        assert sight is not None
        asked = [system("Reply."), user("Screenshot of page 1:", Image(shot("navy")), "word " * CHUNK)]
        plain = await judge.ask([system("Reply."), user("Screenshot of page 1:", "word " * CHUNK)], form=FORM)
        before = sight.computed
        first, again = await judge.ask(asked, form=FORM), await judge.ask(asked, form=FORM)
        assert list(json.loads(first.text)) == ["met"] and first.text == again.text
        assert sight.computed == before + 1
        assert first.tokens_in - plain.tokens_in > 2, "the picture is no tokens"

        def states(colour: str) -> Any:
            voice = Voice(brain.lm)
            talk = voice.begin([("user", ("Look:", shot(colour)))], max_tokens=4, temperature=0.0, seed=None, form=None)
            while not talk.tokens_out and not talk.done:
                voice.advance([talk])
            assert talk.past.length == talk.tokens_in
            return talk.past.keys[-1]

        loop = asyncio.get_running_loop()
        white, navy, same = [await loop.run_in_executor(brain.thread, states, c) for c in ("white", "navy", "navy")]
        assert white.shape == navy.shape and not white.equal(navy) and navy.equal(same)

    with_judge(seeing, work)


def test_it_judges_and_proposes_over_screenshots(seeing: Path) -> None:
    shots = {"a": shot("white"), "b": shot("orange")}

    async def work(brain: Brain, judge: Chat) -> None:
        sight = brain.lm.sight
        assert sight is not None
        episode = play(rubric="The boots are open.")
        steps = tuple(replace(s, observation=replace(s.observation, screenshot="a")) for s in episode.steps)
        episode = replace(episode, steps=steps, final=replace(episode.final, screenshot="b"))
        verdict = await ModelJudge(judge, JudgeSettings(votes=1), shots.get).judge(episode)
        assert verdict is not None and verdict.outcome in Outcome and "cannot be read" not in verdict.evidence
        assert "could not be asked" not in verdict.evidence and sight.computed >= 1
        before = sight.computed
        proposer = ModelProposer(judge, "http://127.0.0.1:9/", ModelSettings(), load={"c": shot("green")}.get)
        proposer.pages.append(SitePage("http://127.0.0.1:9/a", "A", screenshot="c"))
        made = await proposer.request(1)
        assert made + proposer.refused and sight.computed == before + 1

    with_judge(seeing, work)


@pytest.mark.parametrize(
    ("tokens", "wanted", "read"),
    [
        ([1, 2, 3, 4], 3, 3),
        ([1, -7, -7, -7, 2], 2, 4),
        ([1, -7, 5, -7, 2], 2, 4),  # tiles of one picture, with words in between
        ([-7, -8, 3, -7, -8, 4], 1, 5),  # pictures that are shown again
        ([1, -7, -7], 9, 3),
        ([1, 2, -7, -7], 2, 2),
    ],
)
def test_a_picture_is_never_read_in_parts(tokens: list[int], wanted: int, read: int) -> None:
    assert whole(tokens, wanted) == read
