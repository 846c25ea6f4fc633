"""Results of an evaluation: counts, rates, the JSON that is printed, and the page that is written."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from paestudio.core.errors import EnvironmentFault
from paestudio.core.records import Cause, Decision, Episode, Judged, Observation, Outcome, Step, Stop, Task, Verdict
from paestudio.core.stats import rate, wilson
from paestudio.suites import told
from paestudio.suites.html import page
from paestudio.suites.kept import Trial
from paestudio.suites.report import Comparison, compare, results

WALK = Task("walk", "Go.", "http://x/", {"url": "^/a"})
FIND = Task("find", "Find <b>.", "http://x/", {"answer": "7"}, kind="retrieval")
LOST = Task("lost", "Never tried.", "http://x/", {"answer": "7"}, kind="retrieval")


def attempt(task: Task, outcome: Outcome, steps: int, adapter: str = "base", seed: int = 0) -> Trial:
    step = Step(0, Observation("http://x/", "X"), Decision("Wait", None))
    episode = Episode(f"{task.id}-{outcome}-{steps}", task, (step,) * steps, Stop.ANSWERED, seconds=2.0)
    cause = Cause.ENVIRONMENT if outcome is Outcome.UNKNOWN else None
    verdict = Verdict(episode.id, task.id, outcome, "check", cause, "the login mira did not work" if cause else "")
    return Trial.of(adapter, seed, Judged(episode, verdict))


TRIALS = [
    attempt(FIND, Outcome.FAILURE, 4),
    attempt(WALK, Outcome.SUCCESS, 2),
    attempt(WALK, Outcome.UNKNOWN, 1, seed=1),
    attempt(Task("other", "?", "http://x/"), Outcome.SUCCESS, 1),
]


def comparison(tmp_seeds: tuple[int, ...] = (0, 1)) -> Comparison:
    learned = [attempt(FIND, Outcome.SUCCESS, 3, "run-1", seed) for seed in tmp_seeds]
    found = compare([WALK, FIND, LOST], [*TRIALS, *learned], ["base", "run-1"], {"find"})
    return Comparison("shop", "tiny", tmp_seeds, found, 90.0, 1_700_000_000.0, 6)


def test_unknown_is_no_trial() -> None:
    found = results([WALK, FIND, LOST], TRIALS)
    said = found.json()["tasks"]
    assert [(t["id"], t["successes"], t["trials"], t["unknown"], t["steps"]) for t in said] == [
        ("walk", 1, 1, 1, 1.5),
        ("find", 0, 1, 0, 4.0),
        ("lost", 0, 0, 0, 0.0),
    ]
    assert found.overall == rate(1, 2, 1)
    assert found.by_kind == {"navigation": rate(1, 1, 1), "retrieval": rate(0, 1)}
    assert found.by_seed == {0: rate(1, 2), 1: rate(0, 0, 1)}
    assert found.causes == {"environment: the login mira did not work": 1}
    assert found.json()["unknown_rate"] == pytest.approx(1 / 3)
    assert found.groups == {}


def test_agents_stand_side_by_side_and_the_last_is_measured() -> None:
    said = json.loads(json.dumps(comparison().json()))
    assert {"overall", "by_kind", "tasks", "adapters", "seeds", "causes"} <= said.keys()
    assert said["overall"] == said["adapters"]["run-1"]["overall"]
    assert said["overall"].keys() == {"success", "low", "high", "n", "unknown"}
    assert said["adapters"]["base"]["by_kind"]["navigation"]["success"] == 1.0
    assert said["groups"]["trained"]["n"] == 2 and said["groups"]["untrained"]["n"] == 0


def test_nothing_tried() -> None:
    found = results([], [])
    assert found.json()["overall"] == {"success": 0.0, "low": 0.0, "high": 1.0, "n": 0, "unknown": 0}
    assert found.json()["tasks"] == [] and found.steps == 0.0


class Reader(HTMLParser):
    """Notes what a page loads, how its tags nest, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.open: list[str] = []
        self.svgs: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.outside += [str(v) for k, v in attrs if k in ("src", "href", "xlink:href", "srcset")]
        self.outside += [tag] if tag in ("script", "link", "iframe", "img") else []
        if tag == "svg":
            self.svgs.append(given.get("aria-label") or ("hidden" if given.get("aria-hidden") else ""))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed at once."""

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_needs_nothing_beside_it_and_says_everything() -> None:
    text = page(comparison())
    reader = Reader()
    reader.feed(text)
    assert reader.open == [] and reader.outside == []
    assert "url(" not in text and "@import" not in text
    assert len(reader.svgs) > 5 and all(reader.svgs)
    for words in ("base", "run-1", "walk", "Find <b>.", "environment: the login mira did not work", "Seed 1"):
        assert words in reader.text, words
    assert "100 % (34–100), n = 2" in reader.text
    assert "prefers-color-scheme: dark" in text and "@media print" in text
    assert '<html lang="en">' in text and text.count("<h1>") == 1


def test_marks_stand_where_the_numbers_say() -> None:
    text = page(comparison())
    marks = re.findall(r'<circle class="mark" cx="([\d.]+)" cy="\d+" r="5"/></g>', text)
    assert float(marks[0]) == pytest.approx(190 + 520 * 0.5)  # base: 1 of 2


def test_both_files_are_written_and_a_full_disk_is_said(tmp_path: Path) -> None:
    told.write(comparison(), tmp_path)
    assert json.loads((tmp_path / "results.json").read_text())["suite"] == "shop"
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        told.write(comparison(), tmp_path / "nowhere")


def test_the_terminal_gets_a_line_a_task() -> None:
    lines = told.as_text(comparison()).splitlines()
    assert lines[0].split("  ") and "1 of 1 (1 unknown)" in lines[0]
    assert "base: success 50 % (9–91), n = 2, 1 unknown" in lines


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (50, 50, 0.9287, 1.0)]
)
def test_wilson_agrees_with_published_values(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-4)
