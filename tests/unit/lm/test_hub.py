"""A model from the hub, over a server that speaks its paths: resumed, checked against its hash, or said why not."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from paestudio.core.local_server import LocalServer

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = "owner/tiny"


class Hub(LocalServer):
    """One model. `spoiled`: its weights are sent otherwise than listed; `breaks`: cut off that often half way.

    `holds`: half way nothing more comes, and `held` is set.
    """

    def __init__(self, folder: Path) -> None:
        self.files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        self.spoiled = False
        self.claims = 0  # bytes that the listing gives the weights; 0: as many as there are
        self.breaks = 0
        self.holds = False
        self.held, self.over = threading.Event(), threading.Event()
        self.ranges: list[str] = []
        super().__init__(_Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_HEAD(self) -> None:
        self._file(body=False)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        files = self.server.files
        if path.startswith(f"/api/models/{NAME}/tree/"):
            self._json([self._entry(name, data, self.server.claims) for name, data in files.items()])
        elif path.startswith(f"/api/models/{NAME}"):
            siblings = [{"rfilename": name} for name in files]
            self._json({"id": NAME, "modelId": NAME, "sha": COMMIT, "private": False, "siblings": siblings, "tags": []})
        elif f"/{NAME}/resolve/" in path:
            self._file(body=True)
        else:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})

    @staticmethod
    def _entry(name: str, data: bytes, claimed: int) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "file", "path": name, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}
        if name.endswith(".safetensors"):
            made["size"] = claimed or len(data)
            digest = hashlib.sha256(data).hexdigest()
            made["lfs"] = {"oid": digest, "sha256": digest, "size": len(data), "pointerSize": 130}
        return made

    def _file(self, body: bool) -> None:
        name = urlsplit(self.path).path.rpartition("/")[2]
        data = self.server.files.get(name)
        if data is None:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        weights = name.endswith(".safetensors")
        tag = hashlib.sha256(data).hexdigest() if weights else hashlib.sha1(data).hexdigest()
        told = {"X-Repo-Commit": COMMIT, "ETag": f'"{tag}"', "Accept-Ranges": "bytes"}
        if weights and self.server.spoiled:
            data = data[:-1] + bytes([data[-1] ^ 1])
        start, status = 0, 200
        if body and (wanted := self.headers.get("Range", "")):
            self.server.ranges.append(wanted)
            start, status = int(wanted.removeprefix("bytes=").partition("-")[0]), 206
            told["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        if body and weights and self.server.holds:
            self._send(status, data[start : start + len(data) // 2], told, length=len(data) - start)
            self.wfile.flush()
            self.server.held.set()
            self.server.over.wait(60)
            self.close_connection = True
            return
        if body and weights and self.server.breaks:
            self.server.breaks -= 1
            self._send(status, data[start : start + len(data) // 2], told, length=len(data) - start)
            self.close_connection = True
            return
        self._send(status, data[start:] if body else b"", told, length=len(data) - start)

    def _json(self, value: Any) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, raw: bytes, headers: dict[str, str], length: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)


@pytest.fixture
def hub(tiny_model: Path) -> Iterator[Hub]:
    server = Hub(tiny_model)
    server.start("hub")
    yield server
    server.over.set()
    server.end()


def surroundings(hub: Hub, home: Path) -> dict[str, str]:
    """The environment of a process that knows this hub only."""
    env = {**os.environ, "HF_ENDPOINT": hub.base, "PAESTUDIO_HOME": str(home), "HF_HUB_OFFLINE": "0"}
    env |= {
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_XET": "1",
        "no_proxy": "127.0.0.1",
        "HF_HOME": str(home / "hf"),
    }
    return env


def fetching(home: Path, name: str = NAME) -> list[str]:
    """In a process of its own: the hub's address is read once."""
    return [sys.executable, "-m", "paestudio", "models", "--fetch", name, "--json", "--store", str(home / "store")]


def fetch(hub: Hub, home: Path, name: str = NAME) -> subprocess.CompletedProcess[str]:
    command, env = fetching(home, name), surroundings(hub, home)
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=120, check=False)


