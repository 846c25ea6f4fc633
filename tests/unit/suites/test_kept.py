"""Attempts kept line by line: a measurement goes on where it was cut off, and only the same one does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Cause, Outcome
from paestudio.suites import kept
from paestudio.suites.kept import Trial

MARK = {"suite": "miniwob", "model": "tiny", "max_steps": 6, "greedy": True}
WON = Trial("base", 0, "click-link", Outcome.SUCCESS, 2, 1.5, "Click.")
GONE = Trial("base", 0, "click-tab", Outcome.UNKNOWN, 0, 0.0, "", Cause.ENVIRONMENT, "the page is gone")
LATER = Trial("run", 1, "click-link", Outcome.FAILURE, 6, 9.0, "Click.")


def sit(folder: Path, *trials: Trial, agents: dict[str, str] | None = None, more: bool = False) -> kept.Kept:
    found = kept.begin(folder, MARK, agents or {"base": "base"}, more)
    found.trials += trials
    found.save()
    found.close()
    return found


def test_a_measurement_goes_on_with_further_seeds_and_agents(tmp_path: Path) -> None:
    sit(tmp_path, WON, GONE)
    found = sit(tmp_path, LATER, agents={"base": "base", "run": "/runs/run/v2"}, more=True)
    assert found.trials == [WON, GONE, LATER] and list(found.agents) == ["base", "run"] and found.seeds == {0, 1}
    assert sit(tmp_path, more=True).trials == [WON, GONE, LATER]
    assert sit(tmp_path, LATER).trials == [LATER]  # without `more` it is measured anew


def test_the_time_of_all_sittings_counts(tmp_path: Path) -> None:
    sitting = {"mark": MARK, "agents": {"base": "base"}}
    trial = {"adapter": "base", "seed": 0, "task": "a", "outcome": "success"}
    lines = [
        {"sitting": {**sitting, "started": 1000.0}},
        {"trial": trial, "at": 1060.0},
        {"sitting": {**sitting, "started": 5000.0}},
        {"trial": trial, "at": 5005.0},
        {"trial": trial, "at": 5030.0},
    ]
    (tmp_path / kept.FILE).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = sit(tmp_path, more=True)
    assert found.seconds == 90.0 and found.started == 1000.0 and len(found.trials) == 3


def test_half_a_line_is_taken_off(tmp_path: Path) -> None:
    sit(tmp_path, WON, GONE)
    file = tmp_path / kept.FILE
    file.write_bytes(file.read_bytes()[:-9])
    assert sit(tmp_path, LATER, more=True).trials == [WON, LATER]
    assert sit(tmp_path, more=True).trials == [WON, LATER]


def test_what_was_measured_otherwise_is_not_mixed(tmp_path: Path) -> None:
    sit(tmp_path, WON, agents={"run": "/runs/run/v1"})
    with pytest.raises(UserError, match="with max_steps 6, not 10"):
        kept.begin(tmp_path, {**MARK, "max_steps": 10}, {"run": "/runs/run/v1"}, True)
    with pytest.raises(UserError, match="run at /runs/run/v1; it is at /runs/run/v2 now"):
        kept.begin(tmp_path, MARK, {"run": "/runs/run/v2"}, True)
    file = tmp_path / kept.FILE
    file.write_text(file.read_text(encoding="utf-8") + '{"trial": {}}\n', encoding="utf-8")
    with pytest.raises(UserError, match="line 3: this is no attempt"):
        kept.begin(tmp_path, MARK, {"run": "/runs/run/v1"}, True)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / kept.FILE).mkdir()
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        kept.begin(tmp_path, MARK, {"base": "base"}, False)
    assert kept.begin(None, MARK, {"base": "base"}, False).trials == []
