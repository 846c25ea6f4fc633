"""Actions read as the published grammar."""

from __future__ import annotations

import pytest

from paestudio.core.actions import Action, Verb


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (Action(Verb.CLICK, 7), "Click [7]"),
        (Action(Verb.TYPE, 2, "tea pot"), "Type [2]; [tea pot]"),
        (Action(Verb.TYPE, 2, "tea pot", submit=True), "Type [2]; [tea pot]"),
        (Action(Verb.SELECT, 4, "Price"), "Select [4]; [Price]"),
        (Action(Verb.PRESS, text="Enter"), "Press [Enter]"),
        (Action(Verb.SCROLL, None, "down"), "Scroll [WINDOW]; [down]"),
        (Action(Verb.SCROLL, 3, "up"), "Scroll [3]; [up]"),
        (Action(Verb.WAIT), "Wait"),
        (Action(Verb.BACK), "GoBack"),
        (Action(Verb.ANSWER, text="£9.99"), "ANSWER; [£9.99]"),
    ],
)
def test_grammar(action: Action, text: str) -> None:
    """One line an action, as WebVoyager and PAE write it."""
    assert str(action) == text


def test_every_verb_has_a_form() -> None:
    """No verb prints empty or without its own word."""
    for verb in Verb:
        assert str(Action(verb, 1, "x")).startswith(verb.value)
