"""Pages that ask for a person, and pages that only look like it."""

from __future__ import annotations

import pytest

from paestudio.core.needs import needs_person
from paestudio.core.records import Element, Observation, Text

PASSWORD = Element(1, "textbox", "Your password")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Observation("u", "Sign in", (PASSWORD,)), "asks for a password"),
        (Observation("u", "Sign in", (Element(1, "textbox", "Password", value="•••"),)), ""),
        (Observation("u", "Help", (Element(1, "link", "Forgot your password?"),)), ""),
        (
            Observation("u", "Shop", (PASSWORD,), (Text("Please verify you are human", 1),)),
            "asks for a person (CAPTCHA)",
        ),
        (Observation("u", "I’m not a robot"), "asks for a person (CAPTCHA)"),
        (Observation("u", "Robots and toys"), ""),
    ],
)
def test_a_page_that_asks_for_a_person(page: Observation, said: str) -> None:
    assert needs_person(page) == said
