"""What is repeated beside the task: lines that share its words, each for words that no other has."""

from __future__ import annotations

from paestudio.agent.near import LENGTH, near

PAGE = [
    'link "Pens"',
    'link "Walnut Pen Tray"',
    'link "Walnut Desk"',
    "# Details",
    "Colour | Brown",
    "Made in | Hereford",
    'link "Help"',
]


def test_the_line_that_shares_most_comes_first_and_others_add_to_it() -> None:
    assert near("What colour is the Walnut Pen Tray?", PAGE) == ['link "Walnut Pen Tray"', "Colour | Brown"]
    assert near("Where is the Walnut Pen Tray made?", PAGE) == ['link "Walnut Pen Tray"', "Made in | Hereford"]


def test_a_line_with_nothing_else_beats_a_longer_one() -> None:
    assert near("Show me the pens.", ['link "All pens and inks"', 'link "Pens"']) == ['link "Pens"']


def test_words_that_everybody_says_are_no_match() -> None:
    assert near("Show me what is on this page, please.", ["Please look at this page", "All of it"]) == []
    assert near("Anything", []) == []


def test_long_lines_are_cut_at_a_word() -> None:
    (line,) = near("tea", ["tea " + "and more of it " * 20])
    assert len(line) <= LENGTH + 1 and line.endswith("…")
