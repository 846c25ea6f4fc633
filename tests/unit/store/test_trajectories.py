"""Trajectories of others: both forms read, mistakes told with their line, kept for the next run on that site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from paestudio.core.actions import Action, Verb
from paestudio.core.codec import dumps, encode
from paestudio.core.errors import UserError
from paestudio.core.records import Decision, Episode, Final, Observation, Purpose, Step, Stop, Task, Text
from paestudio.store import Store, queries, takein
from paestudio.store.trajectories import action_of, page_of, read

HOME = "http://127.0.0.1:9/"
ARENA = "\n".join(
    (
        "[1] RootWebArea 'Shop' focused: True",
        "\t[4] link 'Boots'",
        "\t[5] textbox 'Search' required: False",
        "\t\tStaticText 'Welcome'",
    )
)
VOYAGER = '[0]: <a> "Boots";\t[1]: <input> "Search";\t[2]: "Only text";'
WALK = {
    "instruction": "What do the boots weigh?",
    "start": "/",
    "steps": [
        {"url": "/", "title": "Shop", "observation": ARENA, "action": "```click [4]```"},
        {"url": "/boots", "title": "Boots", "observation": "[1]: StaticText 'Weight: 2 kg'", "action": "stop [2 kg]"},
    ],
}


def write(folder: Path, *rows: Any) -> Path:
    place = folder / "walks.jsonl"
    place.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return place


def test_a_recording_of_webarena_becomes_an_episode_with_a_check(tmp_path: Path) -> None:
    found = read(write(tmp_path, WALK), HOME)
    (one,) = found.episodes
    assert one.task.check == {"answer": "2 kg"} and one.task.origin == "file" and one.task.kind == "retrieval"
    assert (one.purpose, one.policy, one.stop, one.answer) == (Purpose.PROOF, "imported", Stop.ANSWERED, "2 kg")
    assert [step.decision.action for step in one.steps] == [Action(Verb.CLICK, 4), Action(Verb.ANSWER, text="2 kg")]
    first = one.steps[0].observation
    assert [(e.ref, e.role, e.name) for e in first.elements] == [(4, "link", "Boots"), (5, "textbox", "Search")]
    assert [text.text for text in first.texts] == ["Shop", "Welcome"]
    assert one.steps[1].observation.url == "http://127.0.0.1:9/boots"


def test_a_page_as_webvoyager_writes_it() -> None:
    elements, texts = page_of(VOYAGER)
    assert [(e.ref, e.role, e.name) for e in elements] == [
        (0, "link", "Boots"),
        (1, "textbox", "Search"),
        (2, "link", "Only text"),
    ]
    assert texts == ()


def test_a_walk_that_only_arrives_ends_with_done(tmp_path: Path) -> None:
    steps = [WALK["steps"][0], {"url": "http://else.where/boots?x=1", "observation": "Boots", "action": "wait"}]
    (one,) = read(write(tmp_path, {**WALK, "steps": steps}), HOME).episodes
    assert one.task.check == {"url": r"^/boots\?x=1$"} and one.answer == "done"
    assert one.steps[-1].decision.action == Action(Verb.ANSWER, text="done")


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("click [12]", Action(Verb.CLICK, 12)),
        ("Thought: the boots. Action: Click [12]", Action(Verb.CLICK, 12)),
        ("type [3] [warm boots] [1]", Action(Verb.TYPE, 3, "warm boots", True)),
        ("type [3] [warm boots] [0]", Action(Verb.TYPE, 3, "warm boots", False)),
        ("Type [3]; [warm boots]", Action(Verb.TYPE, 3, "warm boots", True)),
        ("Select [3]; [Price: low]", Action(Verb.SELECT, 3, "Price: low")),
        ("scroll [down]", Action(Verb.SCROLL, text="down")),
        ("Scroll [WINDOW]; [up]", Action(Verb.SCROLL, text="up")),
        ("go_back", Action(Verb.BACK)),
        ("GoBack", Action(Verb.BACK)),
        ("press [Enter]", Action(Verb.PRESS, text="Enter")),
        ("ANSWER; [2 kg]", Action(Verb.ANSWER, text="2 kg")),
        ("stop [N/A]", Action(Verb.ANSWER, text="N/A")),
        ("Wait", Action(Verb.WAIT)),
        ("dance [3]", None),
    ],
)
def test_actions_of_both_grammars(said: str, action: Action | None) -> None:
    assert action_of(said) == action


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2: this is not JSON"),
        ("[]", "line 2: a trajectory must be a JSON object, not list"),
        ({**WALK, "nonsense": 1}, "line 2: unknown field 'nonsense'"),
        ({"instruction": "x"}, "line 2: the field 'start' is missing"),
        ({**WALK, "instruction": ""}, "line 2: 'instruction' must be a text"),
        ({**WALK, "steps": []}, "line 2: 'steps' must be a list"),
        ({**WALK, "steps": [{"observation": "x"}]}, "line 2, step 1: 'action' must be a text"),
        ({**WALK, "steps": [{"observation": ARENA, "action": "click [77]"}]}, r"step 1: there is no element \[77\]"),
        ({**WALK, "steps": [{"observation": ARENA, "action": "dance"}]}, "step 1: 'dance' is no action"),
        ({**WALK, "steps": [{"observation": ARENA, "action": "click [4]"}]}, "ends where it began"),
        ({**WALK, "check": {"nonsense": 1}}, "line 2: check"),
        ({**WALK, "start": "ftp://x/"}, "not an address of a website"),
        ({"task": 1, "steps": [], "stop": "x", "final": {}}, "line 2: this is no episode of an export"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, line: Any, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read(write(tmp_path, WALK, line), HOME)


def test_failures_are_left_out_and_counted(tmp_path: Path) -> None:
    found = read(write(tmp_path, WALK, {**WALK, "instruction": "Another.", "success": False}), HOME)
    assert len(found.episodes) == 1 and found.failed == 1
    with pytest.raises(UserError, match=r"no successful trajectory \(1 failed ones\)"):
        read(write(tmp_path, {**WALK, "success": False}), HOME)


def exported(address: str) -> dict[str, Any]:
    """An episode as `export` writes it."""
    task = Task.make("Open the boots.", f"{address}/", {"url": "^/boots$"})
    seen = Observation(f"{address}/", "Shop", (), (Text("Welcome", 0),))
    step = Step(0, seen, Decision("done", Action(Verb.ANSWER, text="done")))
    episode = Episode("e1", task, (step,), Stop.ANSWERED, "done", Final(f"{address}/boots", "Boots"))
    return {**json.loads(dumps(episode)), "run": "r", "verdicts": [], "settled": {"outcome": "success"}}


def test_an_export_comes_back_on_the_sites_new_address(tmp_path: Path) -> None:
    (one,) = read(write(tmp_path, exported("http://127.0.0.1:8101")), HOME).episodes
    assert one.task.start_url == HOME and one.final.url == "http://127.0.0.1:9/boots"
    assert one.task.id == Task.make("Open the boots.", HOME, {"url": "^/boots$"}).id
    failed = {**exported(HOME), "settled": {"outcome": "unknown"}}
    with pytest.raises(UserError, match="1 failed"):
        read(write(tmp_path, failed), HOME)


def test_they_are_kept_for_the_site_and_found_again_where_it_runs_next(tmp_path: Path) -> None:
    found = read(write(tmp_path, WALK, exported(HOME.rstrip("/"))), HOME)
    with Store.open(tmp_path / "store") as store:
        run = takein.take_in(store, "demo", found.episodes)
        assert takein.take_in(store, "demo", found.episodes) != run  # again: no harm
        here = takein.taken_in(store, "demo", HOME)
        assert {p.task.id for p in here} == {e.task.id for e in found.episodes}
        assert encode([p.proof for p in here if p.task.kind == "retrieval"]) == encode([found.episodes[0]])
        there = takein.taken_in(store, "demo", "http://127.0.0.1:77/")
        assert {p.task.start_url for p in there} == {"http://127.0.0.1:77/"}
        assert all(p.proof and p.proof.task == p.task for p in there)
        assert takein.taken_in(store, "http://other/", HOME) == []
        assert queries.run(store, run).state.value == "finished" and queries.run(store, run).tasks == 2
