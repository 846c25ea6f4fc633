"""Pages become text and grammar; every action that is possible can be said, and said actions come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from transformers import AutoTokenizer

from paestudio.agent.labels import labels
from paestudio.agent.page_text import render
from paestudio.agent.reader import Reader
from paestudio.core.actions import Action, Verb
from paestudio.core.protocols import Context
from paestudio.core.records import Decision, Element, Episode, Observation, Step, Stop, Task, Text
from paestudio.core.samples import Sample

TASK = Task.make('What does the Iron Can cost? Also look for "wool socks".', "http://x/")


class Words:
    """A tokenizer as the reader wants it."""

    def __init__(self, folder: Path) -> None:
        self._inner = AutoTokenizer.from_pretrained(folder)

    def tokens(self, text: str) -> tuple[int, ...]:
        return tuple(self._inner.encode(text, add_special_tokens=False))

    def text(self, ids: tuple[int, ...]) -> str:
        return str(self._inner.decode(list(ids)))


@pytest.fixture
def reader(tiny_model: Path) -> Reader:
    return Reader(Words(tiny_model), 400)


def _sample(reader: Reader, page: Observation, action: Action, task: Task = TASK) -> Sample | None:
    step = Step(0, page, Decision(str(action), action))
    return reader.sample(Episode("e", task, (step,), Stop.ANSWERED), step)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action(Verb.CLICK, 2), 'click link "Boots"'),
        (Action(Verb.CLICK, 7), 'click link "Tents"'),
        (Action(Verb.CLICK, 6), 'click button "Add to basket" in "Iron Can"'),
        (Action(Verb.SELECT, 4, "Price"), 'select combobox "Sort by" "Price"'),
        (Action(Verb.SELECT, 4, "Price: high"), 'select combobox "Sort by" "Price: high"'),
        (Action(Verb.TYPE, 1, "Iron Can", True), 'type searchbox "Search the shop": Iron Can\n'),
        (Action(Verb.TYPE, 1, "zebra", True), 'type searchbox "Search the shop" = zebra\n'),
        (Action(Verb.ANSWER, text="£12.50"), "answer: £12.50\n"),
        (Action(Verb.ANSWER, text="wool socks"), "answer: wool socks\n"),
        (Action(Verb.ANSWER, text="done"), "done"),
    ],
)
def test_actions_are_said_in_words(reader: Reader, shop: Observation, action: Action, said: str) -> None:
    sample = _sample(reader, shop, action)
    assert sample is not None
    assert reader.text(sample.action) == f" {said}"
    assert all(not options or token in options for token, options in zip(sample.action, sample.allowed, strict=True))


@pytest.mark.parametrize(
    "action", [Action(Verb.CLICK, 8), Action(Verb.CLICK, 99), Action(Verb.SELECT, 4, "Colour"), Action(Verb.WAIT)]
)
def test_what_cannot_be_done_cannot_be_said(reader: Reader, shop: Observation, action: Action) -> None:
    assert _sample(reader, shop, action) is None


def test_a_copy_from_the_page_begins_where_a_name_or_value_does(reader: Reader, shop: Observation) -> None:
    page = replace(shop, texts=(Text("Made in | York by Ada Lund", 30), Text("In stock: 10", 31)))

    def copied(text: str) -> bool:
        sample = _sample(reader, page, Action(Verb.ANSWER, text=text))
        assert sample is not None
        return "answer:" in reader.text(sample.action)

    assert all(copied(text) for text in ("York", "York by Ada Lund", "10", "Made in", "the Iron Can", "wool socks"))
    assert not copied("Ada Lund")


def test_a_copy_never_stops_inside_a_word_or_number(reader: Reader, shop: Observation) -> None:
    inside = Action(Verb.ANSWER, text="£12")
    sample = _sample(reader, shop, inside)
    assert sample is not None
    assert "answer =" in reader.text(sample.action), "half a price was copied"


def test_an_action_that_begins_another_can_be_said(reader: Reader) -> None:
    page = Observation(
        "http://x/",
        "T",
        (Element(1, "link", "A", href="http://x/a"), Element(2, "link", "A", href="http://x/b", order=1)),
    )
    assert labels(page.elements) == {1: 'link "A"', 2: 'link "A" 2'}
    one, two = (_sample(reader, page, Action(Verb.CLICK, ref)) for ref in (1, 2))
    assert one is not None and two is not None and one.action != two.action


def test_the_history_and_the_fields_are_in_the_prompt(reader: Reader, shop: Observation) -> None:
    before = Step(0, shop, Decision('click link "Boots"', Action(Verb.CLICK, 2)))
    elements = tuple(replace(e, value="Price: high") if e.options else e for e in shop.elements)
    page = replace(shop, elements=elements, last_error="covered by a banner")
    read = reader.read(Context(TASK, page, (before,)))
    prompt = reader.text(read.prompt)
    assert 'Done: click link "Boots"' in prompt
    assert "Problem: covered by a banner" in prompt
    assert 'combobox "Sort by" = Price: high' in prompt
    assert prompt.endswith("Next:")


def test_a_demonstration_is_told_as_the_agent_would_say_it(reader: Reader, shop: Observation) -> None:
    shown = [Action(Verb.CLICK, 6), Action(Verb.TYPE, 1, "wool", True), Action(Verb.SELECT, 4, "Price")]
    steps = tuple(Step(i, shop, Decision(str(action), action)) for i, action in enumerate(shown))
    prompt = reader.text(reader.read(Context(TASK, replace(shop, url="http://x/on"), steps)).prompt)
    said = (
        'click button "Add to basket" in "Iron Can", type searchbox "Search the shop": wool, select combobox "Sort by"'
    )
    assert f'Done: {said} "Price"\n' in prompt


def test_what_led_back_here_is_not_done_again(reader: Reader, shop: Observation) -> None:
    def can(action: Action, *before: Step) -> bool:
        step = Step(len(before), shop, Decision(str(action), action))
        return reader.sample(Episode("e", TASK, (*before, step), Stop.ANSWERED), step) is not None

    boots, typing = Action(Verb.CLICK, 2), Action(Verb.TYPE, 1, "wool", True)
    clicked = Step(0, shop, Decision("Click [2]", boots))
    focused = tuple(replace(e, state=("focused",)) for e in shop.elements if e.ref == 1)
    typed = Step(0, replace(shop, elements=(*focused, *shop.elements[1:])), Decision("Type", typing))
    elsewhere = Step(0, replace(shop, texts=()), Decision("Click [2]", boots))
    assert can(boots) and can(boots, elsewhere) and can(typing, clicked)
    assert not can(boots, clicked) and not can(typing, typed)
    assert can(Action(Verb.ANSWER, text="done"), clicked)


def test_a_list_at_its_first_entry_is_no_field_that_holds_something(reader: Reader, shop: Observation) -> None:
    elements = tuple(replace(e, value=e.options[0]) if e.options else e for e in shop.elements)
    assert "Sort by" not in reader.text(reader.read(Context(TASK, replace(shop, elements=elements))).prompt)


def test_the_page_does_not_change_while_a_form_is_filled_in(reader: Reader, shop: Observation) -> None:
    typed = tuple(replace(e, value="wool", state=("focused",)) if e.ref == 1 else e for e in shop.elements)
    a, b = (reader.read(Context(TASK, page)) for page in (shop, replace(shop, elements=typed)))
    assert a.prefix == b.prefix
    assert a.prompt != b.prompt


def test_the_budget_drops_hidden_text_first_and_controls_last(shop: Observation) -> None:
    whole = render(shop, 10_000, len)
    assert "Below the fold" in whole.text and not whole.cut
    size = len(whole.text)
    some = render(shop, size - 60, len)
    assert "Below the fold" not in some.text and 'link "Boots"' in some.text and some.cut
    few = render(shop, 150, len)
    assert "£34.00" not in few.text and 'searchbox "Search the shop"' in few.text


def test_scrolling_is_offered_only_when_something_was_left_out(reader: Reader, shop: Observation) -> None:
    long = tuple(Text("many words " * 30, 30 + i, on_screen=False) for i in range(20))
    page = replace(shop, texts=(*shop.texts, *long), scroll=(0, 800, 4000))
    assert _sample(reader, page, Action(Verb.SCROLL, None, "down")) is not None
    assert _sample(reader, page, Action(Verb.SCROLL, None, "up")) is None
    assert _sample(reader, replace(shop, scroll=(0, 800, 4000)), Action(Verb.SCROLL, None, "down")) is None
