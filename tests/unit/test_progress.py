"""What a person reads in the terminal while a run goes on."""

from __future__ import annotations

import io

import pytest

from paestudio.core import events as ev
from paestudio.core.records import (
    Credit,
    Outcome,
    Purpose,
    Rate,
    Run,
    SitePage,
    Status,
    Task,
    Update,
    Verdict,
)
from paestudio.progress import TerminalProgress, clean, clock, percent

RUN = Run("r1", "http://127.0.0.1:8000/", seed=3)
BEFORE, WARM, AFTER = Rate(0.12, 0.05, 0.24, 50), Rate(0.4, 0.28, 0.54, 50), Rate(0.61, 0.47, 0.74, 50)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def judged(number: int, outcome: Outcome, purpose: Purpose = Purpose.TRAIN) -> list[ev.Event]:
    task = Task.make("Find it", RUN.site)
    verdict = Verdict(f"e{number}", task.id, outcome, "check")
    return [ev.EpisodeStarted(f"e{number}", task, 0, purpose), ev.EpisodeJudged(verdict, verdict)]


def show(events: list[ev.Event], stream: io.StringIO | None = None, quiet: bool = False) -> str:
    out = stream if stream is not None else io.StringIO()
    progress = TerminalProgress(out, quiet, Clock())
    for event in events:
        progress.show(event)
    return out.getvalue()


def test_a_whole_run_in_plain_lines() -> None:
    task = Task.make("Find the price of the blue lamp", RUN.site)
    credit = Credit("e1", 1, 0.5, 0.5)
    text = show(
        [
            ev.RunStarted(RUN),
            ev.PhaseChanged("exploring", seconds_left=720),
            ev.PageExplored(SitePage(RUN.site, "Shop")),
            ev.PhaseChanged("proposing", total=1),
            ev.TaskProposed(task),
            ev.TaskSettled(task.id, Status.APPROVED, "policy", held_out=True),
            ev.PhaseChanged("measuring", done=1, total=50),
            ev.Measured("before", 0, BEFORE),
            ev.Measured("warm_start", 0, WARM),
            *judged(1, Outcome.SUCCESS),
            *judged(2, Outcome.FAILURE),
            *judged(3, Outcome.UNKNOWN),
            *judged(4, Outcome.SUCCESS, Purpose.HELD_OUT),
            ev.UpdateMade(Update(1, 1, "rloo", ("e1", "e2"), (credit,))),
            ev.Noticed("warning", "The site is slow.", "Nothing to do."),
            ev.Measured("after", 1, AFTER),
            ev.RunEnded("finished"),
        ]
    )
    assert text.splitlines() == [
        "Run r1 on http://127.0.0.1:8000/ (seed 3)",
        "Exploring the site · 12:00 left",
        "  task: Find the price of the blue lamp",
        "1 tasks proposed from 1 pages, 1 of them held out",
        "Held-out success before training: 12 % (5–24), n = 50",
        "Held-out success after the warm start: 40 % (28–54), n = 50",
        "Update 1 (rloo): learned from 2 episodes, 1 of 2 played successfully (50 %), 1 unknown",
        "Warning: The site is slow. Nothing to do.",
        "Held-out success after training: 61 % (47–74), n = 50",
        "held-out success 12 % (5–24) → warm start 40 % (28–54) → 61 % (47–74), n = 50",
    ]


def test_without_a_terminal_a_status_line_comes_every_ten_seconds() -> None:
    out, now = io.StringIO(), Clock()
    progress = TerminalProgress(out, now=now)
    for second in range(30):
        now.now = 100.0 + second
        progress.show(ev.PhaseChanged("acting", done=second, total=64))
    assert out.getvalue().splitlines() == [f"Playing episodes · {done}/64" for done in (0, 10, 20)]


def test_on_a_terminal_one_line_is_rewritten_and_cut_to_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "29")
    out, now = Terminal(), Clock()
    progress = TerminalProgress(out, now=now)
    for done in (1, 2):
        now.now += 1
        progress.show(ev.PhaseChanged("acting", done=done, total=64, seconds_left=400))
    progress.show(ev.Noticed("info", "Hello."))
    progress.close()
    line = "\r\x1b[2KPlaying episodes · {}/64 · 6:"
    assert out.getvalue() == line.format(1) + line.format(2) + "\r\x1b[2KHello.\n"


def test_the_rate_of_an_update_counts_an_overruled_episode_once() -> None:
    first, second = judged(1, Outcome.FAILURE), judged(1, Outcome.SUCCESS)[1:]
    text = show([*first, *second, ev.UpdateMade(Update(1, 1, "rloo", ("e1",)))])
    assert "1 of 1 played successfully (100 %)" in text


def test_quiet_shows_warnings_and_errors_only() -> None:
    text = show(
        [
            ev.RunStarted(RUN),
            ev.PhaseChanged("acting"),
            ev.Noticed("info", "Fine."),
            ev.Noticed("error", "The disk is full.", "Free some space."),
            ev.RunEnded("finished"),
        ],
        quiet=True,
    )
    assert text == "Error: The disk is full. Free some space.\n"


def test_a_resumed_run_takes_what_was_measured_before_from_its_summary() -> None:
    before = {"success": 0.12, "low": 0.05, "high": 0.24, "n": 50}
    end = ev.RunEnded("finished", {"held_out": {"before": before, "warm_start": None, "after": None}})
    text = show([ev.RunStarted(RUN, resumed=True), ev.Measured("after", 1, AFTER), end])
    assert text.splitlines() == [
        "Going on with r1 on http://127.0.0.1:8000/ (seed 3)",
        "Held-out success after training: 61 % (47–74), n = 50",
        "held-out success 12 % (5–24) → 61 % (47–74), n = 50",
    ]


def test_text_of_a_site_cannot_command_the_terminal() -> None:
    task = Task.make("Open \x1b]0;gone\x07 \x1b[2J the\r\nmenu", RUN.site)
    text = show([ev.TaskProposed(task)])
    assert "\x1b" not in text and "\x07" not in text and text.count("\n") == 1


def test_numbers_as_people_read_them() -> None:
    assert clean("a\x00b") == "a b"
    assert (clock(0), clock(400), clock(3725), clock(-3)) == ("0:00", "6:40", "1:02:05", "0:00")
    assert percent(AFTER) == "61 % (47–74)"
