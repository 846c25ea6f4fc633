"""What goes first when a page is too long."""

from __future__ import annotations

from paestudio.browser.budget import cost, fit
from paestudio.core.records import Element, Observation, Text


def page() -> Observation:
    elements = tuple(Element(i, "button", f"Button {i}", on_screen=i < 3, order=10 * i) for i in range(6))
    texts = tuple(Text("words " * 4, 10 * i + 5, on_screen=i < 3) for i in range(6))
    return Observation("http://x/", "X", elements, texts)


def test_a_page_that_fits_is_left_alone() -> None:
    seen = page()
    assert fit(seen, 10_000) is seen


def test_off_screen_text_goes_first_from_the_end() -> None:
    seen = page()
    whole = sum(map(cost, seen.elements)) + sum(map(cost, seen.texts))
    small = fit(seen, whole - 1)
    assert [t.order for t in small.texts] == [5, 15, 25, 35, 45]
    assert small.elements == seen.elements
    assert small.dropped == "Left out: 1 text(s) off the screen."


def test_then_controls_then_what_is_in_view() -> None:
    seen = page()
    text, control = cost(seen.texts[0]), cost(seen.elements[0])
    small = fit(seen, 3 * text + 4 * control)
    assert [e.ref for e in small.elements] == [0, 1, 2, 3]
    assert len(small.texts) == 3
    assert small.dropped == "Left out: 3 text(s) off the screen, 2 control(s) off the screen."
    assert [e.ref for e in fit(seen, 3 * control).elements] == [0, 1, 2]
    assert fit(seen, 0).elements == ()
