"""Runs a site of a suite: `bash start.sh PORT DATA_DIR`, in a process group of its own, with data of its own.

A task that changes the site gets a fresh one; the others share. Only the group that was started here is ever ended.
The site's applications stay where the environment's SITES_APPS says.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

from paestudio.core.checks import Site
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.local_http import fetch
from paestudio.suites import sitefile

_HOST = "127.0.0.1"
_POLL = 0.1  # seconds between two looks
_PATIENCE = 10.0  # seconds a site has to end when asked


class SiteRunner:
    """One site on one port. Use `async with`, or `start` and `stop`; then `lease` it for each task."""

    def __init__(self, folder: Path, port: int | None = None, start_seconds: float = 600.0) -> None:
        """`folder` has `site.json` and `start.sh`; the first start may install the site's application.

        Raises UserError when the folder is not a site.
        """
        self.folder = folder.resolve()
        self.site = sitefile.read(self.folder / "site.json")
        if not (self.folder / "start.sh").is_file():
            raise UserError(f"{self.folder} has no start.sh.", "Give --base-url of a site that runs already.")
        chosen = port or self.site.port
        if chosen is None:
            raise UserError(f"{self.folder / 'site.json'} has no port.", "Give one.")
        self.port = chosen
        self._seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._room: Path | None = None  # holds the data and the log of this start
        self._turn = asyncio.Condition()
        self._sharers = 0
        self._alone = False
        self._untouched = False  # no task was played since the start
        self._spent = False  # a task that changes the site was played

    @property
    def base(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{_HOST}:{self.port}"

    @property
    def data(self) -> Path:
        """The data folder of the running site."""
        if self._room is None:
            raise EnvironmentFault(f"The site {self.site.name} is not running.", "Start it first.")
        return self._room / "data"

    async def start(self) -> str:
        """Start it with fresh data and wait until it answers; its address.

        Raises EnvironmentFault when the port is taken, or when it ends or does not answer in time.
        """
        if self._process is not None:
            return self.base
        self._demand_port()
        bash = shutil.which("bash")
        if bash is None:
            raise EnvironmentFault("Sites are started by bash, and there is none on this machine.", "Install bash.")
        self._room = Path(tempfile.mkdtemp(prefix=f"paestudio-{self.site.name}-"))
        command = [bash, str(self.folder / "start.sh"), str(self.port), str(self._room / "data")]
        with (self._room / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            await self._until_ready()
        except BaseException:  # whatever ended the wait, a cancelled task too: leave no process, and pass it on
            await self.stop()
            raise
        self._untouched, self._spent = True, False
        return self.base

    async def stop(self) -> None:
        """End the site's processes and delete its data. Does nothing when it is not running."""
        process, room = self._process, self._room
        self._process = self._room = None
        if process is not None:
            await asyncio.to_thread(_end_group, process)
        if room is not None:
            await asyncio.to_thread(shutil.rmtree, room, True)

    async def restart(self) -> str:
        """The same site with fresh data; its address."""
        await self.stop()
        return await self.start()

    def demand_alive(self) -> None:
        """Raises EnvironmentFault, with its last words, when the site has ended by itself."""
        if self._process is not None and self._process.poll() is not None:
            code = self._process.returncode
            raise EnvironmentFault(
                f"The site {self.site.name} ended with exit code {code}; it said last: {self._said}.",
                f"Try it by hand: bash {self.folder / 'start.sh'}",
            )

    @property
    def ended(self) -> bool:
        """Whether the site does not run: it was never started, was stopped, or ended by itself."""
        return self._process is None or self._process.poll() is not None

    def wear(self) -> None:
        """The next lease gets the site as it was seeded, unless it still is."""
        self._spent = self._spent or not self._untouched

    @asynccontextmanager
    async def lease(self, fresh: bool) -> AsyncIterator[Site]:
        """The running site for one task; with `fresh`, as it was seeded and for nobody else meanwhile.

        Raises EnvironmentFault when it cannot start, and after the task when the site ended meanwhile.
        """
        async with self._turn:
            # Those who still share a site that ended are let out first: then it can start again.
            await self._turn.wait_for(lambda: not self._alone and not (self._sharers and (fresh or self.ended)))
            if self.ended or self._spent or (fresh and not self._untouched):
                await self.restart()
            self._untouched = False
            self._spent = self._alone = fresh
            self._sharers += not fresh
        try:
            yield Site(self.base, self.data)
            self.demand_alive()
        finally:
            async with self._turn:
                self._alone = False
                self._sharers -= not fresh
                self._turn.notify_all()

    async def __aenter__(self) -> SiteRunner:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def _until_ready(self) -> None:
        end = time.monotonic() + self._seconds
        while time.monotonic() < end:
            self.demand_alive()
            if await asyncio.to_thread(_answers, self.base + self.site.ready):
                return
            await asyncio.sleep(_POLL)
        raise EnvironmentFault(
            f"The site {self.site.name} did not answer in {self._seconds:g} seconds; it said last: {self._said}.",
            f"Try it by hand: bash {self.folder / 'start.sh'}",
        )

    def _demand_port(self) -> None:
        with socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, self.port))
            except (OSError, OverflowError) as e:
                raise EnvironmentFault(
                    f"The site {self.site.name} cannot have port {self.port}: {e}.",
                    "Stop what is running there, or choose another port.",
                ) from e

    @property
    def _said(self) -> str:
        """The last lines that it wrote."""
        return (" | ".join(_last_lines(self._room / "log")) if self._room else "") or "nothing"


def free_port(wanted: int) -> int:
    """`wanted` when it is free on this machine, else any that is."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((_HOST, port))
                return int(probe.getsockname()[1])
    return wanted


def _answers(url: str) -> bool:
    """Whether something is up there; a page that asks who you are is up."""
    try:
        with fetch(urllib.request.Request(url), 5) as reply:
            reply.read(64)
    except urllib.error.HTTPError as e:
        return e.code in (401, 403)
    except (OSError, ValueError):
        return False
    return True


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ask the group to end, wait, and then make it; returns when its ports and files are free."""
    _make_end(process)
    with suppress(subprocess.TimeoutExpired):  # its leader may have ended after it was last asked for
        process.wait(_PATIENCE)


def _make_end(process: subprocess.Popen[bytes]) -> None:
    for sign, patience in ((signal.SIGTERM, _PATIENCE), (signal.SIGKILL, _PATIENCE)):
        if not _members(process):
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        end = time.monotonic() + patience
        while _members(process) and time.monotonic() < end:
            time.sleep(_POLL / 2)


def _members(process: subprocess.Popen[bytes]) -> list[int]:
    """The living processes of the group that `process` leads, or led."""
    led = process.poll() is None
    found = []
    for one in psutil.process_iter():
        with suppress(ProcessLookupError, PermissionError, psutil.Error):
            if os.getpgid(one.pid) == process.pid and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one.pid)
    # A number is given away again only when nobody of the group is left: then it is somebody else's.
    return found if led or process.pid not in found else []


def _last_lines(log: Path, count: int = 4) -> list[str]:
    try:
        text = log.read_bytes()[-4000:].decode("utf-8", "replace")
    except OSError:
        return []
    return [line.strip() for line in text.splitlines() if line.strip()][-count:]
