"""Action strings: what each means, and that nothing but one call of literals is read."""

from __future__ import annotations

import pytest

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Element, Observation, Text
from paestudio.gym import shown
from paestudio.gym.calls import ACTIONS, NotAnAction, Pause, Plan, Say, ScrollBy, Visit, parse


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("click('12')", Action(Verb.CLICK, 12)),
        ("click(bid='12')", Action(Verb.CLICK, 12)),
        ("click(12)", Action(Verb.CLICK, 12)),
        ('  fill("3", "tea")\n', Action(Verb.TYPE, 3, "tea")),
        ("fill('3', 'it\\'s\\n')", Action(Verb.TYPE, 3, "it's\n")),
        ("clear('3')", Action(Verb.TYPE, 3)),
        ("select_option('4', 'Price: low')", Action(Verb.SELECT, 4, "Price: low")),
        ("select_option('4', ['Price: low'])", Action(Verb.SELECT, 4, "Price: low")),
        ("press('3', 'Control+a')", Action(Verb.PRESS, 3, "Control+a")),
        ("keyboard_press('Enter')", Action(Verb.PRESS, None, "Enter")),
        ("upload_file('9', '/tmp/a.txt')", Action(Verb.TYPE, 9, "/tmp/a.txt")),
        ("scroll(0, 300)", ScrollBy(0, 300)),
        ("scroll(delta_x=-5, delta_y=-1.5)", ScrollBy(-5, -1.5)),
        ("goto('http://x/')", Visit("http://x/")),
        ("go_back()", Action(Verb.BACK)),
        ("noop()", Pause(None)),
        ("noop(500)", Pause(500)),
        ("send_msg_to_user('£5')", Say("£5")),
        ("report_infeasible('no such thing')", Say("no such thing", infeasible=True)),
    ],
)
def test_what_a_string_means(text: str, plan: Plan) -> None:
    assert parse(text) == plan


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "One action at a time, not 0"),
        ("click the button", "This is no action: “click the button”"),
        ("click('1')\nclick('2')", "One action at a time, not 2"),
        ("click('1'); click('2')", "not 2"),
        ("x = 1", "no action"),
        ("page.click('1')", "no action"),
        ("(" * 5000, "no action"),
        ("click('\0')", "no action"),
        ("hover('1')", "There is no action hover here. Actions: noop, click, fill"),
        ("__import__('os').system('true')", "no action"),
        ("eval('1')", "There is no action eval"),
        ("click(open('/etc/passwd'))", "nothing that is computed"),
        ("click(*['1'])", "nothing that is computed"),
        ("click(**{'bid': '1'})", "click takes bid"),
        ("click()", "click needs bid"),
        ("click('1', bid='1')", "got bid twice"),
        ("click('1', 'left', [], 4)", "click takes bid, button, modifiers"),
        ("click('1', 'right')", "left mouse button"),
        ("click('a1')", "There is no element “a1”"),
        ("click(True)", "There is no element"),
        ("click('²')", "There is no element"),
        ("fill('3', 5)", "value must be a text in quotes"),
        ("select_option('3', ['a', 'b'])", "one option at a time"),
        ("scroll('a', 1)", "delta_x must be a number"),
        ("scroll(0, 10**400)", "nothing that is computed"),
        ("noop(1e9)", "wait_ms must be a number from 0 to 30000"),
        ("go_back(1)", "go_back takes nothing"),
    ],
)
def test_what_is_no_action_is_said(text: str, words: str) -> None:
    with pytest.raises(NotAnAction) as caught:
        parse(text)
    assert words in str(caught.value)


def test_every_action_is_understood() -> None:
    numbers = {"delta_x", "delta_y", "wait_ms"}
    for name, wants in ACTIONS.items():
        given = ", ".join(f"{key}={1 if key in numbers else repr('1')}" for key in wants if key not in OPTIONAL)
        assert parse(f"{name}({given})") is not None


OPTIONAL = {"button", "modifiers", "enable_autocomplete_menu"}


def test_the_tree_has_ids_states_and_options_in_document_order() -> None:
    elements = (
        Element(7, "combobox", "Sort by", value="Price", options=("Price", "Name"), order=2, box=(1, 2, 30, 40)),
        Element(3, "checkbox", "Gift", state=("checked", "focused"), order=1, on_screen=False),
        Element(8, "button", "Buy", state=("disabled",), order=4, covered_by=3),
    )
    seen = Observation("http://x/", "Shop", elements, (Text("Boots", 0, heading=2), Text("£5", 3)))
    root, whole, *nodes = shown.axtree(seen)["nodes"]
    assert (root["role"]["value"], root["name"]["value"], root["childIds"]) == ("RootWebArea", "Shop", ["1"])
    assert [(n["role"]["value"], n["name"]["value"], n.get("browsergym_id")) for n in nodes] == [
        ("heading", "Boots", None),
        ("checkbox", "Gift", "3"),
        ("combobox", "Sort by", "7"),
        ("option", "Price", None),
        ("option", "Name", None),
        ("StaticText", "£5", None),
        ("button", "Buy", "8"),
    ]
    ids = [n["nodeId"] for n in nodes]
    assert len(set(ids)) == len(ids) and set(whole["childIds"]) | set(nodes[2]["childIds"]) == set(ids)
    assert {p["name"]: p["value"]["value"] for p in nodes[1]["properties"]} == {"focused": True, "checked": "true"}
    assert nodes[2]["value"]["value"] == "Price" and shown.focused(seen) == "3"
    extra = shown.properties(seen)
    assert extra["7"] == {"visibility": 1.0, "bbox": [1.0, 2.0, 30.0, 40.0], "clickable": True, "set_of_marks": True}
    assert [extra[ref]["set_of_marks"] for ref in ("3", "8")] == [False, False] and not extra["8"]["clickable"]
