"""Two attempts beside each other: which steps belong together, the first difference, and how it is said. No window."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Decision, Element, Observation, Step
from paestudio.gui.twin_steps import Column, Move, Side, align, difference, first_difference, move

HOME = "/"


def click(name: str, page: str = HOME, context: str = "") -> Move:
    return Move(page, Verb.CLICK, name, "link", context)


def types(text: str, submit: bool = False, name: str = "Search") -> Move:
    return Move(HOME, Verb.TYPE, name, "searchbox", text=text, submit=submit)


def said(a: Sequence[Move], b: Sequence[Move], a_ended: bool = True, b_ended: bool = True) -> str:
    return difference(Side("the base", a, a_ended), Side("checkpoint 4", b, b_ended))


def test_the_difference_of_the_brief() -> None:
    alike = [click("Tea"), click("Cups")]
    assert said([*alike, click("Help")], [*alike, types("tea")]) == (
        "From step 3: the base clicks “Help”, checkpoint 4 types “tea”."
    )


def test_steps_are_compared_by_what_they_are_not_by_numbers() -> None:
    def step(ref: int, port: int) -> Step:
        page = Observation(f"http://127.0.0.1:{port}/a?b=1#c", "A", (Element(ref, "link", "Help", context="Foot"),))
        return Step(0, page, Decision("click", Action(Verb.CLICK, ref)))

    assert move(step(3, 80)) == move(step(7, 81)) == Move("/a?b=1#c", Verb.CLICK, "Help", "link", "Foot")
    page = Observation("http://x/", "X")
    assert move(Step(0, page, Decision("  no  idea ", None))) == Move("/", None, text="no idea")
    assert move(Step(0, page, Decision("", Action(Verb.SCROLL, text="down")))).verb is Verb.SCROLL


def test_nothing_is_said_before_it_is_sure() -> None:
    one = [click("Tea")]
    assert said(one, [], False, False) == "" and said(one, one, False, True) == ""
    assert said(one, one) == "Both do the same, step by step."
    assert said(one, [], False, True) == "From step 1: the base clicks “Tea”, checkpoint 4 has ended."
    assert said([], one, True, False) == "From step 1: the base has ended, checkpoint 4 clicks “Tea”."
    assert first_difference(Side("a", one), Side("b", one)) is None
    assert first_difference(Side("a", [*one, *one]), Side("b", one)) == 1
    assert first_difference(Side("a", [*one, *one]), Side("b", one, False)) is None


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (Move(HOME, None, text="hm"), Move(HOME, None), "the base says no action: “hm”, checkpoint 4 says nothing"),
        (
            Move(HOME, Verb.SELECT, "Sort", "combobox", text="Price"),
            Move(HOME, Verb.SELECT, "Show", "combobox", text="Price"),
            "the base chooses “Price” in combobox “Sort”, checkpoint 4 chooses “Price” in combobox “Show”",
        ),
        (
            Move(HOME, Verb.SELECT, "Sort", "combobox", text="Price"),
            Move(HOME, Verb.PRESS, text="Enter"),
            "the base chooses “Price”, checkpoint 4 presses Enter",
        ),
        (
            Move(HOME, Verb.SCROLL, text="up"),
            Move(HOME, Verb.SCROLL, text="down"),
            "scrolls up, checkpoint 4 scrolls down",
        ),
        (Move(HOME, Verb.WAIT), Move(HOME, Verb.BACK), "the base waits, checkpoint 4 goes back"),
        (
            Move(HOME, Verb.ANSWER, text="£9"),
            Move(HOME, Verb.ANSWER),
            "the base answers “£9”, checkpoint 4 says that it is done",
        ),
        (
            click("Add", context="Mug"),
            click("Add", context="Pot"),
            "the base clicks “Add” at “Mug”, checkpoint 4 clicks “Add” at “Pot”",
        ),
        (
            types("tea"),
            types("tea", submit=True),
            "types “tea” into searchbox “Search”, checkpoint 4 types “tea” into searchbox “Search” and presses Enter",
        ),
        (types("tea"), types("cup"), "the base types “tea”, checkpoint 4 types “cup”"),
        (Move(HOME, Verb.CLICK), click(""), "clicks the page, checkpoint 4 clicks link"),
    ],
)  # fmt: skip
def test_every_kind_of_step_has_words(one: Move, other: Move, says: str) -> None:
    assert says in said([one], [other])


def test_the_same_deed_on_another_page_is_said_as_that() -> None:
    assert said([click("Next")], [click("Next", "/page/2")]) == (
        "From step 1 they are on different pages: the base on /, checkpoint 4 on /page/2."
    )


def test_columns_bring_equal_steps_together_again() -> None:
    a, b, c, d = (click(name) for name in "abcd")
    assert align([a, b, c], [a, d, b, c]) == [
        Column(0, 0, True),
        Column(None, 1, False),
        Column(1, 2, True),
        Column(2, 3, True),
    ]
    assert align([a, b], [a, c, d]) == [Column(0, 0, True), Column(1, 1, False), Column(None, 2, False)]
    assert align([], []) == [] and align([a], []) == [Column(0, None, False)]


@pytest.mark.parametrize("word", ["", "a", "ab", "abab", "bbaab", "cab"])
@pytest.mark.parametrize("other", ["", "a", "ba", "abba", "bacab"])
def test_every_step_of_both_is_in_one_column_in_order(word: str, other: str) -> None:
    one, two = [click(c) for c in word], [click(c) for c in other]
    columns = align(one, two)
    assert [c.a for c in columns if c.a is not None] == list(range(len(one)))
    assert [c.b for c in columns if c.b is not None] == list(range(len(two)))
    assert all(c.same == (c.a is not None and c.b is not None and one[c.a] == two[c.b]) for c in columns)
    at = first_difference(Side("a", one), Side("b", two))
    assert at == next((i for i, column in enumerate(columns) if not column.same), None)
