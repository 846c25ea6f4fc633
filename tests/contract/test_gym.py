"""The gymnasium environment in a real Chromium: its contract, rewards, ends, errors; beside BrowserGym's on request."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import paestudio.gym
from paestudio.bench import environment
from paestudio.browser.chromium import find_chromium
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.gym.env import SiteEnv
from paestudio.suites.pages import PageServer
from tests.contract import interop_agent
from tests.contract.browser_kit import Server, two_origins
from tests.contract.suite_kit import MINIWOB

# Without a screen QtWebEngine looks for a graphics card in vain.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", extend=True),
    pytest.mark.leaves("process_request_thread"),  # the site's, as long as the module's browser keeps its connection
]
ABOUT = {"id": "about", "instruction": "Read more about the shop.", "start": "/", "check": {"url": "^/about.html"}}
OWNER = {"id": "owner", "instruction": "Who is the owner?", "start": "/", "check": {"answer": "Ada Baker"}}
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def sites() -> Iterator[tuple[Server, Server]]:
    with two_origins() as both:
        yield both


@pytest.fixture(scope="module")
def env(sites: tuple[Server, Server]) -> Iterator[SiteEnv]:
    """One for the module, its browser running: each episode has a page of its own."""
    made = SiteEnv([ABOUT, OWNER], sites[0].url, max_steps=12, action_seconds=4.0)
    made.reset()
    yield made
    made.close()


def bid(seen: dict[str, Any], role: str, name: str) -> str:
    return interop_agent.bid(seen, role, name)


def test_gymnasiums_own_checker_has_nothing_to_say(sites: tuple[Server, Server]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = gymnasium.make(paestudio.gym.ID, tasks=[ABOUT], site=sites[0].url, render_mode="rgb_array")
        try:
            check_env(made.unwrapped)
        finally:
            made.close()


def test_an_observation_has_browsergyms_keys(env: SiteEnv, sites: tuple[Server, Server]) -> None:
    seen, info = env.reset(seed=0, options={"task": "about"})
    assert env.observation_space.contains(seen) and info["task"] == "about"
    assert seen["goal"] == ABOUT["instruction"] == seen["chat_messages"][0]["message"]
    assert seen["goal_object"] == ({"type": "text", "text": seen["goal"]},)
    assert seen["open_pages_urls"] == (seen["url"],) == (f"{sites[0].url}/",)
    assert seen["open_pages_titles"] == ("Corner Shop",) and seen["active_page_index"].tolist() == [0]
    assert seen["screenshot"].shape == (720, 1280, 3) and seen["screenshot"].std() > 5
    assert seen["extra_element_properties"][bid(seen, "link", "Read more")]["clickable"]
    assert "dom_object" not in seen and seen["last_action"] == seen["last_action_error"] == ""


def test_the_check_gives_the_reward_when_the_agent_says_that_it_is_done(env: SiteEnv) -> None:
    seen, _ = env.reset(options={"task": "about"})
    seen, reward, terminated, truncated, _ = env.step(f"click('{bid(seen, 'link', 'Read more')}')")
    assert (reward, terminated, truncated, seen["last_action_error"]) == (0.0, False, False, "")
    assert seen["url"].endswith("/about.html")
    _, reward, terminated, truncated, info = env.step("send_msg_to_user('done')")
    assert (reward, terminated, truncated, info["outcome"]) == (1.0, True, False, "success")


@pytest.mark.parametrize(("said", "reward"), [("ada baker.", 1.0), ("Eve Miller", 0.0)])
def test_an_answer_is_compared(env: SiteEnv, said: str, reward: float) -> None:
    env.reset(options={"task": "owner"})
    seen, got, terminated, _, info = env.step(f"send_msg_to_user({said!r})")
    assert (got, terminated, info["outcome"]) == (reward, True, "success" if reward else "failure")
    assert seen["chat_messages"][-1]["role"] == "assistant"


def test_what_cannot_be_done_is_a_failure_when_it_can(env: SiteEnv) -> None:
    env.reset(options={"task": "owner"})
    seen, reward, terminated, _, info = env.step("report_infeasible('nobody owns it')")
    assert (reward, terminated, info["outcome"]) == (0.0, True, "failure")
    assert seen["chat_messages"][-1]["role"] == "infeasible"


def test_an_episode_is_cut_off(sites: tuple[Server, Server]) -> None:
    made = SiteEnv(ABOUT, sites[0].url, max_steps=2, screenshots=False)
    try:
        seen, _ = made.reset()
        assert "screenshot" not in seen and made.observation_space.contains(seen)
        assert made.step("noop(1)")[2:4] == (False, False)
        _, reward, terminated, truncated, info = made.step("scroll(0, 10)")
        assert (reward, terminated, truncated, info["outcome"]) == (0.0, False, True, "failure")
        made.reset()
        made.step(f"goto('{sites[0].url}/about.html')")
        assert made.step("noop()")[1:4] == (1.0, False, True), "the last page is judged all the same"
    finally:
        made.close()


def test_with_a_check_each_step_it_ends_as_soon_as_it_holds(sites: tuple[Server, Server]) -> None:
    made = SiteEnv(ABOUT, sites[0].url, check_each_step=True, screenshots=False)
    try:
        made.reset()
        assert made.step("noop(1)")[1:4] == (0.0, False, False)
        assert made.step(f"goto('{sites[0].url}/about.html')")[1:4] == (1.0, True, False)
    finally:
        made.close()


def test_what_fails_is_said_and_nothing_else_changes(env: SiteEnv, sites: tuple[Server, Server]) -> None:
    before, _ = env.reset(options={"task": "about"})
    for action, words in (
        ("click('99999')", "[99999] is not on this page"),
        ("hover('1')", "There is no action hover"),
        ("goto('file:///etc/passwd')", "is not a web address"),
        (f"goto('{sites[1].url}/about.html')", "outside this site"),
        ("goto('http://127.0.0.1:1/')", "outside this site"),
        ("scroll(0, -100)", "Nothing in the middle of the window scrolls that way"),
        ("go_back()", "nothing to go back to"),
        ("keyboard_press('NoSuchKey')", "There is no key"),
        ("tea", "This is no action"),
    ):
        seen, reward, terminated, truncated, _ = env.step(action)
        assert words in seen["last_action_error"] and seen["last_action"] == action
        assert (reward, terminated, truncated, seen["url"]) == (0.0, False, False, before["url"])


def test_forms_scrolling_and_windows(env: SiteEnv, sites: tuple[Server, Server]) -> None:
    env.reset()
    seen = env.step(f"goto('{sites[0].url}/fields.html')")[0]
    name = bid(seen, "textbox", "Name")
    seen = env.step(f"fill('{name}', 'tea')")[0]
    assert seen["focused_element_bid"] == name
    seen = env.step(f"select_option('{bid(seen, 'combobox', 'Slice')}', 'Thin slices')")[0]
    assert seen["open_pages_titles"] == ("Slice t",)
    seen = env.step(f"goto('{sites[0].url}/long.html')")[0]
    first = bid(seen, "button", "Button 0")
    moved = env.step("scroll(0, 300)")[0]["extra_element_properties"][first]["bbox"][1]
    assert moved == seen["extra_element_properties"][first]["bbox"][1] - 300
    seen = env.step(f"goto('{sites[0].url}/windows.html')")[0]
    seen = env.step(f"click('{bid(seen, 'link', 'New tab')}')")[0]
    assert [url.rpartition("/")[2] for url in seen["open_pages_urls"]] == ["windows.html", "about.html"]
    assert seen["active_page_index"].tolist() == [1] and seen["url"] == seen["open_pages_urls"][1]


def test_a_page_with_its_own_reward_gives_the_goal_and_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "miniwob"
    folder.mkdir()
    (folder / "press.html").write_text(MINIWOB, encoding="utf-8")
    server = PageServer(tmp_path)
    base = server.start()
    made = SiteEnv({"instruction": "?", "start": "/miniwob/press.html?seed=4", "check": {"reward": 1}}, base)
    try:
        seen, _ = made.reset()
        wanted = seen["goal"].removeprefix("Press ").rstrip(".")
        _, reward, terminated, _, _ = made.step(f"click('{bid(seen, 'button', wanted)}')")
        assert (reward, terminated) == (1.0, True)
        seen, _ = made.reset()
        other = next(name for name in ("gamma", "delta") if name != wanted)
        assert made.step(f"click('{bid(seen, 'button', other)}')")[1:3] == (0.0, True)
    finally:
        made.close()
        server.stop()


def test_what_nobody_is_to_blame_for_is_unknown(sites: tuple[Server, Server]) -> None:
    sql = {"sql": {"db": "x.sqlite3", "query": "SELECT 1", "rows": [[1]]}}
    rows = [
        {"id": "sql", "instruction": "Count.", "start": "/", "check": sql},
        {"id": "open", "instruction": "Look around.", "start": "/"},
    ]
    made = SiteEnv(rows, sites[0].url, screenshots=False)
    try:
        for name, words in (("sql", "its data folder is not known"), ("open", "has no check")):
            made.reset(options={"task": name})
            _, reward, terminated, truncated, info = made.step("send_msg_to_user('done')")
            assert (reward, terminated, truncated) == (0.0, False, True) and words in info["unknown"]
    finally:
        made.close()


def test_a_site_that_goes_away_is_nobodys_failure() -> None:
    site = Server()
    made = SiteEnv(OWNER, site.url, screenshots=False)
    try:
        made.reset()
        site.end()
        _, reward, terminated, truncated, info = made.step("send_msg_to_user('Eve')")
        assert (reward, terminated, truncated) == (0.0, False, True) and "The site went away" in info["unknown"]
    finally:
        made.close()


def test_the_embedded_browser_plays_too(sites: tuple[Server, Server]) -> None:
    made = SiteEnv(ABOUT, sites[0].url, browser="embedded")
    try:
        for _ in range(2):
            seen, _ = made.reset()
            assert seen["screenshot"].shape == (720, 1280, 3) and seen["screenshot"].std() > 5
            seen = made.step(f"click('{bid(seen, 'link', 'Read more')}')")[0]
            assert (seen["last_action_error"], seen["url"]) == ("", f"{sites[0].url}/about.html")
            assert "outside this site" in made.step(f"goto('{sites[1].url}/')")[0]["last_action_error"]
            assert made.step("send_msg_to_user('done')")[1:4] == (1.0, True, False)
    finally:
        made.close()


def test_mistakes_are_said(sites: tuple[Server, Server], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no task to play"):
        SiteEnv([], sites[0].url)
    with pytest.raises(UserError, match="task 0: the field 'instruction' is missing"):
        SiteEnv({"start": "/"}, sites[0].url)
    with pytest.raises(UserError, match="there is no login 'ada'"):
        SiteEnv({**ABOUT, "login": "ada"}, sites[0].url)
    with pytest.raises(UserError, match="cannot be read"):
        SiteEnv(tmp_path / "none.jsonl", sites[0].url)
    with pytest.raises(UserError, match="no browser 'firefox'"):
        SiteEnv(ABOUT, sites[0].url, browser="firefox")
    with pytest.raises(UserError, match="cannot be rendered as 'human'"):
        SiteEnv(ABOUT, sites[0].url, render_mode="human")
    made = SiteEnv(ABOUT, "http://127.0.0.1:9", screenshots=False)
    with pytest.raises(gymnasium.error.ResetNeeded):
        made.step("noop()")
    try:
        with pytest.raises(EnvironmentFault, match="127"):
            made.reset()
        with pytest.raises(UserError, match="There is no task 'x'"):
            made.reset(options={"task": "x"})
    finally:
        made.close()
        made.close()


def test_seeds_draw_the_task(env: SiteEnv) -> None:
    drawn = [env.reset(seed=seed)[1]["task"] for seed in (1, 1, 2, 3, 4, 5)]
    assert drawn[0] == drawn[1] and set(drawn) == {"about", "owner"}


def engines() -> int:
    """Threads of environments whose browser runs."""
    return sum(thread.name == "paestudio-gym" for thread in threading.enumerate())


def test_close_leaves_nothing(sites: tuple[Server, Server]) -> None:
    before = engines()
    made = SiteEnv(ABOUT, sites[0].url)
    made.reset()
    assert engines() == before + 1
    made.close()
    assert engines() == before


@pytest.fixture(scope="module")
def peer() -> Path:
    """Python of an environment with browsergym-core."""
    if os.environ.get("PAESTUDIO_PEERS") != "1":
        pytest.skip("installs packages: set PAESTUDIO_PEERS=1")
    return environment.make("browsergym-core", ["browsergym-core==0.14.3"], print)


@pytest.mark.slow
@pytest.mark.peer
def test_one_agent_plays_ours_and_browsergyms(peer: Path, sites: tuple[Server, Server]) -> None:
    task = {"instruction": interop_agent.GOAL, "start": "/fields.html"}
    made = SiteEnv(task, sites[0].url)
    ours = interop_agent.play(made)
    made.reset()
    tree = {"nodes": made._observation("", "")["axtree_object"]["nodes"]}
    made.close()
    asked = {"url": f"{sites[0].url}/fields.html", "chromium": str(find_chromium()), "tree": json.dumps(tree)}
    command = [str(peer), str(HERE / "interop_agent.py"), json.dumps(asked)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = json.loads(done.stdout.strip().splitlines()[-1])
    ours = json.loads(json.dumps(ours))
    printed = theirs.pop("printed")
    assert "textbox 'Name'" in printed and "heading 'Order form'" in printed, "their printer prints our tree"
    assert set(theirs["kinds"]) - set(ours["kinds"]) == {"dom_object"}
    assert set(ours["kinds"]) <= set(theirs["kinds"])
    assert {key: theirs["kinds"][key] for key in ours["kinds"]} == ours["kinds"]
    del ours["kinds"], theirs["kinds"]
    assert ours == theirs
    assert np.all(np.array(ours["errors"]) == [False] * 7 + [True, True, False])