def test_a_download_that_was_cut_off_goes_on_and_is_checked(hub: Hub, tmp_path: Path) -> None:
    hub.files["model.safetensors"] = bytes(range(256)) * 100_000  # 26 MB: the hub's client writes 10 at a time
    hub.breaks = 1
    done = fetch(hub, tmp_path)
    if done.returncode:  # given up after the cut: the next one goes on
        done = fetch(hub, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    assert hub.breaks == 0 and any(not wanted.startswith("bytes=0-") for wanted in hub.ranges), "began anew"
    (base,) = json.loads(done.stdout.splitlines()[-1])["bases"]
    assert base["model"] == NAME
    (place,) = tmp_path.rglob("owner--tiny")
    assert (place / "model.safetensors").read_bytes() == hub.files["model.safetensors"]
    assert [p.name for p in place.parent.iterdir()] == ["owner--tiny"]


def test_a_file_that_is_not_what_the_hub_says_is_refused_and_fetched_again(hub: Hub, tmp_path: Path) -> None:
    hub.spoiled = True
    done = fetch(hub, tmp_path)
    assert done.returncode == 3 and "model.safetensors of owner/tiny came damaged" in done.stderr
    assert not list(tmp_path.rglob("model.safetensors")) and not list(tmp_path.rglob("owner--tiny"))
    hub.spoiled = False
    assert fetch(hub, tmp_path).returncode == 0


def test_a_model_that_the_hub_does_not_have_is_said(hub: Hub, tmp_path: Path) -> None:
    done = fetch(hub, tmp_path, "owner/none")
    assert done.returncode == 2 and "no model 'owner/none'" in done.stderr


def test_a_download_that_a_person_paused_goes_on(hub: Hub, tmp_path: Path) -> None:
    hub.files["model.safetensors"] = bytes(range(256)) * 100_000
    hub.holds = True
    with subprocess.Popen(
        fetching(tmp_path), env=surroundings(hub, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as paused:
        assert hub.held.wait(100)
        end = time.monotonic() + 60
        while not any(part.stat().st_size for part in tmp_path.rglob("model.safetensors.part")):
            assert time.monotonic() < end, "nothing of what came was written"
            time.sleep(0.05)
        paused.send_signal(signal.SIGTERM)  # what the window's pause button sends
        _, said = paused.communicate(timeout=60)
    assert paused.returncode != 0 and "Traceback" not in said, said
    assert not list(tmp_path.rglob("owner--tiny")), "half a model counts as one"
    hub.holds = False
    hub.over.set()
    done = fetch(hub, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    assert any(not wanted.startswith("bytes=0-") for wanted in hub.ranges), "began anew"
    (place,) = tmp_path.rglob("owner--tiny")
    assert (place / "model.safetensors").read_bytes() == hub.files["model.safetensors"]


def test_a_model_that_is_larger_than_the_disk_is_refused_before_a_byte_comes(hub: Hub, tmp_path: Path) -> None:
    hub.claims = 10**15
    done = fetch(hub, tmp_path)
    assert done.returncode == 3 and "1000000.0 GB are to come" in done.stderr and "PAESTUDIO_HOME" in done.stderr
    assert not list(tmp_path.rglob("model.safetensors"))


INSIDE = """
mount -t tmpfs -o size=2g,nr_inodes="$1" none "$2" || exit 77
shift 2
"$@"; echo "first $?" >&2
mount -o remount,nr_inodes=100000 "$HOME_OF_TEST" && "$@"; echo "second $?" >&2
"""


def test_a_disk_that_fills_up_keeps_what_has_come(hub: Hub, tmp_path: Path) -> None:
    """A file system of its own that can hold no more files after the first few."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("file systems of one's own need Linux")
    env = surroundings(hub, tmp_path / "full") | {"HOME_OF_TEST": str(tmp_path / "full"), "HF_HOME": str(tmp_path)}
    (tmp_path / "full").mkdir()
    apart = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", INSIDE, "sh", "9", str(tmp_path / "full")]
    done = subprocess.run(
        [*apart, *fetching(tmp_path / "full")], capture_output=True, text=True, env=env, timeout=200, check=False
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip(f"no file system of one's own here: {done.stderr[-200:]}")
    assert "first 3" in done.stderr and "The disk is full; what has come of owner/tiny is kept" in done.stderr
    assert "second 0" in done.stderr, done.stderr[-2000:]
