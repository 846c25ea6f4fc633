"""MiniWoB++ as a suite: which tasks, which seeds, what is said when something is missing."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from paestudio.core.checks import Site as CheckSite
from paestudio.core.checks import describe, holds, page_decides, validate
from paestudio.core.errors import UserError
from paestudio.core.records import Final
from paestudio.suites import miniwob
from paestudio.suites.miniwob import Split

BASE = "http://127.0.0.1:1"


def test_all_that_browsergym_registers() -> None:
    kinds = miniwob.kinds()
    assert len(kinds) == 125 and list(kinds) == sorted(kinds)
    assert not {"button-delay", "chase-circle", "hover-shape", "moving-items", "simon-says"} & kinds.keys()
    assert Counter(kind.split for kind in kinds.values()).keys() == {"train", "test"}
    assert Counter(kind.needs for kind in kinds.values())["text"] > 80


@pytest.mark.skipif(importlib.util.find_spec("miniwob") is None, reason="the miniwob package is not installed")
def test_every_page_is_in_the_package() -> None:
    folder = miniwob.folder() / "miniwob"
    assert [name for name in miniwob.kinds() if not (folder / f"{name}.html").is_file()] == []


@pytest.mark.skipif(importlib.util.find_spec("miniwob") is not None, reason="the miniwob package is installed")
def test_a_missing_package_is_said_with_the_way_to_get_it() -> None:
    with pytest.raises(UserError, match=r"not installed. Install them: pip install 'paestudio\[suites\]'"):
        miniwob.folder()


def test_addresses() -> None:
    assert miniwob.is_address("miniwob") and miniwob.is_address("miniwob:click-link")
    assert miniwob.is_address("miniwob-browsergym") and not miniwob.is_address("miniwob.example")
    split, kinds = miniwob.chosen("miniwob:click-link, click-button")
    assert split is Split.TEST and [kind.name for kind in kinds] == ["click-link", "click-button"]
    assert {kind.needs for kind in miniwob.chosen("miniwob:looks,slider")[1]} == {"looks", "slider"}
    assert len(miniwob.chosen("miniwob")[1]) == 125
    trained = miniwob.chosen("miniwob:twenty")[1]
    assert len({kind.name for kind in trained}) == 20 and {kind.needs for kind in trained} == {"text"}
    assert miniwob.chosen("miniwob-browsergym:click-link")[0] is Split.BROWSERGYM
    with pytest.raises(UserError, match=r"no task 'click-buton'\. Did you mean 'click-button'"):
        miniwob.chosen("miniwob:click-buton")


def test_training_and_testing_never_meet() -> None:
    kind = miniwob.kinds()["click-link"]
    train = [miniwob.task(kind, Split.TRAIN, n, BASE).start_url for n in (0, 5, miniwob.TEST_SEEDS - 1)]
    test = [miniwob.task(kind, Split.TEST, n, BASE).start_url for n in (0, 5)]
    assert train[0] == f"{BASE}/miniwob/click-link.html?seed=0&mode=train"
    assert test[0] == f"{BASE}/miniwob/click-link.html?seed=1000000&mode=test"
    assert train[2].endswith("seed=999999&mode=train")


def test_browsergym_draws_its_seeds_from_thirty_four() -> None:
    tasks = [task for number in range(5) for task in miniwob.tasks("miniwob-browsergym", BASE, number)]
    assert len(tasks) == 625
    assert len({task.start_url.split("seed=")[1] for task in tasks}) <= miniwob.BROWSERGYM_RANGE
    assert tasks[0].check == {"reward": {"above": 0}}
    assert miniwob.tasks("miniwob", BASE, 0)[0].check == {"reward": 1}


@pytest.mark.parametrize(
    ("check", "said", "ok"),
    [
        ({"reward": 1}, "1", True),
        ({"reward": 1}, "0.99", False),
        ({"reward": 1}, "", False),
        ({"reward": 1}, None, False),
        ({"reward": {"above": 0}}, "0.01", True),
        ({"reward": {"above": 0}}, "0", False),
        ({"not": {"reward": 1}}, "-1", True),
    ],
)
def test_the_reward_as_a_check(check: dict[str, object], said: str | None, ok: bool) -> None:
    assert validate(check) == check and page_decides(check)
    final = Final("http://x/", probes={"html\u241fdata-task-reward": said})
    assert holds(check, final, None, CheckSite("http://x"))[0] is ok
    assert "reward" in describe(check)


@pytest.mark.parametrize("want", [True, "1", None, {"above": "0"}, {"over": 1}, float("nan")])
def test_a_reward_that_is_no_number_is_refused(want: object) -> None:
    with pytest.raises(UserError, match=r"check\.reward must be a number"):
        validate({"reward": want})


def test_other_checks_leave_the_page_no_say() -> None:
    assert not page_decides({"url": "^/"}) and not page_decides(None)


def test_the_list_lies_beside_the_code() -> None:
    assert (Path(miniwob.__file__).parent / "miniwob_tasks.jsonl").read_text(encoding="utf-8").count("\n") == 125
