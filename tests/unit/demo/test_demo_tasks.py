"""The demo site's evaluation tasks, each done once in a real Chromium: its check fails before and holds after."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from paestudio.core.checks import Site, holds, probe_key, probes
from paestudio.core.records import Check, Final, Task
from paestudio.suites import find, taskfile

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SOLUTIONS: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "solutions.json").read_text(encoding="utf-8"))
SUITE = find("demo")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome is installed"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def tasks(base: str) -> dict[str, Task]:
    return {task.id: task for task in taskfile.load(SUITE.tasks_file, base, SUITE.site.logins)}


def sign_in(page: Page, base: str, name: str) -> None:
    login = SUITE.site.login(name)
    page.goto(base + login.path)
    for selector, value in login.fill.items():
        page.fill(selector, value)
    page.click(login.submit)
    page.wait_for_selector(login.expect)


def do(page: Page, verb: str, role: Any, name: str, text: str = "") -> None:
    # A link or a button may have more words to its name, such as the number of things in the basket.
    target: Locator = page.get_by_role(role, name=name, exact=role == "link").first
    match verb:
        case "click":
            target.click()
        case "type":
            target.fill(text)
        case "select":
            target.select_option(text)
        case "press":
            target.press(text)


def end_state(page: Page, check: Check | None) -> Final:
    values = {}
    for selector, prop in probes(check):
        found = page.query_selector(selector)
        values[probe_key(selector, prop)] = str(found.evaluate("(e, p) => e[p]", prop)) if found else None
    return Final(page.url, page.inner_text("body"), page.title(), values)


def test_there_is_a_solution_for_each_task(tasks: dict[str, Task]) -> None:
    assert list(tasks) == list(SOLUTIONS)
    assert {task.kind for task in tasks.values()} == {"navigation", "retrieval", "search", "form", "state"}


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_task_can_be_done(chromium: Browser, base: str, tasks: dict[str, Task], name: str) -> None:
    task, solution, site = tasks[name], SOLUTIONS[name], Site(base)
    assert task.check is not None
    said: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda fault: said.append(str(fault)))
        if task.login:
            sign_in(page, base, task.login)
        page.goto(task.start_url)
        assert not holds(task.check, end_state(page, task.check), None, site)[0]
        for step in solution["steps"]:
            do(page, *step)
        page.wait_for_load_state()
        assert holds(task.check, end_state(page, task.check), solution.get("answer"), site) == (True, "")
        answer = solution.get("answer")
        assert answer is None or answer.lstrip("£") in page.inner_text("main")
    finally:
        context.close()
    assert said == []
