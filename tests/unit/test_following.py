"""What a person does becomes the agent's own steps; what a search button sends is sent by Enter."""

from __future__ import annotations

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Decision, Element, Observation, Step
from paestudio.following import tidy

FIELD = Element(1, "searchbox", "Search", submits=True)
BUTTON = Element(2, "button", "Go")
LINK = Element(3, "link", "Go")


def step(action: Action, url: str = "http://x/") -> Step:
    return Step(0, Observation(url, "", (FIELD, BUTTON, LINK)), Decision(str(action), action))


def verbs(steps: tuple[Step, ...]) -> list[tuple[int, str]]:
    return [(one.index, str(one.decision.action)) for one in steps]


def test_a_search_sent_by_its_button_is_one_step() -> None:
    typed, go = step(Action(Verb.TYPE, 1, "red boots")), step(Action(Verb.CLICK, 2))
    merged = tidy([typed, go], Observation("http://x/search?q=Red+boots", ""))
    assert verbs(merged) == [(0, "Type [1]; [red boots]")]
    assert merged[0].decision.action == Action(Verb.TYPE, 1, "red boots", submit=True)


def test_what_sends_something_else_stays_as_it_is() -> None:
    typed = step(Action(Verb.TYPE, 1, "boots"))
    for pressed, last in (
        (Action(Verb.CLICK, 2), "http://x/"),
        (Action(Verb.CLICK, 2), "http://x/advanced"),
        (Action(Verb.CLICK, 3), "http://x/search?q=boots"),
    ):
        kept = tidy([typed, step(pressed)], Observation(last, ""))
        assert verbs(kept) == [(0, "Type [1]; [boots]"), (1, str(pressed))]
    sent = step(Action(Verb.TYPE, 1, "boots", submit=True))
    after = step(Action(Verb.CLICK, 2), "http://x/search?q=boots")
    assert len(tidy([sent, after], Observation("http://x/other?q=boots", ""))) == 2
