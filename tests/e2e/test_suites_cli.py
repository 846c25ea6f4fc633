"""`evaluate --suite` and `propose` as a person types them: what is wrong is said in a sentence, the rest goes on."""

from __future__ import annotations

import json
import shlex
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from paestudio.core.local_server import LocalServer
from tests.contract.browser_kit import PAGES
from tests.contract.suite_kit import corner, free_port
from tests.e2e.kit import PROGRAM, refused

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="sites are started by bash"), pytest.mark.slow]
NO_VIEWS = ("--browser", "launched")  # Qt's application is this process's own


def said(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    done = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, timeout=200, check=False)
    assert "Traceback" not in done.stderr and "Something went wrong inside" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def test_suites_that_cannot_be_measured(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "store")]
    code, lines = refused("evaluate", "--suite", tmp_path / "none", *store)
    assert code == 2 and "There is no suite" in lines[0]
    folder = corner(tmp_path / "corner")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, _, err = said("evaluate", "--suite", str(folder), "--port", port, *store)
    assert code == 3 and f"The site corner cannot have port {port}" in err and "choose another port" in err
    (folder / "start.sh").write_text("echo no database here >&2; exit 4", encoding="utf-8")
    code, _, err = said("evaluate", "--suite", str(folder), *store)
    assert code == 3 and "ended with exit code 4; it said last: no database here" in err
    assert "Try it by hand: bash" in err


def test_a_login_that_fails_and_a_taken_port_spoil_nothing_else(model: Path, tmp_path: Path) -> None:
    folder, out = corner(tmp_path / "corner"), tmp_path / "out"
    port = json.loads((folder / "site.json").read_text(encoding="utf-8"))["port"]
    rest = ["--model", str(model), "--store", str(tmp_path / "store"), "--max-steps", "1", "--out", str(out)]
    rest += ["--action-seconds", "5"]  # the login that fails is waited for that long
    with socket.create_server(("127.0.0.1", port)):
        code, stdout, err = said("evaluate", "--suite", str(folder), *rest)
    assert code == 0, err
    assert f"Port {port} of corner is taken; it is started on port" in err
    assert "1 unknown" in stdout
    found = json.loads((out / "results.json").read_text(encoding="utf-8"))
    unknown = {task["id"]: task["unknown"] for task in found["tasks"]}
    assert unknown == {"info": 0, "lost": 1, "year": 0, "one": 0, "two": 0}
    assert (out / "report.html").is_file()
    (out / "trials.jsonl").write_text("".join(_lines(out)[:3]), encoding="utf-8")  # as if it had been cut short there
    code, _, err = said("evaluate", "--suite", str(folder), *rest, "--resume")
    assert code == 0, err
    assert json.loads((out / "results.json").read_text(encoding="utf-8"))["overall"] == found["overall"]
    assert len(_lines(out)) == 3 + 1 + 3  # what was there, the second sitting, the tasks that were missing
    code, lines = refused("evaluate", "--suite", folder, *rest, "--resume", "--max-steps", "2")
    assert code == 2 and "was measured with max_steps 1, not 2" in lines[0]


def _lines(out: Path) -> list[str]:
    return (out / "trials.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)


class _Wall(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Only ever a login."""
        body = b"<title>Members</title><form method=post><input name=user aria-label=User>"
        body += b"<input type=password aria-label=Password><button>Log in</button></form>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def test_a_site_behind_a_login(tmp_path: Path) -> None:
    code, lines = refused("propose", "http://127.0.0.1:9/", "--login", "ada", *NO_VIEWS)
    assert code == 2 and "Which site has the login 'ada'?" in lines[0] and "--site FILE" in lines[1]
    server = LocalServer(_Wall)
    try:
        code, _, err = said("propose", server.start("wall"), "--count", "4", "--explore-seconds", "10")
    finally:
        server.end()
    assert code == 2 and "No task could be made" in err and "It asks for a login: give --site FILE" in err


def test_a_site_that_dies_while_it_is_explored_is_named(tmp_path: Path) -> None:
    folder = corner(tmp_path / "corner")  # one of its links ends it
    code, _, err = said("propose", str(folder), "--count", "4", "--explore-seconds", "10")
    assert code == 3 and "The site corner ended with exit code 9" in err and "Try it by hand: bash" in err


def test_a_folder_with_a_site_is_started_explored_and_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    port = free_port()
    (folder / "site.json").write_text(json.dumps({"port": port, "home": "/index.html"}), encoding="utf-8")
    serve = f"exec {shlex.quote(sys.executable)} -m http.server $1 --bind 127.0.0.1 -d {shlex.quote(str(PAGES))}"
    (folder / "start.sh").write_text(serve, encoding="utf-8")
    code, stdout, err = said("propose", str(folder), "--count", "3", "--explore-pages", "4", "--json")
    assert code == 0, err
    tasks = json.loads(stdout.splitlines()[-1])["tasks"]
    assert tasks and all(task["start"].startswith(f"http://127.0.0.1:{port}/") for task in tasks)
    with socket.create_server(("127.0.0.1", port)):
        pass  # it is free again
    code, lines = refused("propose", folder, "--login", "ada", *NO_VIEWS)
    assert code == 2 and "has no login 'ada'" in " ".join(lines)


def test_a_task_file_on_a_site_that_is_not_there(model: Path, tmp_path: Path) -> None:
    file = tmp_path / "tasks.jsonl"
    file.write_text('{"id": "a", "instruction": "Look.", "start": "/", "check": {"url": "^/$"}}\n', encoding="utf-8")
    given = ["evaluate", "--tasks", str(file), "--model", str(model), "--store", str(tmp_path), "--json"]
    code, stdout, err = said(*given, "--base-url", f"http://127.0.0.1:{free_port()}/")
    assert code == 3 and "Nothing could be measured." in err and "nothing listens there" in err
    assert json.loads(stdout.splitlines()[-1])["overall"]["unknown"] == 1
    with file.open("a", encoding="utf-8") as more:
        more.write('{"id": "b", "instruction": "Look.", "start": "/", "check": {"uri": "x"}}\n')
    code, lines = refused(*given, "--base-url", "http://127.0.0.1:9/")
    assert code == 2 and "line 2: check has an unknown key 'uri'" in lines[0]
