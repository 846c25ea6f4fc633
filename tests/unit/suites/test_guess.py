"""Guesses: what an instruction names, in its order, then the button that sends."""

from __future__ import annotations

import pytest

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Element, Observation
from paestudio.suites.guess import guesses


def page(*elements: tuple[str, str]) -> Observation:
    return Observation("http://x/", "X", tuple(Element(i, role, name) for i, (role, name) in enumerate(elements, 1)))


def click(ref: int) -> Action:
    return Action(Verb.CLICK, ref)


FORM = page(("textbox", "Username"), ("textbox", "Password"), ("button", "Login"))


@pytest.mark.parametrize(
    ("instruction", "seen", "first"),
    [
        ('Click on the "No" button.', page(("button", "Yes"), ("button", "No")), [click(2)]),
        ("Click ONE, then TWO.", page(("button", "TWO"), ("button", "ONE")), [click(2), click(1)]),
        ("Select no and ok, click Submit.", page(("checkbox", "ok"), ("button", "Submit"), ("checkbox", "no")),
         [click(3), click(1), click(2)]),
        ("Click on a large blue item", page(("button", "blue"), ("button", "large blue")), [click(2)]),
        ('Enter the username "kit" and the password "Zq".', FORM,
         [Action(Verb.TYPE, 1, "kit"), Action(Verb.TYPE, 2, "Zq"), click(3)]),
    ],
)  # fmt: skip
def test_the_first_guess(instruction: str, seen: Observation, first: list[Action]) -> None:
    assert next(guesses(instruction, seen)) == first


def test_options_of_a_list() -> None:
    seen = Observation(
        "http://x/", "X", (Element(1, "combobox", "", options=("Ann", "Anna")), Element(2, "button", "Submit"))
    )
    assert next(guesses("Select Anna from the list and click Submit.", seen)) == [
        Action(Verb.SELECT, 1, "Anna"),
        click(2),
    ]


def test_guesses_differ_and_nothing_named_is_no_guess() -> None:
    plans = list(guesses("Click alpha and beta.", page(("button", "alpha"), ("button", "beta"), ("button", "OK"))))
    assert len(plans) == len({str(plan) for plan in plans}) > 2
    assert list(guesses("Find the middle.", page(("button", "canvas")))) == []
