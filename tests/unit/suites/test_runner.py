"""Sites of suites, started for real: a small one written here, and the shop of PAESTUDIO_SITES when there is one."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.suites.runner import SiteRunner

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="sites are started by bash")

# A seed of one page, copied into an empty data folder as the real sites do; a helper process stays beside the server.
START = """#!/usr/bin/env bash
set -eu
mkdir -p "$2"; [ -e "$2/index.html" ] || echo seeded > "$2/index.html"
echo "apps in ${SITES_APPS:-nowhere}"
sleep 300 & echo $! > "$2/helper"
cd "$2"; PYTHON -m http.server "$1" --bind 127.0.0.1
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make(folder: Path, start: str = START, **facts: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "site.json").write_text(json.dumps({"name": "corner", "port": free_port(), **facts}), encoding="utf-8")
    (folder / "start.sh").write_text(start.replace("PYTHON", sys.executable), encoding="utf-8")
    return folder


@pytest.fixture
def corner(tmp_path: Path) -> SiteRunner:
    return SiteRunner(make(tmp_path / "corner"), start_seconds=20)


@pytest.fixture
def squatter() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def read(address: str) -> str:
    with urlopen(address, timeout=5) as reply:
        return str(reply.read().decode())


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{pid}/status").read_text() if Path(f"/proc/{pid}").exists() else True


def test_it_starts_and_leaves_nothing(corner: SiteRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITES_APPS", "/elsewhere")

    async def play() -> tuple[int, Path]:
        async with corner:
            assert read(corner.base + "/") == "seeded\n"
            assert "apps in /elsewhere" in (corner.data.parent / "log").read_text()
            return int((corner.data / "helper").read_text()), corner.data

    helper, data = asyncio.run(play())
    assert not runs(helper)
    assert not data.parent.exists()
    with pytest.raises(EnvironmentFault, match="is not running"):
        _ = corner.data


def test_a_fresh_lease_has_fresh_data_and_others_share(corner: SiteRunner) -> None:
    async def play() -> None:
        async with corner:
            first = corner.data
            async with corner.lease(fresh=True) as site:  # nobody was here: no restart
                assert site.data == first
                (first / "index.html").write_text("changed")
            async with corner.lease(fresh=False) as one, corner.lease(fresh=False) as two:
                assert one == two
                assert one.data != first  # a shared site is not one that a task has changed
                assert read(one.base + "/") == "seeded\n"
            async with corner.lease(fresh=False) as three:
                assert three == one
            async with corner.lease(fresh=True) as four:
                assert four.data not in (first, one.data)
            assert not first.exists()

    asyncio.run(play())


def test_a_fresh_lease_is_alone(corner: SiteRunner) -> None:
    inside: list[str] = []

    async def task(fresh: bool) -> None:
        async with corner.lease(fresh):
            inside.append("fresh" if fresh else "shared")
            assert not ("fresh" in inside and len(inside) > 1)
            await asyncio.sleep(0.05)
            inside.remove("fresh" if fresh else "shared")

    async def play() -> None:
        async with corner:
            await asyncio.gather(*(task(fresh) for fresh in (False, False, True, False, True)))

    asyncio.run(play())
    assert inside == []


def test_a_site_that_dies_is_reported_and_started_again(corner: SiteRunner) -> None:
    async def play() -> None:
        async with corner:
            with pytest.raises(EnvironmentFault, match=r"corner ended with exit code -?\d+; it said last: apps in"):
                async with corner.lease(fresh=False):
                    assert corner._process is not None
                    corner._process.kill()
                    await asyncio.to_thread(corner._process.wait)
            async with corner.lease(fresh=False) as site:
                assert read(site.base + "/") == "seeded\n"

    asyncio.run(play())


def test_a_fault_of_the_task_is_passed_on(corner: SiteRunner) -> None:
    async def play() -> None:
        async with corner:
            with pytest.raises(ZeroDivisionError):
                async with corner.lease(fresh=True):
                    _ = 1 / 0
            async with corner.lease(fresh=True) as site:
                assert read(site.base + "/") == "seeded\n"

    asyncio.run(play())


def test_a_site_that_ends_at_once_says_its_last_words(tmp_path: Path) -> None:
    site = SiteRunner(make(tmp_path / "s", "echo one; echo 'no such table: shop' >&2; exit 7"), start_seconds=20)
    with pytest.raises(EnvironmentFault, match=r"exit code 7; it said last: one \| no such table: shop\. Try it"):
        asyncio.run(site.start())


def test_a_site_that_never_answers(tmp_path: Path) -> None:
    site = SiteRunner(make(tmp_path / "s", "sleep 300"), start_seconds=0.3)
    with pytest.raises(EnvironmentFault, match=r"did not answer in 0\.3 seconds; it said last: nothing"):
        asyncio.run(site.start())


def test_a_cancelled_start_leaves_nothing(tmp_path: Path) -> None:
    site = SiteRunner(make(tmp_path / "s", "sleep 300"))

    async def play() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(site.start(), 0.3)

    asyncio.run(play())  # conftest.py looks for processes that are left


@pytest.mark.parametrize(("code", "up"), [(401, True), (403, True), (500, False)])
def test_a_page_that_asks_who_you_are_is_up(tmp_path: Path, code: int, up: bool) -> None:
    port = free_port()
    server = f"""
import http.server
class Door(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error({code})
http.server.HTTPServer(("127.0.0.1", {port}), Door).serve_forever()
"""
    folder = make(tmp_path / "s", f"exec PYTHON {tmp_path / 'door.py'}", ready="/in", port=port)
    (tmp_path / "door.py").write_text(server)
    site = SiteRunner(folder, start_seconds=5 if up else 0.8)

    async def play() -> None:
        async with site:
            pass

    if up:
        asyncio.run(play())
    else:
        with pytest.raises(EnvironmentFault, match="did not answer"):
            asyncio.run(play())


def test_a_taken_port(tmp_path: Path, squatter: int) -> None:
    site = SiteRunner(make(tmp_path / "s"), port=squatter)
    with pytest.raises(EnvironmentFault, match=f"cannot have port {squatter}.*choose another port"):
        asyncio.run(site.start())


def test_folders_that_are_no_sites(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"site\.json cannot be read"):
        SiteRunner(tmp_path)
    (tmp_path / "site.json").write_text("{}")
    with pytest.raises(UserError, match=r"has no start\.sh"):
        SiteRunner(tmp_path)
    (tmp_path / "start.sh").touch()
    with pytest.raises(UserError, match="has no port"):
        SiteRunner(tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_real_shop_is_fresh_for_each_state_task() -> None:
    folder = Path(os.environ.get("PAESTUDIO_SITES", "/nonexistent")) / "oscar"
    if not folder.is_dir():
        pytest.skip("PAESTUDIO_SITES names no folder with oscar")

    def titles(data: Path) -> int:
        with closing(sqlite3.connect(data / "shop.sqlite3")) as con:
            return int(con.execute("select count(*) from wishlists_wishlist").fetchone()[0])

    async def play() -> None:
        async with SiteRunner(folder, port=8141) as shop:
            async with shop.lease(fresh=True) as site:
                assert "Fernhill Outfitters" in read(site.base + shop.site.home)
                assert site.data is not None
                before = titles(site.data)
                with closing(sqlite3.connect(site.data / "shop.sqlite3")) as con:
                    con.execute("delete from wishlists_line")
                    con.execute("delete from wishlists_wishlist")
                    con.commit()
                assert titles(site.data) == 0
            async with shop.lease(fresh=True) as site:
                assert site.data is not None
                assert titles(site.data) == before > 0

    asyncio.run(play())
