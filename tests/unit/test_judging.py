"""`paestudio judge`, `key` and `bench` from the command line, over a store with overruled verdicts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from paestudio import cli
from paestudio.chat.standin import StandIn
from paestudio.chat.standin.inventing import STRICT
from paestudio.core import events as ev
from paestudio.core.actions import Action, Verb
from paestudio.core.errors import UserError
from paestudio.core.records import Decision, Episode, Final, Observation, Outcome, Run, Step, Stop, Task, Text, Verdict
from paestudio.store import Recorder, Store

HOME = "http://127.0.0.1:9/"
TEXT = "Leather Boots\nPrice: £80.00\nSize 44"


def episode(number: int, instruction: str) -> Episode:
    front = Observation(HOME, "Shop", (), (Text("Welcome.", 0),))
    boots = Observation(f"{HOME}boots", "Leather Boots · Shop", (), tuple(Text(t, 0) for t in TEXT.split("\n")))
    steps = (
        Step(0, front, Decision("Click [1]", Action(Verb.CLICK, 1))),
        Step(1, boots, Decision("done", Action(Verb.ANSWER, text="done"))),
    )
    task = Task.make(f"{instruction} {'Now' * (number % 2)}".strip(), HOME)
    return Episode(f"e{number}", task, steps, Stop.ANSWERED, "done", Final(boots.url, TEXT, boots.title))


def told(number: int, instruction: str, truth: Outcome) -> Iterator[ev.Event]:
    """An episode that the judge passed and a person decided."""
    played = episode(number, instruction)
    yield ev.EpisodeStarted(played.id, played.task, 0, played.purpose)
    for step in played.steps:
        yield ev.StepTaken(played.id, 0, step)
    yield ev.EpisodeEnded(played)
    for by, outcome in (("judge:m", Outcome.SUCCESS), ("human", truth)):
        said = Verdict(played.id, played.task.id, outcome, by, None, "", 1.0, float(number))
        yield ev.EpisodeJudged(said, said)


def overruled() -> Iterator[ev.Event]:
    """Ten episodes that the judge passed; a person says that every second one is a failure."""
    for number in range(10):
        good = number % 2 == 0
        said = "Open the page of the Leather Boots." if good else "Open the page of the red Leather Boots, 44."
        yield from told(number, said, Outcome.SUCCESS if good else Outcome.FAILURE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store in which half of what the judge passed was overruled."""
    with Store.open(tmp_path) as store, Recorder(store, "run-1") as recorder:
        recorder.record(ev.RunStarted(Run("run-1", HOME, {}, 0, {}, 1.0)))
        for event in (*overruled(), ev.RunEnded("finished")):
            recorder.record(event)
    return tmp_path


def test_the_judge_is_measured_against_the_person(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["judge", "run-1", "--store", str(folder), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["judges"]
    assert (one["site"], one["judge"], one["n"], one["false_passes"]) == (HOME, "judge:m", 10, 5)
    assert one["precision"]["success"] == 0.5 and one["recall"]["success"] == 1.0
    assert one["known_by"] == {"human": 10, "check": 0} and not one["threshold"]["reached"]
    assert len(one["warnings"]) == 2
    assert cli.main(["judge", "--store", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "judge:m on http://127.0.0.1:9/" in said and "precision 50% (24–76, n 10)" in said


def test_better_guidance_is_written(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "guidance.txt"
    with StandIn() as base:
        given = ["--judge-url", base, "--judge-model", "m", "--judge-votes", "1", "--write", str(place), "--json"]
        assert cli.main(["judge", "run-1", "--store", str(folder), "--improve", *given]) == 0
    found = json.loads(capsys.readouterr().out)
    assert STRICT in place.read_text(encoding="utf-8") and found["better"]
    assert found["before"]["false_passes"] > found["after"]["false_passes"] == 0


def test_without_a_judge_in_the_store_it_is_said(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, Recorder(store, "run-1") as recorder:
        recorder.record(ev.RunStarted(Run("run-1", HOME)))
    with pytest.raises(UserError, match="no verdict of a model judge"):
        cli.main(["judge", "--store", str(tmp_path)])
    with pytest.raises(UserError, match="--target"):
        cli.main(["judge", "--store", str(tmp_path), "--target", "7"])


def test_a_key_given_as_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="not the name of a key"):
        cli.main(["key", "sk-0123456789abcdef0123"])
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    with pytest.raises(UserError, match="No key was given"):
        cli.main(["key", "MY_KEY"])


def test_benchmarks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench"]) == 0
    assert "judge " in capsys.readouterr().out
    with pytest.raises(UserError, match="no benchmark"):
        cli.main(["bench", "nothing"])
