"""The embedded browser without a window, as the command line runs it: each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.browser

HEAD = """
import asyncio, locale, sys
from paestudio.browser.embedded import EmbeddedBrowser
from paestudio.browser.options import BrowserOptions
from paestudio.webview.headless import run_headless
from tests.contract.browser_kit import two_origins
"""
VISIT = (
    HEAD
    + """
async def main(views):
    with two_origins() as (site, other):
        browser = await EmbeddedBrowser.start(BrowserOptions(site.url), lambda data: "", views)
        page = await browser.open(site.url + "/index.html")
        seen = await page.observe()
        await page.close()
        await browser.close()
    return seen.title
print("RESULT", run_headless(main), locale.localeconv()["decimal_point"])
print("still here", file=sys.stderr)
"""
)
FAULT = (
    HEAD
    + """
from paestudio.core.errors import EnvironmentFault
async def main(views):
    raise EnvironmentFault("The site is down.", "Start it.")
try:
    run_headless(main)
except EnvironmentFault as e:
    print("CAUGHT", e)
"""
)
WAITS = (
    HEAD
    + """
async def main(views):
    browser = await EmbeddedBrowser.start(BrowserOptions("http://127.0.0.1:9"), lambda data: "", views)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    asked.append(lambda: loop.call_soon_threadsafe(stop.set))
    print("READY", flush=True)
    try:
        await stop.wait()
    finally:
        await browser.close()
    return "stopped in order"
asked = []
"""
)
POLITE = WAITS + 'print("RESULT", run_headless(main, on_interrupt=lambda: asked[0]()))'
RUDE = (
    WAITS
    + """
try:
    run_headless(main)
except KeyboardInterrupt:
    print("INTERRUPTED")
"""
)


def start(source: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    env.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)
    return subprocess.Popen(
        [sys.executable, "-c", source],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        cwd=ROOT,
        start_new_session=True,
    )


def test_a_run_and_its_result_and_nothing_else_on_stderr() -> None:
    out, err = start(VISIT).communicate(timeout=120)
    assert out == "RESULT Corner Shop .\n"
    assert err == "still here\n"


def test_a_fault_comes_through() -> None:
    out, err = start(FAULT).communicate(timeout=120)
    assert out == "CAUGHT The site is down. Start it.\n"
    assert err == ""


@pytest.mark.parametrize(("source", "said"), [(POLITE, "RESULT stopped in order\n"), (RUDE, "INTERRUPTED\n")])
def test_ctrl_c(source: str, said: str) -> None:
    process = start(source)
    assert process.stdout
    assert process.stdout.readline() == "READY\n"
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the browser's processes get it too
    out, err = process.communicate(timeout=60)
    assert (out, err, process.returncode) == (said, "", 0)
    assert time.monotonic() - started < 30
